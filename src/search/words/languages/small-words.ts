/** Articles, prepositions, pronouns and the like of a language: they decide nothing. */

import type { SmallSigns } from "../language.ts";
import { fold, spelled } from "../normalise.ts";
import { tokenise } from "../tokenise.ts";

/** Empty for a language that nobody has listed. */
export async function smallWordsOf(code: string): Promise<readonly string[]> {
  return (await listedFor(code)).flatMap(tokenise);
}

/** Languages that are written much alike, and of which the other has a list: Norwegian stands under its older code. */
const LISTED_AS: Readonly<Record<string, string>> = { bs: "hr", nb: "no", nn: "no", sr: "hr" };

async function listedFor(code: string): Promise<readonly string[]> {
  const { default: lists } = await import("stopwords-iso");
  const language = code.slice(0, 2).toLowerCase();
  return (lists as Readonly<Record<string, readonly string[]>>)[LISTED_AS[language] ?? language] ?? [];
}

/** Those that are one of the `kinds`, as these are written, but for their marks: `fold` leaves nothing of what tells "đến", which is "to", from "đèn", a lamp. */
export async function smallWordsLike(
  kinds: ReadonlySet<string>,
  code: string,
  isKind: (folded: string) => boolean,
): Promise<readonly string[]> {
  const written = (await listedFor(code))
    .map(spelled)
    .filter((word) => fold(word) !== word && !kinds.has(word));
  return written.filter((word) => isKind(fold(word)));
}

const HAN = /^\p{Script=Han}$/u;
const HAN_PAIR = /^\p{Script=Han}{2}$/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const MANY = 3;
const SEVERAL = 2;
const MUCH = 5;

/** `atHome`: what a person is, 在家. A language with Chinese signs beside its own has few of them in its own list. */
export async function smallSignsOf(code: string, atHome: readonly string[]): Promise<SmallSigns> {
  const own = await smallWordsOf(code);
  const words = own.some((word) => KANA.test(word)) ? [...own, ...(await smallWordsOf("zh"))] : own;
  const alone = new Set(words.filter((word) => HAN.test(word)));
  const [behind, before] = [new Map<string, number>(), new Map<string, number>()];
  const pairs = [...new Set(words.filter((each) => HAN_PAIR.test(each)))].map((word) => [...word]);
  for (const [first = "", last = ""] of pairs) {
    if (alone.has(first)) behind.set(last, (behind.get(last) ?? 0) + 1);
    else before.set(first, (before.get(first) ?? 0) + 1);
  }
  const atLeast = (times: number, counts: ReadonlyMap<string, number>) =>
    [...counts].flatMap(([sign, count]) => (count >= times ? [sign] : []));
  const home = atHome.flatMap((word) => [...word]).filter((sign) => HAN.test(sign) && !alone.has(sign));
  const ends = new Set(atLeast(SEVERAL, behind));
  // 边 stands behind 这 and 那, as much does; 下 is a word that others stand before
  const followed = (sign: string) => pairs.filter(([first]) => first === sign).length;
  const isShown = (sign: string) =>
    pairs.filter(([first = "", last]) => last === sign && followed(first) >= MUCH).length >= SEVERAL;
  const leads = pairs.flatMap(([first = "", last = ""]) =>
    ends.has(last) && !home.includes(last) ? [first] : [],
  );
  return {
    alone: [...alone],
    behind: atLeast(MANY, behind).filter((sign) => !alone.has(sign) || isShown(sign)),
    before: atLeast(SEVERAL, before),
    leads: [...new Set(leads)],
    home,
  };
}
