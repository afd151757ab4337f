/** Which automations wait for which entities: read once for a home, so that most calls end at one lookup. */

import { domainOf } from "../../../core/entity-id.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import type { TriggerTable } from "../model/world.ts";
import { isHelper } from "./indirect.ts";
import { hears } from "./signals.ts";
import { holds, isUnclear, type RegistryIds, triggersOf, waitedFor } from "./triggers.ts";

/** A configuration that could not be read (undefined) waits for nothing here. */
export function triggerTable(
  configs: ReadonlyMap<string, unknown>,
  place: Place,
  registryIds: RegistryIds,
): TriggerTable {
  const entities = new Map<string, string[]>();
  const domains = new Map<string, string[]>();
  const signals = new Map<string, string[]>();
  const everything: string[] = [];
  const unclear: string[] = [];
  for (const [automation, config] of configs) {
    if (config === undefined) continue;
    const triggers = triggersOf(config);
    for (const id of waitedFor(triggers, place, registryIds).waited) put(entities, id, automation);
    for (const domain of triggers.domains) put(domains, domain, automation);
    for (const signal of triggers.signals) put(signals, signal, automation);
    if (triggers.everything) everything.push(automation);
    else if (isUnclear(triggers, place, registryIds)) unclear.push(automation);
  }
  const groups = new Map([...entities].filter(([id]) => isGroup(id, place)));
  return { entities, groups, domains, signals, everything, unclear };
}

function put(table: Map<string, string[]>, key: string, value: string): void {
  const values = table.get(key);
  if (values) values.push(value);
  else table.set(key, [value]);
}

function isGroup(id: string, place: Place): boolean {
  if (domainOf(id) === "group" || place.registries.entities.get(id)?.platform === "group") return true;
  return membersOf(place.states.get(id)).length > 0;
}

/**
 * The automations that a change of the entity may set off and that are not switched off; a call without entities goes by
 * its own name, what is no entity by its signal. What nobody can tie to an entity counts, where `untied` is wanted, for what exists to set things off;
 * with `onlyTied` not even what waits for all of them.
 */
export function watchersOf(id: string, table: TriggerTable, place: Place, which: Which): readonly string[] {
  const moved = movedWith(id, place);
  if (moved.length === 0) return watching(id, table, place, which);
  return [...new Set([id, ...moved].flatMap((each) => watching(each, table, place, which)))];
}

type Which = { readonly untied: boolean; readonly onlyTied?: boolean };

/** A person is where their trackers are, a zone counts who is in it; a switch shown as something else is both. */
function movedWith(id: string, { states, registries }: Place): readonly string[] {
  const domain = domainOf(id);
  if (domain !== "device_tracker" && domain !== "person")
    return twinsOf(registries.entities).get(id) ?? NOBODY;
  return [...states.values()].flatMap(({ id: other, attributes }) => {
    const trackers = other.startsWith("person.") ? [attributes["device_trackers"]].flat() : [];
    return other.startsWith("zone.") || trackers.includes(id) ? [other] : [];
  });
}

function watching(
  id: string,
  table: TriggerTable,
  place: Place,
  { untied, onlyTied = false }: Which,
): readonly string[] {
  const { entities, groups, domains, signals, unclear } = table;
  const everything = onlyTied ? NOBODY : table.everything;
  const domain = domainOf(id);
  let found = entities.get(id) ?? NOBODY;
  for (const [group, automations] of groups) {
    if (holds([group], id, place, new Set())) found = [...found, ...automations];
  }
  // pictures that are looked at tell of what was seen by an event
  if (signals.size > 0 && (domain === "image_processing" || !place.states.has(id))) {
    for (const [signal, automations] of signals) if (hears(signal, id)) found = [...found, ...automations];
  }
  const others = domains.get(domain) ?? NOBODY;
  const setsOff = isHelper(id) || domain === "script" || domain === "automation";
  const perhaps = untied && setsOff ? unclear : NOBODY;
  if (found.length + others.length + everything.length + perhaps.length === 0) return NOBODY;
  const all = new Set([...found, ...others, ...everything, ...perhaps]);
  return [...all].filter((each) => each !== id && !isAsleep(place.states.get(each)));
}

/** Switched off, and not at its steps either: switching off may leave them to go on. */
export function isAsleep(state: EntityState | undefined): boolean {
  const runs = state?.attributes["current"];
  return state?.state === "off" && !(typeof runs === "number" && runs > 0);
}

const NOBODY: readonly string[] = [];
const SHOWN_AS = "switch_as_x";

type Entries = Place["registries"]["entities"];
const twinsKnown = new WeakMap<Entries, ReadonlyMap<string, readonly string[]>>();

/** Switches and what they are shown as, by each other: on one device, or on none. Once for every state of the registry. */
function twinsOf(entities: Entries): ReadonlyMap<string, readonly string[]> {
  const known = twinsKnown.get(entities);
  if (known) return known;
  const shown = [...entities.values()].filter(({ platform }) => platform === SHOWN_AS);
  const twins = new Map<string, string[]>();
  const devices = new Set(shown.map(({ deviceId }) => deviceId));
  for (const { entityId, deviceId, platform } of entities.values()) {
    if (domainOf(entityId) !== "switch" || platform === SHOWN_AS || !devices.has(deviceId)) continue;
    for (const other of shown) {
      if (other.deviceId !== deviceId) continue;
      put(twins, entityId, other.entityId);
      put(twins, other.entityId, entityId);
    }
  }
  twinsKnown.set(entities, twins);
  return twins;
}
