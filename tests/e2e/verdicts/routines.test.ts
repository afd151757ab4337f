/** On a real Home Assistant: what has no state of its own is judged by what became of it: routines, groups, calendars, lists, timers. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openHome, type TestHome } from "../homes.ts";
import { type Host, startHost } from "../host.ts";

const onReal = describe.if(process.env["TEST_HOME"] === "real");

setDefaultTimeout(60_000);

const step = (entity_id: string, action = "switch.turn_on") => ({ action, target: { entity_id } });
const LAMP = step("light.bed_light", "light.turn_on");
const IN_GUEST_MODE = { condition: "state", entity_id: "input_boolean.ci_guest_mode", state: "on" };

const SCRIPTS: Readonly<Record<string, readonly object[]>> = {
  r_fails: [step("switch.ci_fail")],
  r_goes_on: [{ ...step("switch.ci_fail"), continue_on_error: true }, LAMP],
  r_is_stopped: [IN_GUEST_MODE, LAMP],
  r_does_nothing: [step("switch.ci_liar")],
  r_reaches_nobody: [step("switch.ci_offline")],
  r_lights: [LAMP],
  r_runs_another: [{ action: "script.r_fails" }],
  r_starts_another: [{ action: "script.turn_on", target: { entity_id: "script.r_does_nothing" } }],
  r_blocks: [step("switch.ci_block")],
  r_is_slow: [step("switch.ci_slow")],
  r_chooses: [
    { choose: [{ conditions: [IN_GUEST_MODE], sequence: [step("switch.ci_fail")] }], default: [LAMP] },
  ],
  r_tells: [{ action: "persistent_notification.create", data: { message: "x" } }],
  r_has_no_such_step: [step("light.bed_light", "light.no_such_service")],
};

const SCENES: Readonly<Record<string, object>> = {
  r_offline: { "switch.ci_offline": { state: "on" } },
  r_liar: { "switch.ci_liar": { state: "on" } },
  r_failing: { "switch.ci_fail": { state: "on" } },
  r_mixed: { "switch.ci_liar": { state: "on" }, "light.bed_light": { state: "on", brightness: 77 } },
  r_good: { "light.bed_light": { state: "on", brightness: 99 } },
};

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  r_fail: ["light.bed_light", "switch.ci_fail"],
  r_liar: ["light.bed_light", "switch.ci_liar"],
  r_two: ["light.bed_light", "light.kitchen_lights"],
};

type Row = readonly [service: string, ids: readonly string[] | undefined, said: RegExp];

/** With the bed's light off and the kitchen's on before each. */
const ROWS: readonly Row[] = [
  ["script.r_fails", undefined, /: failed .*the device did not answer/],
  ["script.turn_on", ["script.r_fails"], /: unconfirmed .*CI fail is not as asked \(off\)/],
  ["script.r_goes_on", undefined, /: unconfirmed .*CI fail is not as asked/],
  ["script.r_is_stopped", undefined, /: unconfirmed .*depend on conditions/],
  ["script.turn_on", ["script.r_is_stopped"], /: unconfirmed .*depend on conditions/],
  ["script.r_does_nothing", undefined, /: unconfirmed .*CI liar is not as asked/],
  ["script.r_reaches_nobody", undefined, /: unconfirmed .*CI offline is unavailable/],
  ["script.r_lights", undefined, /: confirmed .*Bed Light off → on/],
  ["script.turn_on", ["script.r_lights"], /: confirmed .*Bed Light off → on/],
  ["script.r_runs_another", undefined, /: failed .*the device did not answer/],
  ["script.r_starts_another", undefined, /: unconfirmed .*CI liar is not as asked/],
  ["script.r_blocks", undefined, /: in_progress /],
  ["script.r_is_slow", undefined, /: confirmed .*CI slow off → on/],
  ["script.r_chooses", undefined, /: confirmed .*Bed Light off → on/],
  ["script.r_tells", undefined, /: confirmed .*ran/],
  ["script.r_has_no_such_step", undefined, /: failed /],
  ["scene.turn_on", ["scene.r_offline"], /: unconfirmed .*CI offline is unavailable/],
  ["scene.turn_on", ["scene.r_liar"], /: unconfirmed .*CI liar is not as asked/],
  ["scene.turn_on", ["scene.r_failing"], /: failed .*the device did not answer/],
  ["scene.turn_on", ["scene.r_mixed"], /: unconfirmed .*CI liar is not as asked/],
  ["scene.turn_on", ["scene.r_good"], /: confirmed .*Bed Light off → on/],
  ["automation.trigger", ["automation.r_automation_fails"], /: unconfirmed .*CI fail is not as asked/],
  ["automation.trigger", ["automation.r_automation_lights"], /: confirmed .*Bed Light off → on/],
  ["homeassistant.turn_on", ["group.r_fail"], /: failed .*the device did not answer/],
  ["homeassistant.turn_on", ["group.r_liar"], /: unconfirmed .*CI liar is not as asked \(off\)/],
  ["homeassistant.turn_on", ["group.r_two"], /: confirmed on → on .*Bed Light off → on/],
  ["light.turn_on", ["light.r_lamps"], /: confirmed on.* → on.*Bed Light off → on/],
  ["light.toggle", ["light.r_lamps"], /: confirmed on.* → off/],
];

/** `scene.apply`: what is named, and what is said of each. */
const APPLIED: readonly (readonly [entities: object, said: readonly RegExp[]])[] = [
  [
    { "light.bed_light": { state: "on", brightness: 50 }, "light.kitchen_lights": "off" },
    [/Bed Light: confirmed off → on, brightness 20 %/, /Kitchen Lights: confirmed on → off/],
  ],
  [
    { "light.bed_light": "on", "switch.ci_liar": "on" },
    [/Bed Light: confirmed off → on/, /CI liar: unconfirmed/],
  ],
  [{ "switch.ci_offline": "on" }, [/CI offline: failed .*it is unavailable/]],
];

