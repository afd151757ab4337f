/** Bringing calls into one form. */

import { describe, expect, test } from "bun:test";
import { normaliseCall } from "../../../../src/security/grant/target/input.ts";

function code(target: unknown, data?: unknown): unknown {
  return normaliseCall({ service: "light.turn_on", target, data });
}

describe("the one form of a call", () => {
  test("ids are split, trimmed and lowered; target keys leave the data", () => {
    const data = { entity_id: "light.A", area_id: ["hall"], brightness: 3 };
    expect(
      normaliseCall({ service: " Light.TURN_on ", target: { entity_id: "light.b, LIGHT.c" }, data }),
    ).toMatchObject({
      service: "light.turn_on",
      named: ["light.b", "light.c", "light.a"],
      selection: { area_id: ["hall"] },
      targeted: true,
      data: { brightness: 3 },
    });
  });

  test("an empty selection is still a selection", () => {
    expect(code({})).toMatchObject({ targeted: false });
    expect(code({ entity_id: [] })).toMatchObject({ targeted: true, named: [] });
    expect(code({ entity_id: null })).toMatchObject({ targeted: false });
  });

  test("what is no id, no key, no object is refused", () => {
    const bad = [
      { entity_id: "none" },
      { entity_id: "" },
      { entity_id: [["light.a"]] },
      { entity_id: 5 },
      { zone_id: "x" },
      { area_id: "a b" },
      { exclude: { exclude: {} } },
      { exclude: { entity_id: "all" } },
      [],
      "light.a",
    ];
    for (const target of bad) expect(code(target)).toEqual({ code: "invalid_input" });
    expect(code({}, [])).toEqual({ code: "invalid_input" });
    expect(code({}, JSON.parse('{"__proto__": 1}'))).toEqual({ code: "invalid_input" });
    expect(normaliseCall({ service: "light" })).toEqual({ code: "invalid_input" });
  });

  test("templates are refused at any depth, in keys too", () => {
    for (const data of [{ a: { b: ["{{ x }}"] } }, { "{% x %}": 1 }, { a: "{# x #}" }])
      expect(code({}, data)).toEqual({ code: "template_in_input" });
    expect(code({ area_id: "{{ x }}" })).toEqual({ code: "template_in_input" });
  });
});
