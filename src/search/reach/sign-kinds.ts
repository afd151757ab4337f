/** One sign of a Chinese or Japanese word for a kind, where things of the kind here end in it: 灯 beside 吸顶灯. */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";

const SIGN = /^\p{Script=Han}$/u;
const WORD = /^\p{Script=Han}{2}$/u;
const LOAN = /^[\p{Script=Katakana}ー]{2}$/u;
/** Of a kind so many things are looked at. */
const LOOKED_AT = 50;
/** What is measured is called by much else. */
const MEASURED = /^(?:sensor|number)\./;
/** What serves the kind less is something else. */
const OF_KIND = 0.8;

/** What serves the kind that a sign stands for here; undefined for every other word. */
export function signKind(
  sign: string,
  tables: Tables,
  visible: Visible,
): ReadonlyMap<string, number> | undefined {
  const senses = SIGN.test(sign) ? tables.lexicon.hanSign(sign) : [];
  if (!endsThings(sign, senses, tables, visible)) return undefined;
  return new Map(senses.flatMap(({ serves }) => [...serves]));
}

/**
 * Such a sign is the kind; elsewhere it stays the hint that it is. So is a word for a state that the things here which can be
 * so are called by: 冷氣 is what climates do, and what they are.
 */
export function withSignKinds(words: readonly Word[], tables: Tables, visible: Visible): readonly Word[] {
  const { byForm } = tables.lexicon;
  const isSign = ({ role, text }: Word) => role === "hint" && SIGN.test(text);
  const isState = ({ role, text }: Word) =>
    (role === "act" && WORD.test(text) && byForm?.isDeed(text) === false) ||
    (role === "hint" && LOAN.test(text));
  if (!words.some((word) => isSign(word) || isState(word))) return words;
  const endsSome = ({ text, senses }: Word) => endsThings(text, senses.map(asKind), tables, visible);
  // エアコン is one word: コン alone is also of a パソコン
  const whole = new Set(words.filter((word) => isState(word) && endsSome(word)).map(({ senses }) => senses));
  return words.map((word) => {
    if (isState(word) && whole.has(word.senses))
      return { ...word, senses: word.senses.map(asKind), role: "noun" };
    return isSign(word) &&
      endsThings(word.text, word.senses, tables, visible) &&
      !isOfPlace(word.text, words, tables, visible)
      ? { ...word, role: "noun" }
      : word;
  });
}

/** 门 of a 门厅 or 后门 that is a place here, where the sign is said nowhere else. */
function isOfPlace(
  sign: string,
  words: readonly Word[],
  { vocabulary, groups }: Tables,
  visible: Visible,
): boolean {
  const isPlace = (group: number) =>
    ["area", "floor"].includes(groups.at(group)?.kind ?? "") && visible.group(group);
  const at = words.findIndex(
    ({ text }) =>
      WORD.test(text) && text.includes(sign) && groups.byTerm.of(vocabulary.find(text) ?? -1).some(isPlace),
  );
  // the pairs beside it have the sign as well
  const isElsewhere = ({ text }: Word, other: number) =>
    text.length > 1 && text.includes(sign) && Math.abs(other - at) > 1;
  return at >= 0 && !words.some(isElsewhere);
}

function asKind(sense: Sense): Sense {
  return { ...sense, role: "noun" };
}

function endsThings(sign: string, senses: Word["senses"], tables: Tables, visible: Visible): boolean {
  const { groups, members, entities, vocabulary, lexicon } = tables;
  const kinds = senses.flatMap(({ role, serves }) =>
    role === "noun"
      ? [...serves].flatMap(([target, share]) => (share >= OF_KIND && !MEASURED.test(target) ? [target] : []))
      : [],
  );
  const endsIn = (entity: number) => {
    const { words = [], nameLength = 0 } = entities.at(entity) ?? {};
    const last = vocabulary.text(words[nameLength - 1] ?? -1);
    // 空调 is a word for a kind, which its last sign alone is not
    const isOther = last !== sign && lexicon.senses(last).some(({ role }) => role === "noun");
    return last.endsWith(sign) && !isOther;
  };
  for (const kind of new Set(kinds)) {
    const group = groups.find(kind.includes(".") ? "class" : "domain", kind);
    if (group === undefined) continue;
    if (visible.some(members.of(group), LOOKED_AT, endsIn)) return true;
  }
  return false;
}
