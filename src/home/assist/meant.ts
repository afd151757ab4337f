/** The targets of a sentence that may be seen and lie where the sentence says. */

import { domainOf } from "../../core/entity-id.ts";
import { foldName } from "../../core/fold.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { areaOf, floorOf } from "../../hass/registries.ts";
import type { Sight } from "../see/sight.ts";
import type { Understood } from "./understand.ts";

type Named = { readonly id: string; readonly name: string; readonly aliases: readonly string[] };

/**
 * Home Assistant's answer to what a sentence means leaves some of its words aside (floors); whatever is not in the place,
 * of the domain and of the class that the sentence names is dropped. A class that is kept from the caller is none.
 */
export function meantBy(
  { slots, heard }: Understood,
  ids: readonly string[],
  { registries, states }: Pick<Gateway, "registries" | "states">,
  sight: Pick<Sight, "sees" | "attributes">,
): readonly string[] {
  const words = (key: string) =>
    slots[key] === undefined
      ? undefined
      : [slots[key], heard[key] ?? []].flat().map((word) => foldName(String(word)));
  const [area, floor, domain, kind] = ["area", "floor", "domain", "device_class"].map(words);
  return ids.filter((id) => {
    const state = states.get(id);
    if (!state || !sight.sees(id)) return false;
    return (
      isCalled(areaOf(registries, id), area) &&
      isCalled(floorOf(registries, id), floor) &&
      (domain === undefined || domain.includes(foldName(domainOf(id)))) &&
      (kind === undefined || kind.includes(foldName(String(sight.attributes(state)["device_class"]))))
    );
  });
}

/** For the count of what is kept back. */
export const WHATEVER_IS_SEEN: Pick<Sight, "sees" | "attributes"> = {
  sees: () => true,
  attributes: ({ attributes }) => attributes,
};

function isCalled(place: Named | undefined, words: readonly string[] | undefined): boolean {
  if (words === undefined) return true;
  return (
    place !== undefined &&
    [place.id, place.name, ...place.aliases].some((own) => words.includes(foldName(own)))
  );
}
