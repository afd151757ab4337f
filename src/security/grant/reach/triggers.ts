/**
 * Which entities an automation waits for.
 *
 * Not looked through: triggers on events that an integration or a script fires, on notifications, sentences, webhooks
 * and messages, and what a running automation waits for between its actions.
 */

import { domainOf } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import { isTemplate, type Selection } from "../target/input.ts";
import { isEmptySelection, resolveSelection } from "../target/resolve.ts";
import { readsOnlyNamed } from "./template-reads.ts";

const MAX_DEPTH = 24;

/** Registry ids to entity ids; undefined = not fetched, `unreadable` = cannot be had. */
export type RegistryIds = ReadonlyMap<string, string> | "unreadable" | undefined;

/** What the triggers of one configuration speak of. */
export type Triggers = {
  /** Everything with the form of an entity id, wherever it stands. */
  readonly names: ReadonlySet<string>;
  readonly registryIds: ReadonlySet<string>;
  readonly selections: readonly Selection[];
  /** Any entity of these domains: an event that each of them fires. */
  readonly domains: ReadonlySet<string>;
  /** They may also wait for entities that nobody can tell from the configuration. */
  readonly unclear: boolean;
};

/** `named`: directly, through a group, a target or a registry id. `perhaps`: nothing says that it does not. */
export type Concern = "named" | "perhaps" | "no" | "registry ids wanted";

// Integrations that make entities of other entities, and say nowhere of which.
const DERIVED: ReadonlySet<string> = new Set(
  `template min_max derivative statistics threshold trend history_stats filter integration utility_meter
  switch_as_x bayesian mold_indicator generic_hygrostat generic_thermostat universal tod compensation`.split(
    /\s+/,
  ),
);
// Entities without a registry entry may be templates, unless they are of these kinds.
const NEVER_DERIVED: ReadonlySet<string> = new Set(
  `automation calendar counter group input_boolean input_button input_datetime input_number input_select input_text
  person scene schedule script sun timer zone`.split(/\s+/),
);
// Events that tell of any entity.
const TELLING: ReadonlySet<string> = new Set(["state_changed", "state_reported", "call_service"]);
// Events that an entity of one domain fires.
const FIRED_BY: Readonly<Record<string, string>> = {
  script_started: "script",
  automation_triggered: "automation",
};
const PLACES = ["area_id", "floor_id", "label_id", "device_id"] as const;
// Places of hexadecimal ids that are not registry ids.
const OTHER_IDS: ReadonlySet<string> = new Set([...PLACES, "id", "alias", "webhook_id", "tag_id"]);
const PATH = /[a-z0-9_]+(?:\.[a-z0-9_]+)+/g;
const REGISTRY_ID = /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/g;

const known = new WeakMap<object, Triggers>();
const ANYTHING: Triggers = {
  names: new Set(),
  registryIds: new Set(),
  selections: [],
  domains: new Set(),
  unclear: true,
};

/** Read once for every configuration. */
export function triggersOf(config: unknown): Triggers {
  if (typeof config !== "object" || config === null) return ANYTHING;
  const read = known.get(config) ?? readConfig(config as JsonObject);
  known.set(config, read);
  return read;
}

type Reading = {
  readonly names: Set<string>;
  readonly registryIds: Set<string>;
  readonly selections: Selection[];
  readonly domains: Set<string>;
  unclear: boolean;
};

function readConfig(config: JsonObject): Triggers {
  const reading: Reading = {
    names: new Set(),
    registryIds: new Set(),
    selections: [],
    domains: new Set(),
    unclear: false,
  };
  const triggers = config["triggers"] ?? config["trigger"];
  // a blueprint keeps its triggers elsewhere
  if (triggers === undefined && config["use_blueprint"] !== undefined) return ANYTHING;
  read(triggers, "", reading, 0);
  return reading;
}

function read(value: unknown, key: string, reading: Reading, depth: number): void {
  if (depth > MAX_DEPTH) {
    reading.unclear = true;
    return;
  }
  if (typeof value === "string") {
    readText(value, key, reading);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) read(each, key, reading, depth + 1);
    return;
  }
  const fields = value as JsonObject;
  for (const type of eventsOfAny(fields)) {
    if (TELLING.has(type)) reading.unclear = true;
    const domain = FIRED_BY[type] ?? (type.startsWith("timer.") ? "timer" : undefined);
    if (domain !== undefined) reading.domains.add(domain);
  }
  const selection = selectionIn(fields);
  if (!isEmptySelection(selection)) reading.selections.push(selection);
  for (const [name, inner] of Object.entries(fields)) read(inner, name, reading, depth + 1);
}

