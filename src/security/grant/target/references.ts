/** References to entities, areas, floors, labels and devices that hide in the data of a call. */

import { domainOf, isEntityId } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { Place } from "../../../hass/place.ts";
import { descriptionOf, fieldsOf } from "../../../hass/service-description.ts";
import type { WireServiceField, WireServices } from "../../../hass/wire.ts";
import { isTemplate, type Selection } from "./input.ts";

export type References = {
  /** Entities named: existing ones anywhere, whatever stands in a field made for entities. */
  readonly entityIds: readonly string[];
  readonly selection: Selection;
  /** Ids that no entity of this home has, of kinds that entities have: judged like real ones, or they would tell which are. */
  readonly absent: readonly string[];
  /** Statistic ids; foreign ones are no entity ids. */
  readonly statisticIds: readonly string[];
  /** A field made for references holds a template, or the data never end: nobody can say what it names. */
  readonly templated: boolean;
};

// Selector of a field to what its value names (home-assistant.io/docs/blueprint/selectors).
const KINDS: Readonly<Record<string, keyof Found>> = {
  entity: "entityIds",
  area: "area_id",
  floor: "floor_id",
  label: "label_id",
  device: "device_id",
  statistic: "statisticIds",
};
const TARGET_KINDS: Readonly<Record<string, keyof Found>> = {
  entity_id: "entityIds",
  area_id: "area_id",
  floor_id: "floor_id",
  label_id: "label_id",
  device_id: "device_id",
};
const MAX_DEPTH = 32;

type Found = {
  readonly entityIds: Set<string>;
  readonly area_id: Set<string>;
  readonly floor_id: Set<string>;
  readonly label_id: Set<string>;
  readonly device_id: Set<string>;
  readonly statisticIds: Set<string>;
};

const NONE: References = {
  entityIds: [],
  absent: [],
  selection: { area_id: [], floor_id: [], label_id: [], device_id: [] },
  statisticIds: [],
  templated: false,
};

type Read = {
  readonly service: string;
  readonly services: WireServices;
  readonly states: Place["states"];
  readonly references: References;
};

/** Data are walked once, however many steps ask what they name. */
const read = new WeakMap<JsonObject, Read>();

/** Reads the data by the service's own description; without one, by known entity ids alone. */
export function findReferences(
  data: JsonObject,
  service: string,
  services: WireServices,
  place: Pick<Place, "states">,
): References {
  if (Object.keys(data).length === 0) return NONE;
  const known = read.get(data);
  if (known?.service === service && known.services === services && known.states === place.states)
    return known.references;
  const references = walkData(data, service, services, place);
  read.set(data, { service, services, states: place.states, references });
  return references;
}

function walkData(
  data: JsonObject,
  service: string,
  services: WireServices,
  place: Pick<Place, "states">,
): References {
  const description = descriptionOf(services, service);
  const absent = new Set<string>();
  const found: Found = {
    entityIds: new Set(),
    area_id: new Set(),
    floor_id: new Set(),
    label_id: new Set(),
    device_id: new Set(),
    statisticIds: new Set(),
  };
  // deeper than anybody can see, as a script may hold it, nobody can say what it names
  let templated = !collectKnown(data, { place, services, known: found.entityIds, absent }, 0);
  templated = hidesEntities(data, "", 0) || templated;
  for (const { name: key, field } of description ? fieldsOf(description) : []) {
    if (!Object.hasOwn(data, key)) continue;
    templated = collectField(data[key], field, found) || templated;
  }
  return {
    entityIds: [...found.entityIds],
    absent: [...absent],
    selection: {
      area_id: [...found.area_id],
      floor_id: [...found.floor_id],
      label_id: [...found.label_id],
      device_id: [...found.device_id],
    },
    statisticIds: [...found.statisticIds],
    templated,
  };
}

function collectField(value: unknown, field: WireServiceField, found: Found): boolean {
  let templated = false;
  for (const selector of Object.keys(field.selector ?? {})) {
    if (selector === "target" && typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (Object.hasOwn(TARGET_KINDS, key))
          templated = collectIds(inner, TARGET_KINDS[key], found) || templated;
      }
    } else if (Object.hasOwn(KINDS, selector)) {
      templated = collectIds(value, KINDS[selector], found) || templated;
    }
  }
  return templated;
}

function collectIds(value: unknown, kind: keyof Found | undefined, found: Found): boolean {
  if (!kind) return false;
  let templated = false;
  for (const each of Array.isArray(value) ? value : [value]) {
    if (typeof each !== "string") continue;
    for (const part of kind === "statisticIds" ? [each] : each.split(",")) {
      const id = kind === "entityIds" ? stripped(part).toLowerCase() : stripped(part);
      if (id.includes("{{") || id.includes("{%")) templated = true;
      else if (kind !== "entityIds" || isEntityId(id)) found[kind].add(id);
    }
  }
  return templated;
}

