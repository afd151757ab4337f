/** How much of a name the words of a query say. */

import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { WordReach } from "../reach/reached.ts";

/** What a small word of a name weighs among those that were not asked for. */
const SMALL_WORD = 0.25;

/** Which share of the name was not asked for. */
export function unaskedShare({ words, nameLength }: Indexed, asked: number, tables: Tables): number {
  let all = 0;
  let missed = 0;
  for (let at = 0; at < nameLength; at++) {
    const weight = tables.isSmall(words[at] ?? -1) ? SMALL_WORD : 1;
    all += weight;
    if ((asked & (1 << at)) === 0) missed += weight;
  }
  return all === 0 ? 0 : missed / all;
}

/** Of an area that a word reached: the share of its name that no word did ("bedroom" is first the bedroom, then the guest bedroom). */
export function createUnaskedOfArea(
  reaches: readonly WordReach[],
  { groups }: Tables,
): (indexed: Indexed) => number {
  const shareOf = (indexed: Indexed) => {
    if (!indexed.place.some((term) => reaches.some((reach) => reach.terms.has(term)))) return 0;
    const area = indexed.groups.find((group) => groups.at(group)?.kind === "area");
    const names = area === undefined ? undefined : groups.at(area)?.names;
    return names ? Math.min(1, ...names.map((name) => unaskedOfName(name, reaches))) : 0;
  };
  // most things share their area with others
  const shares = new Map<Indexed["place"], number>();
  return (indexed) => {
    const known = shares.get(indexed.place);
    if (known !== undefined) return known;
    const share = shareOf(indexed);
    shares.set(indexed.place, share);
    return share;
  };
}

/** The share of a name's words that no word of the query reached. */
export function unaskedOfName(name: readonly number[], reaches: readonly WordReach[]): number {
  let missed = 0;
  for (const term of name) if (!reaches.some((reach) => reach.terms.has(term))) missed++;
  return missed / Math.max(1, name.length);
}

/** Whether a name is the words of the query, each as written, in order; what is said twice is one word of a query. */
export function isWritten(name: readonly number[], reaches: readonly WordReach[]): boolean {
  if (reaches.length === 0 || name.length < reaches.length) return false;
  let said = 0;
  for (let at = 0; at < name.length; at++) {
    const term = name[at] as number;
    if (name.indexOf(term) < at) continue;
    if (reaches[said++]?.terms.get(term) !== 1) return false;
  }
  return said === reaches.length;
}

/** Whether the query's words are the entity's name or alias, or its name with its place; small words may stand around. */
export function isWhole(
  { words, nameLength, place, aliases }: Indexed,
  asked: number,
  reaches: readonly WordReach[],
  wording: readonly WordReach[],
): boolean {
  if (aliases.some((alias) => isWritten(alias, reaches) || isWritten(alias, wording))) return true;
  if (asked !== 2 ** nameLength - 1) return false;
  const name = words.slice(0, nameLength);
  const inName = reaches.filter(({ terms }) => name.some((term) => terms.get(term) === 1));
  const inPlace = ({ terms }: WordReach) => place.some((term) => terms.get(term) === 1);
  return isWritten(name, inName) && wording.every((reach) => inName.includes(reach) || inPlace(reach));
}
