/**
 * Which entities an automation waits for, in its triggers or between its actions; and a script, between its own.
 */

import { domainOf } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import { membersOf } from "../../../hass/group-members.ts";
import type { Place } from "../../../hass/place.ts";
import { KEY_OF_KIND, memberTest, TARGET_KINDS, targetsOfKind } from "../../../hass/target-kinds.ts";
import { isTemplate } from "../target/input.ts";
import { ANY_EVENT, waitedSignals } from "./signals.ts";
import { type PlaceRead, templateReads } from "./template-reads.ts";
import { variablesIn, waitsIn } from "./waits.ts";

const MAX_DEPTH = 24;

/** Registry ids to entity ids; undefined = not fetched, `unreadable` = cannot be had. */
export type RegistryIds = ReadonlyMap<string, string> | "unreadable" | undefined;

/** What the triggers of one configuration speak of. */
export type Triggers = {
  /** Everything with the form of an entity id, wherever it stands. */
  readonly names: ReadonlySet<string>;
  readonly registryIds: ReadonlySet<string>;
  /** Areas, floors, labels and devices, by id or by name in small letters. */
  readonly places: readonly PlaceRead[];
  /** Any entity of these domains: a list in a template, an event that each of them fires. */
  readonly domains: ReadonlySet<string>;
  /** Events, messages and sentences, as `signals.ts` spells them. */
  readonly signals: ReadonlySet<string>;
  /** Any entity and any call: an event that tells of all of them. */
  readonly everything: boolean;
  /** They may also wait for what nobody can tell from the configuration. */
  readonly unclear: boolean;
};

/** `named`: directly, through a group, a place, a domain or a registry id. */
export type Concern = "named" | "no" | "registry ids wanted";

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
// Set off from outside, or by whoever fires the event.
const FROM_ANYWHERE: ReadonlySet<unknown> = new Set(["event", "webhook", "mqtt"]);
// Places of hexadecimal ids that are not registry ids.
const OTHER_IDS: ReadonlySet<string> = new Set([
  ...Object.values(KEY_OF_KIND),
  "id",
  "alias",
  "webhook_id",
  "tag_id",
]);
// from the beginning of a word alone: else the time grows with the square of a long one
const PATH = /(?<![a-z0-9_])[a-z0-9_]+(?:\.[a-z0-9_]+)+/g;
const REGISTRY_ID = /(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])/g;

const known = new WeakMap<object, Triggers>();
type Reading = {
  readonly names: Set<string>;
  readonly registryIds: Set<string>;
  readonly places: PlaceRead[];
  readonly domains: Set<string>;
  readonly signals: Set<string>;
  everything: boolean;
  unclear: boolean;
  /** A template names an entity in a way that its own text does not tell. */
  computed: boolean;
};

function nothingRead(): Reading {
  return {
    names: new Set(),
    registryIds: new Set(),
    places: [],
    domains: new Set(),
    signals: new Set(),
    everything: false,
    unclear: false,
    computed: false,
  };
}

/** Read once for every configuration. */
export function triggersOf(config: unknown): Triggers {
  if (typeof config !== "object" || config === null) return { ...nothingRead(), unclear: true };
  const read = known.get(config) ?? readConfig(config as JsonObject);
  known.set(config, read);
  return read;
}

function readConfig(config: JsonObject): Triggers {
  const reading = nothingRead();
  const triggers = config["triggers"] ?? config["trigger"];
  // a blueprint that could not be opened: what its inputs name, and whatever else it keeps to itself
  if (triggers === undefined && config["use_blueprint"] !== undefined) {
    reading.unclear = true;
    read(config["use_blueprint"], "", reading, 0);
    return reading;
  }
  read(triggers, "", reading, 0);
  read(config["trigger_variables"], "", reading, 0);
  const steps = config["sequence"] ?? config["actions"] ?? config["action"];
  const polls = [triggers].flat().some((trigger) => isPolling(trigger));
  if (polls) read(config["conditions"] ?? config["condition"], "condition", reading, 0);
  reading.computed = false;
  for (const { key, value } of waitsIn(steps, polls)) read(value, key, reading, 1);
  // by a variable, as blueprints do
  if (reading.computed)
    for (const value of [config["variables"], ...variablesIn(steps)]) read(value, "variables", reading, 1);
  return reading;
}

/** Comes again and again by itself: its conditions are what it waits for. */
function isPolling(trigger: unknown): boolean {
  if (typeof trigger !== "object" || trigger === null) return false;
  const { trigger: kind, platform = kind, enabled, triggers } = trigger as JsonObject;
  if (triggers !== undefined) return [triggers].flat().some((each) => isPolling(each));
  return platform === "time_pattern" && enabled !== false;
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
  if (fields["enabled"] === false) return;
  const kind = fields["trigger"] ?? fields["platform"];
  if (kind === "event") readEvents(fields, reading);
  else if (FROM_ANYWHERE.has(kind)) reading.unclear = true;
  else if (kind === "persistent_notification") reading.domains.add(kind);
  for (const signal of waitedSignals(fields)) reading.signals.add(signal);
  for (const place of placesIn(fields)) reading.places.push(place);
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
  if (!isTemplate(text)) return;
  const { domains, places, everything, unclear } = templateReads(text);
  for (const domain of domains) reading.domains.add(domain);
  reading.places.push(...places);
  reading.everything ||= everything;
  reading.unclear ||= unclear;
  reading.computed ||= unclear;
}

