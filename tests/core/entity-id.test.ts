/** Home Assistant's own grammar of ids. */

import { describe, expect, test } from "bun:test";
import { domainOf, isDomain, isEntityId, objectOf } from "../../src/core/entity-id.ts";

describe("entity ids", () => {
  test.each(["light.a", "light.1", "a1.b_c_d", `light.${"x".repeat(249)}`])("%s is one", (id) => {
    expect(isEntityId(id)).toBe(true);
  });

  test.each([
    "light",
    "light.",
    ".a",
    "light.a__b",
    "light._a",
    "light.a_",
    "li__ght.a",
    "_light.a",
    "Light.a",
    "light.a.b",
    "light.ä",
    "light.a b",
    " light.a",
    "light.a\n",
    `light.${"x".repeat(250)}`,
  ])("%j is none", (id) => {
    expect(isEntityId(id)).toBe(false);
  });

  test("their parts", () => {
    expect([domainOf("light.a"), objectOf("light.a")]).toEqual(["light", "a"]);
    expect([domainOf("light"), objectOf("light")]).toEqual(["light", "light"]);
    expect(domainOf("media.a.b")).toBe("media");
    expect([isDomain("input_text"), isDomain("input__text"), isDomain("a.b")]).toEqual([true, false, false]);
  });
});
