/** Which requests a restriction is about. */

import { describe, expect, test } from "bun:test";
import type { Subject } from "../../../../src/security/grant/model/subject.ts";
import { appliesTo, isAppliesTo } from "../../../../src/security/grant/restrict/applies-to.ts";

const UNLOCK: Subject = {
  operations: ["call_service"],
  service: "lock.unlock",
  targets: ["lock.front"],
  leaves: [],
  asks: undefined,
  capability: undefined,
};
const READ: Subject = { ...UNLOCK, operations: ["read"], service: undefined };

describe("applies_to", () => {
  test("nothing, grant and star are everything", () => {
    for (const value of [undefined, null, "", "grant", "*", [], {}])
      expect([appliesTo(value, UNLOCK), appliesTo(value, READ)]).toEqual([true, true]);
  });

  test("operations and their aliases", () => {
    for (const value of ["action", "actions", "write", "call_service", ["read", "actions"]])
      expect(appliesTo(value, UNLOCK)).toBe(true);
    for (const value of ["read", "reads", "get_states", { operation: "read" }])
      expect([appliesTo(value, UNLOCK), appliesTo(value, READ)]).toEqual([false, true]);
  });

  test("action scopes, by target, domain and what homeassistant.* comes to", () => {
    for (const value of [
      "lock.unlock@lock.front",
      "lock.*@lock.front",
      "lock.*",
      "*@lock.front",
      { actions: "lock.*" },
      { entities: ["lock.*"] },
    ])
      expect(appliesTo(value, UNLOCK)).toBe(true);
    for (const value of ["lock.lock@lock.front", "lock.unlock@lock.back", "light.*", { entities: "light.*" }])
      expect(appliesTo(value, UNLOCK)).toBe(false);
    const turnedOff = { ...UNLOCK, service: "homeassistant.turn_off" };
    for (const value of ["lock.*", "lock.*@lock.front", "lock.unlock@lock.front"])
      expect(appliesTo(value, turnedOff)).toBe(true);
  });

  test("leaves count, and calls without entities count for their domain", () => {
    const scene = {
      ...UNLOCK,
      service: "scene.turn_on",
      targets: ["scene.movie"],
      leaves: [{ service: undefined, entityId: "lock.front" }],
    };
    for (const value of ["lock.*", "lock.unlock@lock.front", { entities: "lock.front" }])
      expect(appliesTo(value, scene)).toBe(true);
    expect(appliesTo("light.turn_on@light.hall", { ...UNLOCK, service: "light.turn_off", targets: [] })).toBe(
      true,
    );
  });

  test("what nobody can read is invalid, wherever it stands", () => {
    for (const value of [
      "lock.unlock",
      "lock.front",
      "LOCK.*",
      5,
      true,
      ["actions", "nonsense"],
      [""],
      { what: 1 },
      { operation: 5 },
      { actions: ["lock"] },
      { entities: "*.x" },
    ]) {
      expect(isAppliesTo(value)).toBe(false);
    }
    expect(appliesTo("lock.front", UNLOCK)).toBe("invalid");
    expect(appliesTo(["nonsense"], UNLOCK)).toBe("invalid");
    for (const value of [
      null,
      "actions",
      "lock.*",
      ["read", "lock.*"],
      { operation: "actions", entities: ["lock.*"] },
    ])
      expect(isAppliesTo(value)).toBe(true);
  });
});
