/** What is allowed to be set off: by mode of the grant, by what a script would do, by what is named in data. */

import { describe, expect, test } from "bun:test";
import { NO_REGISTRIES } from "../../../../src/hass/registries.ts";
import type { Decision } from "../../../../src/security/grant/model/decision.ts";
import {
  isHelper,
  isIndirect,
  isLeafPermitted,
  rootsOf,
} from "../../../../src/security/grant/reach/indirect.ts";
import { contextOf } from "../../../../src/security/grant/scope/context.ts";
import { ask, entity, grantOf, NOW, PLAIN } from "../evaluate/ask.ts";
import { stateOf } from "../vector-home.ts";

const { place } = PLAIN.home;
const GROUP = stateOf("light.group", { entity_id: ["light.a"] });

describe("what sets off others", () => {
  const states = new Map([...place.states, [GROUP.id, GROUP] as const]);

  test.each<readonly [string, string, boolean]>([
    ["homeassistant.turn_on", "group.any", true],
    ["group.reload", "group.any", true],
    ["script.turn_on", "script.a", true],
    ["homeassistant.toggle", "script.a", true],
    ["script.turn_off", "script.a", false],
    ["automation.turn_on", "automation.a", true],
    ["automation.toggle", "automation.a", true],
    ["automation.trigger", "automation.a", true],
    ["automation.turn_off", "automation.a", false],
    ["scene.turn_on", "scene.a", true],
    ["homeassistant.update_entity", "scene.a", false],
    ["input_boolean.turn_on", "input_boolean.a", true],
    ["timer.start", "timer.a", true],
    ["light.turn_on", "light.group", true],
    ["light.turn_on", "light.hall", false],
    ["light.turn_on", "light.nobody", false],
  ])("%s on %s: %p", (service, id, answer) => {
    expect(isIndirect(service, id, { states })).toBe(answer);
    expect(rootsOf(service, ["light.hall", id], { states, registries: NO_REGISTRIES })).toEqual(
      answer ? [id] : [],
    );
  });

  test("a script by its own service is a root, too", () => {
    expect(rootsOf("script.night", [], { states, registries: NO_REGISTRIES })).toEqual(["script.night"]);
    expect(rootsOf("script.night", ["group.a", "light.hall"], { states, registries: NO_REGISTRIES })).toEqual(
      ["script.night", "group.a"],
    );
    for (const service of ["script.turn_on", "script.turn_off", "script.toggle", "script.reload"])
      expect(rootsOf(service, [], { states, registries: NO_REGISTRIES })).toEqual([]);
  });

  test("helpers are what an automation may wait for and does nothing itself", () => {
    for (const domain of "input_boolean input_button input_number input_select input_text input_datetime timer counter schedule".split(
      " ",
    ))
      expect(isHelper(`${domain}.a`)).toBe(true);
    for (const domain of ["light", "input", "sensor", "script"]) expect(isHelper(`${domain}.a`)).toBe(false);
  });
});

const short = (decision: Decision) =>
  "allow" in decision
    ? "allow"
    : "code" in decision
      ? `${decision.step} ${decision.code} ${decision.subject}`
      : `ask ${decision.why}`;

/** `script.good_night` with these steps, run under this grant. */
async function run(
  sequence: readonly object[],
  access: object,
  more: object = {},
  service = "script.turn_on",
) {
  const configs = new Map([...PLAIN.home.configs, ["script.good_night", { sequence }] as const]);
  const home = { ...PLAIN.home, configs };
  const services = { ...PLAIN.services, script: { turn_on: entity("script"), good_night: { fields: {} } } };
  const target = service === "script.turn_on" ? { entity_id: "script.good_night" } : undefined;
  return short(await ask(access, service, target, more, { home, services }));
}

const ON = (id: string) => ({ action: "light.turn_on", target: { entity_id: id } });
const NAMED = { actions: ["script.turn_on@script.good_night"] };
const WIDE = { actions: ["script.*"] };
const OPAQUE = { action: "light.turn_on", target: { entity_id: "{{ x }}" } };
const MODES = ["closure", "pinned", "trust_named", "confirm"] as const;

