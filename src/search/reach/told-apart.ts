/** Without spaces, a word that nobody knows where the names here have another: "ไฟระเบียง" for "ไฟสวน". */

import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";
import { type Name, namesOfPlaces, namesOfThings, namesWith } from "./names-here.ts";
import { asName, NO_GROUPS, NO_TERMS, type WordReach } from "./reached.ts";

const LATIN = /^\p{Script=Latin}+$/u;
const COUNTED = /^(?=.*\p{N})(?=.*\p{Script=Latin})/u;
const NUMBER = /^\p{N}+$/u;
const SHORT = 5;

/** A word of the query where it stands among what the others have reached. */
type Stood = {
  readonly each: WordReach;
  readonly before: WordReach | undefined;
  readonly next: WordReach | undefined;
  readonly at: number;
  readonly reaches: readonly WordReach[];
  readonly tables: Tables;
  readonly visible: Visible;
};

type Rule = (stood: Stood) => boolean;

/** What tells another thing or place than those here: of letters, which a dictionary cuts, and of signs. */
const OF_LETTERS: readonly Rule[] = [isOtherNumber, isUnfinished, isHeadOfOther];
const OF_SIGNS: readonly Rule[] = [isOtherCounted];

/** Right behind words that have something else behind them in every name here stands what tells another thing or place. */
export function withToldApart(reaches: WordReach[], tables: Tables, visible: Visible): WordReach[] {
  if (!reaches.some(({ text }) => isSpaceless(text))) return reaches;
  const areLettered = reaches.some(({ text }) => isLettered(text));
  const rules = areLettered ? OF_LETTERS : OF_SIGNS;
  return (areLettered ? reaches : withMakers(reaches)).map((each, at) => {
    const [before, next] = [reaches[at - 1], reaches[at + 1]];
    const stood = { each, before, next, at, reaches, tables, visible };
    if (areLettered && isRoomWord(stood)) return { ...each, needed: false };
    return rules.some((tellsOther) => tellsOther(stood)) ? asOther(each) : each;
  });
}

function asOther(reach: WordReach): WordReach {
  return { ...asName(reach), terms: NO_TERMS, groups: NO_GROUPS, isUnknown: true, isOther: true };
}

/** Unknown and no number, or but the beginning of a word here: ซัก of ซักรีด. */
function isNobodys({ isUnknown, needed, role, text }: WordReach): boolean {
  if (NUMBER.test(text)) return false;
  return isUnknown || (role === "name" && !needed && isLettered(text));
}

/** "3F", where the floors are 1F and 2F. */
function isOtherCounted({ each: { isUnknown, text }, tables: { groups }, visible }: Stood): boolean {
  if (!isUnknown || !COUNTED.test(text)) return false;
  const [shape, others] = [shapeOf(text), [...groups.ofKind("area"), ...groups.ofKind("floor")]];
  return others.some(
    (group) => visible.group(group) && groups.at(group)?.joined.some((name) => shapeOf(name) === shape),
  );
}

function shapeOf(text: string): string {
  return text.replace(/\p{N}+/gu, "0");
}

/** "LG电视", "Sonyのスピーカー": in other letters before signs that name a thing stands who made it. */
function withMakers(reaches: WordReach[]): WordReach[] {
  const isThing = (reach: WordReach | undefined) =>
    reach !== undefined && isSpaceless(reach.text) && reach.needed && !reach.isPlace;
  const isMaker = ({ isUnknown, text }: WordReach, at: number) =>
    isUnknown && LATIN.test(text) && (isThing(reaches[at + 1]) || isThing(reaches[at + 2]));
  return reaches.map((each, at) =>
    isMaker(each, at) ? { ...asName(each), groups: NO_GROUPS, isOther: true } : each,
  );
}

/** "ชั้น 3", where the floors are 1 and 2. */
function isOtherNumber({ each: { text, stem }, before, tables, visible }: Stood): boolean {
  const { vocabulary } = tables;
  const [own, term] = [vocabulary.find(stem), vocabulary.find(before?.stem ?? "")];
  if (!NUMBER.test(text) || !before?.isPlace || term === undefined) return false;
  const behind = namesOfPlaces(term, tables, visible).map((name) => name[name.indexOf(term) + 1]);
  const isAnother = (next: number | undefined) =>
    next !== undefined && next !== own && NUMBER.test(vocabulary.text(next));
  return behind.length > 0 && behind.every(isAnother);
}

