/** Whether a thing that serves some of the words is another than the one that they say. */

import { domainOf } from "../../core/entity-id.ts";
import { COUSIN, SERVED, type WordReach } from "../reach/reached.ts";
import type { Sense } from "../words/sense.ts";
import { isLettered, isSpaceless } from "../words/tokenise.ts";
import { type Scored, WORDING } from "./score.ts";

/** "The fan in the bedroom" is no player that is called Bedroom: it says the place of a thing of another kind. */
export function isPlaceOfOther({ served }: Scored, reaches: readonly WordReach[]): boolean {
  const serves = (_: WordReach, at: number) => (served[at] ?? 0) >= SERVED;
  // what is to be done may be done with any thing
  const said = reaches.filter((reach, at) => serves(reach, at) && WORDING.has(reach.role));
  const left = reaches.filter((reach, at) => reach.needed && !serves(reach, at));
  const isOther = ({ kinds, measures, role }: WordReach) =>
    role === "name" || kinds.some((kind) => !(measures && isQuantity(kind)));
  return said.length > 0 && said.every(({ isArea }) => isArea) && left.some(isOther);
}

/**
 * "Driveway light" is no camera that is called Driveway, "patio door lock" no contact of the Patio door: behind the name, and more
 * that it has not, stands a kind that its domain or its class has nothing to do with. What a word of the home's language may be is
 * less sure.
 */
export function isOfOtherKind(thing: Scored, reaches: readonly WordReach[]): boolean {
  const { served } = thing;
  const isLacked = (at: number) => reaches[at]?.needed === true && (served[at] ?? 0) < SERVED;
  return reaches.some((reach, at) => {
    if (!isLacked(at)) return false;
    let name = at - 1;
    while (isLacked(name)) name--;
    const isBehindName = (served[name] ?? 0) >= BY_OWN_NAME;
    return isBehindName && (saysOtherKind(reach, thing) || (served[at] === COUSIN && !reach.measures));
  });
}

export function saysOtherKind({ kinds, measures }: WordReach, { id }: Scored): boolean {
  const domain = domainOf(id);
  const isOther = (kind: Sense) =>
    !kind.borrowed && !isQuantity(kind) && ![...kind.serves.keys()].some((each) => domainOf(each) === domain);
  return !measures && kinds.length > 0 && kinds.every(isOther);
}

/** "Claire's fan" is not Claire: beside people a thing of theirs is meant. */
export function isOwnerOfOther({ id, served }: Scored, reaches: readonly WordReach[]): boolean {
  const isOfPeople = ({ serves }: Sense) => [...serves.keys()].some((each) => domainOf(each) === PERSON);
  // "Dana's tablet", or "花子のパソコン" where there is another's
  const isOfOther = ({ text, role, terms, isOther, isPlace }: WordReach) =>
    isSpaceless(text) ? !isLettered(text) && role === "name" && terms.size > 0 : isOther && !isPlace;
  const isThing = (reach: WordReach) =>
    isOfOther(reach) || (reach.kinds.length > 0 && !reach.kinds.some(isOfPeople));
  // "Dana's computer", where somebody else has one
  const isOwned = ({ role, isPlace }: WordReach, owner: WordReach | undefined) =>
    role === "name" && !isPlace && owner?.role === "name" && owner.text !== owner.stem;
  // "lampada di Luca"
  const owner = served.findIndex((each) => each >= SERVED);
  return (
    domainOf(id) === PERSON &&
    reaches.some((reach, at) => {
      if ((served[at] ?? 0) >= SERVED) return false;
      return (
        (reach.needed && (isThing(reach) || (at < owner && reach.role === "name" && !reach.isPlace))) ||
        ((served[at - 1] ?? 0) >= SERVED && isOwned(reach, reaches[at - 1]))
      );
    })
  );
}

const PERSON = "person";

/** So well a word of the name serves. */
export const BY_OWN_NAME = 0.95;

/** Anything may have a temperature, or be set to one. */
export function isQuantity({ serves }: Sense): boolean {
  return [...serves.keys()].some((target) => target.startsWith("sensor.") || target.startsWith("number."));
}
