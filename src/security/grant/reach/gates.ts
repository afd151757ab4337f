/** Which calls have an effect on the physical safety of the house: judged by what would happen to which entity. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import type { Place } from "../../../hass/place.ts";
import { deviceChain, labelsOf } from "../../../hass/registries.ts";
import type { Leaf } from "../model/world.ts";

/** The owner's label on a switch or button that does something physical. */
const PHYSICAL_LABEL = "physical";
/** The owner's label on a cover without a device class that is only a blind. */
const BLIND_LABEL = "blind";

// A cover that lets somebody in; any other class (awning, blind, shade …) does not.
const OPENINGS: ReadonlySet<unknown> = new Set(["door", "garage", "gate", "window"]);
const LABELLED_DOMAINS: ReadonlySet<string> = new Set(["button", "switch", "input_button"]);
const GATED_DOMAINS: ReadonlySet<string> = new Set([
  "lock",
  "alarm_control_panel",
  "cover",
  "valve",
  "siren",
]);
// homeassistant.turn_* becomes whatever the entity's own domain makes of it.
const TURNING: ReadonlySet<string> = new Set(["turn_on", "turn_off", "toggle"]);

/** `name` undefined = anything that the domain can do, as a scene does. */
type Physical = (name: string | undefined, entityId: string, place: Place) => boolean;

const BY_DOMAIN: ReadonlyMap<string, Physical> = new Map<string, Physical>([
  ["lock", (name) => name === undefined || TURNING.has(name) || name === "unlock" || name === "open"],
  ["alarm_control_panel", (name) => name === undefined || TURNING.has(name) || name.startsWith("alarm_")],
  ["cover", (name, id, place) => canOpen(name) && letsIn(id, place)],
  ["valve", (name, id, place) => canOpen(name) && letsIn(id, place)],
  ["siren", (name) => name === undefined || name === "turn_on" || name === "toggle"],
]);

/** Whether the service, or (undefined) whatever the entity's domain can do, is physical on this entity. */
export function isPhysical(service: string | undefined, entityId: string, place: Place): boolean {
  const domain = domainOf(entityId);
  if (LABELLED_DOMAINS.has(domain))
    return hasLabel(PHYSICAL_LABEL, labelsOf(place.registries, entityId), place);
  const rule = BY_DOMAIN.get(domain);
  if (!rule) return false;
  const name = service === undefined ? undefined : objectOf(service);
  // homeassistant.turn_off of a siren may only silence it, but its domain decides what "off" means
  const turning =
    service !== undefined && domainOf(service) === "homeassistant" && TURNING.has(objectOf(service));
  return rule(turning ? undefined : name, entityId, place);
}

/** The same for one thing that an indirect call does; nothing known of it = it may be anything. */
export function isPhysicalLeaf({ service, entityId }: Leaf, place: Place): boolean {
  if (entityId !== undefined) return isPhysical(service, entityId, place);
  return service === undefined || isPhysicalDomain(domainOf(service), place);
}

/** Whether a call without entities could be physical: its domain holds gated things. */
export function isPhysicalDomain(domain: string, place: Place): boolean {
  if (GATED_DOMAINS.has(domain)) return true;
  if (!LABELLED_DOMAINS.has(domain)) return false;
  for (const id of place.states.keys())
    if (domainOf(id) === domain && isPhysical(undefined, id, place)) return true;
  return false;
}

// Everything but closing and stopping: positions and tilts open too.
function canOpen(name: string | undefined): boolean {
  return (
    name === undefined || !(name.startsWith("close_") || name.startsWith("stop_") || name === "update_entity")
  );
}

function letsIn(entityId: string, place: Place): boolean {
  const deviceClass = place.states.get(entityId)?.attributes["device_class"];
  if (typeof deviceClass === "string" && deviceClass !== "") return OPENINGS.has(deviceClass);
  const own = new Set(place.registries.entities.get(entityId)?.labels);
  for (const device of deviceChain(place.registries, entityId))
    for (const label of device.labels) own.add(label);
  return !hasLabel(BLIND_LABEL, own, place);
}

// By the label's id, or by its name: an owner may have renamed it.
function hasLabel(wanted: string, labels: ReadonlySet<string>, { registries }: Place): boolean {
  if (labels.has(wanted)) return true;
  for (const label of labels)
    if (registries.labels.get(label)?.name.trim().toLowerCase() === wanted) return true;
  return false;
}
