/** Which groups an entity belongs to, as the registries have it now. */

import { domainOf } from "../../core/entity-id.ts";
import { areaOf, deviceChain, floorOf, labelsOf } from "../../hass/registries.ts";
import type { Groups } from "./groups.ts";
import { deviceClassOf, type SearchPlace } from "./place.ts";

/** Gives a group of a domain or device class its name, which is that of the domain or class. */
export type NameByItself = (kind: "domain" | "class", id: string, text: string) => number;

/** Numbers of groups, ascending. */
export function createMembership(
  place: SearchPlace,
  groups: Groups,
  named: NameByItself,
): (id: string) => readonly number[] {
  return (id) => {
    const { registries } = place;
    const domain = domainOf(id);
    const deviceClass = deviceClassOf(place.states.get(id));
    const found = [named("domain", domain, domain)];
    if (deviceClass !== undefined) found.push(named("class", `${domain}.${deviceClass}`, deviceClass));
    const area = areaOf(registries, id);
    const floor = floorOf(registries, id);
    if (area) found.push(groups.number("area", area.id));
    if (floor) found.push(groups.number("floor", floor.id));
    for (const device of deviceChain(registries, id)) found.push(groups.number("device", device.id));
    for (const label of labelsOf(registries, id)) found.push(groups.number("label", label));
    return [...new Set(found)].sort((a, b) => a - b);
  };
}
