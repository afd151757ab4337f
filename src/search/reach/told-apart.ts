/** Without spaces, a word that nobody knows where the names here have another: "ไฟระเบียง" for "ไฟสวน". */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";
import { asName, NO_GROUPS, type WordReach } from "./reached.ts";

const LATIN = /^\p{Script=Latin}+$/u;
const NUMBER = /^\p{N}+$/u;
const SHORT = 5;
/** Of a word so many things are looked at. */
const LOOKED_AT = 200;

type Name = readonly number[];

/** Right behind words that have something else behind them in every name here stands what tells another thing or place. */
export function withToldApart(reaches: WordReach[], tables: Tables, visible: Visible): WordReach[] {
  if (!reaches.some(({ text }) => isLettered(text))) return withMakers(reaches);
  const isOrder = reaches[0]?.needed !== true;
  return reaches.map((each, at) => {
    const { text } = each;
    const before = reaches.slice(0, at);
    const isLast = isOrder && at === reaches.length - 1;
    const isOther = NUMBER.test(text)
      ? isOtherNumber(each, before.at(-1), tables, visible)
      : each.isUnknown &&
        isUnfinished(each, reaches, tables, visible) &&
        !(isLast && mayBeCourtesy(text, before.at(-1), tables, visible));
    return isOther ? { ...asName(each), groups: NO_GROUPS, isUnknown: true, isOther: true } : each;
  });
}

/** "LG电视", "Sonyのスピーカー": in other letters before signs that name a thing stands who made it. */
function withMakers(reaches: WordReach[]): WordReach[] {
  if (!reaches.some(({ text }) => isSpaceless(text))) return reaches;
  const isThing = (reach: WordReach | undefined) =>
    reach !== undefined && isSpaceless(reach.text) && reach.needed && !reach.isPlace;
  const isMaker = ({ isUnknown, text }: WordReach, at: number) =>
    isUnknown && LATIN.test(text) && (isThing(reaches[at + 1]) || isThing(reaches[at + 2]));
  return reaches.map((each, at) =>
    isMaker(each, at) ? { ...asName(each), groups: NO_GROUPS, isOther: true } : each,
  );
}

/** "แอร์หน่อย": behind what names begin with, and short as courtesies are that nobody has listed. */
function mayBeCourtesy(
  text: string,
  before: WordReach | undefined,
  tables: Tables,
  visible: Visible,
): boolean {
  const term = tables.vocabulary.find(before?.stem ?? "");
  if (term === undefined || text.length > SHORT || !isLettered(text)) return false;
  return namesOfThings(term, tables, visible).some(([first]) => first === term);
}

/** "ชั้น 3", where the floors are 1 and 2. */
function isOtherNumber(
  { stem }: WordReach,
  before: WordReach | undefined,
  tables: Tables,
  visible: Visible,
): boolean {
  const { vocabulary } = tables;
  const [own, term] = [vocabulary.find(stem), vocabulary.find(before?.stem ?? "")];
  if (!before?.isPlace || term === undefined) return false;
  const behind = namesOfPlaces(term, tables, visible).map((name) => name[name.indexOf(term) + 1]);
  const isAnother = (next: number | undefined) =>
    next !== undefined && next !== own && NUMBER.test(vocabulary.text(next));
  return behind.length > 0 && behind.every(isAnother);
}

/** The words before it are no end of a name here, and what has its place in those names is not said. */
function isUnfinished(
  word: WordReach,
  reaches: readonly WordReach[],
  tables: Tables,
  visible: Visible,
): boolean {
  const before = reaches.slice(0, reaches.indexOf(word));
  const run: number[] = [];
  for (let at = before.length - 1; at >= 0; at--) {
    const { stem, isUnknown } = before[at] ?? {};
    const term = stem === undefined || isUnknown ? undefined : tables.vocabulary.find(stem);
    if (term === undefined || !visible.term(term)) break;
    run.unshift(term);
  }
  const last = run.at(-1);
  if (last === undefined || before.every(({ needed }) => !needed)) return false;
  const names = [...namesOfThings(last, tables, visible), ...namesOfPlaces(last, tables, visible)];
  const isSaid = (term = -1) => reaches.some(({ terms }) => terms.has(term));
  // the dictionary may cut a name otherwise beside other words
  const isIn = (name: Name) => textOf(name, tables).includes(word.text);
  const isFinished = (name: Name) =>
    endsAs(name, run) || isSaid(name[name.lastIndexOf(last) + 1]) || isIn(name);
  return names.length > 0 && !names.some(isFinished);
}

function textOf(name: Name, { vocabulary }: Tables): string {
  return name.map((term) => vocabulary.text(term)).join("");
}

/** Whether one of both ends as the other is. */
function endsAs(name: Name, run: Name): boolean {
  const length = Math.min(name.length, run.length);
  return name.slice(-length).every((term, at) => term === run.at(at - length));
}

function namesOfThings(term: number, { byTerm, entities }: Tables, visible: Visible): readonly Name[] {
  const names = [...visible.first(byTerm.of(term), LOOKED_AT)].flatMap((entity) => {
    const { words = [], nameLength = 0, aliases = [] } = entities.at(entity) ?? {};
    return [words.slice(0, nameLength), ...aliases];
  });
  return names.filter((name) => name.includes(term));
}

function namesOfPlaces(term: number, { groups }: Tables, visible: Visible): readonly Name[] {
  const names = [...groups.byTerm.of(term)].flatMap((group) => {
    const { kind, names: own = [] } = groups.at(group) ?? {};
    return (kind === "area" || kind === "floor") && visible.group(group) ? own : [];
  });
  return names.filter((name) => name.includes(term));
}
