/** `hearthgate setup` and `remove` where others write too, files must not be written, homes are several. */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Carrying, carryOut } from "../../../src/cli/setup/carry-out.ts";
import { CLIENTS, type McpClient } from "../../../src/cli/setup/clients.ts";
import { planEntry } from "../../../src/cli/setup/plan.ts";
import { foundUrl } from "../../../src/cli/setup/reachable-home.ts";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { hearthgate } from "../owner-home.ts";

setDefaultTimeout(60_000);

let house: DemoHouse;
let other: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
  other = await startDemoHouse({ restless: false });
});
afterAll(async () => {
  await house.close();
  await other.close();
});

function machine() {
  const home = mkdtempSync(join(tmpdir(), "hearthgate set up "));
  mkdirSync(join(home, ".cursor"));
  const folder = join(home, "state");
  const run = (args: readonly string[], { url, tokens }: DemoHouse = house) =>
    hearthgate(folder, args, { HOME: home, HASS_URL: url, HASS_TOKEN: tokens.admin });
  const file = join(home, ".cursor", "mcp.json");
  return { home, folder, file, run, read: () => readFileSync(file, "utf8") };
}

function clientOf(id: string): McpClient {
  const client = CLIENTS.find((one) => one.id === id);
  if (!client) throw new Error(`no ${id}`);
  return client;
}

test.each([
  ["a pipe", ["mkfifo", "%"]],
  // its own, so that a fault harms no other program
  ["a device", ["mknod", "%", "c", "1", "3"]],
])("%s in the place of a file stays what it is, and nobody waits for it", async (_, make) => {
  const { home, file, run } = machine();
  const at = join(home, "odd");
  const made = Bun.spawnSync(make.map((word) => (word === "%" ? at : word)));
  // not everybody may make a device
  if (made.exitCode !== 0) return;
  symlinkSync(at, file);
  const before = lstatSync(at);
  for (const command of ["setup", "remove"]) {
    const { code, out, err } = await run([command, "cursor", "--yes"]);
    expect([command, code, `${out}${err}`]).toEqual([
      command,
      1,
      expect.stringContaining("no ordinary file"),
    ]);
  }
  const after = lstatSync(at);
  expect([after.mode, after.rdev, after.ino]).toEqual([before.mode, before.rdev, before.ino]);
});

describe("what others wrote", () => {
  test("between two setups stays, and remove takes the server out of it", async () => {
    const { file, run, read } = machine();
    writeFileSync(file, '{\n  "mcpServers": {\n    "one": {}\n  }\n}\n');
    await run(["setup", "cursor", "--yes"]);
    writeFileSync(file, read().replace('"one"', '"two"'));
    await run(["setup", "cursor", "--yes", "--grant", "viewer"]);
    expect((await run(["remove", "cursor", "--yes"])).code).toBe(0);
    expect(read()).toBe('{\n  "mcpServers": {\n    "two": {}\n  }\n}\n');
  });

  test("with our name in it: a second remove puts nothing back", async () => {
    const { file, run, read } = machine();
    writeFileSync(file, '{ "projects": { "/src/hearthgate": {} } }\n');
    await run(["setup", "cursor", "--yes"]);
    writeFileSync(file, read().replace("projects", "folders"));
    await run(["remove", "cursor", "--yes"]);
    const once = read();
    expect((await run(["remove", "cursor", "--yes"])).out).toContain("nothing to take out");
    expect(read()).toBe(once);
  });

  test("after it was shown is not written over", async () => {
    const { folder, file, read } = machine();
    writeFileSync(file, "{}");
    const planned = planEntry(clientOf("cursor"), file, { command: "x" });
    writeFileSync(file, '{ "mine": 1 }');
    const carrying: Carrying = { asking: { yes: true, json: true }, homePath: folder, remembers: true };
    expect(await carryOut(planned, carrying)).toMatchObject({
      result: "fault",
      why: expect.stringContaining("changed since it was shown"),
    });
    expect(read()).toBe('{ "mine": 1 }');
  });

  test("by many setups at once is put back, every one", async () => {
    const { home, run } = machine();
    const ids = ["cursor", "gemini", "codex", "zed", "goose", "lm-studio"];
    const machineOf = { platform: process.platform, home, applications: join(home, ".config") };
    const files = ids.map((id) => clientOf(id).path(machineOf));
    for (const file of files) {
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, "");
    }
    const done = await Promise.all(ids.map((id) => run(["setup", id, "--yes"])));
    expect(done.map(({ code }) => code)).toEqual(ids.map(() => 0));
    await run(["remove", "--yes"]);
    for (const file of files) expect(readFileSync(file, "utf8")).toBe("");
  });
});

