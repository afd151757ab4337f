/** Kills processes that write to one state, again and again, then looks whether every promise was kept: `bun tests/store/crash.ts 1000 [node]`. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { findNode } from "../../scripts/newer-node.ts";
import { systemClock } from "../../src/core/clock.ts";
import { type StoreKey, storePrefix } from "../../src/store/namespaces.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { Store } from "../../src/store/store.ts";
import { bundleForNode } from "./node/node-runtime.ts";
import { CALLS, type Promised, RING, TIGHT, TRIES } from "./processes/crash-rules.ts";

const WRITER = new URL("./processes/crash-writer.ts", import.meta.url);
const WRITERS = 4;
/** At most so long from when all write until the next is killed; one in four is killed sooner, e.g. while it opens. */
const PAUSE_MS = 100;

export type CrashReport = {
  readonly kills: number;
  readonly promises: number;
  readonly faults: readonly string[];
};

/** One in four times all are killed at once, so that the next one finds a write-ahead log that nobody holds. */
export async function crash(kills: number, command: readonly string[]): Promise<CrashReport> {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-crash-"));
  const promised: Promised[] = [];
  const faults: string[] = [];
  let started = 0;
  const start = () => {
    started += 1;
    return startWriter(command, home, `writer-${started}`, promised, faults);
  };
  const writers = Array.from({ length: WRITERS }, start);
  let killed = 0;
  while (killed < kills) {
    if (Math.random() < 0.75) await Promise.all(writers.map((writer) => writer.spoken));
    await Bun.sleep(Math.random() * PAUSE_MS);
    const all = Math.random() < 0.25;
    const chosen = all ? writers.map((_, at) => at) : [Math.floor(Math.random() * WRITERS)];
    killed += chosen.length;
    await Promise.all(chosen.map((at) => writers[at]?.kill()));
    if (all) faults.push(...(await check(home, promised)));
    for (const at of chosen) writers[at] = start();
    if (faults.length > 0) break;
  }
  await Promise.all(writers.map((writer) => writer.kill()));
  faults.push(...(await check(home, promised)));
  return { kills: killed + WRITERS, promises: promised.length, faults };
}

type Writer = {
  /** Resolves with its first promise, or its end. */
  readonly spoken: Promise<void>;
  readonly kill: () => Promise<void>;
};

function startWriter(
  command: readonly string[],
  home: string,
  name: string,
  promised: Promised[],
  faults: string[],
): Writer {
  const child = Bun.spawn([...command, home, name], { stdout: "pipe", stderr: "pipe" });
  const spoken = Promise.withResolvers<void>();
  const read = readAll(child.stdout, spoken.resolve);
  const complaint = new Response(child.stderr).text();
  return {
    spoken: spoken.promise,
    kill: async () => {
      child.kill("SIGKILL");
      await child.exited;
      // a line without its end was cut off: nobody was told
      for (const line of (await read).split("\n").slice(0, -1)) promised.push(JSON.parse(line));
      if (child.signalCode !== "SIGKILL") faults.push(`${name} ended by itself: ${await complaint}`);
    },
  };
}

async function readAll(stream: ReadableStream<Uint8Array>, spoken: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    spoken();
  }
  spoken();
  return text;
}

async function check(home: string, promised: readonly Promised[]): Promise<readonly string[]> {
  const store = await openStore("sqlite", home, systemClock);
  try {
    return [
      ...checkFile(home),
      ...(await checkTokens(store, promised)),
      ...(await checkRing(store, promised)),
      ...(await checkCounters(store, promised)),
      ...checkTight(promised),
    ];
  } finally {
    await store.close();
  }
}

function checkFile(home: string): readonly string[] {
  const database = new DatabaseSync(join(home, "state.db"));
  const said = database.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
  const wrong = database
    .prepare(
      `SELECT namespace FROM tallies AS t WHERE row_count <> (SELECT count(*) FROM rows WHERE namespace = t.namespace)`,
    )
    .all();
  database.close();
  return [
    ...(said === "ok" ? [] : [`integrity_check: ${said}`]),
    ...wrong.map((row) => `the tally of ${row["namespace"]} is wrong`),
  ];
}

