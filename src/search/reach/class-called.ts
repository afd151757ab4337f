/** The device class that things here are called by, where nothing is written between words: 音箱 of 小爱音箱, ลำโพง of "ลำโพง JBL". */

import { domainOf } from "../../core/entity-id.ts";
import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import type { Word } from "../words/query-words.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";

const PAIR = /^\p{Script=Han}{2}$/u;
const LOAN = /^[\p{Script=Katakana}ー]{2}$/u;
/** What is measured is called by much else. */
const SENSING: ReadonlySet<string> = new Set(["sensor", "binary_sensor", "number"]);
/** Of a word so many things are looked at. */
const LOOKED_AT = 50;

/** Without spaces, the class that things here are called by: 電気 is a small word, and what lights are called. */
export function calledHere(
  text: string,
  role: Word["role"],
  neighbours: readonly (Word | undefined)[],
  tables: Tables,
  visible: Visible,
): number | undefined {
  const isHead = isSpaceless(text) && !beginsCompound(text, neighbours);
  const mayBeCalled = isHead && (role === "name" || role === "soft");
  // what says nothing of itself is called so already by one
  return mayBeCalled ? classCalled(text, tables, visible, role === "soft" ? 1 : undefined) : undefined;
}

/** 電気 of 電気ケトル and 電気毛布, not of 電気消して: what is meant is what ends it. */
function beginsCompound(text: string, [, next, after]: readonly (Word | undefined)[]): boolean {
  if (next === undefined || next.text[0] !== text.at(-1)) return false;
  const isJoined = after !== undefined && after.text[0] === next.text[1];
  return LOAN_BEHIND.test(next.text) || (isJoined && HAN_BEHIND.test(next.text + after.text));
}

const LOAN_BEHIND = /^\p{Script=Han}\p{Script=Katakana}$/u;
const HAN_BEHIND = /^\p{Script=Han}{4}$/u;

/** Its group, where all things that are called so have it; `least`: in so many places, where it is but a domain. */
export function classCalled(
  text: string,
  tables: Tables,
  visible: Visible,
  least = SEVERAL,
): number | undefined {
  const term = tables.vocabulary.find(text);
  const isLoan = LOAN.test(text);
  if (term === undefined || !(PAIR.test(text) || isLoan || isLettered(text))) return undefined;
  // signs have the kind at the end, letters at the beginning
  const isCalled = ({ words, nameLength }: Indexed) =>
    isLoan
      ? isInLoan(words.slice(0, nameLength), term, tables)
      : nameLength > 1 && words[isLettered(text) ? 0 : nameLength - 1] === term;
  const called: Indexed[] = [];
  const classes = visible.first(tables.byTerm.of(term), LOOKED_AT).flatMap((entity) => {
    const thing = tables.entities.at(entity);
    if (!thing || !isCalled(thing)) return [];
    called.push(thing);
    const { id, groups } = visible.known(thing);
    const own = groups.find((group) => tables.groups.at(group)?.kind === "class");
    return [SENSING.has(domainOf(id)) ? undefined : own];
  });
  const [first] = classes;
  if (!classes.every((each) => each === first)) return undefined;
  return first ?? (isLettered(text) ? undefined : domainCalled(text, called, tables, least));
}

/** 電気 of 和室の電気 and トイレの電気: by which things are called where they are, and which says no kind by its last sign. */
function domainCalled(
  text: string,
  called: readonly Indexed[],
  tables: Tables,
  least: number,
): number | undefined {
  const [domain = "", ...others] = new Set(called.map(({ id }) => domainOf(id)));
  const isKind = tables.lexicon
    .hanSign(text.at(-1) ?? "")
    .some(({ serves }) => [...serves.keys()].some((each) => domainOf(each) === domain));
  if (others.length > 0 || isKind || SENSING.has(domain)) return undefined;
  // a sign between and two seams
  const isByPlace = ({ words, nameLength, place }: Indexed) =>
    place.length > 0 && place.every((each, at) => words[at] === each) && nameLength <= place.length + BETWEEN;
  const places = new Set(called.filter(isByPlace).map(({ place }) => place[0]));
  return places.size >= least ? tables.groups.find("domain", domain) : undefined;
}

const BETWEEN = 3;
const SEVERAL = 2;

/** テレ and レビ of 寝室のテレビ: of the word in Katakana that ends a name behind other signs. */
function isInLoan(name: readonly number[], term: number, { vocabulary }: Tables): boolean {
  const isLoan = (each: number) => LOAN.test(vocabulary.text(each));
  const from = name.findLastIndex((each) => !isLoan(each)) + 1;
  return from > 0 && name.indexOf(term, from) >= from;
}
