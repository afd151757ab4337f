/** The calls that the steps of a script make, each with whether it comes whatever conditions say. */

import { describe, expect, test } from "bun:test";
import { runCalls } from "../../../../src/home/act/runs/run-calls.ts";

const step = (name: string) => ({ action: `light.${name}` });

const ifThen = (steps: unknown, more: object = {}) => {
  // biome-ignore lint/suspicious/noThenProperty: as Home Assistant calls it
  return { if: [], then: steps, ...more };
};

/** `light.a` for what is certain, `light.a?` for what is not. */
function told(steps: unknown): readonly string[] {
  return runCalls(steps).map(({ service, certain }) => `${service}${certain ? "" : "?"}`);
}

describe("the calls of steps", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["a list", [step("a"), step("b")], ["light.a", "light.b"]],
    ["one step without a list", step("a"), ["light.a"]],
    ["the older spelling", { service: " Light.A " }, ["light.a"]],
    ["a scene", { scene: "scene.movie" }, ["scene.turn_on"]],
    ["a sequence", { sequence: [step("a"), step("b")] }, ["light.a", "light.b"]],
    [
      "what runs beside each other",
      { parallel: [step("a"), { sequence: [step("b")] }] },
      ["light.a", "light.b"],
    ],
    ["a step that is off", [{ ...step("a"), enabled: false }, step("b")], ["light.b"]],
    ["a step that is on", { ...step("a"), enabled: true }, ["light.a"]],
    ["waits and variables", [{ delay: 5 }, { variables: {} }, step("a")], ["light.a"]],
    ["no steps", undefined, []],
    ["what is no step", [null, 5, []], []],
    [
      "an option of several",
      { choose: [{ sequence: [step("a")] }, { sequence: step("b") }] },
      ["light.a?", "light.b?"],
    ],
    ["an only option", { choose: { sequence: step("a") } }, ["light.a?"]],
    ["the steps of no option", { choose: [], default: [step("a")] }, ["light.a?"]],
    ["an if", ifThen([step("a")], { else: step("b") }), ["light.a?", "light.b?"]],
    ["a repetition", { repeat: { count: 2, sequence: [step("a")] } }, ["light.a?"]],
    ["what follows a branch", [ifThen([]), step("a")], ["light.a"]],
    ["what follows a condition in a branch", [ifThen(["{{ x }}"]), step("a")], ["light.a"]],
  ])("%s", (_, steps, calls) => expect(told(steps)).toEqual(calls));

  test.each([
    [{ condition: "state" }],
    [{ and: [] }],
    [{ or: [] }],
    [{ not: [] }],
    [{ wait_template: "{{ x }}" }],
    [{ wait_for_trigger: [] }],
    [{ stop: "enough" }],
    ["{{ is_state('light.a', 'on') }}"],
  ])("what follows %j is not certain, what comes before is", (condition) => {
    expect(told([step("a"), condition, step("b")])).toEqual(["light.a", "light.b?"]);
  });

  test("go on after a condition within a sequence", () => {
    expect(told([{ sequence: ["{{ x }}", step("a")] }, step("b")])).toEqual(["light.a?", "light.b?"]);
  });

  test("end in what nobody wrote by hand", () => {
    let deep: unknown = step("a");
    for (let depth = 0; depth < 500; depth++) deep = { sequence: [deep] };
    expect(told(deep)).toEqual([]);
    let shallow: unknown = step("a");
    for (let depth = 0; depth < 10; depth++) shallow = { sequence: [shallow] };
    expect(told(shallow)).toEqual(["light.a"]);
  });
});

describe("a call", () => {
  const call = (more: object) => runCalls({ action: "light.turn_on", ...more })[0];

  test("has its target from wherever the step names it, nearest first", () => {
    expect(call({ target: { entity_id: "light.a", area_id: ["hall"] } })?.target).toEqual({
      entity_id: "light.a",
      area_id: ["hall"],
    });
    for (const key of ["entity_id", "area_id", "floor_id", "label_id", "device_id"]) {
      expect(call({ data: { [key]: "x", brightness: 5 } })).toMatchObject({
        target: { [key]: "x" },
        data: { brightness: 5 },
      });
      expect(call({ [key]: "x" })?.target).toEqual({ [key]: "x" });
    }
    expect(call({ data: { entity_id: "light.a" }, target: { entity_id: "light.b" } })?.target).toEqual({
      entity_id: "light.b",
    });
    expect(call({ target: { entity_id: "light.b" }, entity_id: "light.c" })?.target).toEqual({
      entity_id: "light.c",
    });
    expect(call({ target: "x", data: 5 })).toMatchObject({ target: {}, data: {} });
  });

  test("of a scene is on the scene", () => {
    expect(runCalls({ scene: "scene.movie" })[0]?.target).toEqual({ entity_id: "scene.movie" });
  });

  test("has no data that a template decides, nor any that names the target", () => {
    const data = {
      brightness: "{{ x }}",
      effect: "{% if x %}a{% endif %}",
      color_name: "red",
      transition: 2,
    };
    expect(call({ data: { ...data, entity_id: "light.a" } })?.data).toEqual({
      color_name: "red",
      transition: 2,
    });
  });
});
