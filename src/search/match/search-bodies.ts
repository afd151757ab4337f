/** Finding things by what they do: the words of their bodies. */

import { editDistance } from "../../core/nearest.ts";
import type { Body, Hit, IndexAnswer } from "../query.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { unfolded } from "../words/normalise.ts";
import { readWords, type Word } from "../words/query-words.ts";
import { tokenise } from "../words/tokenise.ts";

const NEAREST = 3;
const BY_NAME = 1;
const IN_BODY = 0.8;
const NEARLY = 0.6;
const SERVED_SHARE = 0.5;
const SHORTEST_BEGINNING = 4;
const SHORTEST_MISSPELT = 5;
/** Words that a body may lack: of manner, numbers, what nobody knows beside what they do. */
const NEEDED: ReadonlySet<Word["role"]> = new Set(["name", "noun", "free"] as const);

const DEEDS: ReadonlySet<Word["role"]> = new Set(["act", "verb", "hint"] as const);

type Read = { readonly own: ReadonlySet<string>; readonly body: ReadonlySet<string> };

/** `close` when one body holds every word that counts; the best first, then by id. With `none` the hits are the nearest. */
export function searchBodies(
  text: string,
  bodies: Iterable<Body>,
  lexicon: Lexicon,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): IndexAnswer {
  const stems = (texts: readonly string[]) => new Set(texts.flatMap(tokenise).map(lexicon.stem));
  const all = [...bodies].map((body) => ({
    body,
    read: { own: stems([body.name]), body: stems(body.texts) },
  }));
  const read = readWords(text, lexicon);
  const words = sayingMost(
    read,
    deedsIn(read, lexicon, ({ stem }) => all.some((each) => each.read.body.has(stem))),
  );
  const scored: { readonly hit: Hit; readonly served: readonly number[] }[] = [];
  for (const { body, read } of all) {
    const served = words.map((word) => serves(word, read, body.domains));
    const score = served.reduce((sum, each) => sum + each, 0) / Math.max(1, words.length);
    if (score > 0) scored.push({ hit: { kind: body.kind, id: body.id, score, whole: false }, served });
  }
  scored.sort((a, b) => b.hit.score - a.hit.score || (a.hit.id < b.hit.id ? -1 : 1));
  const whole = scored.filter(({ served }) => served.every((each) => each > 0));
  if (words.length > 0 && whole.length > 0) {
    const hits = whole.slice(offset, offset + limit).map(({ hit }) => hit);
    return { match: "close", hits, total: whole.length, totalIs: "exact" };
  }
  const [best] = scored;
  const unmet = words.filter((_, at) => (best?.served[at] ?? 0) === 0).map((word) => unfolded(word.text));
  const hits = scored.slice(0, NEAREST).map(({ hit }) => hit);
  return { match: "none", hits, total: 0, totalIs: "exact", unmet };
}

/** What is to be done, with its particle ("off"), where some body does it. */
function deedsIn(
  words: readonly Word[],
  lexicon: Lexicon,
  isDone: (word: Word) => boolean,
): ReadonlySet<Word> {
  const isDeed = (word: Word | undefined) => word !== undefined && DEEDS.has(word.role) && isDone(word);
  const isParticle = (word: Word, at: number) =>
    lexicon.isParticle(word.text) && isDone(word) && isDeed(words[at - 1]);
  return new Set(words.filter((word, at) => isDeed(word) || isParticle(word, at)));
}

/** Words that say nothing much are what is asked for when there are no others. */
function sayingMost(words: readonly Word[], deeds: ReadonlySet<Word>): readonly Word[] {
  const needed = words.filter((word) => NEEDED.has(word.role) || deeds.has(word));
  if (needed.length > 0) return needed;
  const others = words.filter(({ role }) => role !== "soft" && role !== "value");
  return others.length > 0 ? others : words;
}

/** As a word of the name or the body, nearly so, or by a kind of thing that it deals with. */
function serves({ stem, senses }: Word, { own, body }: Read, domains: ReadonlySet<string>): number {
  if (own.has(stem)) return BY_NAME;
  if (body.has(stem)) return IN_BODY;
  for (const { role, borrowed, serves: targets } of senses) {
    // what is done stands in a body in English words; what it is done to may be any of its kind
    if (role !== "noun" && !borrowed) continue;
    for (const [target, share] of targets)
      if (share >= SERVED_SHARE && domains.has(target.split(".")[0] ?? "")) return IN_BODY;
  }
  for (const words of [own, body]) for (const word of words) if (isNearly(stem, word)) return NEARLY;
  return 0;
}

function isNearly(stem: string, word: string): boolean {
  if (stem.length >= SHORTEST_BEGINNING && word.startsWith(stem)) return true;
  const mayBeMisspelt = stem.length >= SHORTEST_MISSPELT && word[0] === stem[0];
  return mayBeMisspelt && Math.abs(word.length - stem.length) <= 1 && editDistance(stem, word, 1) <= 1;
}
