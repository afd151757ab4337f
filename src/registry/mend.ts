/** Arguments as models write them, brought into the form the schema asks for. */

import { isJsonObject } from "../core/json.ts";

/** The parts of a valibot schema that the mending looks at. */
type SchemaNode = {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly item?: SchemaNode;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
};

/**
 * A bare or comma-separated string for a list, a JSON string for a list or an object, null for absent. Everything else
 * is left as it is: what does not fit is for the validation to say.
 */
export function mend(schema: unknown, value: unknown): unknown {
  return mendNode(schema as SchemaNode, value); // every valibot schema has `type`
}

function mendNode(schema: SchemaNode, value: unknown): unknown {
  switch (schema.type) {
    case "optional":
      return value === null || schema.wrapped === undefined ? undefined : mendNode(schema.wrapped, value);
    case "array":
      return mendList(schema, value);
    case "record":
      return typeof value === "string" ? (parsed(value, "{") ?? value) : value;
    case "strict_object":
      return mendObject(schema, typeof value === "string" ? (parsed(value, "{") ?? value) : value);
    default:
      return value;
  }
}

function mendList(schema: SchemaNode, value: unknown): unknown {
  const list =
    typeof value === "string"
      ? (parsed(value, "[") ?? splitCommas(value))
      : isJsonObject(value)
        ? [value]
        : value;
  const { item } = schema;
  return Array.isArray(list) && item ? list.map((element) => mendNode(item, element)) : list;
}

function mendObject(schema: SchemaNode, value: unknown): unknown {
  if (!isJsonObject(value)) return value;
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

function splitCommas(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function parsed(text: string, opening: "[" | "{"): unknown {
  if (!text.trimStart().startsWith(opening)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