describe("a script", () => {
  test("in which everything is open goes on in every mode", async () => {
    for (const indirect of MODES)
      expect(await run([ON("light.hall")], { actions: ["script.*", "light.*"] }, { indirect })).toBe("allow");
  });

  test.each([
    ["closure", NAMED, "17 indirect_denied light.hall"],
    ["pinned", NAMED, "17 indirect_denied light.hall"],
    ["trust_named", NAMED, "allow"],
    ["trust_named", WIDE, "17 indirect_denied light.hall"],
    ["confirm", WIDE, "ask indirect_denied"],
  ] as const)("that does what is not open, in mode %s under %j: %s", async (indirect, access, answer) => {
    expect(await run([ON("light.hall")], access, { indirect })).toBe(answer);
  });

  test.each([
    ["closure", "17 indirect_opaque script.good_night"],
    ["pinned", "17 indirect_opaque script.good_night"],
    ["trust_named", "ask indirect_opaque"],
    ["confirm", "ask indirect_opaque"],
  ] as const)("that cannot be seen through, in mode %s: %s", async (indirect, answer) => {
    expect(await run([OPAQUE], { actions: [...NAMED.actions, "light.*"] }, { indirect })).toBe(answer);
  });

  test("is named by its service, too; a wildcard names nothing", async () => {
    const trust = { indirect: "trust_named" };
    const services = { services: ["script.good_night"] };
    expect(await run([ON("light.hall")], services, trust, "script.good_night")).toBe("allow");
    expect(await run([OPAQUE], services, trust, "script.good_night")).toBe("ask indirect_opaque");
    expect(await run([OPAQUE], { actions: ["script.*", "light.*"] }, trust)).toBe(
      "17 indirect_opaque script.good_night",
    );
    const selected = { actions: [{ service: "script.*", target: {} }] };
    expect(await run([ON("light.hall")], selected, trust)).toBe("17 indirect_denied light.hall");
  });

  test("that stops Home Assistant's process runs for nobody, however it is trusted or pinned", async () => {
    const never = [{ action: "profiler.start" }];
    const pinned = { "script.good_night": ["profiler.start"] };
    const wide = { actions: [...NAMED.actions, { service: "*" }, { service: "*", target: {} }] };
    for (const indirect of ["closure", "pinned", "trust_named"])
      expect(await run(never, wide, { indirect, ...(indirect === "pinned" ? { pinned } : {}) })).toMatch(
        /^17 indirect_denied /,
      );
  });

  test.each<readonly [readonly object[], readonly string[], string]>([
    [[ON("light.hall")], ["light.hall"], "allow"],
    [[ON("light.hall"), ON("light.hall")], ["light.hall", "light.hall"], "allow"],
    [[ON("light.hall"), ON("light.kitchen")], ["light.kitchen", "light.hall"], "allow"],
    [[ON("light.hall"), ON("light.kitchen")], ["light.hall"], "17 closure_changed script.good_night"],
    [[ON("light.hall")], ["light.hall", "light.kitchen"], "17 closure_changed script.good_night"],
    [[ON("light.hall")], ["light.kitchen"], "17 closure_changed script.good_night"],
    [[], [], "allow"],
    [[{ action: "notify.family" }], ["notify.family"], "allow"],
    [[OPAQUE], [], "17 indirect_opaque script.good_night"],
  ])("%j pinned to %j: %s", async (sequence, pinned, answer) => {
    const more = { indirect: "pinned", pinned: { "script.good_night": pinned } };
    expect(await run(sequence, NAMED, more)).toBe(answer);
  });

  test("a service without entities is told by its name", async () => {
    expect(await run([{ action: "notify.family" }], NAMED)).toBe("17 indirect_denied notify.family");
    expect(await run([{ action: "notify.family" }], { ...NAMED, services: ["notify.family"] })).toBe("allow");
  });
});

test("what is named in data may be anything: a scene there is held to what is in it", async () => {
  const say = async (message: string, actions: readonly string[]) =>
    short(await ask({ actions: ["notify.*", ...actions] }, "notify.family", undefined, {}, {}, { message }));
  expect(await say("scene.movie", ["scene.*"])).toBe("17 indirect_denied light.hall");
  expect(await say("scene.movie", ["scene.*", "light.*", "media_player.*"])).toBe("allow");
  expect(await say("light.hall", ["light.*"])).toBe("allow");
  expect(await say("script.templated", ["script.*", "light.*"])).toBe("17 indirect_opaque script.templated");
});

