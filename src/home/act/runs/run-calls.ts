/** The calls that the steps of a script or automation make, as far as their text tells. */

import { isJsonObject, type JsonObject } from "../../../core/json.ts";

export type RunCall = {
  readonly service: string;
  readonly target: JsonObject;
  /** Without what a template decides. */
  readonly data: JsonObject;
  /** Whether the call comes by whatever conditions say. */
  readonly certain: boolean;
};

type Reading = { readonly calls: RunCall[]; certain: boolean };

const MAX_DEPTH = 24;

/** In order; those behind a condition or in a branch are not certain. */
export function runCalls(steps: unknown): readonly RunCall[] {
  const reading: Reading = { calls: [], certain: true };
  walk(steps, reading, 0);
  return reading.calls;
}

function walk(steps: unknown, reading: Reading, depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const step of Array.isArray(steps) ? steps : [steps]) {
    // a bare text is a condition
    if (typeof step === "string") reading.certain = false;
    else if (isJsonObject(step) && step["enabled"] !== false) walkStep(step, reading, depth + 1);
  }
}

function walkStep(step: JsonObject, reading: Reading, depth: number): void {
  const service = step["action"] ?? step["service"];
  if (typeof service === "string") readCall(service, step, reading);
  else if (typeof step["scene"] === "string")
    readCall("scene.turn_on", { entity_id: step["scene"] }, reading);
  else if (step["sequence"] !== undefined || step["parallel"] !== undefined)
    walk(step["sequence"] ?? step["parallel"], reading, depth);
  else if (step["choose"] !== undefined || step["if"] !== undefined || step["repeat"] !== undefined) {
    const before = reading.certain;
    reading.certain = false;
    for (const branch of branchesOf(step)) walk(branch, reading, depth);
    reading.certain = before;
  } else if (CONDITIONS.some((key) => Object.hasOwn(step, key)) || step["stop"] !== undefined)
    reading.certain = false;
}

const CONDITIONS = ["condition", "and", "or", "not", "wait_template", "wait_for_trigger"];

function branchesOf(step: JsonObject): readonly unknown[] {
  const options = [step["choose"]]
    .flat()
    .map((option) => (isJsonObject(option) ? option["sequence"] : option));
  const repeat = isJsonObject(step["repeat"]) ? step["repeat"]["sequence"] : undefined;
  return [...options, step["default"], step["then"], step["else"], repeat].filter(
    (each) => each !== undefined,
  );
}

function readCall(service: string, step: JsonObject, { calls, certain }: Reading): void {
  const data = recordOf(step["data"]);
  const target = { ...pick(data), ...recordOf(step["target"]), ...pick(step) };
  const plain = Object.entries(data).filter(([key, value]) => !TARGET_KEYS.has(key) && !hasTemplate(value));
  calls.push({ service: service.trim().toLowerCase(), target, data: Object.fromEntries(plain), certain });
}

const TARGET_KEYS = new Set(["entity_id", "area_id", "floor_id", "label_id", "device_id"]);

function pick(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([key]) => TARGET_KEYS.has(key)));
}

function recordOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function hasTemplate(value: unknown): boolean {
  return typeof value === "string" ? value.includes("{{") || value.includes("{%") : false;
}
