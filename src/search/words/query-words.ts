/** The words of a query with the part that each plays. */

import { SHORT_STEM } from "./endings.ts";
import { saysHow } from "./how-said.ts";
import { HAN_DICTIONARY, segmentsOf } from "./icu.ts";
import type { Lexicon } from "./lexicon.ts";
import { fold } from "./normalise.ts";
import { SENSING, type Sense } from "./sense.ts";
import { signs, tokenise } from "./tokenise.ts";
import { verbApart } from "./verb-apart.ts";

export type Word = {
  readonly stem: string;
  /** As the query has it, folded. */
  readonly text: string;
  /**
   * `name`: unknown to the languages, so part of somebody's name; `free`: the same where free text is expected;
   * `number`: part of a name or, as a `value`, not.
   */
  readonly role: Sense["role"] | "name" | "free" | "number" | "value";
  readonly senses: readonly Sense[];
  /** Its share of a phrase that has one meaning; 1 for a word alone. */
  readonly share: number;
  /** Whether it is a sign of another word here: it says what that one is, and is no word of a name. */
  readonly isSign?: boolean;
  /** Whether it stands before a kind as in the name of a thing here. */
  readonly tellsKind?: boolean;
};

/** A query is cut behind so many characters. */
export const TEXT_MAX = 600;
const WORDS_MAX = 32;
const NUMBER = /^\p{N}+$/u;
/** The end of one Japanese word with the beginning of the next, which says nothing of itself: "の電". */
const STRADDLING =
  /^(?:\p{Script=Hiragana}[\p{Script=Han}\p{Script=Katakana}]|[\p{Script=Han}\p{Script=Katakana}ー]\p{Script=Hiragana})$/u;
const HIRAGANA_PAIR = /^\p{Script=Hiragana}{2}$/u;
const HAS_NUMBER = /\p{N}/u;
const PERCENT = /(\d+) ?%/g;
/** "21 °C" */
const DEGREES = /(?<=\d ?)°(?: ?[CF])?(?!\p{L})/gu;
const NO_WORD: Word = { stem: "", text: "", role: "soft", senses: [], share: 1 };
const STRENGTH = ["soft", "hint", "act", "verb", "noun"] as const;

/** Reads a query into at most 32 different words. */
export function readWords(text: string, lexicon: Lexicon): Word[] {
  const texts = tokenise(text.slice(0, TEXT_MAX).replace(DEGREES, " degree "));
  const stems = texts.map(lexicon.stem);
  const shares = new Set(text.includes("%") ? [...text.matchAll(PERCENT)].map(([, number]) => number) : []);
  const words: Word[] = [];
  for (let at = 0; at < stems.length; ) {
    const { length, senses: all } =
      verbApart({ texts, stems }, at, words, lexicon) ?? longestPhrase(stems, at, lexicon);
    const senses = length === 1 ? ownOf(all, stems[at] ?? "", texts[at] ?? "", lexicon) : all;
    for (let part = 0; part < length; part++) {
      const stem = stems[at + part] ?? "";
      const role = roleIn({ stem, senses, isShare: shares.has(stem) }, words, stems[at + part + 1], lexicon);
      words.push({ stem, text: texts[at + part] ?? stem, role, senses, share: 1 / Math.sqrt(length) });
    }
    at += length;
  }
  const own = lexicon.isSparse ? hanSigns(text, lexicon) : [];
  // "Yeelight灯": a sign that stands alone is the same
  const others = words.filter(({ role, text }) => role !== "name" || own.every((sign) => sign.text !== text));
  const all = [...others, ...own];
  const read = withoutSeams(withSides(inContext(all, lexicon), lexicon), text, lexicon);
  return withoutRepeats(lexicon.isSparse ? withoutVerb(read, lexicon) : read).slice(0, WORDS_MAX);
}

