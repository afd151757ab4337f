/** An object as it travels in JSON. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As `String` has it, but for objects: one with a field `toString` has no text of its own, and `String` throws. */
export function plainText(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? value.map(plainText).join(",") : JSON.stringify(value);
}

/** As `Number` has it, but for objects, which are none: with a field `toString` they would throw. */
export function plainNumber(value: unknown): number {
  return typeof value === "object" && value !== null ? Number.NaN : Number(value);
}

/** A table that is looked up by names of others: `constructor` and its like are in none. */
export function wordTable<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries);
}
