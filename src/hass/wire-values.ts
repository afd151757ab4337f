/** Values of Home Assistant's messages as they should be: what is of another kind counts as absent. */

import { isJsonObject, type JsonObject } from "../core/json.ts";

/** A number stands for the text that somebody meant; anything else is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Not empty. */
export function idOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const NONE: readonly string[] = [];

export function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return NONE;
  return value.every((each) => typeof each === "string")
    ? value
    : value.filter((each) => typeof each === "string");
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The furthest that a Date reaches. */
const MOST_SECONDS = 8.64e12;

/** Seconds since 1970. */
export function instantOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds !== undefined && Math.abs(seconds) < MOST_SECONDS - 86_400 ? seconds : undefined;
}

/** The entries of a list that are objects; none for what is no list. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.every(isJsonObject) ? value : value.filter(isJsonObject);
}

export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
