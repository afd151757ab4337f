import { expect, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { storeKey, storePrefix } from "../../src/store/namespaces.ts";
import { openStore } from "../../src/store/open-store.ts";
import { openSqliteStore } from "../../src/store/sqlite-store.ts";
import { failing } from "./failing.ts";
import { testClock } from "./store-suite.ts";

const PROBE = fileURLToPath(new URL("./processes/fault-probe.ts", import.meta.url));
const key = storeKey("credential", "1");
const newHome = () => mkdtempSync(join(tmpdir(), "hearthgate-store-"));

test("a write that must wait too long fails, the next one goes through", async () => {
  const path = join(newHome(), "state.db");
  const store = await openSqliteStore({ path, clock: testClock(), busyTimeoutMs: 50 });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  for (const durability of ["counted", "acknowledged"] as const) {
    const failure = await failing(store.putIfUnchanged(key, "absent", 1, { durability }), "DEFECT");
    expect(failure.message).toContain("busy");
    expect(failure.retryAfterSeconds).toBe(1);
  }
  await failing(store.take(storeKey("nonce", "1"), 1000, "counted"), "DEFECT");
  // whoever only looks never waits
  expect(await store.get(key)).toBeUndefined();
  other.exec("ROLLBACK");
  expect(await store.putIfUnchanged(key, "absent", 1, { durability: "counted" })).toBeDefined();
  expect(await store.take(storeKey("nonce", "1"), 1000, "counted")).toBe(true);
  other.close();
  await store.close();
});

test("a write waits its turn and holds nobody else up meanwhile", async () => {
  const path = join(newHome(), "state.db");
  const store = await openSqliteStore({ path, clock: testClock() });
  const other = new DatabaseSync(path);
  other.exec("BEGIN IMMEDIATE");
  const waiting = store.putIfUnchanged(key, "absent", 1, { durability: "acknowledged" });
  expect(await store.get(key)).toBeUndefined();
  other.exec("COMMIT");
  expect(await waiting).toBeDefined();
  other.exec("BEGIN IMMEDIATE");
  const tooLate = store.remove(key, "counted");
  await store.close();
  other.exec("COMMIT");
  expect((await failing(tooLate, "DEFECT")).message).toContain("closed");
  other.close();
});

test("a row that was damaged by hand is refused, not guessed", async () => {
  const path = join(newHome(), "state.db");
  const store = await openSqliteStore({ path, clock: testClock() });
  await store.putIfUnchanged(key, "absent", 1, { durability: "counted" });
  const other = new DatabaseSync(path);
  other.exec("UPDATE rows SET value = '{'");
  expect((await failing(store.get(key), "DEFECT")).hint).toContain("backup");
  await failing(store.list(storePrefix("credential")), "DEFECT");
  other.close();
  await store.close();
});

test("eight processes that make the file at one instant all open it", async () => {
  for (let round = 0; round < 3; round += 1) {
    const home = join(newHome(), "new");
    const at = `${Date.now() + 400}`;
    const probes = Array.from({ length: 8 }, () =>
      Bun.spawn([process.execPath, PROBE, "open", home, at], { stdout: "pipe" }),
    );
    for (const { stdout } of probes)
      expect(JSON.parse(await new Response(stdout).text())).toEqual({ opened: true });
    await (await openStore("sqlite", home, testClock())).close();
  }
}, 30_000);

const isRoot = process.getuid?.() === 0;
test.skipIf(!isRoot)(
  "a folder or file that this user may not write is refused (skipped unless root: needs two users)",
  async () => {
    const home = newHome();
    await (await openStore("sqlite", home, testClock())).close();
    chmodSync(home, 0o755);
    chmodSync(join(home, "state.db"), 0o444);
    const { failed } = probe("as another user", home);
    expect(failed).toContain("CONFIG_INVALID");
    expect(failed).toContain("cannot be opened for writing");
    expect(failed).toContain("STORE=memory");
  },
);

// a small disk of its own, gone with the shell
const SMALL_DISK = `mount -t tmpfs -o size=1m none "$1" && exec "$2" "$3" "fill the disk" "$1"`;
const mounts = Bun.which("unshare") !== null && Bun.spawnSync(["unshare", "--mount", "true"]).exitCode === 0;
test.skipIf(!mounts)(
  "a full disk refuses the write and says why (skipped where nothing may be mounted)",
  () => {
    const command = ["unshare", "--mount", "sh", "-c", SMALL_DISK, "sh", newHome(), process.execPath, PROBE];
    const { written, failed } = JSON.parse(Bun.spawnSync(command).stdout.toString());
    expect(written).toBeGreaterThan(5);
    expect(written).toBeLessThan(100);
    expect(failed).toContain("DEFECT: The disk of the state is full.");
  },
);

test("a disk that takes no more bytes refuses the write", () => {
  const home = newHome();
  const limited = `trap '' XFSZ; ulimit -f 400; exec "$1" "$2" "fill the disk" "$3"`;
  const { stdout } = Bun.spawnSync(["sh", "-c", limited, "sh", process.execPath, PROBE, home]);
  const { written, failed } = JSON.parse(stdout.toString());
  expect(written).toBeGreaterThan(2);
  expect(failed).toMatch(/^DEFECT: /);
});

test("what a killed process left behind is taken up", async () => {
  const home = newHome();
  const script = join(home, "writer.ts");
  writeFileSync(
    script,
    `import { openStore } from ${JSON.stringify(join(import.meta.dir, "../../src/store/open-store.ts"))};
     const store = await openStore("sqlite", ${JSON.stringify(home)}, { now: () => Date.now() });
     await store.putIfUnchanged("credential:1", "absent", "kept", { durability: "counted" });
     process.kill(process.pid, "SIGKILL");`,
  );
  const { signalCode } = Bun.spawnSync([process.execPath, script]);
  expect(signalCode).toBe("SIGKILL");
  expect(existsSync(join(home, "state.db-wal"))).toBe(true);
  const store = await openStore("sqlite", home, testClock());
  expect((await store.get(key))?.value).toBe("kept");
  await store.close();
  expect(existsSync(join(home, "state.db-wal"))).toBe(false);
});

function probe(trouble: string, home: string): Record<string, unknown> {
  return JSON.parse(Bun.spawnSync([process.execPath, PROBE, trouble, home]).stdout.toString());
}