/** The words before it are no end of a name here, and what has its place in those names is not said. */
function isUnfinished(stood: Stood): boolean {
  const { each, at, reaches, tables, visible } = stood;
  const before = reaches.slice(0, at);
  // "เปิดม่านครึ่งเดียว"
  if (tables.lexicon.isManner(each.text)) return false;
  if (!isNobodys(each) || before.every(({ role }) => role !== "name")) return false;
  const run = runAtEnd(before, tables, visible);
  const last = run.at(-1);
  if (last === undefined || mayBeCourtesy(stood, last)) return false;
  const names = namesWith(last, tables, visible);
  const isSaid = (term = -1) => reaches.some(({ terms }) => terms.has(term));
  // the dictionary may cut a name otherwise beside other words
  const isIn = (name: Name) => textOf(name, tables).includes(each.text);
  const isFinished = (name: Name) =>
    endsAs(name, run) || isSaid(name[name.lastIndexOf(last) + 1]) || isIn(name);
  return names.length > 0 && !names.some(isFinished);
}

/** "แอร์หน่อย": at the end of an order, behind what names begin with, and short as courtesies are that nobody has listed. */
function mayBeCourtesy({ each, at, reaches, tables, visible }: Stood, term: number): boolean {
  const isLast = reaches[0]?.needed !== true && at === reaches.length - 1;
  if (!isLast || each.text.length > SHORT || !isLettered(each.text)) return false;
  return namesOfThings(term, tables, visible).some(([first]) => first === term);
}

/** The last words that stand in names here. */
function runAtEnd(before: readonly WordReach[], tables: Tables, visible: Visible): readonly number[] {
  const { vocabulary } = tables;
  const run: number[] = [];
  const termOf = (text: string) => {
    const term = vocabulary.find(text);
    return term !== undefined && visible.term(term) ? term : undefined;
  };
  for (let at = before.length - 1; at >= 0; at--) {
    const [{ stem: first = "" } = {}, { stem = "" } = {}] = [before[at - 1], before[at]];
    const term = termOf(stem);
    const joined = term === undefined ? termOf(first + stem) : undefined;
    // "ห้องออกกำลังกาย": behind a word of rooms a small one is of the room
    const isSmall = before[at]?.role === "soft" && !before[at]?.isUnknown;
    if (term === undefined && isSmall && before[at - 1]?.isPlace) continue;
    if (term === undefined && joined === undefined) break;
    run.unshift(term ?? joined ?? -1);
    if (joined !== undefined) at--;
  }
  // "ในครัวให้หน่อย": a small word that joins no words in a name here joins none
  const isBetween = (term: number) =>
    namesWith(term, tables, visible).some(
      (name) => name.indexOf(term) > 0 && name.indexOf(term) < name.length - 1,
    );
  const isIdle = (term: number) => tables.isSmall(term) && !isBetween(term);
  while (run.length > 0 && isIdle(run.at(-1) ?? -1)) run.pop();
  return run;
}

function textOf(name: Name, { vocabulary }: Tables): string {
  return name.map((term) => vocabulary.text(term)).join("");
}

/** Whether one of both ends as the other is. */
function endsAs(name: Name, run: Name): boolean {
  const length = Math.min(name.length, run.length);
  return name.slice(-length).every((term, at) => term === run.at(at - length));
}

/** "หม้อหุงข้าว", where what is said of it stands behind other words in every name here. */
function isHeadOfOther({ each, before, next, reaches, tables, visible }: Stood): boolean {
  const term = next?.needed && !next.isPlace ? tables.vocabulary.find(next.stem) : undefined;
  if (!isNobodys(each) || term === undefined || !visible.term(term) || before?.isUnknown !== true)
    return false;
  const isSaid = (other = -1) => reaches.some(({ terms }) => terms.has(other));
  const names = namesOfThings(term, tables, visible);
  return names.length > 0 && names.every((name) => name[0] !== term && !isSaid(name[name.indexOf(term) - 1]));
}

/** "ห้องครัว", where the room is called ครัว and others begin with ห้อง. */
function isRoomWord({ each, next, tables, visible }: Stood): boolean {
  const { vocabulary, groups } = tables;
  const [term, other] = [vocabulary.find(each.stem), vocabulary.find(next?.stem ?? "")];
  if (!each.isPlace || !next?.isPlace || term === undefined || other === undefined) return false;
  const isWhole = [...groups.named(next.stem)].some(
    (group) => visible.group(group) && ["area", "floor"].includes(groups.at(group)?.kind ?? ""),
  );
  const isBeside = namesOfPlaces(term, tables, visible).some(
    (name) => name[name.indexOf(term) + 1] === other,
  );
  return isWhole && !isBeside;
}
