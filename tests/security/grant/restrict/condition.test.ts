/** Conditions on the state of one entity. */

import { describe, expect, test } from "bun:test";
import { conditionHolds } from "../../../../src/security/grant/restrict/condition.ts";
import { stateOf } from "../vector-home.ts";

const states = new Map(
  [
    stateOf(
      "sensor.t",
      {
        level: 5,
        text: "low",
        flag: true,
        blank: " ",
        list: [1],
        nan: Number.NaN,
        endless: Number.POSITIVE_INFINITY,
      },
      "20.5",
    ),
    stateOf("switch.s", {}, "on"),
    stateOf("sensor.gone", { level: 5 }, "unavailable"),
    stateOf("sensor.unknown", { level: 5 }, "unknown"),
    stateOf("sensor.empty", {}, ""),
  ].map((state) => [state.id, state]),
);

const said = (params: object) => conditionHolds({ ...params }, { states }) ?? "holds";
const of = (entity_id: string, more: object) => said({ entity_id, ...more });

describe("a state", () => {
  test.each<readonly [string, object, string]>([
    ["switch.s", { state: "on" }, "holds"],
    ["switch.s", { state: ["off", "on"] }, "holds"],
    ["switch.s", { state: "off" }, "condition_denied"],
    ["switch.s", { state: [] }, "condition_denied"],
    ["switch.s", { state: null }, "condition_denied"],
    ["sensor.t", { state: 20.5 }, "holds"],
    ["sensor.t", { attribute: "level", state: "5" }, "holds"],
    ["sensor.t", { attribute: "level", state: 5 }, "holds"],
    ["sensor.t", { attribute: "flag", state: true }, "holds"],
    ["sensor.t", { attribute: "flag", state: "True" }, "condition_denied"],
    ["sensor.t", { attribute: "missing", state: "on" }, "condition_denied"],
    ["sensor.t", { attribute: 5, state: "20.5" }, "holds"],
    ["switch.none", { state: "on" }, "condition_denied"],
  ])("%s %j: %s", (id, more, answer) => {
    expect(of(id, more)).toBe(answer);
  });
});

describe("a bound", () => {
  test.each<readonly [string, object, string]>([
    ["sensor.t", { above: 20 }, "holds"],
    ["sensor.t", { above: 20.5 }, "condition_denied"],
    ["sensor.t", { below: 21 }, "holds"],
    ["sensor.t", { below: 20.5 }, "condition_denied"],
    ["sensor.t", { above: 20, below: 21 }, "holds"],
    ["sensor.t", { above: 21, below: 22 }, "condition_denied"],
    ["sensor.t", { above: 19, below: 20 }, "condition_denied"],
    ["sensor.t", { attribute: "level", above: 4, below: 6 }, "holds"],
    ["sensor.t", { attribute: "text", above: -1 }, "condition_denied"],
    ["sensor.t", { attribute: "blank", above: -1 }, "condition_denied"],
    ["sensor.t", { attribute: "flag", above: -1 }, "condition_denied"],
    ["sensor.t", { attribute: "list", above: -1 }, "condition_denied"],
    ["sensor.t", { attribute: "nan", above: -1 }, "condition_denied"],
    ["sensor.t", { attribute: "missing", below: 1 }, "condition_denied"],
    ["sensor.t", { attribute: "endless", above: 1 }, "condition_denied"],
    ["sensor.empty", { above: -1 }, "condition_denied"],
    ["switch.s", { below: 1 }, "condition_denied"],
  ])("%s %j: %s", (id, more, answer) => {
    expect(of(id, more)).toBe(answer);
  });

  test("holds beside a state, both or none", () => {
    expect(of("sensor.t", { state: "20.5", above: 20 })).toBe("holds");
    expect(of("sensor.t", { state: "20.5", above: 21 })).toBe("condition_denied");
    expect(of("sensor.t", { state: "20", above: 20 })).toBe("condition_denied");
  });
});

test("an entity that says neither proves nothing, not even by an attribute", () => {
  for (const id of ["sensor.gone", "sensor.unknown"])
    for (const more of [
      { attribute: "level", above: 1 },
      { state: ["unavailable", "unknown"] },
      { attribute: "level", state: 5 },
    ])
      expect(of(id, more)).toBe("condition_denied");
});

test("what asks nothing, or with bounds that are no numbers, is no condition", () => {
  for (const params of [
    {},
    { entity_id: "switch.s" },
    { entity_id: "switch.s", attribute: "level" },
    { state: "on" },
    { entity_id: 5, state: "on" },
    { entity_id: ["switch.s"], state: "on" },
    { entity_id: "sensor.t", above: "20" },
    { entity_id: "sensor.t", below: null },
    { entity_id: "sensor.t", above: 1, below: "30" },
  ])
    expect(said(params)).toBe("invalid_restriction");
});
