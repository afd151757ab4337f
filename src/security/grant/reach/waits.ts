/** What the steps of a script or automation wait for while they run. */

import type { JsonObject } from "../../../core/json.ts";
import { isTemplate } from "../target/input.ts";

/** Under `key` in a step; triggers, conditions and templates as Home Assistant takes them. */
export type Wait = { readonly key: string; readonly value: unknown };

const MAX_DEPTH = 24;
const WAITS: readonly string[] = ["wait_for_trigger", "wait_template"];
const ENDS: readonly string[] = ["while", "until"];
const CONDITIONS: readonly string[] = ["conditions", "if", "and", "or", "not"];
const SEQUENCES: ReadonlySet<string> = new Set(["sequence", "then", "else", "default", "parallel"]);

type At = { readonly within: string; readonly depth: number };
type Reading = {
  readonly waits: Wait[];
  /** Whether a pause lies before what is read. */
  isLater: boolean;
};

/**
 * A loop waits for what ends it, a condition behind a pause for what makes it true; `isLater`: all steps are behind one,
 * or come again and again.
 */
export function waitsIn(steps: unknown, isLater = false): readonly Wait[] {
  const reading: Reading = { waits: [], isLater };
  walk(steps, { within: "sequence", depth: 0 }, reading);
  return reading.waits;
}

// What a template behind them may call by another name.
const NAMING: ReadonlySet<string> = new Set(["variables", "for_each"]);

/** The values that steps hand on under names of their own. */
export function variablesIn(steps: unknown, depth = 0): readonly unknown[] {
  if (typeof steps !== "object" || steps === null || depth > MAX_DEPTH) return [];
  return Object.entries(steps).flatMap(([key, value]) =>
    NAMING.has(key) ? [value] : variablesIn(value, depth + 1),
  );
}

function walk(value: unknown, at: At, reading: Reading): void {
  if (typeof value !== "object" || value === null || at.depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const each of value) walkEach(each, at, reading);
    return;
  }
  const step = value as JsonObject;
  // what pauses in a loop lies before the next turn's conditions
  if (at.within === "repeat") reading.isLater ||= holdsPause(step["sequence"], at.depth);
  const found = (key: string, wanted: unknown) => reading.waits.push({ key, value: wanted });
  // a condition as a step of its own
  if (reading.isLater && Object.hasOwn(step, "condition")) found("condition", step);
  for (const [key, inner] of Object.entries(step)) {
    const isLate = reading.isLater && CONDITIONS.includes(key);
    if (WAITS.includes(key) || isLate || (at.within === "repeat" && ENDS.includes(key))) found(key, inner);
    else walk(inner, { within: key, depth: at.depth + 1 }, reading);
  }
  reading.isLater ||= pauses(step);
}

/** A text among steps is a condition. */
function walkEach(each: unknown, { within, depth }: At, reading: Reading): void {
  if (typeof each !== "string") walk(each, { within, depth: depth + 1 }, reading);
  else if (reading.isLater && SEQUENCES.has(within)) reading.waits.push({ key: "condition", value: each });
}

/** Whether a step among these, or in one of them, pauses. */
function holdsPause(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth > MAX_DEPTH) return true;
  if (!Array.isArray(value) && pauses(value as JsonObject)) return true;
  return Object.values(value).some((inner) => holdsPause(inner, depth + 1));
}

// Scripts and automations that are run, and devices that speak and listen, take as long as they take.
const TAKES_TIME: ReadonlySet<string> = new Set(["script", "automation", "assist_satellite"]);

/** A step during which others may change what is asked for behind it. */
function pauses(step: JsonObject): boolean {
  const service = step["action"] ?? step["service"];
  const takesTime =
    typeof service === "string" &&
    (isTemplate(service) || TAKES_TIME.has(service.trim().toLowerCase().split(".", 1)[0] ?? ""));
  return takesTime || Object.hasOwn(step, "delay") || WAITS.some((key) => Object.hasOwn(step, key));
}
