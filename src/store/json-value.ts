/** Values as JSON text, refused where reading them back would give something else. */

import { Failure } from "../core/failure.ts";

export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Bytes of text that one value may have. */
export const MAX_VALUE_BYTES = 256 * 1024;
const MAX_DEPTH = 64;

/** DEFECT for what is no JSON (undefined, NaN, dates, classes), nested too deep, or too large. */
export function encodeJson(value: JsonValue): string {
  if (!isJson(value, MAX_DEPTH))
    throw new Failure("DEFECT", "The store keeps plain JSON, at most 64 levels deep.");
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > MAX_VALUE_BYTES)
    throw new Failure("DEFECT", `The store keeps values of at most ${MAX_VALUE_BYTES} bytes.`);
  return text;
}

/** DEFECT when the text was damaged. */
export function decodeJson(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Failure("DEFECT", "A row of the store is damaged.", {
      hint: "Restore state.db from a backup.",
      cause,
    });
  }
}

function isJson(value: unknown, depth: number): boolean {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depth === 0) return false;
  if (Array.isArray(value)) {
    // by index: every() would step over holes
    for (let index = 0; index < value.length; index += 1) if (!isJson(value[index], depth - 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(value).every((each) => isJson(each, depth - 1));
}
