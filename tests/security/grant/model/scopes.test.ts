/** The grammar of scopes. */

import { describe, expect, test } from "bun:test";
import { isEntityId } from "../../../../src/core/entity-id.ts";
import { isActionScope, isEntityScope, scopeCovers } from "../../../../src/security/grant/model/scopes.ts";

describe("scopes", () => {
  test("entity ids are Home Assistant's, lower case only", () => {
    for (const id of ["light.kitchen", "sensor.s0", "input_boolean.a_b", "light.1"])
      expect(isEntityId(id)).toBe(true);
    for (const id of [
      "light",
      "light.",
      ".x",
      "light.a.b",
      "Light.x",
      "_light.x",
      "light_.x",
      "li__ght.x",
      "light._x",
      "light.x_",
      "light.é",
      "lіght.hall",
    ]) {
      expect(isEntityId(id)).toBe(false);
    }
  });

  test("entity scopes: exact, domain, everything", () => {
    for (const scope of ["*", "light.*", "light.hall"]) expect(isEntityScope(scope)).toBe(true);
    for (const scope of ["*.hall", "light", "light.h*", "*.*", ""]) expect(isEntityScope(scope)).toBe(false);
    expect(scopeCovers("sensor.*", "binary_sensor.x")).toBe(false);
  });

  test("action scopes: the four forms and no other", () => {
    for (const scope of ["light.turn_on@light.hall", "light.*", "light.*@light.hall", "*@cover.awning"])
      expect(isActionScope(scope)).toBe(true);
    for (const scope of [
      "*",
      "light.turn_on",
      "*.*",
      "*@*",
      "light.turn_*@light.x",
      "light.*@all",
      "*.turn_on@light.x",
      ".*",
      "light.turn_on@light.*",
      "@",
      "light.*@light.x@light.y",
    ]) {
      expect(isActionScope(scope)).toBe(false);
    }
  });
});
