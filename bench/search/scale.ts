/** What searching costs as the home grows: time by size, building, one change, memory. */

import { createSearchIndex, type SearchIndex } from "../../src/search/search-index.ts";
import type { Language } from "../../src/search/words/language.ts";
import { english } from "../../src/search/words/languages/english/en.ts";
import { atLeast, atMost, type Figures, median } from "../figures.ts";
import { type MadeHome, makeHome } from "./home.ts";
import { spokenIn } from "./languages.ts";

const SMALL = 1_000;
const MIDDLE = 10_000;
const LARGE = 50_000;
const QUERIES = 60;
const ROUNDS = 5;
const WARM_UP = 3;
/** The second language of a home. */
const SECOND = "de";
const ABSENT = ["lamp in the orangery", "dehumidifier", "turn off the mezzanine plug", "Anna's motion"];

/** Runs in this process, a home of 50,000 entities among it; takes some seconds. */
export async function measureSearch(): Promise<Figures> {
  const figures: Figures = {};
  figures["search memory, 10k entities"] = atMost(memoryOf(MIDDLE), "MB", 10);
  const small = await furnish(SMALL);
  const large = await furnish(LARGE);
  const [few, many] = timeQueries([small, large]);
  if (!few || !many) return figures;
  figures["search, 1k entities"] = atMost(few.all, "ms");
  figures["search, 50k entities"] = atMost(many.all, "ms", 1);
  for (const [kind, ms] of Object.entries(many.byKind))
    figures[`search ${kind}, 50k entities`] = atMost(ms, "ms");
  const exponent = Math.log(many.all / few.all) / Math.log(LARGE / SMALL);
  figures["search cost exponent, 1k to 50k"] = atMost(exponent, "", 0.3);
  figures["search exact name first, 50k entities"] = atLeast(many.first, "share", 1);
  figures["search, 50k entities, what is not there"] = atMost(timeAbsent(large), "ms", 5);
  const spoken = await spokenIn(SECOND);
  const [own] = spoken === undefined ? [] : timeQueries([await furnish(LARGE, spoken)]);
  if (own) figures["search, 50k entities, two languages"] = atMost(own.all, "ms", 1);
  figures["search, 50k entities, two of them seen"] = atMost(timeNarrow(large), "ms", 10);
  figures["search 10,000 characters, longest, 50k entities"] = atMost(timeLong(large), "ms", 100);
  figures["search build, 50k entities"] = atMost(large.buildMs, "ms");
  figures["search build, block, 99 of 100, 50k entities"] = atMost(large.blockMs, "ms", 10);
  figures["search change, plain, 50k entities"] = atMost(timeChanges(large, false), "ms", 0.005);
  figures["search change, renamed, 50k entities"] = atMost(timeChanges(large, true), "ms", 0.05);
  return figures;
}

type Furnished = {
  readonly size: number;
  readonly home: MadeHome;
  readonly index: SearchIndex;
  readonly buildMs: number;
  /** How long the event loop was held, in all but one turn of a hundred. */
  readonly blockMs: number;
};

async function furnish(size: number, languages: readonly Language[] = [english]): Promise<Furnished> {
  const home = makeHome(size);
  const index = createSearchIndex(home, { languages });
  Bun.gc(true); // what making the home left behind is not the index's to clear
  const held: number[] = [];
  const started = performance.now();
  let last = started;
  let running = true;
  const watch = () => {
    const now = performance.now();
    held.push(now - last);
    last = now;
    if (running) setImmediate(watch);
  };
  setImmediate(watch);
  await index.build();
  running = false;
  held.sort((a, b) => a - b);
  const blockMs = held[Math.floor(held.length * 0.99)] ?? 0;
  return { size, home, index, buildMs: performance.now() - started, blockMs };
}

/** MB, in a process of its own: what was measured before leaves garbage here. */
function memoryOf(size: number): number {
  const probe = Bun.spawnSync([process.execPath, "dist/bench/search-memory-probe.js", String(size)], {
    stderr: "inherit",
  });
  if (!probe.success) throw new Error(`search-memory-probe ended with ${probe.exitCode}`);
  return Number(probe.stdout.toString());
}

/** The homes take turns, so that none is asked with its own memory still at hand: nobody searches twice in a millisecond. */
function timeQueries(homes: readonly Furnished[]) {
  const tallies = homes.map((furnished) => ({ furnished, byKind: new Map<string, number[]>(), first: 0 }));
  for (let round = 0; round < WARM_UP + ROUNDS; round++)
    for (let count = 0; count < QUERIES; count++)
      for (const tally of tallies) {
        const asked = askAbout(tally.furnished, count * 7919 + round * 104_729);
        if (round < WARM_UP) continue;
        for (const { kind, spent, isFirst } of asked) {
          tally.byKind.set(kind, [...(tally.byKind.get(kind) ?? []), spent]);
          if (kind === "exact" && isFirst) tally.first++;
        }
      }
  return tallies.map(({ byKind, first }) => ({
    all: median([...byKind.values()].flat()),
    byKind: Object.fromEntries([...byKind].map(([kind, values]) => [kind, median(values)])),
    first: first / (QUERIES * ROUNDS),
  }));
}

function askAbout({ size, home, index }: Furnished, turn: number) {
  const entity = turn % size;
  return Object.entries(home.queries(entity)).map(([kind, text]) => {
    const started = performance.now();
    const { hits } = index.search({ text, limit: 10 }, () => true, 0);
    return { kind, spent: performance.now() - started, isFirst: hits[0]?.id === home.idOf(entity) };
  });
}

/** What is nowhere is looked for among all that is like it. */
function timeAbsent({ index }: Furnished): number {
  const spent = Array.from({ length: QUERIES }, () =>
    ABSENT.map((text) => {
      const started = performance.now();
      index.search({ text, limit: 10 }, () => true, 0);
      return performance.now() - started;
    }),
  );
  return median(spent.flat());
}

/** Who sees little of a large home: nearly all that is reached is left out. */
function timeNarrow({ size, home, index }: Furnished): number {
  const seen = new Set([home.idOf(size - 1), home.idOf(size - 5)]);
  const spent = Array.from({ length: QUERIES }, (_, turn) =>
    Object.values(home.queries((turn * 7919) % size)).map((text) => {
      const started = performance.now();
      index.search({ text, limit: 10 }, (id) => seen.has(id), 0);
      return performance.now() - started;
    }),
  );
  return median(spent.flat());
}

/** Texts that nobody types: many words, one word, words without end, signs. */
function timeLong({ index }: Furnished): number {
  const texts = [
    "kitchen light ".repeat(720),
    "x".repeat(10_000),
    Array.from({ length: 2_000 }, (_, at) => `w${at}`).join(" "),
    "灯".repeat(10_000),
  ];
  const spent = texts.map((text) => {
    const started = performance.now();
    index.search({ text, limit: 10 }, () => true, 0);
    return performance.now() - started;
  });
  return Math.max(...spent);
}

function timeChanges({ index, home }: Furnished, renamed: boolean): number {
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
