/** Whether a name stands in the query letter by letter: stems and folded letters make different names alike. */

import { areaOf } from "../../hass/registries.ts";
import { nameOf, type SearchPlace } from "../index/place.ts";
import { fold } from "../words/normalise.ts";

/** What the very letters of a name add, and the same letters but for case and accents: as good as nothing beside words. */
const AS_IT_IS = 0.02;
const FOLDED = 0.01;

/** What an entity gains by name and area as the query spells them. */
export function createSpelled(text: string, place: SearchPlace): (id: string) => number {
  const folded = fold(text);
  const gainOf = (name: string | undefined) => {
    if (name === undefined) return 0;
    if (text.includes(name)) return AS_IT_IS;
    return folded.includes(fold(name)) ? FOLDED : 0;
  };
  // most things share their area with others
  const gains = new Map<string, number>();
  const gainOfArea = (name = "") => {
    const gain = gains.get(name) ?? (name === "" ? 0 : gainOf(name));
    gains.set(name, gain);
    return gain;
  };
  return (id) => gainOf(nameOf(place.states.get(id))) + gainOfArea(areaOf(place.registries, id)?.name);
}
