/** A condition on the state of one entity. */

import { type JsonObject, plainText } from "../../../core/json.ts";
import type { Place } from "../../../hass/place.ts";
import type { DenialCode } from "../model/decision.ts";

// An entity that says neither proves nothing.
const NO_STATE: ReadonlySet<string> = new Set(["unknown", "unavailable"]);

/**
 * `{entity_id, attribute?, state?, above?, below?}`: every key that is there must hold; `state` is a value or a list of
 * them, `above` and `below` exclude the number itself. undefined = holds.
 */
export function conditionHolds(params: JsonObject, place: Pick<Place, "states">): DenialCode | undefined {
  const { entity_id, attribute, state, above, below } = params;
  if (typeof entity_id !== "string" || (state === undefined && above === undefined && below === undefined)) {
    return "invalid_restriction";
  }
  if (![above, below].every((bound) => bound === undefined || typeof bound === "number"))
    return "invalid_restriction";
  const entity = place.states.get(entity_id);
  if (!entity || NO_STATE.has(entity.state)) return "condition_denied";
  const value = typeof attribute === "string" ? entity.attributes[attribute] : entity.state;
  const wanted = Array.isArray(state) ? state : [state];
  if (state !== undefined && !wanted.some((each) => each === value || plainText(each) === plainText(value)))
    return "condition_denied";
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const inside =
    typeof number === "number" &&
    Number.isFinite(number) &&
    (typeof above !== "number" || number > above) &&
    (typeof below !== "number" || number < below);
  return (above === undefined && below === undefined) || inside ? undefined : "condition_denied";
}
