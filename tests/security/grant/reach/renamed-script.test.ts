/** Scripts whose entity was renamed after they were made: their services kept the name, and run them all the same. */

import { describe, expect, test } from "bun:test";
import { decide } from "../../../../src/security/grant/decide/decide.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { usableServices } from "../../../../src/security/grant/scope/usable-services.ts";
import { grantOf } from "../evaluate/ask.ts";
import { fakeGateway } from "../fake-gateway.ts";
import { stateOf, vectorHome } from "../vector-home.ts";
import { ASKS, NOW, QUIET, UNLOCK } from "./house.ts";

const PAUSE = [{ delay: 1 }];
const WAITS_FOR_LIGHT = [{ trigger: "state", entity_id: "light.kitchen" }];

/** `script.party` is called as `script.welcome` still; `script.day` and `script.night` have changed their names over. */
const SCRIPTS = new Map([
  ["script.welcome", "script.party"],
  ["script.day", "script.night"],
  ["script.night", "script.day"],
]);
const STEPS: Readonly<Record<string, object[]>> = {
  "script.party": UNLOCK,
  "script.night": UNLOCK,
  "script.day": PAUSE,
};
const EVERYTHING = { read: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };

function homeOf(
  automation: { triggers: unknown; actions: unknown },
  grant: object = { access: EVERYTHING },
  known: object = { scripts: SCRIPTS },
) {
  const { place, configs } = vectorHome();
  const states = new Map(place.states);
  for (const id of Object.keys(STEPS)) states.set(id, stateOf(id, {}, "off"));
  const fake = fakeGateway({
    isAdmin: true,
    home: { place: { states, registries: { ...place.registries, ...known } }, configs },
    answers: {
      "automation/config": () => ({ config: automation }),
      "script/config": ({ entity_id }) => ({ config: { sequence: STEPS[String(entity_id)] } }),
    },
  });
  const deciding = {
    grant: grantOf(grant),
    gateway: fake.gateway,
    clock: { now: () => NOW },
    counters: memoryCounters(),
  };
  return (service: string, target?: object) =>
    decide({ operation: "call_service", service, target, data: undefined }, deciding);
}

const quiet = { triggers: QUIET, actions: PAUSE };

describe("where the names of scripts cannot be read", () => {
  const unread = { scripts: new Map([["script.night", "script.day"]]), unreadScripts: true };
  const OPAQUE = { deny: true, code: "indirect_opaque" };
  const home = (
    automation: { triggers: unknown; actions: unknown },
    grant: object = { access: EVERYTHING },
  ) => homeOf(automation, grant, unread);

  test("a service may run any script and is refused; what is read, and a script by its id, is not", async () => {
    const ask = home(quiet);
    for (const service of ["script.welcome", "script.day"]) expect(await ask(service)).toMatchObject(OPAQUE);
    expect(await ask("script.night")).toMatchObject({ allow: true });
    expect(await ask("script.turn_on", { entity_id: "script.day" })).toMatchObject({ allow: true });
    expect(await ask("light.turn_on", { entity_id: "light.kitchen" })).toMatchObject({ allow: true });
  });

  test("what sets off an automation that calls it asks", async () => {
    const ask = home({ triggers: WAITS_FOR_LIGHT, actions: [{ action: "script.welcome" }] });
    expect(await ask("light.turn_on", { entity_id: "light.kitchen" })).toMatchObject(ASKS);
  });

  test("it is refused where a script is denied, or where the grant opens but a part", async () => {
    const denied = home(quiet, {
      access: { ...EVERYTHING, deny: ["script.party"] },
      gates: { physical: "allow" },
    });
    expect(await denied("script.welcome")).toMatchObject({ deny: true, code: "entity_denied" });
    const part = home(quiet, {
      access: { read: ["*"], services: ["script.welcome"] },
      gates: { physical: "allow" },
    });
    expect(await part("script.welcome")).toMatchObject(OPAQUE);
  });
});

describe("a script that was renamed", () => {
  test("asks by its service as by its new name; the other of two that changed names does not", async () => {
    const ask = homeOf(quiet);
    for (const service of ["script.welcome", "script.day"]) expect(await ask(service)).toMatchObject(ASKS);
    expect(await ask("script.turn_on", { entity_id: "script.party" })).toMatchObject(ASKS);
    expect(await ask("script.night")).toMatchObject({ allow: true });
  });

  test("is run by an automation that was written before", async () => {
    for (const action of ["script.welcome", "script.day"]) {
      const ask = homeOf({ triggers: WAITS_FOR_LIGHT, actions: [{ action }] });
      expect(await ask("light.turn_on", { entity_id: "light.kitchen" })).toMatchObject(ASKS);
    }
    const other = homeOf({ triggers: WAITS_FOR_LIGHT, actions: [{ action: "script.night" }] });
    expect(await other("light.turn_on", { entity_id: "light.kitchen" })).toMatchObject({ allow: true });
  });

  test("sets off what waits for its new name", async () => {
    const triggers = [{ trigger: "state", entity_id: "script.day" }];
    const ask = homeOf({ triggers, actions: UNLOCK });
    expect(await ask("script.night")).toMatchObject(ASKS);
  });

  test("is denied by either name", async () => {
    const DENIED = { deny: true, code: "entity_denied" };
    for (const id of ["script.party", "script.welcome"]) {
      const ask = homeOf(quiet, { access: { ...EVERYTHING, deny: [id] }, gates: { physical: "allow" } });
      expect(await ask("script.welcome")).toMatchObject(DENIED);
    }
  });

  test("is named by its service for a grant that trusts what it names", async () => {
    const access = { services: ["script.welcome"] };
    const trusted = homeOf(quiet, { access, indirect: "trust_named", gates: { physical: "allow" } });
    expect(await trusted("script.welcome")).toMatchObject({ allow: true });
    const checked = homeOf(quiet, { access, gates: { physical: "allow" } });
    expect(await checked("script.welcome")).toMatchObject({ deny: true, code: "indirect_denied" });
  });

  test("lends its service's name to those alone who see it", () => {
    const { registries } = vectorHome().place;
    const wide = grantOf({ access: { actions: ["script.*"] } });
    const usable = usableServices(wide, (id) => id === "script.party", { ...registries, scripts: SCRIPTS });
    expect(usable("script.welcome", false)).toBe(true);
    expect(usable("script.party", false)).toBe(true);
    expect(usable("script.day", false)).toBe(false);
  });
});
