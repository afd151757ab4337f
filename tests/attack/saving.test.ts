/** Grants that cannot be meant are refused when they are saved, against a real Home Assistant, and at the start. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHome, type TestHome } from "../e2e/homes.ts";
import { processEnv } from "../process-env.ts";

setDefaultTimeout(60_000);

const isReal = process.env["TEST_HOME"] === "real";
const ALL = { read: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };

let home: TestHome;

beforeAll(async () => {
  if (isReal) home = await openHome();
});
afterAll(() => home?.close());

describe.skipIf(!isReal)("what cannot be meant", () => {
  async function create(grant: string, env: Readonly<Record<string, string>> = {}) {
    const folder = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
    writeFileSync(join(folder, "one.json"), grant);
    return run(["dist/cli.js", "grants", "create", "--from", join(folder, "one.json")], folder, env);
  }
  async function run(args: readonly string[], folder: string, env: Readonly<Record<string, string>>) {
    const child = Bun.spawn(["node", ...args], {
      env: { ...processEnv(), HASS_URL: home.url, HASS_TOKEN: home.token, HEARTHGATE_HOME: folder, ...env },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    return { out, err, code };
  }
  const grant = (access: object, more: object = {}) => JSON.stringify({ name: "x", access, ...more });
  const pin = (applies_to: unknown) =>
    grant(ALL, { restrictions: [{ id: "p", type: "pin", params: { pin: "1234" }, applies_to }] });

  test.each<readonly [string, () => string, string]>([
    ["an entity", () => grant({ read: ["light.kichen_lights"] }), "light.kitchen_lights"],
    ["a domain", () => grant({ actions: ["lihgt.*"] }), "light"],
    ["a service", () => grant({ actions: ["light.turn_onn@light.kitchen_lights"] }), "light.turn_on"],
    ["a denied lock", () => grant({ ...ALL, deny: ["lock.basic_lok"] }), "lock.basic_lock"],
    ["a class", () => grant({ ...ALL, deny: [{ device_class: "garge" }] }), "garage"],
    ["an operation", () => pin({ operation: ["write", "raed"] }), "read"],
    ["a scope of a restriction", () => pin("lok.*"), "lock"],
    ["an empty list", () => pin({ operation: [] }), "an empty list"],
    ["scopes of reads", () => pin({ operation: "read", scopes: ["lock.*"] }), "where no action is meant"],
    ["a key twice", () => '{"name":"x","access":{"deny":["lock.*"],"deny":[]}}', "stands twice in access"],
    [
      "a range of days",
      () =>
        grant(ALL, {
          restrictions: [
            {
              id: "s",
              type: "schedule",
              params: { days: "mon-fri", start_time: "08:00", end_time: "10:00" },
            },
          ],
        }),
      "days are mon",
    ],
    ["a built-in's name", () => grant(ALL, { name: "Operator" }), "looks like it"],
    ["a built-in's name in wide letters", () => grant(ALL, { name: "ｏperator" }), "looks like it"],
    ["a built-in's name in Cyrillic letters", () => grant(ALL, { name: "оperator" }), "looks like it"],
  ])("%s is refused when saved", async (_, text, said) => {
    const { code, err } = await create(text());
    expect(code).toBe(78);
    expect(err).toContain(said);
  });

  test("and at start: a grant that is named but blank, a file that is empty", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hearthgate-test-"));
    writeFileSync(join(folder, "empty"), " \n");
    for (const env of [
      { HEARTHGATE_GRANT: "" },
      { HEARTHGATE_GRANT: "  " },
      { HEARTHGATE_GRANT_FILE: join(folder, "empty") },
      { HEARTHGATE_GRANT: "nobody" },
    ])
      expect((await run(["dist/stdio-server.js"], folder, env as never)).code).toBe(78);
  });
});