/** "the back door": a small word that is also said of places tells one thing from another right before its kind. */
function withSides(words: readonly Word[], lexicon: Lexicon): Word[] {
  return words.map((word, at) => {
    const isBefore = words[at + 1]?.role === "noun";
    if (word.role !== "soft") return word;
    const next = words[at + 1]?.role;
    const counts = (next === "noun" || next === "name") && lexicon.ordinal(word.text) !== undefined;
    if (counts) return { ...word, role: "number" };
    return isBefore && lexicon.saysSide(word.text) ? { ...word, role: "name" } : word;
  });
}

/** "客厅的电视", where something is called 小明的电脑: a small word with the first sign of another says nothing of itself. */
function withoutSeams(words: Word[], text: string, lexicon: Lexicon): Word[] {
  if (!lexicon.isSparse || lexicon.hasParticles || signs(text).length === 0) return words;
  const said = segmentsOf(fold(text.slice(0, TEXT_MAX)), HAN_DICTIONARY);
  const isSmall = (word = "") =>
    [...word].length === 1 && lexicon.senses(word).some(({ role }) => role === "soft");
  // 小度 is a name that no dictionary has
  const isLong = (word = "") => HAN_WORD.test(word);
  const seams = new Set(
    said.flatMap((word, at) => {
      const [before = "", next = ""] = [said[at - 1], said[at + 1]];
      // "把所有灯关掉", where something is called 二楼所有灯
      if (isLong(word) && lexicon.isSmallWord(word)) return [`${word.at(-1)}${next[0]}`];
      if (!isSmall(word) || !isLong(before) || !isLong(next)) return [];
      return [`${before.at(-1)}${word}`, `${word}${next[0]}`];
    }),
  );
  const isSeam = (pair: string) => (seams.has(pair) && !said.includes(pair)) || isDoneTo(pair, said, lexicon);
  return words.map((word) => (word.role === "name" && isSeam(word.text) ? { ...word, role: "hint" } : word));
}

/** "客厅关灯", which is said of no 玄关灯: a sign of what is done with that of a kind. */
function isDoneTo(pair: string, said: readonly string[], lexicon: Lexicon): boolean {
  const [sign = "", kind = ""] = pair;
  const isCut = said.includes(pair) || said.some((word, at) => word === sign && said[at + 1] === kind);
  if (!isCut || !HAN_WORD.test(pair)) return false;
  const isDeed = lexicon.hanSign(sign).some(({ role }) => role === "act" || role === "hint");
  const kinds = lexicon.hanSign(kind).filter(({ role }) => role === "noun");
  return isDeed && kinds.some(({ serves }) => [...serves.keys()].some((target) => !SENSING.test(target)));
}

const HAN_WORD = /^\p{Script=Han}{2,}$/u;

/** Signs that tip the scales: 灯 is said for 灯光. */
function hanSigns(text: string, lexicon: Lexicon): Word[] {
  const all = signs(text.slice(0, TEXT_MAX));
  const isPart = (sign: string | undefined, next: string | undefined) =>
    sign !== undefined && next !== undefined && lexicon.senses(sign + next).length > 0;
  const free = all.filter((sign, at) => !isPart(all[at - 1], sign) && !isPart(sign, all[at + 1]));
  const found = [...new Set(free)];
  return found.flatMap((sign): Word[] => {
    const senses = lexicon.hanSign(sign);
    if (senses.length === 0) return [];
    const unit = lexicon.isUnit(sign) ? lexicon.senses(sign).filter(({ role }) => role === "act") : [];
    if (unit.length > 0 && standsAlone(sign, text))
      return [measured({ stem: sign, text: sign, senses: unit, role: "act", share: 1, isSign: true })];
    // a sign that is all of a kind's word is that kind; one of two says little ("室" of a room's name is no presence sensor)
    const own = lexicon.senses(sign).filter(({ role }) => role === "noun");
    const isWord = own.length > 0 && (senses.length === 1 || standsBehindSmall(sign, text, lexicon));
    const role = isWord ? "noun" : "hint";
    return [
      {
        stem: sign,
        text: sign,
        senses: isWord && senses.length > 1 ? own : senses,
        role,
        share: 1,
        isSign: true,
      },
    ];
  });
}

