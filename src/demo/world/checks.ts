/** Checks of values, with the texts Home Assistant's validation (Probatio) answers. */

import { isJsonObject } from "../../core/json.ts";

/** One value that does not fit; `path` is where, e.g. `rgb_color[2]`. */
export class Misfit extends Error {
  readonly path: string;
  readonly got: unknown;

  constructor(message: string, path: string, got: unknown) {
    super(message);
    this.name = "Misfit";
    this.path = path;
    this.got = got;
  }
}

/** Returns the value as Home Assistant goes on with it; throws Misfit. */
export type Check = (value: unknown, path: string) => unknown;

function numeric(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export const anything: Check = (value) => value;

export const integer: Check = (value, path) => {
  const number = numeric(value);
  if (number === undefined || (typeof value === "string" && !Number.isInteger(number))) {
    throw new Misfit("expected int", path, value);
  }
  return Math.trunc(number);
};

export const float: Check = (value, path) => {
  const number = numeric(value);
  if (number === undefined) throw new Misfit("expected float", path, value);
  return number;
};

/** Out of range is refused. */
export function within(check: Check, min: number, max: number): Check {
  return (value, path) => {
    const number = check(value, path) as number;
    if (number < min) throw new Misfit(`value must be at least ${min}`, path, value);
    if (number > max) throw new Misfit(`value must be at most ${max}`, path, value);
    return number;
  };
}

/** Out of range is brought to the nearest end, as `vol.Clamp` does. */
export function clamped(check: Check, min: number, max: number): Check {
  return (value, path) => Math.min(max, Math.max(min, check(value, path) as number));
}

export const percentage: Check = (value, path) => {
  const number = numeric(value);
  if (number === undefined || number < 0 || number > 100) {
    throw new Misfit("expected a percentage between 0 and 100", path, value);
  }
  return number;
};

export const text: Check = (value, path) => {
  if (value === null || value === undefined) throw new Misfit("string value is None", path, value);
  if (typeof value === "object") throw new Misfit("value should be a string", path, value);
  return String(value);
};

export const strictText: Check = (value, path) => {
  if (typeof value !== "string") throw new Misfit("expected str", path, value);
  return value;
};

export const boolean: Check = (value, path) => {
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return value !== 0;
  const word = String(value).toLowerCase().trim();
  if (["1", "true", "yes", "on", "enable"].includes(word)) return true;
  if (["0", "false", "no", "off", "disable"].includes(word)) return false;
  throw new Misfit(`invalid boolean value ${String(value)}`, path, value);
};

export const strictBoolean: Check = (value, path) => {
  if (typeof value !== "boolean") throw new Misfit("expected bool", path, value);
  return value;
};

export const mapping: Check = (value, path) => {
  if (!isJsonObject(value)) throw new Misfit("expected dict", path, value);
  return value;
};

/** One of the words; `kind` is the name of the enumeration in the text. */
export function oneOf(words: readonly string[], kind?: string): Check {
  const listed = words.map((word) => `'${word}'`).join(", ");
  const message = kind ? `expected ${kind} or one of ${listed}` : `value must be one of [${listed}]`;
  return (value, path) => {
    if (typeof value !== "string" || !words.includes(value)) throw new Misfit(message, path, value);
    return value;
  };
}

/** Exactly `length` entries, each fitting `check`. */
export function tuple(check: Check, length: number): Check {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== length) {
      throw new Misfit(`expected a sequence of ${length} items`, path, value);
    }
    return value.map((entry, index) => check(entry, `${path}[${index}]`));
  };
}

/** A list, or one value standing for a list of one. */
export function listOf(check: Check): Check {
  return (value, path) => {
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.map((entry, index) => check(entry, `${path}[${index}]`));
    try {
      return [check(value, `${path}[0]`)];
    } catch (thrown) {
      // Home Assistant looks up what it got by the path: in a text alone, that is a letter.
      if (!(thrown instanceof Misfit) || typeof value !== "string") throw thrown;
      throw new Misfit(thrown.message, thrown.path, value.charAt(0));
    }
  };
}

const entityIdForm = /^(?!.+__)(?!_)[\da-z_]+(?<!_)\.(?!_)[\da-z_]+(?<!_)$/;

export function isEntityId(id: string): boolean {
  return entityIdForm.test(id);
}

