/** Names that the home has not, in what an owner edits: refused where they are new, let be where the home lost them. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hearthgate } from "./owner-home.ts";

setDefaultTimeout(60_000);

const homePath = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
const file = join(homePath, "one.json");

const run = (...args: readonly string[]) => hearthgate(homePath, [...args, "--demo"]);

beforeAll(() => {
  const grant = {
    id: "a",
    name: "anna",
    created_at: "2026-01-01T00:00:00Z",
    expires_at: "never",
    access: { read: ["light.sold_lamp", "light.hall"] },
  };
  writeFileSync(join(homePath, "grants.json"), JSON.stringify({ version: 1, grants: [grant] }));
});
afterAll(() => expect(readFileSync(join(homePath, "grants.json"), "utf8")).not.toContain("lihgt"));

test("a lamp that is gone keeps nobody from narrowing the grant; a lamp that never was is refused", async () => {
  const pin = {
    id: "p",
    type: "pin",
    params: { pin: "4711" },
    applies_to: { entities: ["lock.front_door"] },
  };
  expect(await run("grants", "restrict", "anna", "add", JSON.stringify(pin))).toMatchObject({
    code: 0,
  });
  const bad = { ...pin, id: "q", applies_to: { entities: ["lock.front_dor"] } };
  const refused = await run("grants", "restrict", "anna", "add", JSON.stringify(bad));
  expect(refused.code).toBe(78);
  expect(refused.err).toContain("the nearest is lock.front_door");
  expect(refused.err).not.toContain("sold_lamp");
  writeFileSync(file, JSON.stringify({ access: { read: ["light.sold_lamp", "lihgt.*"] } }));
  const edited = await run("grants", "edit", "anna", "--from", file);
  expect(edited.code).toBe(78);
  expect(edited.err).toContain(
    "access.read[1]: unknown_name: This home has no domain «lihgt»; the nearest is light.",
  );
  writeFileSync(file, '{"access":{"read":[],"read":["light.hall"]}}');
  expect((await run("grants", "edit", "anna", "--from", file)).err).toContain("stands twice in access");
});

test("a ceiling names what the home has", async () => {
  writeFileSync(file, JSON.stringify({ read: ["*"], deny: ["lock.front_dor"] }));
  const refused = await run("grants", "ceiling", "set", file);
  expect(refused.code).toBe(78);
  expect(refused.err).toContain(
    "deny[0]: unknown_name: This home has no entity «lock.front_dor»; the nearest is lock.front_door.",
  );
  writeFileSync(file, JSON.stringify({ read: ["*"], deny: ["lock.front_door"] }));
  expect(await run("grants", "ceiling", "set", file)).toMatchObject({ code: 0 });
  writeFileSync(join(homePath, "ceiling.json"), '{"deny":["lock.*"],"deny":[]}');
  const damaged = await run("grants", "ceiling", "show");
  expect(damaged.code).toBe(78);
  expect(damaged.err).toContain("ceiling.json: The key «deny» stands twice.");
});
