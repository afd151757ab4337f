/** Times each method of both stores; prints microseconds by name as JSON. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/core/clock.ts";
import type { Counting } from "../../src/store/count-step.ts";
import { storeKey } from "../../src/store/namespaces.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Durability, Store } from "../../src/store/store.ts";
import type { StoreTimes } from "../store.ts";

const ROWS = 10_000;
const ROUNDS = 5_000;
const FORCED_ROUNDS = 300;
const token = { hash: "a".repeat(64), grant: "grt_0123456789", label: "kitchen tablet", uses: 0 };
const keys = Array.from({ length: ROWS }, (_, at) => storeKey("credential", `token${at}`));
const figures: StoreTimes = {};

for (const kind of ["memory", "sqlite"]) {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-bench-"));
  const store = await openStore(kind, home, systemClock);
  await measure(kind, store);
  await store.close();
  rmSync(home, { recursive: true });
}
process.stdout.write(JSON.stringify(figures));

async function measure(kind: string, store: Store): Promise<void> {
  const versions = new Map<string, number>();
  for (const key of keys)
    versions.set(key, Number(await store.putIfUnchanged(key, "absent", token, { durability: "counted" })));
  const put = async (at: number, durability: Durability): Promise<void> => {
    const key = keyAt(at);
    versions.set(key, Number(await store.putIfUnchanged(key, versions.get(key) ?? 0, token, { durability })));
  };
  const time = async (
    name: string,
    rounds: number,
    work: (at: number) => Promise<unknown>,
  ): Promise<void> => {
    for (let at = 0; at < rounds; at += 1) await work(at);
    const times: number[] = [];
    for (let at = rounds; at < 2 * rounds; at += 1) {
      const start = performance.now();
      await work(at);
      times.push((performance.now() - start) * 1000);
    }
    figures[`${kind} ${name}`] = times.sort((one, other) => one - other)[rounds >> 1] ?? 0;
  };
  await time("get", ROUNDS, (at) => store.get(keyAt(at * 7)));
  await time("revision", ROUNDS, () => store.revision());
  await time("putIfUnchanged counted", ROUNDS, (at) => put(at, "counted"));
  await time("putIfUnchanged acknowledged", FORCED_ROUNDS, (at) => put(at, "acknowledged"));
  await time("take", ROUNDS, (at) => store.take(storeKey("nonce", "token", `${at}`), 65_000, "counted"));
  await time("count, 2 counters", ROUNDS, (at) =>
    store.count({ now: Date.now(), countings: countingsAt(at) }, "counted"),
  );
  await time("look, 2 counters", ROUNDS, (at) => store.look({ now: Date.now(), countings: countingsAt(at) }));
}

function keyAt(at: number): (typeof keys)[number] {
  return keys[at % ROWS] ?? "credential:none";
}

/** A window that is nearly full and a bucket, of a hundred grants. */
function countingsAt(at: number): readonly Counting[] {
  const grant = `grt_${at % 100}`;
  return [
    {
      kind: "window",
      key: storeKey("usage", grant, "per_minute"),
      limit: 120,
      windowMs: 60_000,
      cooldownMs: 0,
      weight: 1,
    },
    { kind: "bucket", key: storeKey("usage", grant, "actions"), perMinute: 6000, capacity: 200, weight: 1 },
  ];
}
