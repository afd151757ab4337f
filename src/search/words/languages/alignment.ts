/** Which words of English a word of another language stands for, learnt from texts that say the same in both. */

import { eachInTurns } from "../../../core/turns.ts";

/** Word → the words of English that it stands for, each with how often. */
export type Alignment = ReadonlyMap<string, ReadonlyMap<string, number>>;

type Pair = { readonly own: readonly string[]; readonly english: readonly string[] };

const ROUNDS = 6;
/** Stands in every English text, for words of the other language that English has none for. */
const NOTHING = "";

/** IBM Model 1 (Brown et al. 1993, "The Mathematics of Statistical Machine Translation"), some rounds of it. */
export async function align(pairs: readonly Pair[]): Promise<Alignment> {
  const texts = new Map<string, Pair>();
  for (const { own, english } of pairs) {
    const pair = { own: [...new Set(own)], english: [...new Set([NOTHING, ...english])] };
    texts.set(JSON.stringify(pair), pair);
  }
  let shares: Table | undefined;
  let counts: Table = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    const likely = shares;
    counts = new Map();
    await eachInTurns(texts.values(), (text) => count(text, likely, counts));
    shares = sharesOf(counts);
  }
  return counts;
}

/** Word → English word → number. */
type Table = Map<string, Map<string, number>>;

/** Adds how often each word of a text is thought to stand for each: at first all are as likely. */
function count({ own, english }: Pair, shares: Table | undefined, counts: Table): void {
  for (const word of own) {
    const known = shares?.get(word);
    const likely = english.map((each) => (known ? (known.get(each) ?? 0) : 1));
    const all = likely.reduce((sum, each) => sum + each, 0) || 1;
    const of = counts.get(word) ?? new Map<string, number>();
    counts.set(word, of);
    for (const [at, each] of english.entries()) of.set(each, (of.get(each) ?? 0) + (likely[at] ?? 0) / all);
  }
}

/** Of all that an English word is said by, the share of each word. */
function sharesOf(counts: Table): Table {
  const totals = new Map<string, number>();
  for (const meanings of counts.values())
    for (const [each, times] of meanings) totals.set(each, (totals.get(each) ?? 0) + times);
  const shares: Table = new Map();
  for (const [word, meanings] of counts)
    shares.set(word, new Map([...meanings].map(([each, times]) => [each, times / (totals.get(each) ?? 1)])));
  return shares;
}
