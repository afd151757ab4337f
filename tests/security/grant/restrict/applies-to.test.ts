/** Which requests a restriction is about. */

import { describe, expect, test } from "bun:test";
import type { Subject } from "../../../../src/security/grant/model/subject.ts";
import { appliesTo, strangerIn } from "../../../../src/security/grant/restrict/applies-to.ts";

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
      expect(strangerIn(value)).toBeString();
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
      expect(strangerIn(value)).toBeUndefined();
  });
});

describe("a part that nobody can read", () => {
  test.each<readonly [unknown, string]>([
    [{ operation: ["write", "nonsense"] }, 'no operation or scope: «"nonsense"»'],
    [{ operation: ["wirte", "read"] }, "the nearest is write"],
    [{ operation: [["write"], ["hystory"]] }, "the nearest is history"],
    [["actions", "camra"], "the nearest is camera"],
    [[{ operation: ["write", "raed"] }, "actions"], "the nearest is read"],
    [{ operation: ["write", 5] }, "5"],
    [{ operation: [] }, "an empty list"],
    [{ actions: ["lock.*", "lock"] }, "no action scope"],
    [{ scopes: ["lock.*", 5] }, "no action scope"],
    [{ entities: ["lock.*", "lock"] }, "no entity scope"],
    [{ operation: "read", actions: ["lock.*"] }, "scopes of actions where no action is meant"],
    [{ operation: ["read", "history"], scopes: "lock.*" }, "scopes of actions where no action is meant"],
    [[{ operation: "read", scopes: "lock.*" }], "scopes of actions where no action is meant"],
    [{ entites: ["lock.*"] }, "the nearest is entities"],
    [["actions", null], "a list with nothing in it"],
  ])("%j: %s", (value, said) => {
    expect(strangerIn(value)).toContain(said);
  });

  test("is none in what is written by the rules", () => {
    for (const value of [
      { operation: ["write", "read"] },
      { operation: [["write"], "read"], actions: ["lock.*"] },
      { operation: null, actions: "lock.*" },
      { operation: "*", scopes: "lock.*@lock.front", entities: "lock.front" },
      { operation: "read", entities: ["lock.*"] },
      [["actions"], "lock.*"],
      [],
      {},
    ])
      expect(strangerIn(value)).toBeUndefined();
  });
});

