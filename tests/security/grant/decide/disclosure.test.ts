/** What clients are told, and which grants show which tools. */

import { describe, expect, test } from "bun:test";
import { denialFor } from "../../../../src/security/grant/decide/disclosure.ts";
import { NO_ACCESS } from "../../../../src/security/grant/model/access.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { DenialCode } from "../../../../src/security/grant/model/decision.ts";
import { capability, type Grant } from "../../../../src/security/grant/model/grant.ts";
import { couldEverUse } from "../../../../src/security/grant/scope/tool-list.ts";

function view(code: DenialCode, targetReadable = true) {
  const { recorded, ...told } = denialFor({ deny: true, code, step: 16 }, { targetReadable });
  // the audit has it as it is, whatever the client is told
  expect(recorded).toEqual({ denial: code, step: 16 });
  return told;
}

describe("the client's view", () => {
  test("an entity that may not be read does not exist", () => {
    for (const code of ["scope_denied", "entity_denied", "cross_domain_service"] as const) {
      expect(view(code, false)).toEqual(view("unresolved_target", false));
      expect(view(code)).toEqual({ code: "PERMISSION_DENIED" });
    }
  });

  test("what a client can act on is said, the rest is not", () => {
    expect(view("outside_schedule")).toEqual({
      code: "PERMISSION_DENIED",
      denial: "outside_schedule",
    });
    expect(view("indirect_denied")).toEqual({ code: "PERMISSION_DENIED" });
    expect(view("policy_error")).toEqual({ code: "DEFECT" });
    expect(
      denialFor(
        { deny: true, code: "rate_limited", step: 19, retryAfterSeconds: 3 },
        { targetReadable: true },
      ),
    ).toMatchObject({
      code: "RATE_LIMITED",
      denial: "rate_limited",
      retryAfterSeconds: 3,
    });
  });
});

describe("visible tools", () => {
  const grant = (access: object): Grant => ({
    ...(builtinGrant("viewer") as Grant),
    access: { ...NO_ACCESS, ...access },
  });

  test("by the strongest effect", () => {
    const reads = grant({ read: ["*"] });
    expect([
      couldEverUse(reads, ["read"]),
      couldEverUse(reads, ["read", "control"]),
      couldEverUse(reads, ["none"]),
    ]).toEqual([true, false, true]);
    expect(couldEverUse(grant({ services: ["notify.x"] }), ["control"])).toBe(true);
    expect(couldEverUse(grant({ read: ["*"], actions: ["light.*"], deny: ["*"] }), ["control"])).toBe(false);
  });

  test("the built-ins", () => {
    expect(builtinGrant("operator")).toBe(builtinGrant("operator"));
    expect(builtinGrant("nobody")).toBeUndefined();
    expect(capability(builtinGrant("operator") as Grant, "automation_write")).toBe("deny");
    expect(capability(builtinGrant("editor") as Grant, "automation_write")).toBe("allow");
    expect(couldEverUse(builtinGrant("viewer") as Grant, ["control"])).toBe(false);
  });
});

describe("start-up", () => {
  test("the built-ins and the tool filter load nothing heavy", async () => {
    for (const entry of ["model/builtins.ts", "scope/tool-list.ts"]) {
      const files = await imports(new URL(`../../../../src/security/grant/${entry}`, import.meta.url));
      expect(files.length).toBeGreaterThan(0);
      expect(files.filter((file) => !file.startsWith("."))).toEqual([]);
    }
  });
});

/** Every value import behind a file, as it is written; types are gone before anything loads. */
async function imports(file: URL): Promise<readonly string[]> {
  const found = new Bun.Transpiler({ loader: "ts" }).scanImports(await Bun.file(file).text());
  const deeper = found
    .filter(({ path }) => path.startsWith("."))
    .map(({ path }) => imports(new URL(path, file)));
  return [
    file.pathname.replace(/^.*\/src\//, "./"),
    ...found.map(({ path }) => path),
    ...(await Promise.all(deeper)).flat(),
  ];
}