/** Strict: lower case, no commas, no words. As `extract_from_target` and the registries take them. */
export const entityId: Check = (value, path) => {
  if (typeof value !== "string" || !isEntityId(value)) {
    throw new Misfit(`Entity ID ${String(value)} is not a valid entity ID`, path, value);
  }
  return value;
};

/** As services take them: comma lists and capitals are put right, `all` and `none` are words. */
export const comparableEntityIds: Check = (value, path) => {
  if (value === "all" || value === "none") return value;
  const parts = typeof value === "string" ? value.split(",") : value;
  const ids = Array.isArray(parts) ? parts.map((part) => String(part).trim().toLowerCase()) : undefined;
  if (!ids?.every(isEntityId)) throw new Misfit("expected 'all' or 'none'", path, value);
  return ids;
};

/** Device, area, floor and label ids: free words, one or many. */
const freeIds: Check = (value, path) => {
  if (value === "none") return value;
  const ids = Array.isArray(value) ? value : [value];
  for (const id of ids) {
    if (typeof id !== "string") throw new Misfit("value should be a string", path, value);
  }
  return ids;
};

/** The five keys every target has. */
export const targetKeys = ["entity_id", "device_id", "area_id", "floor_id", "label_id"] as const;

const plainTarget: Readonly<Record<string, Check>> = {
  entity_id: comparableEntityIds,
  device_id: freeIds,
  area_id: freeIds,
  floor_id: freeIds,
  label_id: freeIds,
};

/** `entity_id` strict instead of comparable. */
const strictTarget: Readonly<Record<string, Check>> = { ...plainTarget, entity_id: listOf(entityId) };

function targetCheck(keys: Readonly<Record<string, Check>>, excludes: boolean): Check {
  return (value, path) => {
    if (!isJsonObject(value)) throw new Misfit("expected a mapping", path, value);
    const out: Record<string, unknown> = {};
    for (const [key, entry] of Object.entries(value)) {
      const at = `${path}.${key}`;
      const check = keys[key];
      if (key === "exclude" && excludes) out[key] = targetCheck(keys, false)(entry, at);
      else if (check) out[key] = check(entry, at);
      else throw new Misfit("not a valid option", at, entry);
    }
    return out;
  };
}

export const serviceTarget: Check = targetCheck(plainTarget, true);
export const extractTarget: Check = targetCheck(strictTarget, true);
/** Before 2026.11 a target could not exclude. */
export const serviceTargetWithoutExclude: Check = targetCheck(plainTarget, false);

/** The target keys as they stand inside the merged data of a call. */
export const mergedTarget: Readonly<Record<string, Check>> = {
  ...plainTarget,
  exclude: (value, path) => targetCheck(plainTarget, false)(value, path),
};

/** A value as Python prints it, for the texts that quote what they got. */
export function pythonic(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return value.includes("'") ? `"${value}"` : `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(pythonic).join(", ")}]`;
  if (typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, entry]) => `${pythonic(key)}: ${pythonic(entry)}`)
      .join(", ")}}`;
  }
  return String(value);
}

/** How alike two words are, 0 to 1: twice the letters in common blocks over all letters (Ratcliff and Obershelp). */
function likeness(left: string, right: string): number {
  const shared = (a: string, b: string): number => {
    let best = 0;
    let atLeft = 0;
    let atRight = 0;
    for (let i = 0; i < a.length; i += 1) {
      for (let j = 0; j < b.length; j += 1) {
        let run = 0;
        while (i + run < a.length && a[i + run] === b[j + run] && j + run < b.length) run += 1;
        if (run > best) [best, atLeft, atRight] = [run, i, j];
      }
    }
    if (best === 0) return 0;
    const before = shared(a.slice(0, atLeft), b.slice(0, atRight));
    return best + before + shared(a.slice(atLeft + best), b.slice(atRight + best));
  };
  return (2 * shared(left, right)) / (left.length + right.length);
}

/** `not a valid option`, with up to three keys that look like it. */
export function notAnOption(key: string, known: readonly string[]): string {
  const near = known
    .map((word) => ({ word, alike: likeness(key, word) }))
    .filter(({ alike }) => alike >= 0.6)
    .sort((left, right) => right.alike - left.alike)
    .slice(0, 3)
    .map(({ word }) => `'${word}'`);
  if (near.length === 0) return "not a valid option";
  const last = near.pop();
  return `not a valid option, did you mean ${near.length > 0 ? `${near.join(", ")} or ${last}` : last}?`;
}