async function checkTokens(store: Store, promised: readonly Promised[]): Promise<readonly string[]> {
  const revoked = new Set(promised.flatMap((each) => (each.said === "revoked" ? [each.key] : [])));
  const there = new Set<string>((await store.list(storePrefix("credential"))).map(({ key }) => key));
  const faults = [...revoked].filter((key) => there.has(key)).map((key) => `${key} was revoked and is there`);
  const last = lastOfEachWriter(promised);
  for (const each of promised)
    if (each.said === "token" && !there.has(each.key) && !revoked.has(each.key) && !last.has(each.key))
      faults.push(`${each.key} was acknowledged and is gone`);
  return faults;
}

/** The revocation of a writer's last token may have been done and not said. */
function lastOfEachWriter(promised: readonly Promised[]): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const each of promised)
    if (each.said === "token" && isToRevoke(each.key)) last.set(each.key.split(":")[1] ?? "", each.key);
  return new Set(last.values());
}

function isToRevoke(key: string): boolean {
  return Number(key.split(":")[2]) % 3 === 0;
}

async function checkRing(store: Store, promised: readonly Promised[]): Promise<readonly string[]> {
  const turns = promised.flatMap((each) => (each.said === "turned" ? [each.turn] : []));
  const now = Number((await store.get(RING))?.value ?? 0);
  const latest = turns.reduce((most, turn) => Math.max(most, turn), 0);
  return [
    ...(new Set(turns).size === turns.length ? [] : ["two writers made the same turn of the ring"]),
    ...(latest > now ? [`the ring is at ${now}, turn ${latest} was acknowledged`] : []),
  ];
}

async function checkCounters(store: Store, promised: readonly Promised[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const told = tally(promised.flatMap((each) => (each.said === "call" ? [each.key] : [])));
  for (const { key, value } of await store.list(storePrefix("usage", "calls"))) {
    const kept = (value as { hits: [number, number][] }).hits.reduce((sum, [, weight]) => sum + weight, 0);
    if (kept > CALLS || kept < (told.get(key) ?? 0))
      faults.push(`${key}: ${told.get(key)} told, ${kept} kept, ${CALLS} allowed`);
    told.delete(key);
  }
  faults.push(...[...told.keys()].map((key) => `${key} is gone`));
  const attempts = tally(promised.flatMap((each) => (each.said === "attempt" ? [each.address] : [])));
  for (const [address, count] of attempts)
    if (count > TRIES) faults.push(`address ${address} had ${count} attempts`);
  const nonces = promised.flatMap((each) => (each.said === "taken" ? [each.key] : []));
  for (const [key, count] of tally(nonces)) {
    if (count > 1) faults.push(`${key} was taken ${count} times`);
    if ((await store.get(key as StoreKey)) === undefined) faults.push(`${key} was taken and is gone`);
  }
  return faults;
}

function checkTight(promised: readonly Promised[]): readonly string[] {
  const hits = promised
    .flatMap((each) => (each.said === "tight" ? [each.at] : []))
    .sort((one, other) => one - other);
  return hits.flatMap((at, index) => {
    const over = hits[index + TIGHT.limit];
    return over !== undefined && over - at < TIGHT.windowMs
      ? [`${TIGHT.limit + 1} within ${over - at} ms`]
      : [];
  });
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

export async function writerCommand(runtime: "bun" | "node"): Promise<readonly string[]> {
  if (runtime === "bun") return [process.execPath, fileURLToPath(WRITER)];
  const node = findNode();
  if (node === undefined) throw new Error("no Node here has node:sqlite; npm run bench gets one");
  return [node, await bundleForNode(WRITER)];
}

if (import.meta.main) {
  const started = performance.now();
  const runtime = process.argv[3] === "node" ? "node" : "bun";
  const report = await crash(Number(process.argv[2] ?? 1000), await writerCommand(runtime));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${JSON.stringify({ runtime, seconds, ...report }, null, 2)}\n`);
  process.exit(report.faults.length === 0 ? 0 : 1);
}
