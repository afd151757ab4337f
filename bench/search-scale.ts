/** What searching costs as the home grows: time by size, building, one change, memory. */

import { createSearchIndex, type SearchIndex } from "../src/search/search-index.ts";
import { atLeast, atMost, type Figures, median } from "./figures.ts";
import { type MadeHome, makeHome } from "./search-home.ts";

const SMALL = 1_000;
const MIDDLE = 10_000;
const LARGE = 50_000;
const QUERIES = 60;
const ROUNDS = 5;

/** Runs in this process, a home of 50,000 entities among it; takes some seconds. */
export async function measureSearch(): Promise<Figures> {
  const figures: Figures = {};
  figures["search memory, 10k entities"] = atMost(await memoryOf(MIDDLE), "MB", 10);
  const times: Record<number, number> = {};
  for (const size of [SMALL, LARGE]) {
    const home = makeHome(size);
    const index = createSearchIndex(home);
    const { totalMs, longestMs } = await timeBuild(index);
    const { all, byKind, first } = timeQueries(index, home, size);
    times[size] = all;
    if (size === SMALL) {
      figures["search, 1k entities"] = atMost(all, "ms");
      continue;
    }
    figures["search, 50k entities"] = atMost(all, "ms", 1);
    for (const [kind, ms] of Object.entries(byKind))
      figures[`search ${kind}, 50k entities`] = atMost(ms, "ms");
    figures["search exact name first, 50k entities"] = atLeast(first, "share", 1);
    figures["search build, 50k entities"] = atMost(totalMs, "ms");
    figures["search build, longest block, 50k entities"] = atMost(longestMs, "ms", 10);
    figures["search change, plain, 50k entities"] = atMost(timeChanges(index, home, false), "ms", 0.005);
    figures["search change, renamed, 50k entities"] = atMost(timeChanges(index, home, true), "ms", 0.05);
  }
  const exponent = Math.log((times[LARGE] ?? 0) / (times[SMALL] ?? 1)) / Math.log(LARGE / SMALL);
  figures["search cost exponent, 1k to 50k"] = atMost(exponent, "", 0.3);
  return figures;
}

async function memoryOf(size: number): Promise<number> {
  const home = makeHome(size);
  const settle = async () => {
    for (let pass = 0; pass < 4; pass++) {
      Bun.gc(true);
      await Bun.sleep(20);
    }
    return process.memoryUsage().heapUsed;
  };
  const before = await settle();
  const index = createSearchIndex(home);
  await index.build();
  index.search({ text: "lamp", limit: 10 }, () => true, 0);
  const grown = ((await settle()) - before) / 2 ** 20;
  index.stateChanged(home.idOf(0), undefined, undefined);
  return grown;
}

async function timeBuild(index: SearchIndex): Promise<{ totalMs: number; longestMs: number }> {
  const started = performance.now();
  let last = started;
  let longestMs = 0;
  let running = true;
  const watch = () => {
    const now = performance.now();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    if (running) setImmediate(watch);
  };
  setImmediate(watch);
  await index.build();
  running = false;
  return { totalMs: performance.now() - started, longestMs };
}

function timeQueries(index: SearchIndex, home: MadeHome, size: number) {
  const byKind: Record<string, number[]> = {};
  let first = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    for (let count = 0; count < QUERIES; count++) {
      const entity = (count * 7919 + round * 104_729) % size;
      for (const [kind, text] of Object.entries(home.queries(entity))) {
        const started = performance.now();
        const { hits } = index.search({ text, limit: 10 }, () => true, 0);
        const spent = performance.now() - started;
        // the first round warms up
        if (round === 0) continue;
        byKind[kind] = [...(byKind[kind] ?? []), spent];
        if (kind === "exact" && hits[0]?.id === home.idOf(entity)) first++;
      }
    }
  }
  const medians = Object.fromEntries(Object.entries(byKind).map(([kind, values]) => [kind, median(values)]));
  return { all: median(Object.values(byKind).flat()), byKind: medians, first: first / (QUERIES * ROUNDS) };
}

function timeChanges(index: SearchIndex, home: MadeHome, renamed: boolean): number {
  const spent: number[] = [];
  for (let count = 0; count < 2_000; count++) {
    const id = home.idOf((count * 31) % home.states.size);
    const before = home.states.get(id);
    if (!before) continue;
    const name = renamed ? `Renamed ${count} Lamp` : before.attributes["friendly_name"];
    const now = { ...before, state: "off", attributes: { ...before.attributes, friendly_name: name } };
    home.states.set(id, now);
    const started = performance.now();
    index.stateChanged(id, now, before);
    spent.push(performance.now() - started);
  }
  return spent.reduce((sum, ms) => sum + ms, 0) / spent.length;
}
