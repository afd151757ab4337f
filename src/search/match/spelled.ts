/** Whether a name stands in the query letter by letter: stems and folded letters make different names alike. */

import type { Indexed } from "../index/entities.ts";
import { nameOf, type SearchPlace } from "../index/place.ts";
import type { Tables } from "../index/tables.ts";
import { fold } from "../words/normalise.ts";

/** What the very letters of a name add, and the same letters but for case and accents: as good as nothing beside words. */
const AS_IT_IS = 0.02;
const FOLDED = 0.01;

/** What an entity gains by name and area as the query spells them. */
export function createSpelled(
  text: string,
  place: SearchPlace,
  { groups }: Tables,
): (indexed: Indexed) => number {
  const folded = fold(text);
  const gainOf = (name: string) => {
    if (text.includes(name)) return AS_IT_IS;
    return folded.includes(fold(name)) ? FOLDED : 0;
  };
  // most things share their area with others
  const gains = new Map<number, number>();
  const gainOfArea = (area: number) => {
    const known = gains.get(area);
    if (known !== undefined) return known;
    const name = place.registries.areas.get(groups.at(area)?.id ?? "")?.name ?? "";
    const gain = name === "" ? 0 : gainOf(name);
    gains.set(area, gain);
    return gain;
  };
  const isArea = (group: number) => groups.at(group)?.kind === "area";
  return (indexed) => {
    const name = nameOf(place.states.get(indexed.id));
    const area = indexed.groups.find(isArea);
    return (name === undefined ? 0 : gainOf(name)) + (area === undefined ? 0 : gainOfArea(area));
  };
}
