import { expect, test } from "bun:test";
import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeKey } from "../../src/store/namespaces.ts";
import { openSqliteStore } from "../../src/store/sqlite-store.ts";
import { watchStateFile } from "../../src/store/state-watch.ts";

async function opened() {
  const path = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "state.db");
  const store = await openSqliteStore({ path, clock: Date });
  return { path, store, look: watchStateFile(path) };
}

test("nothing is said of a file that is written to, checkpoints included", async () => {
  const { path, store, look } = await opened();
  expect(look()).toBeUndefined();
  // more pages than the log holds before they go into the file
  for (let row = 0; row < 1_200; row++)
    await store.putIfUnchanged(storeKey("login", `l${row}`), "absent", "x".repeat(3_000), {
      durability: "counted",
    });
  expect(look()).toBeUndefined();
  const other = await openSqliteStore({ path, clock: Date });
  await other.close();
  expect(look()).toBeUndefined();
  await store.close();
});

test("each file of it counts, and what cannot be looked at is gone", async () => {
  for (const end of ["", "-wal", "-shm"]) {
    const { path, store, look } = await opened();
    const bytes = readFileSync(path + end);
    rmSync(path + end);
    expect(look()).toBe("moved or replaced");
    writeFileSync(path + end, bytes);
    expect(look()).toBe("moved or replaced");
    await store.close();
  }
  const { path, store, look } = await opened();
  renameSync(path, `${path}.moved`);
  symlinkSync("state.db", path);
  expect(look()).toBe("moved, or may not be read any more");
  await store.close();
});

test("what is no state of ours is told by its header", async () => {
  const { path, store, look } = await opened();
  const good = readFileSync(path);
  // the magic, its two formats, another program's id
  for (const [at, byte] of [
    [0, 0x73],
    [15, 1],
    [18, 1],
    [19, 1],
    [71, 7],
  ] as const) {
    const other = Buffer.from(good);
    other[at] = byte;
    writeFileSync(path, other);
    expect({ at, said: look() }).toEqual({ at, said: "overwritten" });
    writeFileSync(path, good);
    expect(look()).toBeUndefined();
  }
  writeFileSync(path, good.subarray(0, 99));
  expect(look()).toBe("overwritten");
  writeFileSync(path, good);
  await store.close();
});
