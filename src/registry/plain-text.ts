/** Takes markup out of the words of a call, so that nothing that shows them later can be made to run it. */

import type * as v from "valibot";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import { isFreeText } from "../tools/free-text.ts";

/** Only fields that the schema declares as free text; everything else is as it came. */
export async function withPlainText(schema: v.GenericSchema, input: unknown): Promise<unknown> {
  if (!isJsonObject(input)) return input;
  const marked = fieldsOf(schema).filter((field) => mayBeMarkup(input[field]));
  if (marked.length === 0) return input;
  const { default: sanitize } = await import("sanitize-html");
  const plain: JsonObject = Object.fromEntries(
    marked.map((field) => [field, unescaped(sanitize(String(input[field]), NOTHING))]),
  );
  return { ...input, ...plain };
}

const NOTHING = { allowedTags: [], allowedAttributes: {} };

/** No tag begins without it. */
function mayBeMarkup(value: unknown): boolean {
  return typeof value === "string" && value.includes("<");
}

/** The library escapes what is left for a page; a sign that begins a tag stays escaped. */
function unescaped(text: string): string {
  return text
    .replace(/&lt;(?![a-z/!?])/gi, "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const known = new WeakMap<v.GenericSchema, readonly string[]>();

function fieldsOf(schema: v.GenericSchema): readonly string[] {
  const before = known.get(schema);
  if (before) return before;
  const entries = "entries" in schema ? (schema.entries as Readonly<Record<string, v.GenericSchema>>) : {};
  const fields = Object.entries(entries).flatMap(([field, entry]) => (isFreeText(entry) ? [field] : []));
  known.set(schema, fields);
  return fields;
}
