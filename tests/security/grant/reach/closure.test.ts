/** What groups, scenes, scripts, automations and helpers come to. */

import { describe, expect, test } from "bun:test";
import { closureOf } from "../../../../src/security/grant/reach/closure.ts";
import { readSteps } from "../../../../src/security/grant/reach/steps.ts";
import type { Sources } from "../../../../src/security/grant/reach/walk.ts";
import { edited, stateOf, type VectorHome, vectorHome } from "../vector-home.ts";

const HOME = vectorHome();

function sources(home: VectorHome = HOME): Sources {
  return { place: home.place, services: {}, configs: home.configs, related: new Map() };
}

function leaves(service: string, root: string, from = sources()): readonly string[] {
  return closureOf(service, root, from)
    .reach.leaves.map((leaf) => `${leaf.service ?? "*"}@${leaf.entityId ?? ""}`)
    .sort();
}

function withScript(sequence: unknown): Sources {
  return sources({ ...HOME, configs: new Map([...HOME.configs, ["script.good_night", { sequence }]]) });
}

describe("closures", () => {
  test("groups in groups, with cycles cut", () => {
    expect(leaves("homeassistant.turn_off", "group.nested")).toEqual([
      "homeassistant.turn_off@light.hall",
      "homeassistant.turn_off@lock.front",
    ]);
    expect(leaves("homeassistant.turn_off", "group.cycle")).toEqual(["homeassistant.turn_off@light.hall"]);
    expect(closureOf("homeassistant.turn_off", "group.nested", sources()).reach.through).toEqual([
      "group.downstairs",
    ]);
  });

  test("a scene may do anything with its members", () => {
    expect(leaves("scene.turn_on", "scene.movie")).toEqual(["*@light.hall", "*@media_player.tv"]);
  });

  test("a script does what its steps do; all is every light but groups", () => {
    expect(leaves("script.good_night", "script.good_night")).toEqual([
      "light.turn_off@light.bedroom",
      "light.turn_off@light.hall",
      "light.turn_off@light.kitchen",
      "light.turn_off@light.strip",
      "lock.lock@lock.front",
    ]);
    expect(closureOf("script.turn_on", "script.templated", sources()).reach.opaque).toContain("templated");
  });

  test("areas, nested scripts, references in data, entity-less services", () => {
    const from = withScript([
      { action: "light.turn_on", target: { area_id: "hall" } },
      {
        action: "tts.speak",
        target: { entity_id: "tts.cloud" },
        data: { media_player_entity_id: "media_player.tv" },
      },
      { scene: "scene.movie" },
      { action: "notify.family", data: { message: "{{ now() }}" } },
    ]);
    expect(leaves("script.turn_on", "script.good_night", from)).toEqual([
      "*@light.hall",
      "*@media_player.tv",
      "light.turn_on@light.hall",
      "notify.family@",
      "tts.speak@tts.cloud",
    ]);
  });

  test("what was not fetched is asked for, what cannot be read is opaque", () => {
    const without = { ...sources(), configs: new Map<string, unknown>() };
    expect([...closureOf("script.turn_on", "script.good_night", without).missing.configs]).toEqual([
      "script.good_night",
    ]);
    const unreadable = { ...sources(), configs: new Map([["script.good_night", undefined]]) };
    expect(closureOf("script.turn_on", "script.good_night", unreadable).reach.opaque).toContain(
      "cannot be read",
    );
  });

  test("a chain longer than ten is opaque", () => {
    const ids = Array.from({ length: 14 }, (_, at) => `group.g${at}`);
    const states = ids.map(
      (id, at) => [id, stateOf(id, { entity_id: [ids[at + 1] ?? "light.hall"] })] as const,
    );
    const from = sources({
      ...HOME,
      place: { ...HOME.place, states: new Map([...HOME.place.states, ...states]) },
    });
    expect(closureOf("light.turn_on", "group.g0", from).reach.opaque).toContain("deep");
  });

  test("a helper sets off what waits for it, by template and by area too; automations that are off do not run", () => {
    const reach = (triggers: unknown, state = "on") => {
      const states = new Map([
        ...HOME.place.states,
        ["input_boolean.x", stateOf("input_boolean.x")] as const,
      ]);
      states.set("automation.leave", stateOf("automation.leave", {}, state));
      const configs = new Map([
        [
          "automation.leave",
          { triggers, actions: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }] },
        ],
      ]);
      return leaves(
        "input_boolean.turn_on",
        "input_boolean.x",
        sources({ place: { ...HOME.place, states }, configs }),
      );
    };
    expect(reach([{ trigger: "state", entity_id: ["input_boolean.x"] }])).toEqual([
      "light.turn_on@light.hall",
    ]);
    expect(
      reach([{ trigger: "template", value_template: "{{ is_state('input_boolean.x', 'on') }}" }]),
    ).toHaveLength(1);
    expect(reach([{ trigger: "state", entity_id: "input_boolean.other" }])).toEqual([]);
    expect(reach([{ trigger: "state", entity_id: "input_boolean.x" }], "off")).toEqual([]);
  });

  test("an edit shows", () => {
    expect(
      leaves("light.turn_on", "light.all_lights", sources(edited(HOME, "light.all_lights", "switch.heater"))),
    ).toHaveLength(4);
  });
});

describe("steps", () => {
  test("every branch counts", () => {
    const call = (id: string) => ({ service: "light.turn_on", entity_id: id });
    const steps = readSteps([
      { choose: [{ conditions: [], sequence: [call("light.a")] }], default: [call("light.b")] },
      JSON.parse(
        `{"if": [], "then": ${JSON.stringify(call("light.c"))}, "else": [${JSON.stringify(call("light.d"))}]}`,
      ),
      { repeat: { count: 2, sequence: [call("light.e")] } },
      { parallel: [{ sequence: [call("light.f")] }, call("light.g")] },
      { delay: 5 },
      { condition: "state", entity_id: "light.z", state: "on" },
      { ...call("light.off"), enabled: false },
    ]);
    expect(steps.calls.flatMap((each) => each.named)).toEqual([
      "light.a",
      "light.b",
      "light.c",
      "light.d",
      "light.e",
      "light.f",
      "light.g",
    ]);
    expect(steps.opaque).toBeUndefined();
  });

  test("what cannot be known is opaque", () => {
    const opaque = [
      { event: "boo" },
      { device_id: "x", type: "turn_on", domain: "light" },
      { unknown: 1 },
      { action: "{{ x }}" },
      { action: "light.turn_on", target: "{{ x }}" },
      { action: "light.turn_on", data: { entity_id: "{{ x }}" } },
      5,
    ];
    for (const step of opaque) expect(readSteps([step]).opaque).toBeString();
  });
});
