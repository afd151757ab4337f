/** Automations that wait for what a call changes or runs, held against what a grant denies and restricts. */

import { describe, expect, test } from "bun:test";
import { grantOf } from "../evaluate/ask.ts";
import { stateOf } from "../vector-home.ts";
import { ASKS, house, QUIET, UNLOCK } from "./house.ts";

const EVERYTHING = { read: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };
const light = { entity_id: "light.kitchen" };
const script = { entity_id: "script.good_night" };
const HALL = [{ action: "light.turn_on", target: { entity_id: "light.hall" } }];
const PAUSE = [{ delay: 1 }];

/** A home whose script only pauses, and whose automation does `actions`. */
function homeOf(triggers: unknown, actions: unknown, grant: object) {
  const answers = { "script/config": () => ({ config: { sequence: PAUSE } }) };
  return house(triggers, actions, { "input_boolean.x": {} }, { grant: grantOf(grant), answers });
}

describe("what is denied", () => {
  const deny = { access: { ...EVERYTHING, deny: ["light.hall"] } };
  const DENIED = { deny: true, code: "entity_denied" };

  test.each([
    [{ trigger: "state", entity_id: "script.good_night" }],
    [{ trigger: "event", event_type: "script_started", event_data: { entity_id: "script.good_night" } }],
    [{ trigger: "event", event_type: "script_started" }],
  ])("stays off behind an automation that waits for a script (%j)", async (trigger) => {
    for (const gates of [{}, { gates: { physical: "allow" } }]) {
      const home = homeOf([trigger], HALL, { ...deny, ...gates });
      expect(await home.ask("script.turn_on", script)).toMatchObject(DENIED);
      expect(await home.ask("script.good_night")).toMatchObject(DENIED);
      expect(await home.ask("script.turn_off", script)).toMatchObject({ allow: true });
    }
    const free = homeOf([trigger], HALL, { access: EVERYTHING });
    expect(await free.ask("script.turn_on", script)).toMatchObject({ allow: true });
  });

  test("so does the automation itself; one that is off, or waits for something else, does nothing", async () => {
    const waits = [{ trigger: "state", entity_id: "script.good_night" }];
    const denied = { access: { ...EVERYTHING, deny: ["automation.leave"] } };
    expect(await homeOf(waits, PAUSE, denied).ask("script.turn_on", script)).toMatchObject(DENIED);
    const off = homeOf(waits, HALL, deny);
    off.set(stateOf("automation.leave", {}, "off"));
    expect(await off.ask("script.turn_on", script)).toMatchObject({ allow: true });
    for (const trigger of [
      { trigger: "state", entity_id: "script.other" },
      { trigger: "event", event_type: "state_changed" },
      { trigger: "webhook", webhook_id: "x" },
    ])
      expect(await homeOf([trigger], HALL, deny).ask("script.turn_on", script)).toMatchObject({
        allow: true,
      });
  });

  test("and nothing more is refused: what an automation does needs no scope", async () => {
    const access = { read: ["*"], actions: ["*@script.good_night"], services: ["script.good_night"] };
    const home = homeOf([{ trigger: "state", entity_id: "script.good_night" }], HALL, { access });
    expect(await home.ask("script.turn_on", script)).toMatchObject({ allow: true });
  });
});

test("whoever moves a tracker moves its person and who is counted in zones", async () => {
  const tracker = { entity_id: "device_tracker.phone" };
  const more = {
    "device_tracker.phone": {},
    "person.alex": { device_trackers: ["device_tracker.phone"] },
    "person.kim": { device_trackers: ["device_tracker.watch"] },
    "zone.home": { persons: [] },
  };
  const asked = (trigger: object) =>
    house([trigger], UNLOCK, more).ask("tracking.set_location", tracker, { latitude: 1 });
  for (const trigger of [
    { trigger: "state", entity_id: "device_tracker.phone" },
    { trigger: "state", entity_id: "person.alex", to: "home" },
    { trigger: "zone", entity_id: "person.alex", zone: "zone.home", event: "enter" },
    { trigger: "numeric_state", entity_id: "zone.home", above: 0 },
  ])
    expect(await asked(trigger)).toMatchObject(ASKS);
  expect(await asked({ trigger: "state", entity_id: "person.kim" })).toMatchObject({ allow: true });
});

describe("restrictions on the door", () => {
  const restricted = (applies_to: unknown, more: object = {}) => ({
    access: EVERYTHING,
    gates: { physical: "allow" },
    restrictions: [{ id: "door", type: "pin", applies_to, params: { pin: "1234" }, ...more }],
  });
  const BY_LIGHT = [{ trigger: "state", entity_id: "light.kitchen" }];

  test.each([
    "lock.unlock@lock.front",
    "lock.*",
    ["lock.unlock@lock.front"],
    { entities: "lock.front" },
    { operation: "actions", scopes: ["lock.unlock@lock.front"] },
  ])("hold behind a light, whether or not the gate asks (%j)", async (applies_to) => {
    const unknown = [{ device_id: "x", domain: "x", type: "x" }];
    for (const actions of [UNLOCK, unknown])
      expect(
        await homeOf(BY_LIGHT, actions, restricted(applies_to)).ask("light.turn_on", light),
      ).toMatchObject({
        deny: true,
        code: "pin_required",
      });
    for (const home of [
      homeOf(QUIET, UNLOCK, restricted(applies_to)),
      homeOf(BY_LIGHT, HALL, restricted(applies_to)),
      homeOf(BY_LIGHT, UNLOCK, restricted(applies_to, { enabled: false })),
      homeOf(BY_LIGHT, UNLOCK, restricted("light.turn_on@light.hall")),
    ])
      expect(await home.ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("an open gate without any asks nobody", async () => {
    const open = { access: EVERYTHING, gates: { physical: "allow" } };
    expect(await homeOf(BY_LIGHT, UNLOCK, open).ask("light.turn_on", light)).toMatchObject({ allow: true });
    expect(await homeOf(BY_LIGHT, UNLOCK, { access: EVERYTHING }).ask("light.turn_on", light)).toMatchObject(
      ASKS,
    );
  });
});
