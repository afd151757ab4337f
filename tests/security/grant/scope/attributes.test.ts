/** Attributes without secrets. */

import { describe, expect, test } from "bun:test";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import { visibleAttributes } from "../../../../src/security/grant/scope/attributes.ts";

const OPERATOR = builtinGrant("operator") as Grant;

function shown(
  attributes: Readonly<Record<string, unknown>>,
  excluded: Grant["access"]["exclude_attributes"] = {},
): readonly string[] {
  const grant = { ...OPERATOR, access: { ...OPERATOR.access, exclude_attributes: excluded } };
  return Object.keys(visibleAttributes(grant, "light.hall", attributes));
}

describe("visible attributes", () => {
  test("the same object when nothing has to go", () => {
    const attributes = { brightness: 3, friendly_name: "Hall", entity_picture: "/local/a.png" };
    expect(visibleAttributes(OPERATOR, "light.hall", attributes)).toBe(attributes);
  });

  test("secret keys in any case, secret values at any depth", () => {
    expect(
      shown({ Access_Token: "x", API_KEY: 1, my_password: "x", code: "1234", code_format: "number", ok: 1 }),
    ).toEqual(["code_format", "ok"]);
    expect(
      shown({
        entity_picture: "/api/camera_proxy/camera.x?token=abc",
        a: { b: ["https://u:p@host/x"] },
        c: { Token: 1 },
        ok: 1,
      }),
    ).toEqual(["ok"]);
    expect(shown({ header: "Bearer abcdefgh12345", jwt: "eyJhbGciOiJIUzI1.eyJzdWIi.x" })).toEqual([]);
  });

  test("what any bound excludes goes as well", () => {
    const bound = (excluded: Grant["access"]["exclude_attributes"]) => ({
      ...OPERATOR.access,
      exclude_attributes: excluded,
    });
    const keys = (...bounds: readonly Grant["access"][]) =>
      Object.keys(
        visibleAttributes({ access: bound({ "*": ["a"] }) }, "light.hall", { a: 1, b: 2, c: 3 }, bounds),
      );
    expect(keys()).toEqual(["b", "c"]);
    expect(keys(bound({ "light.hall": ["b"] }))).toEqual(["c"]);
    expect(keys(bound({ "lock.*": ["b"] }), bound({ "light.*": ["c"] }))).toEqual(["b"]);
    expect(keys(bound({ "lock.*": ["b"] }), bound({ "light.*": ["*"] }))).toEqual([]);
  });

  test("what the grant excludes, by scope; a star is all of them", () => {
    expect(shown({ effect: 1, brightness: 2 }, { "light.*": ["effect"] })).toEqual(["brightness"]);
    expect(shown({ effect: 1, brightness: 2 }, { "light.hall": ["*"] })).toEqual([]);
    expect(shown({ effect: 1 }, { "switch.*": ["effect"] })).toEqual(["effect"]);
  });
});
