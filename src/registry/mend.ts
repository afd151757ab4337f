/** Arguments as models write them, brought into the form the schema asks for. */

import { isJsonObject } from "../core/json.ts";
import { spanSeconds } from "../core/local-time.ts";
import { withOwnKeys } from "./own-keys.ts";

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

/** A target that is a bare text, or a list of them, names what it is for. */
function objectFrom({ entries = {} }: SchemaNode, value: unknown): unknown {
  if (typeof value !== "string" && !Array.isArray(value)) return value;
  const object = typeof value === "string" ? parsed(value, "{") : undefined;
  if (object !== undefined) return object;
  const key = BARE.find((each) => Object.hasOwn(entries, each));
  return key !== undefined && value.length > 0 ? { [key]: value } : value;
}

const BARE: readonly string[] = ["name", "entity_id"];

function mendObject(schema: SchemaNode, given: unknown): unknown {
  if (!isJsonObject(given)) return given;
  const value = withOwnKeys(schema.entries ?? {}, given);
  const mended: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const entry = Object.hasOwn(schema.entries ?? {}, key) ? schema.entries?.[key] : undefined;
    const next = entry ? mendNode(entry, key.endsWith("_s") ? secondsIn(inner) : inner) : inner;
    if (next === undefined) continue;
    // a key named __proto__ stays a key
    if (key === "__proto__") Object.defineProperty(mended, key, { value: next, enumerable: true });
    else mended[key] = next;
  }
  return mended;
}

/** "90s", "2 min", where seconds are asked for. */
function secondsIn(value: unknown): unknown {
  return typeof value === "string" ? (spanSeconds(value) ?? value) : value;
}

function parsed(text: string, opening: "[" | "{"): unknown {
  if (!text.trimStart().startsWith(opening)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
