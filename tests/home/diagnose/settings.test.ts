/** Who set what on an entity while its state stayed the same, whichever way the call took. */

import { describe, expect, test } from "bun:test";
import { ACCESS, at, opened, state } from "./diagnosed.ts";

const NO_CALL = "no call on it, its area or a group of it is recorded; perhaps the device itself";

describe("what was set while the state stayed the same", () => {
  const heat = (minutesAgo: number, temperature: number, lc?: number) => ({
    s: "heat",
    a: { temperature, current_temperature: 20 },
    lu: at(minutesAgo),
    ...(lc === undefined ? {} : { lc: at(lc) }),
  });
  const climate = (temperature: number, lastUpdated: number) =>
    state("climate.hall", {
      state: "heat",
      attributes: { temperature },
      lastChanged: at(60),
      lastUpdated: at(lastUpdated),
    });
  const COSY = state("scene.cosy", { attributes: { entity_id: ["climate.hall"], friendly_name: "Cosy" } });
  const asking = async (calls: readonly object[], now = climate(22, 20)) => {
    const ask = await opened({
      access: { read: ["*"], history: ["*"] },
      more: [now, COSY],
      answers: {
        "logbook/get_events": ({ entity_ids = [] }) =>
          [entity_ids].flat().includes("scene.cosy") ? [{ when: at(20) - 0.2, entity_id: "scene.cosy" }] : [],
        "history/history_during_period": () => ({ "climate.hall": [heat(60, 21), heat(20, 22, 60)] }),
        "logbook/get_action_calls": () => calls,
      },
    });
    const { structured } = await ask("climate.hall");
    return (structured["found"] as { readonly why: readonly string[] }).why;
  };
  const call = (entity_id: readonly string[]) => ({
    domain: "climate",
    service: "set_temperature",
    service_data: { entity_id },
    when: at(20) - 0.1,
    context_user_id: "somebody",
  });

  test("is told with the call that named it", async () => {
    expect(await asking([call(["climate.hall"])])).toEqual([
      expect.stringMatching(/^06-12 [\d:]+ heat: /),
      "11:40:00 temperature 21 → 22: a user, in an app or a page, by climate.set_temperature",
    ]);
  });

  test("is told with the scene whose call brought that call with it", async () => {
    const named = call(["climate.hall"]);
    const scene = { ...call(["scene.cosy"]), domain: "scene", service: "turn_on" };
    const calls = [
      { ...scene, context_id: "a" },
      { ...named, context_id: "a" },
    ];
    expect((await asking(calls)).at(-1)).toEndWith("scene Cosy (scene.cosy), by a user, in an app or a page");
    // another's before it, or one of which nobody knows, is none
    for (const context_id of ["b", undefined]) {
      const apart = [
        { ...scene, context_id },
        { ...named, context_id: "a" },
      ];
      expect((await asking(apart)).at(-1)).toEndWith("an app or a page, by climate.set_temperature");
    }
    expect((await asking([scene, named])).at(-1)).toEndWith("by climate.set_temperature");
  });

  test("without one is not told as anybody's", async () => {
    const [, line = ""] = await asking([call(["climate.other"])]);
    expect(line).toBe(`11:40:00 temperature 21 → 22: ${NO_CALL}`);
  });

  test("a moment ago too", async () => {
    expect((await asking([], climate(23, 0.05))).at(-1)).toContain("11:59:57 temperature 22 → 23: ");
  });

  test("its cause is not that of the state", async () => {
    const fresh = state("light.kitchen", { contextId: "c9", lastChanged: at(5), lastUpdated: at(0.05) });
    const ask = await opened({
      more: [fresh],
      answers: { "trace/contexts": () => ({ c9: { domain: "automation", item_id: "ev", run_id: "r" } }) },
    });
    expect((await ask("light.kitchen")).text).not.toContain("automation Evening (automation.evening)");
  });
});