/** "几度", and neither "亮度" nor "25度". */
function standsAlone(sign: string, text: string): boolean {
  const said = segmentsOf(fold(text.slice(0, TEXT_MAX)), HAN_DICTIONARY);
  const at = said.indexOf(sign);
  return at > 0 && !HAS_NUMBER.test(said[at - 1] ?? "");
}

/** "厨房的门": nothing else can be said there than what is meant. */
function standsBehindSmall(sign: string, text: string, lexicon: Lexicon): boolean {
  const said = segmentsOf(fold(text.slice(0, TEXT_MAX)), HAN_DICTIONARY);
  const at = said.lastIndexOf(sign);
  const isSmall = (word = "") => lexicon.senses(word).some(({ role }) => role === "soft");
  return at > 1 && HAN_WORD.test(said[at - 2] ?? "") && isSmall(said[at - 1]);
}

/** "schalte das Licht an": before other kinds a first word that looks like one, and is not written so, is what is to be done. */
function withoutVerb(words: readonly Word[], lexicon: Lexicon): Word[] {
  // a phrase is one kind
  const kinds = new Set(words.filter(({ role }) => role === "noun").map(({ senses }) => senses[0]));
  // "Lampen und Ventilatoren" are both kinds
  const isOneOfTwo = lexicon.isConjunction(words[1]?.text ?? "");
  const isVerb = ({ role, text }: Word, at: number) =>
    at === 0 && role === "noun" && kinds.size > 1 && !isOneOfTwo && !lexicon.writes(text);
  return words.map((word, at) => {
    // the kind may be said as well, and has the same stem
    if (word.role === "noun" && isDeedForm(word.text, word.stem, lexicon))
      return { ...word, role: "hint", stem: word.text };
    return isVerb(word, at) ? { ...word, role: "hint" } : word;
  });
}

/** "schalte", "kapcsold": what services are called holds it, and no kind is written so. */
export function isDeedForm(text: string, stem: string, lexicon: Lexicon): boolean {
  return lexicon.byForm?.isInDeed(stem) === true && !isKindWritten(text, lexicon);
}

/** As a language writes it, or with an ending: "lampen". */
export function isKindWritten(text: string, lexicon: Lexicon): boolean {
  for (let length = text.length; length >= text.length - LONGEST_PLURAL; length--)
    if (lexicon.writes(text.slice(0, length))) return true;
  return false;
}

const LONGEST_PLURAL = 3;

/** What the words around it make of a word: nothing is to be done in a question, and what is played is no name. */
function inContext(words: readonly Word[], lexicon: Lexicon): Word[] {
  const question = lexicon.asks(words[0]?.stem ?? "");
  const freeText = words.some(({ senses }) => senses.some((sense) => sense.freeText));
  const texts = words.map(({ text }) => text);
  return words.map((read, at) => {
    const word = question ? asked(read) : isHowMany(words, at, lexicon) ? measured(read) : read;
    if (saysHow(words, texts, at, lexicon)) return { ...word, role: "soft" };
    if (freeText && word.role === "name" && !lexicon.knows(word.stem)) return { ...word, role: "free" };
    return word;
  });
}

/** "wie viel Grad": a unit beside no number, where nothing is to be done. */
function isHowMany(words: readonly Word[], at: number, lexicon: Lexicon): boolean {
  const { role, stem, isSign = false } = words[at] ?? NO_WORD;
  const isNumber = (word: Word | undefined) => word !== undefined && HAS_NUMBER.test(word.text);
  if (role !== "act" || !lexicon.isUnit(stem) || isSign) return false;
  const isDone = words.some((word, other) => other !== at && (word.role === "act" || word.role === "verb"));
  return !isDone && !isNumber(words[at - 1]) && !isNumber(words[at + 1]);
}

