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

/** Words of a query, one after another, that nobody knows. */
type Unknown = {
  readonly words: readonly string[];
  /** The first of them. */
  readonly at: number;
  /** The first behind them. */
  readonly end: number;
  readonly name: string;
  readonly lexicon: Lexicon;
  readonly said: Said;
};

/** Where what is not known stands as a name does. */
const NAMES: readonly ((unknown: Unknown) => boolean)[] = [
  tellsThing,
  standsBehindThing,
  isWrittenToThing,
  isLongBeforeThing,
];

/** A language without particles shows by small words alone what its words are: 阁楼的灯, 客厅的冰箱. */
export function nameBeside(
  words: readonly string[],
  { at, end }: { readonly at: number; readonly end: number },
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  // "小刚的电脑": of a name that no dictionary has one sign may be a small word
  const isCut = end === at + 1 && [words[at - 1], words[end]].every((word = "") => isSmall(word, lexicon));
  const name = words.slice(isCut ? at - 1 : at, end).join("");
  if ([...name].length < SHORTEST || isDone(name, lexicon)) return [];
  const unknown = { words, at, end, name, lexicon, said };
  return tokenise(NAMES.some((holds) => holds(unknown)) ? name : beforeAnother(unknown));
}

/** 阁楼的灯; 把 joins nothing to what is behind it ("慢慢把灯打开"), for behind others it is not written. */
function tellsThing({ words, end, lexicon, said }: Unknown): boolean {
  const [joint = ""] = words.slice(end);
  const isThing = (word: string) => said.kind(word) !== undefined || said.isWhole(word);
  const joins = isLonger(joint) || lexicon.smallSigns.behind.includes(joint);
  return isSmall(joint, lexicon) && joins && beginningsOf(words.slice(end + 1)).some(isThing);
}

/** 客厅的冰箱 */
function standsBehindThing({ words, at, end, lexicon, said }: Unknown): boolean {
  const isLast = !words.slice(end).some((word) => NAMING.test(word));
  return isLast && isSmall(words[at - 1] ?? "", lexicon) && said.isWhole(words[at - 2] ?? "");
}

/** What stands first is what is to be done, and so is what stands before a place. */
function isWrittenToThing({ words, at, end, said }: Unknown): boolean {
  const next = words[end] ?? "";
  if (at === 0 || !NAMING.test(next)) return false;
  return beginningsOf(words.slice(end)).some(
    (word) => word.length >= next.length && said.isWhole(word) && !hasPlace(word, said),
  );
}

/** 健身房音箱: too long for what is to be done. */
function isLongBeforeThing({ words, end, name, said }: Unknown): boolean {
  if ([...name].length < LONG || !NAMING.test(words[end] ?? "")) return false;
  const isThing = (word: string) => {
    const kind = said.kind(word);
    return kind === undefined ? said.isWhole(word) : !isMeasured(kind);
  };
  return beginningsOf(words.slice(end)).some((word) => !hasPlace(word, said) && isThing(word));
}

/** The dictionary may cut 音箱 of 小爱音箱 as well: what stands before. */
function beforeAnother({ words, at, end, lexicon, said }: Unknown): string {
  const known = words.slice(0, end);
  const cuts = at === 0 ? known.map((_, place) => place + 1) : [];
  const cut = cuts.find((place) =>
    tellsAnother(known.slice(0, place), words.slice(place).join(""), lexicon, said),
  );
  return known.slice(0, cut ?? 0).join("");
}

function hasPlace(word: string, said: Said): boolean {
  return tokenise(word).some(said.isPlace);
}

/** With one sign, with two, and so on. */
function beginningsOf(words: readonly string[]): readonly string[] {
  const signs = [...words.join("")].slice(0, LONGEST);
  return signs.map((_, sign) => signs.slice(0, sign + 1).join(""));
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

/** "遊戲室有哪些燈", "電動車充電了嗎": what ends as places here do, and what is too long for what is to be done. */
export function wordsOfNobody(
  words: readonly string[],
  isKnown: readonly boolean[],
  lexicon: Lexicon,
  said: Said,
): readonly string[] {
  const isNobodys = (word: string) =>
    HAN_WORD.test(word) &&
    !said.isWhole(word) &&
    said.kind(word) === undefined &&
    !lexicon.isEveryday(word) &&
    !lexicon.isSmallWord(word);
  return words.flatMap((word, at) => {
    const next = words[at + 1] ?? "";
    // the dictionary may cut the sign for a room from what it is for
    const whole = [...next].length === 1 && said.endsPlaces(next) > 0 ? word + next : word;
    const last = whole.at(-1) ?? "";
    // 房间 is any of them
    // 有没有关, 没关, beside a 玄关
    const small = [...whole].map((sign) => isSmall(sign, lexicon));
    const isRoom =
      said.endsPlaces(last) > 0 && said.endsPlaces(whole[0] ?? "") === 0 && !isDone(last, lexicon);
    const signs = [...word];
    const hasKind = signs.some((_, from) => said.kind(signs.slice(from).join("")) !== undefined);
    const isLong = !isKnown[at] && signs.length >= LONG && !small.includes(true) && !hasKind;
    if (isRoom && isNobodys(whole)) return tokenise(whole);
    return isLong && isNobodys(word) ? tokenise(word) : [];
  });
}

const HAN_WORD = /^\p{Script=Han}{2,4}$/u;

/** "打开主卧的洗衣机": behind a place and a small word stands a thing, also where signs of it alone say something. */
export function thingBehind(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
  const behind = behindPlace(words, lexicon, said);
  const ends = behind.findIndex(
    (word) =>
      !NAMING.test(word) || isSmall(word, lexicon) || (isLonger(word) && isKnownWord(word, lexicon, said)),
  );
  const thing = ends < 0 ? behind : behind.slice(0, ends);
  const signs = [...thing.join("")];
  // a word of the dictionary says more than its signs: 打印机 opens (打) nothing
  const isOther = thing.every(
    (word, at) => !isDone(word, lexicon) || ((isLonger(word) || at > 0) && at < thing.length - 1),
  );
  const hasKind = signs.some((_, at) => beginsWithKind(signs.slice(at), lexicon, said));
  return signs.length < SHORTEST || !isOther || hasKind ? [] : tokenise(signs.join(""));
}

/** What stands behind the small word behind a place, or behind the place: "厨房洗碗机". */
function behindPlace(words: readonly string[], lexicon: Lexicon, said: Said): readonly string[] {
  const joint = words.findIndex((word, at) => isSmall(word, lexicon) && isBehindPlace(words, at, said));
  // 女儿 of a 女儿房 is all of a place by its signs
  const isEnd = (at: number) => isBehindPlace(words, at, said) && !isBehindPlace(words, at + 1, said);
  const from = joint < 0 ? words.findIndex((_, at) => isEnd(at)) : joint + 1;
  return from < 0 ? [] : words.slice(from);
}

function beginsWithKind(signs: readonly string[], lexicon: Lexicon, said: Said): boolean {
  const isKind = ([sense, ...others]: readonly Sense[]) => sense?.role === "noun" && others.length === 0;
  return signs.some((_, at) => {
    const word = signs.slice(0, at + 1).join("");
    if (said.kind(word) !== undefined || said.isWhole(word)) return true;
    return isKind(lexicon.hanSign(word)) && !isQuantity(word, lexicon);
  });
}

function isLonger(word: string): boolean {
  return [...word].length > 1;
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
