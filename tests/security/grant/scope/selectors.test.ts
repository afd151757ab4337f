/** Live selectors over the registries of the vectors' home. */

import { describe, expect, test } from "bun:test";
import type { Selector } from "../../../../src/security/grant/model/access.ts";
import {
  compileRules,
  compileSelector,
  mergeSelectors,
} from "../../../../src/security/grant/scope/selectors.ts";
import { vectorHome } from "../vector-home.ts";

const { place } = vectorHome();

function matching(selector: Selector): readonly string[] {
  const test = compileSelector(selector);
  return [...place.states.keys()].filter((id) => test(id, place)).sort();
}

describe("selectors", () => {
  test("each key is looked up in the registries as they are now", () => {
    expect(matching({ area: ["hall"] })).toEqual(["binary_sensor.front_contact", "light.hall", "lock.front"]);
    expect(matching({ floor: ["upper"] })).toEqual(["light.bedroom"]);
    expect(matching({ label: ["mood"] })).toEqual(["light.kitchen", "sensor.kitchen_temp", "update.hue_fw"]);
    expect(matching({ device: ["dev_strip"] })).toEqual(["light.strip"]);
    expect(matching({ device_class: ["garage"] })).toEqual(["cover.garage"]);
    expect(matching({ integration: ["hue"], domain: ["light"] })).toEqual(["light.kitchen"]);
  });

  test("AND between keys, OR inside one; empty is every entity, an empty list is none", () => {
    expect(matching({ area: ["hall", "bedroom"], domain: ["light"] })).toEqual([
      "light.bedroom",
      "light.hall",
    ]);
    expect(matching({})).toHaveLength(place.states.size);
    expect(matching({ area: [] })).toEqual([]);
  });

  test("a key that is none, and exposure that was not loaded, throw", () => {
    expect(() => compileSelector({ room: ["hall"] } as Selector)).toThrow(TypeError);
    expect(() => compileRules([{ exposed: "conversation" }]).has("light.hall", place)).toThrow(TypeError);
    const exposed = { ...place, exposed: new Set(["light.hall"]) };
    expect(compileRules([{ exposed: "conversation" }]).has("light.hall", exposed)).toBe(true);
  });

  test("selectors of one key are merged, others kept once", () => {
    const both = { area: ["hall"], domain: ["light"] };
    expect(mergeSelectors([{ area: ["hall"] }, both, { area: ["kitchen"] }, { ...both }])).toEqual([
      both,
      { area: ["hall", "kitchen"] },
    ]);
  });
});
