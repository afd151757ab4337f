/** docs/grants.md does what it says: every file in it is written, every command in it runs, on the demo house. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";

setDefaultTimeout(120_000);

const PAGE = readFileSync("docs/grants.md", "utf8");
const FILES = [...PAGE.matchAll(/^`([\w.-]+\.json)`\n```json\n(.*?)^```$/gms)];
const COMMANDS = [...PAGE.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
  block.split("\n").filter((line) => line.startsWith("hearthgate ")),
);

let house: DemoHouse;
const folder = mkdtempSync(join(tmpdir(), "hearthgate-cookbook-"));

beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  for (const [, name = "", text = ""] of FILES) writeFileSync(join(folder, name), text);
});
afterAll(() => house.close());

test("it has files and commands", () => {
  expect(FILES.length).toBeGreaterThan(14);
  expect(COMMANDS.length).toBeGreaterThan(20);
});

test.each(COMMANDS)("%s", async (command) => {
  const cli = `"${process.execPath}" "${join(process.cwd(), "src/cli.ts")}"`;
  const child = Bun.spawn(["sh", "-c", command.replace(/^hearthgate/, cli)], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"] ?? "",
      HEARTHGATE_HOME: join(folder, "home"),
      HASS_URL: house.url,
      HASS_TOKEN: house.tokens.admin,
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const said = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  expect([await child.exited, said[1]]).toEqual([0, ""]);
  if (command.includes(" test ")) expect(said[0]).toMatch(/^[1-9]\d* passed, 0 failed$/m);
});
