/** Words that their capital tells to be a name. */

import { isSmall } from "./signs-asked.ts";
import { endsSoon, isJoint, NUMBER, type Stands, type WordAt } from "./word-at.ts";

const CAPITAL = /^\p{Lu}\p{Ll}/u;
const SMALL_LETTERS = /^\p{Ll}/u;
const ELIDED = /^\p{L}{1,2}['\u2018\u2019\u02bc]\p{L}{1,2}$/u;

/** Where nouns have capitals, what has none is no name; elsewhere no small word with another is ("c'è"). */
export function isNoName({ written, at, lexicon }: WordAt): boolean {
  return (lexicon.hasCapitals ? SMALL_LETTERS : ELIDED).test(written[at] ?? "");
}

/** "pon música de Mozart": whose music it is, where nouns have no capitals. */
export function isWhoseMusic({ written, texts, at, lexicon }: WordAt): boolean {
  if (!lexicon.isSparse || lexicon.hasCapitals || !INITIAL.test(written[at] ?? "")) return false;
  const before = texts.slice(0, at).findLast((word) => !isSmall(word, lexicon)) ?? "";
  return lexicon
    .senses(lexicon.stem(before))
    .some(({ role, serves }) => role === "verb" && [...serves.keys()].some((each) => PLAYED.test(each)));
}

const INITIAL = /^\p{Lu}/u;
const PLAYED = /^media_player\b/;

/** With a capital, beside others without. */
export function byCapital({ written, texts, at, lexicon, said }: WordAt): Stands {
  const isName =
    at > 0 && CAPITAL.test(written[at] ?? "") && written.some((word) => SMALL_LETTERS.test(word));
  if (!isName) return undefined;
  const [before = "", behind = ""] = [texts[at - 1], texts[at + 1]];
  // "pause the Samsung"
  if (!lexicon.isSparse && lexicon.isOneOf(before)) return "surely";
  // "släck Annas sänglampa"
  if (!lexicon.hasCapitals && !lexicon.joinsThings && !said.isPlace(behind) && said.isInLonger(behind))
    return "surely";
  return isJoint(before, lexicon) || said.kind(before) !== undefined ? "perhaps" : undefined;
}

/** "Heizung im Keller", "Nachttisch von Anna": a noun that ends what is said, behind one that things here are told apart by more than. */
export function endsBehindNoun({ written, texts, at, lexicon, said }: WordAt): boolean {
  if (!lexicon.hasCapitals) return false;
  const isOwn = (word: string) => said.kind(word) !== undefined || said.isName(word);
  if (!CAPITAL.test(written[at] ?? "") || isOwn(texts[at] ?? "")) return false;
  const thing = texts[at - 2] ?? "";
  const isNoun = CAPITAL.test(written[at - 2] ?? "") && said.isInLonger(thing);
  // how far something is done is said behind its place, or with a number
  const saysMore = texts.some((word) => said.isPlace(word) || NUMBER.test(word));
  return (
    isNoun && isJoint(texts[at - 1] ?? "", lexicon) && !saysMore && endsSoon(texts.slice(at + 1), lexicon)
  );
}

/** "Annas Lampe", "Heizung Anna": a noun right beside another says whose or where it is. */
export function isBesideNoun({ written, texts, at, lexicon, said }: WordAt): boolean {
  if (!lexicon.hasCapitals) return false;
  const isNoun = (place: number) => {
    const word = texts[place] ?? "";
    return CAPITAL.test(written[place] ?? "") && (said.kind(word) !== undefined || said.isName(word));
  };
  if (!CAPITAL.test(written[at] ?? "") || said.isName(texts[at] ?? "")) return false;
  return (at > 0 && isNoun(at + 1)) || (isNoun(at - 1) && endsSoon(texts.slice(at + 1), lexicon));
}