function longestPhrase(stems: readonly string[], at: number, lexicon: Lexicon) {
  const longest = lexicon.longestFrom(stems[at] ?? "");
  for (let length = Math.min(longest, stems.length - at); length > 0; length--) {
    const senses = lexicon.senses(stems.slice(at, at + length).join(" "));
    if (senses.length > 0) return { length, senses };
  }
  return { length: 1, senses: lexicon.doing(stems[at] ?? "") };
}

/**
 * Of a short stem, what it is in the home's language alone: "humo" is smoke, though its stem is that of "humidity". What is a
 * small word of one language by the endings of another is none: "Lotte" is no "lot".
 */
function ownOf(senses: readonly Sense[], stem: string, text: string, lexicon: Lexicon): readonly Sense[] {
  const isSmall = senses.length > 0 && senses.every(({ role }) => role === "soft");
  if (isSmall) return lexicon.isSmallWord(text) ? senses : [];
  // "mets" has the stem of "meter" in French, and is none
  if (lexicon.isCutAlike(text)) return senses.filter(({ borrowed, role }) => borrowed || role === "soft");
  const own = stem.length <= SHORT_STEM ? senses.filter(({ borrowed }) => borrowed) : [];
  return own.length > 0 ? own : senses;
}

function roleOf(senses: readonly Sense[], stem: string): Word["role"] {
  if (senses.length === 0) return STRADDLING.test(stem) ? "hint" : "name";
  let strongest = -1;
  // what a word is in the home's language decides over what it is in English ("aç", "ac")
  const own = senses.filter(({ borrowed }) => borrowed);
  // but what it says in both it is in both ("tv")
  const isTwin = (sense: Sense) =>
    own.some(({ concepts }) => concepts.some((each) => sense.concepts.includes(each)));
  for (const { role } of own.length > 0 ? senses.filter(isTwin) : senses)
    strongest = Math.max(strongest, STRENGTH.indexOf(role));
  return STRENGTH[strongest] ?? "name";
}

function roleIn(
  { stem, senses, isShare }: Pick<Word, "stem" | "senses"> & { readonly isShare: boolean },
  before: readonly Word[],
  next: string | undefined,
  lexicon: Lexicon,
): Word["role"] {
  if (NUMBER.test(stem)) return isShare ? "value" : numberRole(before, next, lexicon);
  if (isLetter(stem, senses)) return "number";
  // "照明をつけて", where an automation is called so: a particle with the beginning of what is done
  const isLed = senses.length === 0 && HIRAGANA_PAIR.test(stem) && lexicon.isBehindKinds(stem[0] ?? "");
  return isLed ? "hint" : roleOf(senses, stem);
}

/** "wing d": a letter that is no word is used as a number. */
function isLetter(stem: string, senses: readonly Sense[]): boolean {
  return senses.length === 0 && /^[a-z]$/.test(stem);
}

/** A number behind "zone" is that of a place. One behind a name is part of it ("bedroom 2"), before a unit or behind a small word it is a value ("to 21"). */
function numberRole(before: readonly Word[], next: string | undefined, lexicon: Lexicon): Word["role"] {
  const [last, earlier] = before.slice(-2).reverse();
  if (next !== undefined && lexicon.isUnit(next)) return "value";
  // "living room 21"
  const isOfName = earlier?.role === "noun" || (earlier?.role === "name" && lexicon.knows(earlier.stem));
  if (last && lexicon.isNumbered(last.text) && !isOfName) return "name";
  // "sprinkler zone 3"
  if (last && lexicon.isNumbered(last.text) && earlier?.role === "noun") return "number";
  if (last && ["soft", "hint", "act", "verb"].includes(last.role)) return "value";
  return "number";
}

function asked(word: Word): Word {
  return { ...measured(word), role: word.role === "act" ? "hint" : word.role };
}

/** As what it is in a question, though the word says as much as it does elsewhere. */
function measured(word: Word): Word {
  const senses = word.senses.map((sense) => ({ ...sense, serves: sense.servesAsked }));
  return { ...word, senses };
}

function withoutRepeats(words: readonly Word[]): Word[] {
  const seen = new Set<string>();
  return words.filter(({ stem }) => !seen.has(stem) && seen.add(stem));
}
