/** Events, messages and sentences: from what gives them off to the automation that waits. */

import { describe, expect, test } from "bun:test";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import {
  eventSignal,
  hears,
  signalsOf,
  waitedSignals,
} from "../../../../src/security/grant/reach/signals.ts";
import { ASKS, house, NOW, UNLOCK } from "./house.ts";

const light = { entity_id: "light.kitchen" };
const onLight = [{ trigger: "state", entity_id: "light.kitchen" }];

/** `automation.first` does something when the light changes; `automation.leave` waits for it and opens the door. */
function relay(first: unknown, trigger: object, grant?: Grant) {
  const configs: Readonly<Record<string, object>> = {
    "automation.first": { triggers: onLight, actions: first },
    "automation.leave": { triggers: [trigger], actions: UNLOCK },
    "script.good_night": { sequence: first },
  };
  const config = ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({ config: configs[String(id)] });
  const answers = { "automation/config": config, "script/config": config };
  return house([], [], { "automation.first": {} }, { answers, ...(grant ? { grant } : {}) });
}

function granted(fields: object): Grant {
  const parsed = parseGrant({ name: "t", expires_at: "never", ...fields }, NOW);
  if (!("grant" in parsed)) throw new Error("not saved");
  return parsed.grant;
}

describe("what an automation gives off", () => {
  const publish = (topic: string) => [{ action: "mqtt.publish", data: { topic, payload: "x" } }];
  const event = (type: string | string[], more = {}) => ({ trigger: "event", event_type: type, ...more });

  test.each<readonly [unknown, object]>([
    [[{ event: "my_event" }], event("my_event")],
    [[{ event: " my_event " }], event(["other", "my_event"])],
    [[{ event: "my_event" }], event("my_event", { event_data: { what: "{{ x }}" } })],
    [[{ event: "{{ which }}" }], event("my_event")],
    [[{ event: "my_event" }], event("{{ which }}")],
    [
      [{ choose: [], default: [{ parallel: [{ event: "my_event" }] }] }],
      { platform: "event", event_type: "my_event" },
    ],
    [[{ event: "tag_scanned", event_data: { tag_id: "x" } }], { trigger: "tag", tag_id: "x" }],
    [[{ event: "timer.finished" }], event("timer.finished", { event_data: { entity_id: "timer.x" } })],
    [[{ action: "logbook.log", data: { name: "x", message: "y" } }], event("logbook_entry")],
    [[{ action: "shopping_list.add_item", data: { name: "x" } }], event("shopping_list_updated")],
    [publish("home/door"), { trigger: "mqtt", topic: "home/door" }],
    [publish("home/door"), { trigger: "mqtt", topic: "home/+" }],
    [publish("home/door/open"), { trigger: "mqtt", topic: "home/#" }],
    [publish("{{ which }}"), { trigger: "mqtt", topic: "home/door" }],
    [publish("home/door"), { trigger: "mqtt", topic: "{{ which }}" }],
    [
      [{ action: "conversation.process", data: { text: "x" } }],
      { trigger: "conversation", command: "open up" },
    ],
    [
      [{ action: "notify.persistent_notification", data: { message: "x" } }],
      { trigger: "persistent_notification" },
    ],
    [[{ action: "notify.notify", data: { message: "x" } }], { trigger: "persistent_notification" }],
    [
      [{ action: "hue.activate", target: { entity_id: "light.hall" } }],
      event("call_service", { event_data: { domain: "hue" } }),
    ],
  ])("%j sets off %j", async (first, trigger) => {
    expect(await relay(first, trigger).ask("light.turn_on", light)).toMatchObject({ ask: true });
  });

  test.each<readonly [unknown, object]>([
    [[{ event: "my_event" }], event("other_event")],
    [[{ event: "my_event", enabled: false }], event("my_event")],
    [[{ event: "my_event" }], event("my_event", { enabled: false })],
    [publish("home/door"), { trigger: "mqtt", topic: "home/window" }],
    [publish("home/door"), { trigger: "mqtt", topic: "home/+/open" }],
    [publish("home"), { trigger: "mqtt", topic: "home/door/#" }],
    [publish("home/door"), event("my_event")],
    [[{ action: "notify.phone", data: { message: "x" } }], { trigger: "persistent_notification" }],
    [[{ action: "logbook.log", data: { name: "x", message: "y" } }], event("logbooks")],
    [
      [{ action: "hue.activate", target: { entity_id: "light.hall" } }],
      event("call_service", { event_data: { domain: "nuki" } }),
    ],
  ])("%j does not set off %j", async (first, trigger) => {
    expect(await relay(first, trigger).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("goes on from automation to automation", async () => {
    const configs: Readonly<Record<string, object>> = {
      "automation.first": { triggers: onLight, actions: [{ event: "one" }] },
      "automation.second": { triggers: [event("one")], actions: [{ action: "script.good_night" }] },
      "script.good_night": { sequence: [{ event: "two" }] },
      "automation.leave": { triggers: [event("two")], actions: UNLOCK },
    };
    const config = ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({
      config: configs[String(id)],
    });
    const answers = { "automation/config": config, "script/config": config };
    const home = house([], [], { "automation.first": {}, "automation.second": {} }, { answers });
    expect(await home.ask("light.turn_on", light)).toMatchObject({ ...ASKS, subject: "lock.front" });
  });
});

describe("what a call gives off itself", () => {
  const services = ["mqtt.publish", "conversation.process", "logbook.log", "hue.activate"];
  const grant = granted({
    access: { actions: [{ service: "*", target: {} }, { service: "*" }], services },
    gates: { special: "allow" },
  });
  const ask = (trigger: object, service: string, target?: object, data?: object) =>
    relay([{ action: "notify.x" }], trigger, grant).ask(service, target, data);

  test("a button that a caller writes asks for what waits for the press; the owner's own do not", async () => {
    const event = (event_type: string) => ({ trigger: "event", event_type });
    const pressed = { ...event("mobile_app_notification_action"), event_data: { action: "OPEN" } };
    const actions = [{ action: "OPEN", title: "Show" }];
    const asked = (data: object, waits: object = pressed) =>
      relay([], waits).ask("notify.family", undefined, { message: "x", ...data });
    expect(await asked({ data: { actions } })).toMatchObject(ASKS);
    expect(await asked({ data: { push: { category: "DOOR" } } })).toMatchObject(ASKS);
    expect(
      await asked({ data: { inline_keyboard: ["Open:/open"] } }, event("telegram_callback")),
    ).toMatchObject(ASKS);
    expect(await asked({})).toMatchObject({ allow: true });
    expect(await asked({ data: { tag: "actions" } })).toMatchObject({ allow: true });
    expect(await asked({ data: { actions } }, event("zha_event"))).toMatchObject({ allow: true });
    const own = [{ action: "notify.family", data: { message: "x", data: { actions } } }];
    expect(await relay(own, pressed).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("asks where it is waited for", async () => {
    const mqtt = { trigger: "mqtt", topic: "a/+" };
    expect(await ask(mqtt, "mqtt.publish", undefined, { topic: "a/b" })).toMatchObject(ASKS);
    expect(await ask(mqtt, "mqtt.publish", undefined, { topic: "b/b" })).toMatchObject({ allow: true });
    const logged = { trigger: "event", event_type: "logbook_entry" };
    expect(await ask(logged, "logbook.log", undefined, { name: "x", message: "y" })).toMatchObject(ASKS);
    const told = { trigger: "persistent_notification" };
    for (const service of ["notify.persistent_notification", "notify.notify"])
      expect(await ask(told, service, undefined, { message: "x" })).toMatchObject(ASKS);
    const called = { trigger: "event", event_type: "call_service", event_data: { domain: "hue" } };
    expect(await ask(called, "hue.activate", light)).toMatchObject(ASKS);
    expect(await ask(called, "light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("a picture that is looked at tells of what was seen", async () => {
    const seen = { trigger: "event", event_type: "image_processing.found_plate" };
    const configs = { triggers: [seen], actions: UNLOCK };
    const home = house(
      [],
      [],
      { "image_processing.gate": {} },
      {
        grant,
        answers: { "automation/config": () => ({ config: configs }) },
      },
    );
    expect(await home.ask("image_processing.scan", { entity_id: "image_processing.gate" })).toMatchObject(
      ASKS,
    );
    expect(await home.ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("a sentence may mean any door, whatever waits", async () => {
    const quiet = { trigger: "time", at: "07:00" };
    expect(await ask(quiet, "conversation.process", undefined, { text: "open" })).toMatchObject(ASKS);
    const first = [{ action: "conversation.process", data: { text: "x" } }];
    expect(await relay(first, quiet).ask("light.turn_on", light)).toMatchObject({ ask: true });
  });
});

test("a script that fires an event is not seen through; who trusts it is asked for what the event opens", async () => {
  const trigger = { trigger: "event", event_type: "my_event" };
  const run = (fields: object) =>
    relay([{ event: "my_event" }], trigger, granted(fields)).ask("script.turn_on", {
      entity_id: "script.good_night",
    });
  const access = { actions: ["*@script.good_night", "light.*"] };
  expect(await run({ access })).toMatchObject({ code: "indirect_opaque" });
  expect(await run({ access, indirect: "trust_named" })).toMatchObject({ ask: true, why: "physical" });
  expect(await run({ access, indirect: "trust_named", gates: { physical: "deny" } })).toMatchObject({
    code: "approval_denied",
    subject: "lock.front",
  });
});

test("a filter that nobody can read tells of every entity of the kind", async () => {
  for (const data of [{ entity_id: "{{ which }}" }, { entity_id: ["timer.x"] }]) {
    const home = house([{ trigger: "event", event_type: "timer.finished", event_data: data }], UNLOCK, {
      "timer.egg": {},
    });
    expect(await home.ask("timer.start", { entity_id: "timer.egg" })).toMatchObject(ASKS);
  }
});

describe("signals", () => {
  test("of calls and triggers", () => {
    expect(signalsOf("light.turn_on", { topic: "x" })).toEqual([]);
    expect(signalsOf("mqtt.publish", { topic_template: "x" })).toEqual(["mqtt:x"]);
    expect(signalsOf("mqtt.publish", {})).toEqual(["mqtt:"]);
    expect(eventSignal(5)).toBe("event:");
    expect(waitedSignals({ trigger: "mqtt", topic: ["a", 5] })).toEqual(["mqtt:a", "mqtt:"]);
    expect(waitedSignals({ trigger: "state", event_type: "x" })).toEqual([]);
  });

  test.each<readonly [string, string, boolean]>([
    ["event:a", "event:a", true],
    ["event:a", "event:A", false],
    ["event:", "event:a", true],
    ["event:a", "event:", true],
    ["event:a", "mqtt:a", false],
    ["event:+", "event:a", false],
    ["mqtt:#", "mqtt:a/b/c", true],
    ["mqtt:a/#", "mqtt:a", true],
    ["mqtt:a/+/c", "mqtt:a/b/c", true],
    ["mqtt:a/+/c", "mqtt:a/b/c/d", false],
    ["mqtt:a/b", "mqtt:a", false],
    ["sentence:", "sentence:", true],
    ["sentence:", "logbook.log", false],
    ["event:logbook_entry", "logbook.log", true],
    ["event:logbook.entry", "logbook.log", true],
    ["event:logbookentry", "logbook.log", false],
    ["event:", "logbook.log", true],
    ["mqtt:logbook_entry", "logbook.log", false],
  ])("%s hears %s: %j", (waited, given, answer) => {
    expect(hears(waited, given)).toBe(answer);
  });
});