const DAY = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const MEETING = { summary: "Dentist", start_date_time: `${DAY} 10:00:00`, end_date_time: `${DAY} 11:00:00` };

/** Calendars, lists, timers, counters, updates: in this order. */
const OTHERS: readonly (readonly [service: string, id: string, data: object, said: RegExp])[] = [
  ["calendar.create_event", "calendar.ci_family", MEETING, /: (confirmed|unconfirmed) /],
  [
    "calendar.create_event",
    "calendar.ci_family",
    { ...MEETING, end_date_time: `${DAY} 09:00:00` },
    /^HASS_REJECTED: .*duration/,
  ],
  ["calendar.create_event", "calendar.calendar_1", MEETING, /: failed .*cannot do/],
  [
    "calendar.get_events",
    "calendar.ci_family",
    { duration: { hours: 72 } },
    /: confirmed .*answered[\s\S]*Dentist/,
  ],
  ["todo.add_item", "todo.ci_shopping", { item: "Milk" }, /: confirmed \d+ → \d+/],
  [
    "todo.add_item",
    "todo.ci_shopping",
    { item: ["Oats", "Rye"] },
    /^0\. .*: confirmed (\d+) → \d+.*\n1\. .*: confirmed \d+ → \d+/,
  ],
  ["todo.remove_item", "todo.ci_shopping", { item: ["Oats", "Rye"] }, /: confirmed \d+ → \d+/],
  ["todo.update_item", "todo.ci_shopping", { item: "Nope", status: "completed" }, /^HASS_REJECTED: .*Nope/],
  ["todo.remove_item", "todo.ci_shopping", { item: "Milk" }, /: confirmed \d+ → \d+/],
  ["timer.start", "timer.ci_timer", { duration: "00:00:30" }, /: confirmed idle.* → active/],
  ["timer.change", "timer.ci_timer", { duration: "00:10:00" }, /^HASS_REJECTED: /],
  ["timer.pause", "timer.ci_timer", {}, /: confirmed active → paused/],
  ["timer.cancel", "timer.ci_timer", {}, /: confirmed paused → idle/],
  ["timer.cancel", "timer.ci_timer", {}, /: already idle/],
  ["counter.increment", "counter.ci_counter", {}, /: confirmed \d+ → \d+/],
  ["update.clear_skipped", "update.demo_add_on", {}, /: (confirmed .*→ on|already on)/],
  ["update.skip", "update.demo_add_on", {}, /: confirmed on → off/],
  ["update.skip", "update.demo_add_on", {}, /: already off/],
  ["update.clear_skipped", "update.demo_add_on", {}, /: confirmed off → on/],
  ["tts.demo_say", "media_player.bedroom", { message: "hi" }, /: (confirmed|unconfirmed) /],
];

onReal("routines", () => {
  let home: TestHome;
  let host: Host;

  async function rest(path: string, body: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await fetch(`${home.url}/api/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${home.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  }

  beforeAll(async () => {
    home = await openHome();
    for (const [id, sequence] of Object.entries(SCRIPTS))
      await rest(`config/script/config/${id}`, { alias: id, sequence });
    for (const [id, entities] of Object.entries(SCENES))
      await rest(`config/scene/config/${id}`, { id, name: id, entities });
    for (const [id, action] of [
      ["r_automation_fails", step("switch.ci_fail")],
      ["r_automation_lights", LAMP],
    ] as const)
      await rest(`config/automation/config/${id}`, { alias: id, triggers: [], actions: [action] });
    for (const [object_id, entities] of Object.entries(GROUPS))
      await rest("services/group/set", { object_id, name: object_id, entities });
    const flow = await rest("config/config_entries/flow", { handler: "group" });
    const next = `config/config_entries/flow/${flow["flow_id"]}`;
    await rest(next, { next_step_id: "light" });
    const entities = ["light.bed_light", "light.kitchen_lights"];
    await rest(next, { name: "r_lamps", entities, hide_members: false, all: false });
    host = await startHost(home);
  });
  afterAll(async () => {
    await host.close();
    await home.close();
  });

  async function prepare(): Promise<void> {
    await rest("services/light/turn_off", { entity_id: "light.bed_light" });
    await rest("services/light/turn_on", { entity_id: "light.kitchen_lights" });
    await rest("services/switch/turn_off", { entity_id: "switch.ci_slow" });
    // the host has heard of it once an answer of Home Assistant's came behind it
    await host.call("ha_read", {
      ids: [home.roles.weather],
      service: "weather.get_forecasts",
      data: { type: "daily" },
    });
  }

  for (const [service, ids, said] of ROWS)
    test(`${service} ${ids?.join() ?? ""}`, async () => {
      await prepare();
      const target = ids === undefined ? {} : { target: { entity_id: ids } };
      expect((await host.call("ha_call_service", { service, ...target })).text).toMatch(said);
    });

  for (const [service, id, data, said] of OTHERS)
    test(`${service} ${id} ${JSON.stringify(data)}`, async () => {
      const named =
        service === "tts.demo_say"
          ? { data: { ...data, entity_id: id } }
          : { target: { entity_id: [id] }, ...(Object.keys(data).length > 0 ? { data } : {}) };
      expect((await host.call("ha_call_service", { service, ...named })).text).toMatch(said);
    });

  for (const [entities, said] of APPLIED)
    test(`scene.apply ${JSON.stringify(entities)}`, async () => {
      await prepare();
      const { text } = await host.call("ha_call_service", { service: "scene.apply", data: { entities } });
      for (const each of said) expect(text).toMatch(each);
    });
});