describe("what must not be written", () => {
  test("a file that is read-only, a link to nowhere: said, and as it was", async () => {
    const { home, file, run, read } = machine();
    writeFileSync(file, "{}");
    chmodSync(file, 0o444);
    symlinkSync(join(home, "away.json"), join(home, ".claude.json"));
    writeFileSync(join(home, ".gemini"), "");
    const { out, err, code } = await run(["setup", "cursor", "claude-code", "gemini", "--yes"]);
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("its folder is a file");
    expect(out).toContain("it is read-only");
    expect(out).toContain("a link to a file that is not there");
    expect(read()).toBe("{}");
    expect(lstatSync(join(home, ".claude.json")).isSymbolicLink()).toBe(true);
  });

  test("where what was there cannot be kept, nothing is changed", async () => {
    const { folder, file, run, read } = machine();
    writeFileSync(file, "{}");
    mkdirSync(folder);
    writeFileSync(join(folder, "setup"), "");
    const { out, code } = await run(["setup", "cursor", "--yes"]);
    expect(code).toBe(1);
    expect(out).toContain("cannot be");
    expect(read()).toBe("{}");
  });
});

describe("tokens", () => {
  test("of two homes lie in two files, each in that of its client", async () => {
    const { home, file, run } = machine();
    await run(["setup", "cursor", "--yes"]);
    await run(["setup", "gemini", "--yes"], other);
    for (const [path, { tokens, url }] of [
      [file, house],
      [join(home, ".gemini", "settings.json"), other],
    ] as const) {
      const { env } = JSON.parse(readFileSync(path, "utf8")).mcpServers.hearthgate;
      expect(env.HASS_URL).toBe(url);
      expect(readFileSync(env.HASS_TOKEN_FILE, "utf8").trim()).toBe(tokens.admin);
    }
  });

  test("stay when the server is taken out, and that is said", async () => {
    const { folder, run } = machine();
    await run(["setup", "cursor", "--yes"]);
    const { out } = await run(["remove", "--yes"]);
    const [name = "none"] = readdirSync(folder).filter((one) => one.startsWith("hass-token"));
    expect(out).toContain(join(folder, name));
    expect(out).not.toContain(house.tokens.admin);
  });

  test("are not kept where nothing is written", async () => {
    const { folder, file, run } = machine();
    writeFileSync(file, "[]");
    expect((await run(["setup", "cursor", "--yes"])).code).toBe(1);
    const names = (() => {
      try {
        return readdirSync(folder);
      } catch {
        return []; // it was not made
      }
    })();
    expect(names.filter((name) => name.startsWith("hass-token"))).toEqual([]);
  });

  test("of others in the file are not shown", async () => {
    const { file, run } = machine();
    const env = { HASS_TOKEN: "by-hand-5813", GITHUB_TOKEN: "of-another-2134" };
    writeFileSync(
      file,
      JSON.stringify({ mcpServers: { hearthgate: { command: "x", env }, z: { env } } }, null, 2),
    );
    const { out, err } = await run(["setup", "cursor", "--yes"]);
    expect(out).toContain("[hidden]");
    expect(out + err).not.toMatch(/by-hand-5813|of-another-2134/);
    const removed = await run(["remove", "cursor", "--yes"]);
    expect(removed.out + removed.err).not.toMatch(/by-hand-5813|of-another-2134/);
  });
});

test("no token goes to a home that was only announced", async () => {
  const [one, other] = ["http://homeassistant.local:8123", "http://10.0.0.66:8123"];
  const found = (urls: readonly string[]) => async () => urls.map((url) => ({ url, version: "2026.11.0" }));
  const quiet = { json: true, yes: true };
  for (const urls of [[one], [other, one]])
    await expect(foundUrl(quiet, found(urls))).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: expect.stringContaining(urls.join(", ")),
    });
  await expect(foundUrl(quiet, found([]))).rejects.toThrow("No Home Assistant was found");
  // nobody is at a terminal here who could say that it is theirs
  await expect(foundUrl({ json: true, yes: false }, found([one]))).rejects.toThrow(one);
});