describe("the call of a setting", () => {
  const lamp = (minutesAgo: number) => ({ s: "on", a: {}, lu: at(minutesAgo), lc: at(60) });
  const asking = async (
    calls: readonly object[],
    access: object = { read: ["*"], history: ["*"] },
    attributes: Readonly<Record<string, unknown>> = {},
  ) => {
    const ask = await opened({
      access,
      answers: {
        "history/history_during_period": () => ({ "light.kitchen": [lamp(60), lamp(20)] }),
        "logbook/get_action_calls": () => calls,
      },
      more: [state("light.kitchen", { lastChanged: at(60), lastUpdated: at(20), attributes })],
    });
    const { structured } = await ask("light.kitchen");
    const { why = [] } = structured["found"] as { readonly why?: readonly string[] };
    return String(why.at(-1)).replace(/^.*\(Home Assistant keeps no values of them\): /, "");
  };
  const on = (service_data: object, more: object = {}) => ({
    domain: "light",
    service: "turn_on",
    service_data,
    when: at(20) - 0.1,
    context_user_id: "somebody",
    context_id: "c7",
    ...more,
  });
  const nested = (service_data: object, by: object) =>
    on(service_data, { context_event_type: "call_service", ...by });
  const SET = "a user, in an app or a page, by light.turn_on";

  test.each<readonly [object, string]>([
    [{ area_id: "kitchen" }, SET],
    [{ area_id: ["hall", "kitchen"] }, SET],
    [{ floor_id: ["ground"] }, SET],
    [{ device_id: "dev_hue" }, SET],
    [{ label_id: ["ai_ok"] }, SET],
    [{ entity_id: "all" }, SET],
    [{ area_id: "hall", floor_id: "upper", device_id: "dev_lock", label_id: "danger" }, NO_CALL],
    [{}, NO_CALL],
  ])("of %j: %s", async (service_data, said) => {
    expect(await asking([on(service_data)])).toBe(said);
  });

  test("of another kind in the same room is none", async () => {
    expect(await asking([on({ area_id: "kitchen" }, { domain: "climate" })])).toBe(NO_CALL);
    expect(await asking([on({ area_id: "kitchen" }, { domain: "homeassistant" })])).toBe(
      "a user, in an app or a page, by homeassistant.turn_on",
    );
  });

  test("of a group is that of its members where there is none", async () => {
    const attributes = { entity_id: ["light.hall"] };
    expect(await asking([], undefined, attributes)).toStartWith(
      "no call on it is recorded; it is as its members",
    );
    expect(await asking([on({ entity_id: "light.kitchen" })], undefined, attributes)).toBe(SET);
  });

  test("that an automation made is the automation's", async () => {
    const made = on(
      { area_id: ["kitchen"] },
      {
        context_event_type: "automation_triggered",
        context_domain: "automation",
        context_entity_id: "automation.evening",
        context_source: "state of light.hall",
      },
    );
    expect(await asking([made])).toBe("automation Evening (automation.evening), state of light.hall");
    expect(await asking([made], { ...ACCESS, read: ["light.*"] })).toBe(
      "set off by something that this grant does not show",
    );
  });

  test("by a group or a script is told by it", async () => {
    const own = { entity_id: ["light.kitchen", "light.hall", "light.bedroom"] };
    const group = [
      on({ entity_id: "light.all_lights" }),
      nested(own, { context_domain: "light", context_service: "turn_on" }),
    ];
    const told = "group light.all_lights (light.all_lights), by a user, in an app or a page";
    expect(await asking(group)).toBe(told);
    // the room was called after it
    expect(await asking([...group, on({ area_id: "kitchen" }, { context_id: "c8" })])).toBe(SET);
    const script = nested(
      { area_id: ["kitchen"] },
      { context_domain: "script", context_service: "good_night" },
    );
    expect(await asking([script])).toBe(
      "script script.good_night (script.good_night), started by a user, in an app or a page",
    );
  });
});
