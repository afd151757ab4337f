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

/** Key → words for it. */
export type OtherWords = Readonly<Record<string, readonly string[]>>;

/** The key that a word stands for; the word itself where it is one, or stands for none of those that there are. */
export function keyFor(word: string, isKey: (word: string) => boolean, words: OtherWords): string {
  if (isKey(word)) return word;
  return Object.keys(words).find((key) => isKey(key) && words[key]?.includes(word)) ?? word;
}

/** `word` and `given` as they came, `key` and `value` as they are meant. */
export type Meant = {
  readonly word: string;
  readonly given: unknown;
  readonly key: string;
  readonly value: unknown;
};

/** All of them by their keys. Where two stand for one nobody can tell which is meant: none takes the other's place. */
export function byKeys(all: readonly Meant[]): Record<string, unknown> {
  const count = new Map<string, number>();
  for (const { key } of all) count.set(key, (count.get(key) ?? 0) + 1);
  const entries = all.map(({ word, given, key, value }) =>
    word !== key && count.get(key) !== 1 ? [word, given] : [key, value],
  );
  // a key named __proto__ stays a key
  return Object.fromEntries(entries);
}