describe("every form of the words", () => {
  const HISTORY: Subject = { ...READ, operations: ["history"], targets: ["sensor.t"] };
  const bare: Subject = { ...UNLOCK, service: "notify.family", targets: [] };

  test.each<readonly [unknown, Subject, boolean | "invalid"]>([
    // operations
    ["history_query", HISTORY, true],
    ["subscriptions", HISTORY, false],
    ["camera_snapshots", { ...READ, operations: ["camera"] }, true],
    ["subscribe_states", { ...READ, operations: ["subscribe"] }, true],
    ["toString", UNLOCK, "invalid"],
    [{ operation: [] }, UNLOCK, true],
    [{ operation: "*" }, UNLOCK, true],
    [{ operation: "" }, UNLOCK, true],
    [{ operation: null }, UNLOCK, true],
    [{ operation: ["read", "write"] }, UNLOCK, true],
    [{ operation: ["read", "history"] }, UNLOCK, false],
    [{ operation: ["read", "nonsense"] }, UNLOCK, "invalid"],
    [{ operation: ["write", "nonsense"] }, UNLOCK, true],
    [{ operation: {} }, UNLOCK, "invalid"],
    [{ operation: "read", actions: ["nonsense"] }, UNLOCK, false],
    [{ operation: "write", actions: ["light.*"] }, UNLOCK, false],
    [{ operation: "write", actions: ["lock.*"] }, UNLOCK, true],
    // lists in objects
    [{ actions: null, scopes: [], entities: null }, UNLOCK, true],
    [{ scopes: "lock.*" }, UNLOCK, true],
    [{ scopes: ["light.*", "lock.*"] }, UNLOCK, true],
    [{ actions: ["light.*"], entities: ["lock.front"] }, UNLOCK, true],
    [{ actions: ["light.*"], entities: ["lock.back"] }, UNLOCK, false],
    [{ actions: ["light.*", "nonsense"] }, UNLOCK, "invalid"],
    [{ actions: ["lock.*", "nonsense"] }, UNLOCK, true],
    [{ entities: ["light.*", 5] }, UNLOCK, "invalid"],
    [{ entities: ["lock.*", 5] }, UNLOCK, true],
    [{ constructor: 1 }, UNLOCK, "invalid"],
    // lists of words
    [["light.*", "lock.*"], UNLOCK, true],
    [["light.*", "fan.*"], UNLOCK, false],
    [["light.*", null], UNLOCK, "invalid"],
    [["light.*", "*"], UNLOCK, true],
    [[["lock.*"]], UNLOCK, true],
    // scopes against services and targets
    ["lock.*", READ, false],
    ["lock.*@lock.front", UNLOCK, true],
    ["light.*@lock.front", UNLOCK, false],
    ["lock.lock@lock.front", UNLOCK, false],
    ["lock.x@lock.front", UNLOCK, false],
    ["lock.unlock@lock.front", { ...UNLOCK, service: "homeassistant.turn_on" }, true],
    ["light.*@lock.front", { ...UNLOCK, service: "light.turn_on" }, true],
    ["lock.*@lock.front", { ...UNLOCK, service: "light.turn_on" }, true],
    ["fan.*@lock.front", { ...UNLOCK, service: "light.turn_on" }, false],
    // a call without entities counts as one on its domain
    ["notify.*", bare, true],
    ["light.*", bare, false],
    ["notify.other@notify.phone", bare, true],
    ["*@notify.phone", bare, true],
    ["notify.family@light.a", bare, true],
    ["light.turn_on@light.a", bare, false],
    // entities
    [{ entities: "*" }, UNLOCK, true],
    [{ entities: "*" }, bare, true],
    [{ entities: "notify.*" }, bare, true],
    [{ entities: "notify.phone" }, bare, true],
    [{ entities: "light.*" }, bare, false],
    [{ entities: "*" }, { ...READ, targets: [] }, false],
    [{ entities: "lock.*" }, { ...READ, targets: ["lock.front"] }, true],
    [{ entities: "lock.*" }, { ...UNLOCK, targets: ["light.a"] }, false],
    // nobody knows what: it may be that
    [{ entities: "lock.*" }, { ...bare, leaves: [{ service: undefined, entityId: undefined }] }, true],
    ["lock.*", { ...bare, leaves: [{ service: undefined, entityId: undefined }] }, true],
    ["lock.unlock@lock.a", { ...bare, leaves: [{ service: undefined, entityId: undefined }] }, true],
    [{ entities: "lock.*" }, { ...bare, leaves: [{ service: undefined, entityId: "lock.a" }] }, true],
    // leaves
    ["lock.*", { ...bare, leaves: [{ service: "lock.lock", entityId: undefined }] }, true],
    [
      "lock.lock@lock.a",
      { ...UNLOCK, targets: ["scene.a"], leaves: [{ service: undefined, entityId: "lock.a" }] },
      true,
    ],
    [
      "lock.lock@lock.a",
      { ...UNLOCK, targets: ["scene.a"], leaves: [{ service: "lock.unlock", entityId: "lock.a" }] },
      false,
    ],
    // neither words nor lists
    [5, UNLOCK, "invalid"],
    [true, UNLOCK, "invalid"],
  ])("%j of %j: %p", (value, subject, answer) => {
    expect(appliesTo(value, subject)).toBe(answer);
  });

  test.each<readonly [unknown, boolean]>([
    [undefined, true],
    [[], true],
    [{}, true],
    [{ operation: ["read", "nonsense"] }, false],
    [{ operation: "write", actions: ["lock.*", "nonsense"] }, false],
    [{ operation: "read", actions: ["nonsense"] }, false],
    [{ operation: "read", scopes: "lock" }, false],
    [{ operation: "read", entities: ["*.x"] }, false],
    [{ operation: "read", entities: ["lock.*"] }, true],
    [{ entities: ["lock.*", "x y"] }, false],
    [["actions", ["lock.*"]], true],
    [["actions", ["nonsense"]], false],
    [["actions", { operation: "read", entities: ["*.x"] }], false],
  ])("%j can be read whole: %p", (value, answer) => {
    expect(strangerIn(value) === undefined).toBe(answer);
  });
});