function readText(value: string, key: string, reading: Reading): void {
  const text = value.toLowerCase();
  // states.light.x.state holds light.x
  for (const [path] of text.matchAll(PATH)) {
    const parts = path.split(".");
    for (let at = 1; at < parts.length; at++) reading.names.add(`${parts[at - 1]}.${parts[at]}`);
  }
  if (!OTHER_IDS.has(key)) for (const [id] of text.matchAll(REGISTRY_ID)) reading.registryIds.add(id);
  if (isTemplate(text) && !readsOnlyNamed(text)) reading.unclear = true;
}

/** The event types of a trigger that does not say of which entity. */
function eventsOfAny(fields: JsonObject): readonly string[] {
  if ((fields["trigger"] ?? fields["platform"]) !== "event") return [];
  const data = fields["event_data"];
  if (typeof data === "object" && data !== null && Object.hasOwn(data, "entity_id")) return [];
  return [fields["event_type"]].flat().filter((type) => typeof type === "string");
}

function selectionIn(fields: JsonObject): Selection {
  const list = (key: string): readonly string[] => {
    const ids = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return (Array.isArray(ids) ? ids : [ids]).filter((id) => typeof id === "string");
  };
  return {
    area_id: list("area_id"),
    floor_id: list("floor_id"),
    label_id: list("label_id"),
    device_id: list("device_id"),
  };
}

/** Whether the automation waits for the entity. */
export function concernOf(
  config: unknown,
  entityId: string,
  place: Place,
  registryIds: RegistryIds,
): Concern {
  const triggers = triggersOf(config);
  const { waited, unknown } = waitedFor(triggers, place, registryIds);
  if (waited.has(entityId) || holds(waited, entityId, place, new Set())) return "named";
  if (unknown && registryIds === undefined) return "registry ids wanted";
  if (triggers.unclear || unknown) return "perhaps";
  for (const id of waited) if (mayDerive(id, place)) return "perhaps";
  return "no";
}

/** `unknown` = a registry id stands there that nobody could look up. */
type Waited = { readonly waited: ReadonlySet<string>; readonly unknown: boolean };

// Areas and devices take a walk over all entities: once for every state of the registries.
const resolved = new WeakMap<
  Triggers,
  { readonly registries: unknown; readonly ids: unknown; readonly waited: Waited }
>();

/** The entities that the triggers come to. */
export function waitedFor(triggers: Triggers, place: Place, registryIds: RegistryIds): Waited {
  const before = resolved.get(triggers);
  if (before && before.registries === place.registries && before.ids === registryIds) return before.waited;
  const waited = resolveTriggers(triggers, place, registryIds);
  resolved.set(triggers, { registries: place.registries, ids: registryIds, waited });
  return waited;
}

function resolveTriggers(triggers: Triggers, place: Place, registryIds: RegistryIds): Waited {
  const waited = new Set(triggers.names);
  for (const selection of triggers.selections)
    for (const id of resolveSelection(selection, place).entityIds) waited.add(id);
  if (triggers.domains.size > 0) {
    for (const id of place.states.keys()) if (triggers.domains.has(domainOf(id))) waited.add(id);
  }
  let unknown = false;
  for (const registryId of triggers.registryIds) {
    if (typeof registryIds !== "object") unknown = true;
    else {
      const id = registryIds.get(registryId);
      if (id !== undefined) waited.add(id);
    }
  }
  return { waited, unknown };
}

/** Whether one of these is a group that holds the entity, through other groups too. */
export function holds(ids: Iterable<string>, entityId: string, place: Place, seen: Set<string>): boolean {
  for (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    const members = membersOf(place.states.get(id));
    if (members.length > 0 && (members.includes(entityId) || holds(members, entityId, place, seen)))
      return true;
  }
  return false;
}

// A sensor made of other entities changes when they do.
function mayDerive(id: string, { states, registries }: Place): boolean {
  const entry = registries.entities.get(id);
  if (entry?.platform !== undefined) return DERIVED.has(entry.platform);
  return states.has(id) && !NEVER_DERIVED.has(domainOf(id));
}
