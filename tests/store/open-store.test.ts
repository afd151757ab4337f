import { expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { findOldNode } from "../../scripts/newer-node.ts";
import { readConfig } from "../../src/config/config.ts";
import { storeKey } from "../../src/store/namespaces.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Put } from "../../src/store/store.ts";
import { failing } from "./failing.ts";
import { bundleForNode } from "./node/node-runtime.ts";
import { testClock } from "./store-suite.ts";

const key = storeKey("credential", "1");
const ACKNOWLEDGED: Put = { durability: "acknowledged" };
const newHome = () => mkdtempSync(join(tmpdir(), "hearthgate-store-"));
const open = (home: string) => openStore("sqlite", home, testClock());
const modeOf = (path: string) => statSync(path).mode & 0o777;

test("sqlite is the default, memory another way, and nothing else is taken", async () => {
  const home = newHome();
  await (await openStore(undefined, home, testClock())).close();
  expect(readdirSync(home)).toEqual(["state.db"]);
  const nowhere = join(home, "none");
  const memory = await openStore("memory", nowhere, testClock());
  expect(await memory.putIfUnchanged(key, "absent", 1, ACKNOWLEDGED)).toBeDefined();
  for (const setting of ["redis://user:hunter2@host.invalid", "postgres", ""]) {
    const failure = await failing(openStore(setting, nowhere, testClock()), "CONFIG_INVALID");
    expect(`${failure.message} ${failure.hint}`).not.toContain("hunter2");
    expect(failure.message).toContain("STORE");
  }
  expect(readdirSync(home)).toEqual(["state.db"]);
});

test("an address whose password cannot be read is refused before anybody connects", () => {
  const storeOf = (STORE: string) => readConfig({ hass: false }, { STORE }).store;
  expect(storeOf("redis://me:a%2Fb%25@h:6379/0")).toBe("redis://me:a%2Fb%25@h:6379/0");
  for (const store of ["redis://me:hunter2%@h", "redis://me:hunter2%ZZ@h", "redis://me:hunter2/x@h"])
    expect(() => storeOf(store)).toThrow(/^(?!.*hunter2).*STORE must be sqlite, memory, or redis:/);
});

test("file and folder are the owner's alone, also where they were not", async () => {
  const home = join(newHome(), "deep", "home");
  const store = await open(home);
  await store.putIfUnchanged(key, "absent", 1, ACKNOWLEDGED);
  expect(modeOf(home)).toBe(0o700);
  expect(readdirSync(home).sort()).toEqual(["state.db", "state.db-shm", "state.db-wal"]);
  for (const file of readdirSync(home)) expect(modeOf(join(home, file))).toBe(0o600);
  await store.close();
  chmodSync(join(home, "state.db"), 0o644);
  const again = await open(home);
  for (const file of readdirSync(home)) expect(modeOf(join(home, file))).toBe(0o600);
  expect((await again.get(key))?.value).toBe(1);
  await again.close();
});

test("what one opening changes another sees, by its revision too", async () => {
  const home = newHome();
  const [one, other] = [await open(home), await open(home)];
  const before = await other.revision();
  const version = await one.putIfUnchanged(key, "absent", "first", ACKNOWLEDGED);
  expect(await other.revision()).not.toBe(before);
  expect(await other.get(key)).toEqual({
    key,
    value: "first",
    version: Number(version),
    expiresAt: undefined,
  });
  const after = await other.revision();
  expect(await other.revision()).toBe(after);
  expect(await other.putIfUnchanged(key, Number(version), "second", ACKNOWLEDGED)).toBeDefined();
  expect(await one.putIfUnchanged(key, Number(version), "third", ACKNOWLEDGED)).toBeUndefined();
  expect(await other.take(storeKey("nonce", "1"), 1000, "counted")).toBe(true);
  expect(await one.take(storeKey("nonce", "1"), 1000, "counted")).toBe(false);
  await one.close();
  await other.close();
});

test("a newer file, another program's and what is no database are refused and left as they are", async () => {
  const newer = newHome();
  await (await open(newer)).close();
  change(newer, "PRAGMA user_version = 7");
  await refused(newer, /newer Hearthgate \(format 7, this one reads 1\)/, /Update Hearthgate/);

  const foreign = newHome();
  change(foreign, "CREATE TABLE photos (name TEXT); PRAGMA user_version = 1");
  await refused(foreign, /another program/, /Move it away/);

  const text = newHome();
  writeFileSync(join(text, "state.db"), "these are my notes\n".repeat(500));
  await refused(text, /damaged/, /restore a backup/);
});

test("a damaged page is found at opening", async () => {
  const home = newHome();
  const store = await open(home);
  for (let at = 0; at < 300; at += 1)
    await store.putIfUnchanged(storeKey("credential", `${at}`), "absent", "x".repeat(200), {
      durability: "counted",
    });
  await store.close();
  const bytes = readFileSync(join(home, "state.db"));
  bytes.fill(0xa5, 4096 * 3, 4096 * 12);
  writeFileSync(join(home, "state.db"), bytes);
  await refused(home, /damaged/, /state.db-wal/);
});

test("where nothing can be written it says so", async () => {
  const file = join(newHome(), "file");
  writeFileSync(file, "");
  await refused(join(file, "below"), /cannot be opened for writing/, /HEARTHGATE_HOME/);
  const taken = newHome();
  mkdirSync(join(taken, "state.db"));
  await refused(taken, /cannot be opened for writing/, /STORE=memory/);
});

test("a file held by another program is refused after a while", async () => {
  const home = newHome();
  await (await open(home)).close();
  const holder = new DatabaseSync(join(home, "state.db"));
  holder.exec("BEGIN EXCLUSIVE");
  await refused(home, /locked by another program/, /start again/);
  holder.close();
  await (await open(home)).close();
});

const oldNode = findOldNode();
test.skipIf(oldNode === undefined)(
  "a Node without node:sqlite says both ways out (skipped where Node is new)",
  async () => {
    const { stdout } = Bun.spawnSync([
      oldNode ?? "",
      await bundleForNode(new URL("./processes/open-probe.ts", import.meta.url)),
      newHome(),
    ]);
    const { sqlite, memory } = JSON.parse(stdout.toString());
    expect(memory).toBe("opened");
    expect(sqlite).toContain("CONFIG_INVALID");
    expect(sqlite).toContain("22.13");
    expect(sqlite).toContain("STORE=memory");
  },
);

async function refused(home: string, message: RegExp, hint: RegExp): Promise<void> {
  const before = snapshot(home);
  const failure = await failing(open(home), "CONFIG_INVALID");
  expect(failure.message).toMatch(message);
  expect(failure.hint).toMatch(hint);
  expect(snapshot(home)).toBe(before);
}

function snapshot(home: string): string {
  const file = join(home, "state.db");
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file).toString("base64") : "none";
}

function change(home: string, sql: string): void {
  const database = new DatabaseSync(join(home, "state.db"));
  database.exec(sql);
  database.close();
}
