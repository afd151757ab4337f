/** Arguments as models write them, brought into the form the schema asks for. */

import { isJsonObject, type JsonObject } from "../core/json.ts";

/** The parts of a valibot schema that the mending looks at. */
type SchemaNode = {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly item?: SchemaNode;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly options?: readonly unknown[];
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
};

/**
 * A bare string for a list or the other way round, a JSON string for a list or an object, a text for a number or the
 * other way round, null for absent. A list of names keeps commas: whether they part names is for the home to say, which knows its names. Everything
 * else is left as it is: what does not fit is for the validation to say.
 */
export function mend(schema: unknown, value: unknown): unknown {
  return mendNode(schema as SchemaNode, value); // every valibot schema has `type`
}

function mendNode(schema: SchemaNode, given: unknown): unknown {
  const value = SINGLE.has(schema.type) && Array.isArray(given) && given.length === 1 ? given[0] : given;
  switch (schema.type) {
    case "optional":
      return value === null || schema.wrapped === undefined ? undefined : mendNode(schema.wrapped, value);
    case "array":
      return mendList(schema, value);
    case "record":
      return typeof value === "string" ? (parsed(value, "{") ?? value) : value;
    case "strict_object":
      return mendObject(schema, objectFrom(schema, value));
    case "string":
      return typeof value === "number" ? String(value) : value;
    case "number":
      return mendNumber(schema, value);
    case "boolean":
      return typeof value === "string" ? (BOOLEANS[value.trim().toLowerCase()] ?? value) : value;
    case "picklist":
      return mendWord(schema, value);
    default:
      return value;
  }
}

/** Kinds of one value, which is meant by a list of it alone. */
const SINGLE: ReadonlySet<string> = new Set(["string", "number", "boolean", "picklist"]);
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false, yes: true, no: false };

function mendNumber({ pipe = [] }: SchemaNode, value: unknown): unknown {
  const given = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof given !== "number" || Number.isNaN(given)) return value;
  // a count that asks for more than there can be means as many as there can be
  const whole = pipe.some(({ type }) => type === "integer");
  const most = pipe.find(({ type }) => type === "max_value")?.requirement;
  return whole && typeof most === "number" && given > most ? most : given;
}

function mendWord({ options = [] }: SchemaNode, value: unknown): unknown {
  if (typeof value !== "string" || options.includes(value)) return value;
  const word = value.trim().toLowerCase();
  return options.includes(word) ? word : value;
}

function mendList(schema: SchemaNode, value: unknown): unknown {
  const list =
    typeof value === "string"
      ? (parsed(value, "[") ?? (value.trim() === "" ? [] : [value]))
      : isJsonObject(value) || typeof value === "number"
        ? [value]
        : value;
  const { item } = schema;
  if (!Array.isArray(list) || !item) return list;
  return list.filter((element) => element !== null).map((element) => mendNode(item, element));
}

/** A target that is a bare name, or a list of them, names entities. */
function objectFrom({ entries = {} }: SchemaNode, value: unknown): unknown {
  if (typeof value !== "string" && !Array.isArray(value)) return value;
  const object = typeof value === "string" ? parsed(value, "{") : undefined;
  if (object !== undefined) return object;
  return Object.hasOwn(entries, "entity_id") && value.length > 0 ? { entity_id: value } : value;
}

/** A call as Home Assistant's REST API and its older YAML write it: the domain by itself, the data as `service_data`. */
function withOwnWords(entries: Readonly<Record<string, SchemaNode>>, value: JsonObject): JsonObject {
  if (!Object.hasOwn(entries, "service") || !Object.hasOwn(entries, "data")) return value;
  const { domain, service, service_data: data, ...rest } = value;
  const whole = Object.hasOwn(entries, "domain") ? undefined : serviceOf(domain, service);
  const isOldData = data !== undefined && value["data"] === undefined;
  return {
    ...rest,
    ...(service === undefined ? {} : { service: whole ?? service }),
    ...(domain === undefined || whole !== undefined ? {} : { domain }),
    ...(data === undefined ? {} : { [isOldData ? "data" : "service_data"]: data }),
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
function withTarget(entries: Readonly<Record<string, SchemaNode>>, value: JsonObject): JsonObject {
  const astray = TARGET_KEYS.filter((key) => Object.hasOwn(value, key) && !Object.hasOwn(entries, key));
  if (astray.length === 0 || !Object.hasOwn(entries, "target") || value["target"] !== undefined) return value;
  const rest = Object.entries(value).filter(([key]) => !astray.some((each) => each === key));
  return {
    ...Object.fromEntries(rest),
    target: Object.fromEntries(astray.map((key) => [key, value[key]])),
  };
}

function mendObject(schema: SchemaNode, given: unknown): unknown {
  if (!isJsonObject(given)) return given;
  const entries = schema.entries ?? {};
  const value = withTarget(entries, withOwnWords(entries, given));
  const mended: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const entry = Object.hasOwn(schema.entries ?? {}, key) ? schema.entries?.[key] : undefined;
    const next = entry ? mendNode(entry, inner) : inner;
    if (next === undefined) continue;
    // a key named __proto__ stays a key
    if (key === "__proto__") Object.defineProperty(mended, key, { value: next, enumerable: true });
    else mended[key] = next;
  }
  return mended;
}

function parsed(text: string, opening: "[" | "{"): unknown {
  if (!text.trimStart().startsWith(opening)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
