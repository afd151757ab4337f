/** Which calls have an effect on the physical safety of the house: judged by what would happen to which entity. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import type { Place } from "../../../hass/place.ts";
import { areaOf, deviceChain, isDoubtful } from "../../../hass/registries.ts";
import type { Leaf } from "../model/world.ts";

/** The owner's label on whatever does something physical. */
const PHYSICAL_LABEL = "physical";
/** The owner's label on a cover without a device class that is only a blind. */
const BLIND_LABEL = "blind";

// Covers and valves that let in; classes that do not. An owner may write another: it says no more than none.
const OPENINGS: ReadonlySet<string> = new Set(["door", "garage", "gate", "window"]);
const NO_OPENINGS: ReadonlySet<string> = new Set(
  "awning blind curtain damper shade shutter gas water".split(" "),
);
// What a lock, a door or an alarm panel is worked by, where it is no service of its own.
const PARTS: ReadonlySet<string> = new Set(["button", "switch", "select", "number", "text"]);
/** Whose parts these are: not a siren, which a camera or a doorbell has among much else. */
const WORKED_BY_PARTS: ReadonlySet<string> = new Set(["lock", "alarm_control_panel", "cover", "valve"]);
/** By domain, the services of its own that are known to do no harm there: every other service asks, whatever its name. */
const HARMLESS: ReadonlyMap<string, readonly string[]> = new Map([
  ["lock", ["lock.lock"]],
  ["alarm_control_panel", []],
  ["cover", ["cover.close_*", "cover.stop_*"]],
  ["valve", ["valve.close_*", "valve.stop_*"]],
  ["siren", ["siren.turn_off"]],
]);
// Reading, refreshing and speaking of it: what a domain offers itself, and what is known of others.
const ONLY_LOOKS = /^(?:get|refresh)_[a-z]+$/;
const KNOWN_TO_LOOK: ReadonlySet<string> = new Set([
  "homeassistant.update_entity",
  "zwave_js.refresh_value",
  "logbook.log",
]);

/** Whether the service, or (undefined) whatever the entity's domain can do, is physical on this entity. */
export function isPhysical(service: string | undefined, entityId: string, place: Place): boolean {
  const domain = domainOf(entityId);
  if (!isGuarded(domain, entityId, place)) return false;
  if (service === undefined) return true;
  if (KNOWN_TO_LOOK.has(service)) return false;
  const harmless = HARMLESS.get(domain);
  if (!harmless) return true;
  if (domainOf(service) === domain && ONLY_LOOKS.test(objectOf(service))) return false;
  return !harmless.some(
    (each) => each === service || (each.endsWith("*") && service.startsWith(each.slice(0, -1))),
  );
}

/** A button may unlatch the door whose device it is on, or a device that stands on it; a mode leave it open. */
function isPartOfGuarded(entityId: string, place: Place): boolean {
  const { entities, strayEntries } = place.registries;
  const entry = entities.get(entityId);
  const device = entry?.deviceId;
  const guards = guardsOf(place.registries);
  const isOf = (of: string) =>
    (guards.get(of) ?? NOTHING).some((id) => place.states.has(id) && isGuarded(domainOf(id), id, place));
  if (device !== undefined)
    return (
      isOf(device) || isOf(SOME_DEVICE) || deviceChain(place.registries, entityId).some(({ id }) => isOf(id))
    );
  if (domainOf(entityId) === "switch" && isOf(NO_DEVICE)) return true;
  return entry ? entry.doubtful === true : strayEntries === true;
}

const NOTHING: readonly string[] = [];
/** Stands for the device of a lock, a door or a panel whose device could not be read. */
const SOME_DEVICE = "";
/** Stands for switches without a device, which one of these may be made of. */
const NO_DEVICE = " ";
/** A switch that is shown as a lock, a door or a siren: what works the one works the other. */
const MADE_OF_SWITCHES = "switch_as_x";
const guardsKnown = new WeakMap<Place["registries"]["entities"], ReadonlyMap<string, readonly string[]>>();