/** An event tells of an entity, of those of a domain, of all, or of nobody knows what. */
function readEvents(fields: JsonObject, reading: Reading): void {
  const given = fields["event_data"];
  const data: JsonObject = typeof given === "object" && given !== null ? (given as JsonObject) : {};
  const one = data["entity_id"];
  const ofOne = typeof one === "string" && !isTemplate(one);
  for (const type of [fields["event_type"]].flat()) {
    const domain = typeof type === "string" ? domainOfEvent(type, data) : undefined;
    if (domain !== undefined) {
      if (!ofOne) reading.domains.add(domain);
    } else if (typeof type !== "string" || isTemplate(type) || type === ANY_EVENT || TELLING.has(type)) {
      if (!ofOne) reading.everything = true;
    } else reading.unclear = true;
  }
}

/** The domain whose entities fire it; a call tells its own. */
function domainOfEvent(type: string, data: JsonObject): string | undefined {
  if (type.startsWith("timer.")) return "timer";
  const { domain } = data;
  if (type === "call_service" && typeof domain === "string" && !isTemplate(domain))
    return domain === "homeassistant" ? undefined : domain.trim().toLowerCase();
  return Object.hasOwn(FIRED_BY, type) ? FIRED_BY[type] : undefined;
}

function placesIn(fields: JsonObject): readonly PlaceRead[] {
  return TARGET_KINDS.flatMap((kind) => {
    const ids = Object.hasOwn(fields, KEY_OF_KIND[kind]) ? fields[KEY_OF_KIND[kind]] : undefined;
    return [ids].flat().flatMap((id) => (typeof id === "string" ? [{ kind, name: id.toLowerCase() }] : []));
  });
}

/** Whether the automation waits for the entity. */
export function concernOf(
  config: unknown,
  entityId: string,
  place: Place,
  registryIds: RegistryIds,
): Concern {
  const triggers = triggersOf(config);
  if (triggers.domains.has(domainOf(entityId))) return "named";
  const { waited, unknown } = waitedFor(triggers, place, registryIds);
  if (waited.has(entityId) || holds(waited, entityId, place, new Set())) return "named";
  return unknown && registryIds === undefined ? "registry ids wanted" : "no";
}

/** `unknown` = a registry id stands there that nobody could look up. */
type Waited = { readonly waited: ReadonlySet<string>; readonly unknown: boolean };

// Areas and devices take a walk over all entities: once for every state of the registries.
const resolved = new WeakMap<
  Triggers,
  { readonly registries: unknown; readonly ids: unknown; readonly waited: Waited }
>();

/** The entities that the triggers come to, but for those of whole domains. */
export function waitedFor(triggers: Triggers, place: Place, registryIds: RegistryIds): Waited {
  const before = resolved.get(triggers);
  if (before && before.registries === place.registries && before.ids === registryIds) return before.waited;
  const waited = resolveTriggers(triggers, place, registryIds);
  resolved.set(triggers, { registries: place.registries, ids: registryIds, waited });
  return waited;
}

function resolveTriggers(triggers: Triggers, place: Place, registryIds: RegistryIds): Waited {
  const waited = new Set(triggers.names);
  for (const test of triggers.places.flatMap((named) => testsOf(named, place)))
    for (const id of place.states.keys()) if (test(id)) waited.add(id);
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

/** Hidden and diagnostic entities fire triggers like any other. */
function testsOf({ kind, name }: PlaceRead, { registries }: Place): readonly ((id: string) => boolean)[] {
  if (kind === "integration") return [integrationTest(name, registries)];
  const meant = [...targetsOfKind(kind, registries).values()].filter((each) =>
    [each.id, each.name, ...(each.aliases ?? [])].some((text) => text.toLowerCase() === name),
  );
  return meant.map(({ id }) => memberTest(kind, id, registries));
}

/** One without a registry entry may be of any; a name that is no integration's may be the title of any. */
function integrationTest(name: string, { entities }: Place["registries"]): (id: string) => boolean {
  const isKnown = [...entities.values()].some(({ platform }) => platform === name);
  return (id) => !isKnown || (entities.get(id)?.platform ?? name) === name;
}

/** Whether the triggers may be set off by what nobody can tell: for them, whatever sets things off counts. */
export function isUnclear(triggers: Triggers, place: Place, registryIds: RegistryIds): boolean {
  const { waited, unknown } = waitedFor(triggers, place, registryIds);
  return triggers.unclear || unknown || [...waited].some((id) => mayDerive(id, place));
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
