/** Log lines as they leave the process. */

import { expect, test } from "bun:test";
import { join } from "node:path";

function run(level: string, script: string) {
  const source = JSON.stringify(join(import.meta.dir, "../../src/log/logger.ts"));
  const child = Bun.spawnSync([
    process.execPath,
    "-e",
    `const log = (await import(${source})).createLogger("${level}"); ${script}`,
  ]);
  const lines = child.stderr.toString().split("\n").slice(0, -1);
  return { stdout: child.stdout.toString(), lines: lines.map((line) => JSON.parse(line)) };
}

test("one JSON line each on stderr, redacted, nothing on stdout", () => {
  const { stdout, lines } = run(
    "info",
    `log.info("hass_lost", { detail: { why: "x", token: "hunter2" } }); log.error("fault", { fault: new Error("Bearer hunter2hunter2") }); log.warn("bare");`,
  );
  expect(stdout).toBe("");
  expect(lines).toMatchObject([
    { level: "info", event: "hass_lost", detail: { why: "x", token: "[redacted]" } },
    { level: "error", event: "fault", fault: { name: "Error", message: "[redacted]" } },
    { level: "warn", event: "bare" },
  ]);
  for (const { timestamp } of lines) expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(Object.keys(lines[2])).toEqual(["level", "timestamp", "event"]);
});

test.each([
  ["debug", ["debug", "info", "warn", "error"]],
  ["warn", ["warn", "error"]],
  ["silent", []],
])("level %s", (level, written) => {
  const { lines } = run(level, `for (const at of ["debug", "info", "warn", "error"]) log[at]("event");`);
  expect(lines.map((line) => line.level)).toEqual(written);
});