/** By device: once for every state of the registry. */
function guardsOf({ entities }: Place["registries"]): ReadonlyMap<string, readonly string[]> {
  const known = guardsKnown.get(entities);
  if (known) return known;
  const guards = new Map<string, string[]>();
  for (const { entityId, deviceId, doubtful, platform } of entities.values()) {
    const isMade = platform === MADE_OF_SWITCHES;
    const device = deviceId ?? (doubtful ? SOME_DEVICE : isMade ? NO_DEVICE : undefined);
    const domain = domainOf(entityId);
    if (device === undefined || !(WORKED_BY_PARTS.has(domain) || (isMade && HARMLESS.has(domain)))) continue;
    const others = guards.get(device);
    if (others) others.push(entityId);
    else guards.set(device, [entityId]);
  }
  guardsKnown.set(entities, guards);
  return guards;
}

function isLabelled(entityId: string, { registries }: Place): boolean {
  const counts = (given: readonly string[] | undefined) =>
    given?.some((label) => label === PHYSICAL_LABEL || spells(PHYSICAL_LABEL, nameOf(label, registries))) ??
    false;
  return (
    counts(registries.entities.get(entityId)?.labels) ||
    deviceChain(registries, entityId).some((device) => counts(device.labels)) ||
    counts(areaOf(registries, entityId)?.labels) ||
    (knowsLabel(registries) && isDoubtful(registries, entityId))
  );
}

/** Of a label whose name could not be read: the one that is on the safe side. */
function nameOf(id: string, { labels, strayLabels }: Place["registries"]): string {
  const label = labels.get(id);
  const unread = label === undefined ? strayLabels : label.doubtful;
  return unread ? PHYSICAL_LABEL : (label?.name ?? id);
}

const labelKnown = new WeakMap<Place["registries"]["labels"], boolean>();

function knowsLabel(registries: Place["registries"]): boolean {
  const { labels, strayLabels } = registries;
  if (strayLabels) return true;
  const known = labelKnown.get(labels);
  if (known !== undefined) return known;
  const knows = [...labels.keys()].some(
    (id) => id === PHYSICAL_LABEL || spells(PHYSICAL_LABEL, nameOf(id, registries)),
  );
  labelKnown.set(labels, knows);
  return knows;
}

function isGuarded(domain: string, entityId: string, place: Place): boolean {
  if (isLabelled(entityId, place)) return true;
  if (domain === "cover" || domain === "valve") return letsIn(entityId, place);
  return HARMLESS.has(domain) || (PARTS.has(domain) && isPartOfGuarded(entityId, place));
}

/** The same for one thing that an indirect call does; nothing known of it = it may be anything. */
export function isPhysicalLeaf({ service, entityId }: Leaf, place: Place): boolean {
  if (entityId !== undefined) return isPhysical(service, entityId, place);
  return service === undefined || isPhysicalAlone(service, place);
}

// A sentence or a program that acts within Home Assistant as it likes.
const ACTS_ON_ANYTHING: ReadonlySet<string> = new Set(["conversation", "python_script", "pyscript"]);

/** Whether a call without entities could be physical: by what it runs, or by what its domain holds. */
export function isPhysicalAlone(service: string, place: Place): boolean {
  const domain = domainOf(service);
  const acts = ACTS_ON_ANYTHING.has(domain) && objectOf(service) !== "reload";
  return acts || isPhysicalDomain(domain, place);
}

function isPhysicalDomain(domain: string, place: Place): boolean {
  if (HARMLESS.has(domain)) return true;
  if (!PARTS.has(domain) && !knowsLabel(place.registries)) return false;
  for (const id of place.states.keys())
    if (domainOf(id) === domain && isPhysical(undefined, id, place)) return true;
  return false;
}

function letsIn(entityId: string, place: Place): boolean {
  const deviceClass = place.states.get(entityId)?.attributes["device_class"];
  if (typeof deviceClass === "string" && OPENINGS.has(deviceClass)) return true;
  if (typeof deviceClass === "string" && NO_OPENINGS.has(deviceClass)) return false;
  const own = new Set(place.registries.entities.get(entityId)?.labels);
  for (const device of deviceChain(place.registries, entityId))
    for (const label of device.labels) own.add(label);
  return !hasLabel(BLIND_LABEL, own, place);
}

// By the label's id, or by its name: an owner may have renamed it.
function hasLabel(wanted: string, labels: ReadonlySet<string>, { registries }: Place): boolean {
  if (labels.has(wanted)) return true;
  for (const label of labels) if (spells(wanted, registries.labels.get(label)?.name)) return true;
  return false;
}

function spells(wanted: string, name: string | undefined): boolean {
  return name?.trim().toLowerCase() === wanted;
}
