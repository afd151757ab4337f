/** Ways round the physical gate: what data name, what helpers set off, what automations make of any change. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../../src/core/failure.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { stateOf } from "../vector-home.ts";
import { ASKS, house, LIGHTS, NOW, QUIET, UNLOCK, UUID } from "./house.ts";

describe("entities named in data", () => {
  test("are seen through: groups in groups, helpers of groups, automations", async () => {
    const home = house(QUIET, UNLOCK, {
      "group.evil": { entity_id: ["group.inner"] },
      "group.inner": { entity_id: ["lock.front"] },
      "switch.both": { entity_id: ["lock.front"] },
    });
    for (const id of ["group.evil", "switch.both", "automation.leave", "lock.front"])
      expect(await home.ask("scene.apply", undefined, { entities: { [id]: "on" } })).toMatchObject({
        ...ASKS,
        subject: "lock.front",
      });
    expect(await home.ask("scene.apply", undefined, { entities: { "light.hall": "on" } })).toMatchObject({
      allow: true,
    });
  });

  test("a helper in data sets off what waits for it", async () => {
    for (const id of ["input_boolean.x", "input_select.x", "counter.x", "timer.x", "input_text.x"]) {
      const home = house([{ trigger: "state", entity_id: id }], UNLOCK, { [id]: {} });
      expect(await home.ask("scene.apply", undefined, { entities: { [id]: "on" } })).toMatchObject(ASKS);
    }
  });

  test("deny reaches the members, and the denial names the one that decided", async () => {
    const access = { actions: [{ service: "*" }, { service: "*", target: {} }], deny: ["lock.front"] };
    const parsed = parseGrant({ name: "t", expires_at: "never", access }, NOW);
    if (!("grant" in parsed)) throw new Error("not saved");
    const grant = parsed.grant;
    const home = house(QUIET, UNLOCK, { "group.evil": { entity_id: ["lock.front"] } }, { grant });
    expect(await home.ask("scene.apply", undefined, { entities: { "group.evil": "on" } })).toMatchObject({
      code: "entity_denied",
      subject: "lock.front",
    });
  });

  test("a leaf that the grant does not open is named", async () => {
    const access = { actions: ["light.*", "group.*", { service: "scene.*" }] };
    const parsed = parseGrant({ name: "t", expires_at: "never", access }, NOW);
    if (!("grant" in parsed)) throw new Error("not saved");
    const home = house(QUIET, UNLOCK, { "group.evil": { entity_id: ["lock.front"] } }, parsed);
    expect(await home.ask("scene.apply", undefined, { entities: { "group.evil": "on" } })).toMatchObject({
      code: "indirect_denied",
      subject: "lock.front",
    });
  });
});

describe("a helper, however its automation spells it", () => {
  const on = (triggers: unknown, actions: unknown = UNLOCK, more = {}, options = {}) =>
    house(triggers, actions, { "input_boolean.x": {}, ...more }, options).ask("input_boolean.turn_on", {
      entity_id: "input_boolean.x",
    });

  test("by registry id, known or not to be had; another's is another's", async () => {
    const triggers = [{ trigger: "state", entity_id: UUID }];
    const list = (entity_id: string) => ({
      answers: { "config/entity_registry/list": () => [{ id: UUID, entity_id }] },
    });
    expect(await on(triggers, UNLOCK, {}, list("input_boolean.x"))).toMatchObject(ASKS);
    expect(await on(triggers)).toMatchObject(ASKS);
    expect(await on(triggers, UNLOCK, {}, list("light.hall"))).toMatchObject({ allow: true });
  });

  test("by a group that holds it", async () => {
    const more = { "group.a": { entity_id: ["group.b"] }, "group.b": { entity_id: ["input_boolean.x"] } };
    expect(await on([{ trigger: "state", entity_id: "group.a" }], UNLOCK, more)).toMatchObject(ASKS);
  });

  test("by a template that computes ids, by an event that tells of everything, by a sensor made of others", async () => {
    for (const trigger of [
      { trigger: "template", value_template: "{{ is_state('input_boolean.' ~ 'x', 'on') }}" },
      { trigger: "template", value_template: "{{ states.input_boolean | list | count > 3 }}" },
      { trigger: "event", event_type: "state_changed" },
      { trigger: "numeric_state", entity_id: "sensor.made", above: 1 },
    ])
      expect(await on([trigger], UNLOCK, { "sensor.made": {} })).toMatchObject(ASKS);
  });

  test("what provably waits for others, or does no harm, never blocks", async () => {
    const other = "{{ states('sensor.temperature') | float(0) > 3 and is_state('light.hall', 'on') }}";
    const registered = [{ trigger: "template", value_template: other }];
    expect(await on(registered)).toMatchObject({ allow: true });
    const lights = [{ trigger: "template", value_template: "{{ states.light | count > 3 }}" }];
    expect(await on(lights)).toMatchObject({ allow: true });
    const blind = [{ trigger: "template", value_template: "{{ is_state(which, 'on') }}" }];
    expect(await on(blind, LIGHTS)).toMatchObject({ allow: true });
    const templated = { action: "light.turn_on", target: { entity_id: "{{ x }}" } };
    expect(await on(blind, [templated])).toMatchObject({ allow: true });
    expect(await on(blind, [{ ...templated, action: "lock.unlock" }])).toMatchObject(ASKS);
    // never for the scope, always for the gate; what names the helper binds both
    const anything = [{ ...templated, action: "homeassistant.turn_on" }];
    expect(await on(blind, anything)).toMatchObject(ASKS);
    expect(await on([{ trigger: "state", entity_id: "input_boolean.x" }], anything)).toMatchObject({
      code: "indirect_opaque",
    });
    expect(
      await on(blind, [{ device_id: "dev_lock", domain: "lock", type: "unlock", entity_id: UUID }]),
    ).toMatchObject(ASKS);
  });
});

describe("any entity that an automation waits for", () => {
  const light = { entity_id: "light.kitchen" };

  test("asks when the automation is physical: by id, area, label, device, group", async () => {
    for (const trigger of [
      { trigger: "state", entity_id: ["light.kitchen"] },
      { trigger: "light.turned_on", target: { area_id: "kitchen" } },
      { trigger: "light.turned_on", target: { label_id: ["ai_ok"] } },
      { trigger: "light.turned_on", target: { device_id: "dev_hue" } },
      { trigger: "state", entity_id: "light.all_lights" },
      { trigger: "template", value_template: "{{ is_state('light.kitchen', 'on') }}" },
    ]) {
      const home = house([trigger]);
      expect(await home.ask("light.turn_on", light)).toMatchObject({ ...ASKS, subject: "lock.front" });
      expect(await home.ask("scene.apply", undefined, { entities: { "light.kitchen": "on" } })).toMatchObject(
        ASKS,
      );
    }
  });

  test("through what the automation changes, and through calls on nobody knows what", async () => {
    const trigger = [{ trigger: "state", entity_id: "light.kitchen" }];
    const scene = [{ action: "homeassistant.turn_on", target: { entity_id: "group.downstairs" } }];
    const target = "{{ trigger.entity_id }}";
    for (const actions of [
      scene,
      [{ action: "lock.unlock", target: { entity_id: target } }],
      [{ action: "homeassistant.turn_on", target: { entity_id: target } }],
      [{ device_id: "dev_lock", domain: "lock", type: "unlock" }],
    ])
      expect(await house(trigger, actions).ask("light.turn_on", light)).toMatchObject(ASKS);
  });

  test("does not ask for harmless ones, for those that are off, or where it cannot be read", async () => {
    const trigger = [{ trigger: "state", entity_id: "light.kitchen" }];
    expect(await house(trigger, LIGHTS).ask("light.turn_on", light)).toMatchObject({ allow: true });
    expect(await house(trigger, [{ event: "x" }]).ask("light.turn_on", light)).toMatchObject({ allow: true });
    const off = house(trigger);
    off.states.set("automation.leave", stateOf("automation.leave", {}, "off"));
    expect(await off.ask("light.turn_on", light)).toMatchObject({ allow: true });
    const user = house(trigger, UNLOCK, {}, { isAdmin: false });
    expect(await user.ask("light.turn_on", light)).toMatchObject({ allow: true });
    expect(user.asked).toEqual([]);
  });

  test("nothing is concluded from automations that were not answered for, then or later", async () => {
    const config = { triggers: [{ trigger: "state", entity_id: "light.hall" }], actions: UNLOCK };
    let late = true;
    const answer = () => {
      if (late) throw new Failure("HASS_UNAVAILABLE", "Home Assistant did not answer in time.");
      return { config };
    };
    const home = house(QUIET, UNLOCK, {}, { answers: { "automation/config": answer } });
    const light = { entity_id: "light.hall" };
    expect(await home.ask("light.turn_on", light)).toMatchObject({ code: "resolver_unavailable" });
    late = false;
    expect(await home.ask("light.turn_on", light)).toMatchObject(ASKS);
  });

  test("an event that any timer or script fires is waited for by all of them", async () => {
    const timer = house([{ trigger: "event", event_type: "timer.finished" }], UNLOCK, { "timer.egg": {} });
    expect(await timer.ask("timer.start", { entity_id: "timer.egg" })).toMatchObject(ASKS);
    const one = [
      { trigger: "event", event_type: "timer.finished", event_data: { entity_id: "timer.other" } },
    ];
    const other = house(one, UNLOCK, { "timer.egg": {}, "timer.other": {} });
    expect(await other.ask("timer.start", { entity_id: "timer.egg" })).toMatchObject({ allow: true });
  });

  test("the table is read once, and again when an automation was loaded anew", async () => {
    let triggers: unknown = QUIET;
    const home = house(
      [],
      [],
      {},
      { answers: { "automation/config": () => ({ config: { triggers, actions: UNLOCK } }) } },
    );
    for (let at = 0; at < 3; at++)
      expect(await home.ask("light.turn_on", light)).toMatchObject({ allow: true });
    expect(home.asked).toEqual(["script/config", "script/config", "automation/config"]);
    home.set({ ...stateOf("automation.leave", { last_triggered: "now" }), lastUpdated: 1 });
    home.set({ ...stateOf("script.good_night", {}, "on"), lastChanged: 1, lastUpdated: 1 });
    await home.ask("light.turn_on", light);
    expect(home.asked).toHaveLength(3);
    triggers = [{ trigger: "state", entity_id: "light.kitchen" }];
    home.set({ ...stateOf("automation.leave"), lastChanged: 2, lastUpdated: 2 });
    expect(await home.ask("light.turn_on", light)).toMatchObject(ASKS);
  });

  test("device_tracker.see is kept from wildcards", async () => {
    expect(await house(QUIET).ask("device_tracker.see", undefined, { dev_id: "p" })).toMatchObject({
      code: "service_forbidden",
    });
  });
});

describe("hostile shapes", () => {
  const nested = (open: string, close: string) => JSON.parse(open.repeat(3000) + close.repeat(3000));

  test("data and targets that never end are invalid input", async () => {
    const home = house(QUIET);
    const objects = JSON.parse(`${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`);
    for (const data of [objects, { a: nested("[", "]") }, { a: [objects] }])
      expect(await home.ask("light.turn_on", { entity_id: "light.hall" }, data)).toMatchObject({
        code: "invalid_input",
      });
    for (const entity_id of [nested("[", "]"), objects])
      expect(await home.ask("light.turn_on", { entity_id })).toMatchObject({ code: "invalid_input" });
  });

  test("a script with such data is opaque", async () => {
    const config = {
      sequence: [{ action: "notify.x", data: { a: nested("[", "]") } }],
    };
    const home = house(QUIET, [], {}, { answers: { "script/config": () => ({ config }) } });
    expect(await home.ask("script.turn_on", { entity_id: "script.good_night" })).toMatchObject({
      code: "indirect_opaque",
    });
  });

  test("names of the language are names", async () => {
    const home = house(QUIET);
    const hall = { entity_id: "light.hall" };
    expect(
      await home.ask("light.turn_on", hall, { constructor: 1, toString: "constructor.name" }),
    ).toMatchObject({ allow: true });
    for (const service of ["constructor.name", "light.constructor", "constructor.prototype"])
      expect(await home.ask(service, hall)).not.toMatchObject({ code: "policy_error" });
  });
});

describe("exclude", () => {
  test("narrows, and never widens", async () => {
    const home = house(QUIET);
    const ids = async (target: object) => {
      const answer = await home.ask("light.turn_on", target);
      return "allow" in answer ? (answer.targets ?? []) : [];
    };
    const all = await ids({ area_id: ["kitchen", "hall"] });
    for (const exclude of [
      { entity_id: "light.hall" },
      { area_id: "hall" },
      { label_id: "danger" },
      { floor_id: "upper" },
      { entity_id: "light.bedroom" },
    ]) {
      const some = await ids({ area_id: ["kitchen", "hall"], exclude });
      expect(some.every((id) => all.includes(id))).toBe(true);
    }
    expect(await ids({ area_id: ["kitchen", "hall"], exclude: { area_id: "hall" } })).toEqual([
      "light.kitchen",
    ]);
    expect(await home.ask("light.turn_on", { exclude: { area_id: "hall" } })).toMatchObject({
      code: "unresolved_target",
    });
  });
});
