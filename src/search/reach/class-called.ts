/** The device class that things here are called by, where nothing is written between words: 音箱 of 小爱音箱, ลำโพง of "ลำโพง JBL". */

import { domainOf } from "../../core/entity-id.ts";
import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Visible } from "../index/visible.ts";
import { isLettered } from "../words/tokenise.ts";

const PAIR = /^\p{Script=Han}{2}$/u;
const LOAN = /^[\p{Script=Katakana}ー]{2}$/u;
/** What is measured is called by much else. */
const SENSING: ReadonlySet<string> = new Set(["sensor", "binary_sensor", "number"]);
/** Of a word so many things are looked at. */
const LOOKED_AT = 50;

/** Its group, where all things that are called so have it. */
export function classCalled(text: string, tables: Tables, visible: Visible): number | undefined {
  const term = tables.vocabulary.find(text);
  const isLoan = LOAN.test(text);
  if (term === undefined || !(PAIR.test(text) || isLoan || isLettered(text))) return undefined;
  // signs have the kind at the end, letters at the beginning
  const isCalled = ({ words, nameLength }: Indexed) =>
    isLoan
      ? isInLoan(words.slice(0, nameLength), term, tables)
      : nameLength > 1 && words[isLettered(text) ? 0 : nameLength - 1] === term;
  const classes = [...visible.first(tables.byTerm.of(term), LOOKED_AT)].flatMap((entity) => {
    const thing = tables.entities.at(entity);
    if (!thing || !isCalled(thing)) return [];
    const { id, groups } = visible.known(thing);
    const own = groups.find((group) => tables.groups.at(group)?.kind === "class");
    return [SENSING.has(domainOf(id)) ? undefined : own];
  });
  const [first] = classes;
  return classes.every((each) => each === first) ? first : undefined;
}

/** テレ and レビ of 寝室のテレビ: of the word in Katakana that ends a name behind other signs. */
function isInLoan(name: readonly number[], term: number, { vocabulary }: Tables): boolean {
  const isLoan = (each: number) => LOAN.test(vocabulary.text(each));
  const from = name.findLastIndex((each) => !isLoan(each)) + 1;
  return from > 0 && name.indexOf(term, from) >= from;
}
