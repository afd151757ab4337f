/** Why a condition of a run was false, as far as the grant shows it. */

import { describe, expect, test } from "bun:test";
import { EVERYTHING, state } from "./diagnosed.ts";
import { result, stepsTold } from "./told-runs.ts";

describe("why a condition was false", () => {
  const light = { condition: "state", entity_id: "light.hall" };
  const asked = (leaf: object, more: object, path = "condition/0/entity_id/0") =>
    stepsTold({ [path]: result({ result: false, ...more }) }, { config: { conditions: [leaf] } });

  test.each<readonly [string, object, string]>([
    ["another state", { state: "on", wanted_state: "off" }, "(light.hall was on, not off)"],
    ["too little", { state: 3, wanted_state_above: 5 }, "(light.hall was 3, wanted above 5)"],
    ["too much", { state: 9, wanted_state_below: 5 }, "(light.hall was 9, wanted below 5)"],
    [
      "outside of a range",
      { state: 9, wanted_state_above: 1, wanted_state_below: 5 },
      "(light.hall was 9, wanted above 1 below 5)",
    ],
  ])("%s", async (_, more, why) => expect(await asked(light, more)).toEqual([`condition 1: false ${why}`]));

  test("the second of two entities is named, not the first", async () => {
    const leaf = { condition: "state", entity_id: ["light.hall", "light.kitchen"] };
    expect(await asked(leaf, { state: "on", wanted_state: "off" }, "condition/0/entity_id/1")).toEqual([
      "condition 1: false (light.kitchen was on, not off)",
    ]);
  });

  test("an entity that the configuration does not name is 'it'", async () => {
    expect(await asked({ condition: "state" }, { state: "on", wanted_state: "off" })).toEqual([
      "condition 1: false (it was on, not off)",
    ]);
  });

  test("of what was true no reason is told", async () => {
    const steps = {
      "condition/0": result({ result: true }),
      "condition/0/entity_id/0": result({ result: true, state: "on", wanted_state: "on" }),
    };
    expect(await stepsTold(steps, { config: { conditions: [light] } })).toEqual(["condition 1: true"]);
  });

  test("a condition and its leaf are one line, the one with the reason", async () => {
    const steps = {
      "condition/0": result({ result: false }),
      "condition/0/entity_id/0": result({ result: false, state: "on", wanted_state: "off" }),
      "condition/1": result({ result: false }),
    };
    expect(await stepsTold(steps, { config: { conditions: [light] } })).toEqual([
      "condition 1: false (light.hall was on, not off)",
      "condition 2: false",
    ]);
  });

  test.each<readonly [string, string, object]>([
    ["in a choice", "action/0/choose/0/conditions/0", { actions: [{ choose: [{ conditions: [light] }] }] }],
    ["in an if", "action/0/if/condition/0", { actions: [{ if: [light] }] }],
    ["in an older spelling", "condition/0", { condition: [light] }],
    ["that stands alone, without a list", "condition/0", { condition: light }],
    ["among others of an and", "condition/0/conditions/1", { conditions: [{ conditions: [{}, light] }] }],
    ["of a script", "sequence/0", { sequence: [light] }],
  ])("its entity is found %s", async (_, path, config) => {
    const steps = {
      [`${path}/entity_id/0`]: result({ result: false, state: "on", wanted_state: "off" }),
    };
    expect((await stepsTold(steps, { config }))[0]).toEndWith(": false (light.hall was on, not off)");
  });

  test("an attribute is told where it may be seen, and no secret one", async () => {
    const lamp = state("light.lamp", { attributes: { brightness: 3, access_token: "zebra" } });
    const leaf = (attribute: string) => ({ condition: "state", entity_id: lamp.id, attribute, state: "x" });
    const said = (attribute: string, access: object) =>
      stepsTold(
        { "condition/0/entity_id/0": result({ result: false, state: 3, wanted_state: 5 }) },
        { config: { conditions: [leaf(attribute)] }, more: [lamp], access },
      );
    const some = { read: ["light.*", "automation.*"], history: ["*"] };
    const told = ["condition 1: false (light.lamp was 3, not 5)"];
    expect(await said("brightness", EVERYTHING)).toEqual(told);
    expect(await said("brightness", some)).toEqual(told);
    expect(await said("unknown", EVERYTHING)).toEqual(told);
    expect(await said("unknown", some)).toEqual([]);
    expect(await said("access_token", EVERYTHING)).toEqual([]);
  });

  test("what something is compared with is told as the grant shows it", async () => {
    const some = { read: ["light.*", "automation.*"], history: ["*"] };
    const steps = { "condition/0/entity_id/0": result({ result: false, state: 3, wanted_state_above: 5 }) };
    const said = (leaf: object, access: object) =>
      stepsTold(steps, { config: { conditions: [{ ...light, ...leaf }] }, access });
    const told = ["condition 1: false (light.hall was 3, wanted above 5)"];
    for (const leaf of [{ above: "sensor.s1" }, { value_template: "{{ 1 }}" }]) {
      expect(await said(leaf, EVERYTHING)).toEqual(told);
      expect(await said(leaf, some)).toEqual([]);
    }
    expect(await said({ above: "light.kitchen" }, some)).toEqual(told);
  });
});
