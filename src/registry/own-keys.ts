/** Keys as models write them, made those of a tool's schema. */

import { byKeys, type JsonObject, keyFor, type OtherWords } from "../core/json.ts";

/** The keys that there are. */
type Known = Readonly<Record<string, unknown>>;

const ENTITY_WORDS = ["entity_id", "entity_ids", "entities", "entity"];
/** Key of a tool → what it is called in others, and in Home Assistant. */
const OTHER_WORDS: OtherWords = {
  ids: ["id", ...ENTITY_WORDS],
  id: ["ids", ...ENTITY_WORDS, "service", "domain"],
  about: ["id", "ids", ...ENTITY_WORDS],
  query: ["q", "name", "text", "search"],
  start: ["start_time", "since", "from"],
  end: ["end_time", "until", "to"],
  state: ["until", "to", "to_state"],
  timeout_s: ["timeout", "timeout_seconds"],
  wait_s: ["wait", "wait_seconds"],
  service: ["action"],
  domain: ["domains"],
  area: ["area_id", "areas"],
  floor: ["floor_id", "floors"],
  label: ["label_id", "labels"],
  entity_id: ["entity", "entities", "entity_ids"],
  device_id: ["device", "devices", "device_ids"],
  area_id: ["area", "areas", "area_ids"],
  floor_id: ["floor", "floors", "floor_ids"],
  label_id: ["label", "labels", "label_ids"],
};

/** A key that is none goes by the one that it stands for, where that is not given and no other stands for it. */
export function withOwnKeys(known: Known, given: JsonObject): JsonObject {
  return withTarget(known, inOneService(known, renamed(known, given)));
}

function renamed(known: Known, value: JsonObject): JsonObject {
  const isKey = (word: string) => Object.hasOwn(known, word);
  const meant = Object.entries(value).map(([word, given]) => ({
    ...{ word, given, value: given },
    key: keyFor(word, isKey, OTHER_WORDS),
  }));
  return meant.every(({ word, key }) => word === key) ? value : byKeys(meant);
}

/** A call as Home Assistant's REST API and its older YAML write it: the domain by itself, the data as `service_data`. What is undefined is not there. */
function inOneService(entries: Known, value: JsonObject): JsonObject {
  if (!Object.hasOwn(entries, "service") || !Object.hasOwn(entries, "data")) return value;
  const { domain, service, service_data: data, ...rest } = value;
  const whole = Object.hasOwn(entries, "domain") ? undefined : serviceOf(domain, service);
  const isOldData = data !== undefined && value["data"] === undefined;
  return {
    ...rest,
    service: whole ?? service,
    ...(whole === undefined ? { domain } : {}),
    [isOldData ? "data" : "service_data"]: data,
  };
}

/** `light` and `turn_on`, or `light` and `light.turn_on`. */
function serviceOf(domain: unknown, service: unknown): string | undefined {
  if (typeof domain !== "string" || typeof service !== "string") return undefined;
  const [first, second] = service.trim().split(/[./]/);
  if (second === undefined) return `${domain.trim()}.${first}`;
  return first?.toLowerCase() === domain.trim().toLowerCase() ? service : undefined;
}

const TARGET_KEYS = ["entity_id", "device_id", "area_id", "floor_id", "label_id"] as const;

/** Target keys beside `target` belong into it. */
function withTarget(entries: Known, value: JsonObject): JsonObject {
  const words = TARGET_KEYS.flatMap((key) => [key, ...(OTHER_WORDS[key] ?? [])]);
  const astray = words.filter((key) => Object.hasOwn(value, key) && !Object.hasOwn(entries, key));
  if (astray.length === 0 || !Object.hasOwn(entries, "target") || value["target"] !== undefined) return value;
  const rest = Object.entries(value).filter(([key]) => !astray.some((each) => each === key));
  return {
    ...Object.fromEntries(rest),
    target: Object.fromEntries(astray.map((key) => [key, value[key]])),
  };
}