describe("players that play along with each other", () => {
  const group_members = ["media_player.tv", "Media_Player.Secret"];
  const states = new Map([
    ...place.states,
    ...["media_player.tv", "media_player.secret"].map((id) => [id, stateOf(id, { group_members })] as const),
    ["media_player.alone", stateOf("media_player.alone", { group_members: ["media_player.alone"] })] as const,
  ]);
  const home = { ...PLAIN.home, place: { ...place, states } };
  const player = entity("media_player");
  const services = { ...PLAIN.services, media_player: { media_play: player, volume_set: player } };
  const play = async (access: object, service: string, entity_id: string, more: object = {}) =>
    short(await ask(access, service, { entity_id }, more, { home, services }));
  const TV = { actions: ["media_player.*@media_player.tv", "media_player.*@media_player.alone"] };

  test("play on all of them, and are as loud as each is", async () => {
    expect(await play(TV, "media_player.media_play", "media_player.tv")).toBe(
      "17 indirect_denied media_player.secret",
    );
    for (const service of ["media_player.volume_set", "media_player.unjoin", "media_player.turn_off"])
      expect(await play(TV, service, "media_player.tv")).toBe("allow");
    expect(await play(TV, "media_player.media_play", "media_player.alone")).toBe("allow");
    expect(await play({ actions: ["media_player.*"] }, "media_player.media_play", "media_player.tv")).toBe(
      "allow",
    );
  });

  test("what is denied stays silent, whoever plays; spoken to in data as well", async () => {
    const denied = { actions: ["media_player.*", "tts.*"], deny: ["media_player.secret"] };
    const DENIED = "15 entity_denied media_player.secret";
    expect(await play(denied, "media_player.media_play", "media_player.tv")).toBe(DENIED);
    const spoken = await ask(
      denied,
      "tts.speak",
      { entity_id: "tts.cloud" },
      {},
      { home, services },
      { media_player_entity_id: "media_player.tv", message: "x" },
    );
    expect(short(spoken)).toBe(DENIED);
    const narrow = { target_mode: "narrow" };
    expect(await play(denied, "media_player.volume_set", "media_player.tv", narrow)).toBe("allow");
  });
});

describe("what a leaf needs", () => {
  const permitted = (access: object, service: string | undefined, entityId: string | undefined) => {
    const world = { killed: false, place, services: {}, timeZone: "UTC" };
    const context = contextOf(
      { operation: "read", entity_ids: [] },
      grantOf({ access }),
      undefined,
      world,
      NOW,
    );
    return isLeafPermitted(context, { service, entityId });
  };

  test.each<readonly [object, string | undefined, string | undefined, boolean]>([
    [{}, undefined, undefined, true],
    [{ actions: ["light.turn_on@light.hall"] }, "light.turn_on", "light.hall", true],
    [{ actions: ["light.turn_on@light.hall"] }, "light.turn_off", "light.hall", false],
    [{ actions: ["light.turn_on@light.hall"] }, undefined, "light.hall", false],
    [{ actions: ["light.*@light.hall"] }, undefined, "light.hall", true],
    [{ actions: ["*@light.hall"] }, undefined, "light.hall", true],
    [{ actions: ["light.*"] }, "light.turn_on", undefined, true],
    [{ services: ["notify.a"] }, "notify.a", undefined, true],
    [{ services: ["notify.a"] }, "notify.b", undefined, false],
    [{ actions: [{ service: "*" }] }, "homeassistant.restart", undefined, false],
    [{ services: ["homeassistant.restart"] }, "homeassistant.restart", undefined, true],
    [{ actions: ["camera.*"] }, "camera.snapshot", "camera.door", false],
    [{ actions: ["camera.*"], services: ["camera.snapshot"] }, "camera.snapshot", "camera.door", true],
  ])("%j for %p on %p: %p", (access, service, entityId, answer) => {
    expect(permitted(access, service, entityId)).toBe(answer);
  });
});
