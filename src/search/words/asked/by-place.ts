/** What nobody knows in a language without particles, as Chinese is: only small words and places show what a word is. */

import type { Lexicon } from "../lexicon.ts";
import type { Sense } from "../sense.ts";
import type { Said } from "../state-by-form.ts";
import { tokenise } from "../tokenise.ts";
import { isKnownWord, LONGEST, NAMING } from "./known-signs.ts";
import { isQuantity } from "./quantity.ts";
import { isDone, isMeasured, isSmall } from "./signs-asked.ts";

const SHORTEST = 2;
/** What is to be done is said with fewer signs. */
const LONG = 3;

/** A language without particles shows by small words alone what its words are: 阁楼的灯, 客厅的冰箱. */
export function nameBeside(
  words: readonly string[],
  { at, end }: { readonly at: number; readonly end: number },
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  const [next = ""] = words.slice(end);
  // "小刚的电脑": of a name that no dictionary has one sign may be a small word
  const isCut = end === at + 1 && isSmall(words[at - 1] ?? "", lexicon) && isSmall(next, lexicon);
  const name = words.slice(isCut ? at - 1 : at, end).join("");
  if ([...name].length < SHORTEST || isDone(name, lexicon)) return [];
  const isLast = !words.slice(end).some((word) => NAMING.test(word));
  const isBehind = isLast && isSmall(words[at - 1] ?? "", lexicon) && said.isWhole(words[at - 2] ?? "");
  const rest = [...words.slice(end + 1).join("")].slice(0, LONGEST);
  const isThing = (word: string) => said.kind(word) !== undefined || said.isWhole(word);
  const isBefore =
    isSmall(next, lexicon) && rest.some((_, sign) => isThing(rest.slice(0, sign + 1).join("")));
  const isNoPlace = (word: string) => {
    const kind = said.kind(word);
    return (
      !tokenise(word).some(said.isPlace) && (kind === undefined ? said.isWhole(word) : !isMeasured(kind))
    );
  };
  // what stands first is what is to be done, if it is not too long for that (健身房音箱), and so is what stands before a place
  const behind = [...words.slice(end).join("")].slice(0, LONGEST);
  const isWholeThing = (word: string) => said.isWhole(word) && !tokenise(word).some(said.isPlace);
  const isJoined =
    at > 0 &&
    NAMING.test(next) &&
    behind.some(
      (_, sign) => [...next].length <= sign + 1 && isWholeThing(behind.slice(0, sign + 1).join("")),
    );
  const isLong =
    [...name].length >= LONG &&
    NAMING.test(next) &&
    behind.some((_, sign) => isNoPlace(behind.slice(0, sign + 1).join("")));
  if (isBefore || isBehind || isJoined || isLong) return tokenise(name);
  // the dictionary may cut 音箱 of 小爱音箱 as well
  const cuts = at === 0 ? words.slice(0, end).map((_, place) => place + 1) : [];
  const cut = cuts.find((place) =>
    tellsAnother(words.slice(0, place), words.slice(place).join(""), lexicon, said),
  );
  return tokenise(words.slice(0, cut ?? 0).join(""));
}

/**
 * "索尼电视", where there is another: signs that no dictionary has together are nothing that is done; nor is a word before what
 * says of itself nothing, as 模式 where there are many.
 */
function tellsAnother(before: readonly string[], thing: string, lexicon: Lexicon, said: Said): boolean {
  const isNobodys = (word: string) => !lexicon.isEveryday(word) && !lexicon.isSmallWord(word);
  const isCut = before.length > 1 && before.every((word) => [...word].length === 1);
  if (!before.every(isNobodys) || [...thing].length < SHORTEST) return false;
  if (isCut) return said.kind(thing) !== undefined || said.isWhole(thing);
  return said.kind(thing) === undefined && said.told(thing) > 1;
}

/** "打开主卧的洗衣机": behind a place and a small word stands a thing, also where signs of it alone say something. */
export function thingBehind(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
  const joint = words.findIndex((word, at) => isSmall(word, lexicon) && isBehindPlace(words, at, said));
  // "厨房洗碗机" as well
  const from = joint < 0 ? words.findIndex((_, at) => isBehindPlace(words, at, said)) : joint + 1;
  const behind = from < 0 ? [] : words.slice(from);
  const isLonger = (word: string) => [...word].length > 1;
  const ends = behind.findIndex(
    (word) =>
      !NAMING.test(word) || isSmall(word, lexicon) || (isLonger(word) && isKnownWord(word, lexicon, said)),
  );
  const thing = ends < 0 ? behind : behind.slice(0, ends);
  const name = thing.join("");
  const signs = [...name];
  const isKind = ([sense, ...others]: readonly Sense[]) => sense?.role === "noun" && others.length === 0;
  const isThing = (word: string) =>
    said.kind(word) !== undefined ||
    said.isWhole(word) ||
    (isKind(lexicon.hanSign(word)) && !isQuantity(word, lexicon));
  const hasThing = (some: readonly string[]) => some.some((_, at) => isThing(some.slice(0, at + 1).join("")));
  // a word of the dictionary says more than its signs: 打印机 opens (打) nothing
  const isOther = thing.every(
    (word, at) => !isDone(word, lexicon) || ((isLonger(word) || at > 0) && at < thing.length - 1),
  );
  if (signs.length < SHORTEST || !isOther || signs.some((_, at) => hasThing(signs.slice(at)))) return [];
  return tokenise(name);
}

/** 主卧 is no word of the dictionary. */
function isBehindPlace(words: readonly string[], at: number, said: Said): boolean {
  let place = "";
  for (let from = at - 1; from >= 0 && place.length < LONGEST; from--) {
    place = (words[from] ?? "") + place;
    if ([...place].length >= SHORTEST && said.isWhole(place)) return tokenise(place).every(said.isPlace);
  }
  return false;
}
