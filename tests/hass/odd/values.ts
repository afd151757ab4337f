/** Values in place of what Home Assistant sends: every kind that JSON has, the huge, and nothing at all. */

/** In place of a value: the field or the entry is not there. */
export const ABSENT = Symbol("absent");

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { x: value };
  return value;
}

const ODD: readonly unknown[] = [
  null,
  0,
  -1,
  5,
  0.5,
  1e308,
  -1e308,
  true,
  false,
  "",
  " ",
  "odd",
  "light.odd",
  "__proto__",
  "NaN",
  "2026-13-45T99:99:99",
  [],
  [null],
  ["odd"],
  [[]],
  [{}],
  {},
  { odd: 1 },
  { id: "odd" },
  { constructor: null, toString: 1, length: -1 },
  "x".repeat(300_000),
  Array.from({ length: 5_000 }, (_, at) => at),
  Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`key${at}`, at])),
  nested(800),
  ABSENT,
  ABSENT,
];

export type Dice = (sides: number) => number;

/** Numerical Recipes' generator: enough to pick values by. */
export function diceOf(seed: number): Dice {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const dice: Dice = (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  // seeds that are neighbours begin alike
  for (let turn = 0; turn < 8; turn++) dice(2);
  return dice;
}

export function oddValue(dice: Dice): unknown {
  return ODD[dice(ODD.length)];
}

export type Path = readonly (string | number)[];

/** Every place in a value, itself among them. */
export function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn((value as Record<string, unknown>)[key], [...path, key]))];
}

/** A copy with another value at the path; the same where there is no such place. */
export function withValueAt(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof whole !== "object" || whole === null || !Object.hasOwn(whole, key)) return whole;
  const copy: Record<string | number, unknown> | unknown[] = Array.isArray(whole) ? [...whole] : { ...whole };
  const inner = withValueAt((copy as Record<string | number, unknown>)[key], rest, value);
  if (inner !== ABSENT) (copy as Record<string | number, unknown>)[key] = inner;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}

export function shown(value: unknown): string {
  if (value === ABSENT) return "absent";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text;
}