// Keys under which entities stand, whatever the service says of them: `entities` of a scene, `group_members`, `media_player`.
const FOR_ENTITIES =
  /(?:^|_)(?:entity|entities|entity_ids?|members?|slaves|master|targets?|(?:area|floor|label|device)_ids?)$|^(?:media|source)_player(?:_entity_id)?$/;

/** A template in place of an entity: as the value of such a key, in its list, as a key of its map. */
function hidesEntities(value: unknown, key: string, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  const stand = FOR_ENTITIES.test(key);
  if (typeof value === "string") return stand && isTemplate(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((each) => hidesEntities(each, key, depth + 1));
  return Object.entries(value).some(
    ([name, inner]) => (stand && isTemplate(name)) || hidesEntities(inner, name, depth + 1),
  );
}

// Kinds of entities that have no services of their own.
const SILENT_DOMAINS: ReadonlySet<string> = new Set(
  "air_quality binary_sensor device_tracker event geo_location image person plant sensor stt sun wake_word zone".split(
    " ",
  ),
);

type Known = {
  readonly place: Pick<Place, "states">;
  readonly services: WireServices;
  readonly known: Set<string>;
  readonly absent: Set<string>;
};

// Any text, list item or map key that is the id of an entity of this home counts, whatever its field is made for.
// `false` = nested too deeply to be read.
function collectKnown(value: unknown, into: Known, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === "string") {
    // an escape may stand for the dot
    if (!/[.%\\]/.test(value)) return true;
    for (const part of value.split(",")) collectId(stripped(part).toLowerCase(), into);
    return collectInside(value, into, depth);
  }
  if (typeof value !== "object" || value === null) return true;
  let whole = true;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value)) whole = collectKnown(key, into, depth) && whole;
    whole = collectKnown(inner, into, depth + 1) && whole;
  }
  return whole;
}

// What Python's strip() takes off beside what trim() does.
const STRIPPED: ReadonlySet<string> = new Set("\u001c\u001d\u001e\u001f\u0085");

/** Without the blanks at either end that Home Assistant does not see. */
function stripped(text: string): string {
  const rest = text.trim();
  let [begin, end] = [0, rest.length];
  while (begin < end && isBlank(rest[begin])) begin++;
  while (end > begin && isBlank(rest[end - 1])) end--;
  return rest.slice(begin, end);
}

function isBlank(sign: string | undefined): boolean {
  return sign !== undefined && (STRIPPED.has(sign) || sign.trim() === "");
}

// Of a scheme, or on Home Assistant itself (`/api/camera_proxy/camera.door`).
const ADDRESS = /^\s*(?:[a-z][a-z0-9+.-]*:)?\//i;
const HOST = /^\s*https?:\/\/[^/?#]*/i;
// from the beginning of a word alone: else the time grows with the square of a long one
const IDS = /(?<![a-z0-9_])[a-z0-9_]+\.[a-z0-9_]+/g;
/** Endings of files, which no entity is named after. */
const FILE = /\.(?:jpe?g|png|gif|webp|svg|mp[34]|m3u8?|m4a|wav|flac|ogg|aac|html?|php|json|xml|txt|pdf)$/;

/** Ids within an address (`media-source://camera/camera.door`), and whatever a text of JSON holds. */
function collectInside(text: string, into: Known, depth: number): boolean {
  if (ADDRESS.test(text)) {
    for (const [id] of decoded(text).toLowerCase().matchAll(IDS))
      if (into.place.states.has(id)) into.known.add(id);
    // what is not there is judged like what is hidden; a host or a file is neither
    for (const [id] of decoded(text.replace(HOST, "")).toLowerCase().matchAll(IDS))
      if (!FILE.test(id)) collectId(id, into);
    return true;
  }
  if (!/^\s*["[{]/.test(text)) return true;
  try {
    return collectKnown(JSON.parse(text), into, depth + 1);
  } catch (fault) {
    // no JSON: a text like any other; but what is too deep to be read stays unread
    return fault instanceof SyntaxError;
  }
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // no percent signs of an address
  }
}

function collectId(id: string, into: Known): void {
  if (into.place.states.has(id)) into.known.add(id);
  else if (isEntityId(id) && isDomainOfEntities(domainOf(id), into)) into.absent.add(id);
}

function isDomainOfEntities(domain: string, { place, services }: Known): boolean {
  if (SILENT_DOMAINS.has(domain) || Object.hasOwn(services, domain)) return true;
  for (const id of place.states.keys()) if (domainOf(id) === domain) return true;
  return false;
}
