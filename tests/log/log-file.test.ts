/** LOG_FILE: lines lie in a file of the owner's alone, with a date where it rotates; old ones go. */

import { expect, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLogFile } from "../../src/log/log-file.ts";
import { createLogger } from "../../src/log/logger.ts";
import { until } from "../until.ts";

const folderOf = () => join(mkdtempSync(join(tmpdir(), "hearthgate-log-")), "log");
const TODAY = /^door\.\d{4}-\d{2}-\d{2}\.1\.log$/;

test.each([true, false])("lines are there when the call returns, redacted (rotation %p)", async (rotates) => {
  const folder = folderOf();
  const to = await openLogFile({ file: join(folder, "door.log"), rotates, maxFiles: 3 });
  createLogger("info", to).warn("auth_failed", { ip: "10.0.0.1", password: "hunter2" });
  const [name = "", ...more] = readdirSync(folder);
  expect(more).toEqual([]);
  if (rotates) expect(name).toMatch(TODAY);
  else expect(name).toBe("door.log");
  const text = readFileSync(join(folder, name), "utf8");
  expect(JSON.parse(text)).toMatchObject({ level: "warn", event: "auth_failed", ip: "10.0.0.1" });
  expect(text).not.toContain("hunter2");
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test("a folder that cannot be made is said, by the setting's name", async () => {
  const taken = join(mkdtempSync(join(tmpdir(), "hearthgate-log-")), "file");
  writeFileSync(taken, "");
  for (const rotates of [true, false])
    await expect(openLogFile({ file: join(taken, "door.log"), rotates, maxFiles: 3 })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: "LOG_FILE cannot be written.",
    });
});

test("no more files are kept than were asked for", async () => {
  const folder = folderOf();
  const file = join(folder, "door.log");
  await openLogFile({ file, rotates: true, maxFiles: 2 });
  for (const day of ["01", "02", "03"]) {
    const old = join(folder, `door.2020-01-${day}.1.log`);
    writeFileSync(old, "old\n");
    utimesSync(old, new Date(`2020-01-${day}`), new Date(`2020-01-${day}`));
  }
  const to = await openLogFile({ file, rotates: true, maxFiles: 2 });
  const logger = createLogger("info", to);
  for (let line = 0; line < 900; line++) logger.info("long", { text: "x".repeat(25_000) });
  const kept = () => readdirSync(folder).sort();
  await until(() => kept().length === 2);
  expect(kept()).toEqual([expect.stringMatching(/\.1\.log$/), expect.stringMatching(/\.2\.log$/)]);
  expect(kept().join()).not.toContain("2020");
});
