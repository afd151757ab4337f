/** The actions of a script or automation, reduced to the service calls they may make. */

import type { JsonObject } from "../../../core/json.ts";
import { type CallParts, isTemplate, type NormalCall, normaliseStep } from "../target/input.ts";
import { servicesOfTemplate } from "./templated-service.ts";

/** `opaque` says why somebody reading the configuration cannot know what it does. */
export type Steps = {
  readonly calls: readonly NormalCall[];
  readonly opaque: string | undefined;
  /** What can be said of the calls that cannot be known. */
  readonly blind: readonly Blind[];
  /** There are others, of which nothing can be said. */
  readonly hidden: boolean;
};

/**
 * A service on nobody knows what (undefined: nobody knows which); one of some calls; some action on the entities of a
 * device, or on the one that it names; an event.
 */
export type Blind =
  | { readonly event: unknown }
  | { readonly service: string | undefined }
  | { readonly oneOf: readonly Steps[] }
  | { readonly device: unknown; readonly domain: unknown; readonly entity?: unknown };

type Reading = { readonly calls: NormalCall[]; readonly opaque: string[]; readonly blind: Blind[] };
const MAX_DEPTH = 24;
// Steps that wait, compare or remember, and change nothing (home-assistant.io/docs/scripts).
const HARMLESS: readonly string[] = [
  "delay",
  "wait_template",
  "wait_for_trigger",
  "condition",
  "and",
  "or",
  "not",
  "variables",
  "stop",
  "set_conversation_response",
];

/** Every branch counts, whatever its condition: conditions change between the check and the run. */
export function readSteps(sequence: unknown): Steps {
  const reading: Reading = { calls: [], opaque: [], blind: [] };
  walk(sequence, reading, 0);
  const { calls, opaque, blind } = reading;
  return { calls, opaque: opaque[0], blind, hidden: opaque.length > blind.length };
}

function walk(sequence: unknown, reading: Reading, depth: number): void {
  if (depth > MAX_DEPTH) {
    reading.opaque.push("nested too deeply");
    return;
  }
  for (const step of Array.isArray(sequence) ? sequence : [sequence]) {
    if (step === undefined || step === null) continue;
    // a bare text is a template condition
    if (typeof step === "string") continue;
    if (typeof step !== "object" || Array.isArray(step)) reading.opaque.push("an unknown step");
    else walkStep(step as JsonObject, reading, depth + 1);
  }
}

function walkStep(step: JsonObject, reading: Reading, depth: number): void {
  if (step["enabled"] === false) return;
  const service = step["action"] ?? step["service"] ?? step["service_template"];
  if (service !== undefined) {
    readCall(service, step, reading);
    return;
  }
  if (typeof step["scene"] === "string") {
    readCall("scene.turn_on", { target: { entity_id: step["scene"] } }, reading);
    return;
  }
  const branches = branchesOf(step);
  if (branches) {
    for (const branch of branches) walk(branch, reading, depth);
    return;
  }
  if (step["device_id"] !== undefined && step["condition"] === undefined) {
    reading.opaque.push("a device action");
    reading.blind.push({ device: step["device_id"], domain: step["domain"], entity: step["entity_id"] });
  } else if (step["event"] !== undefined) {
    reading.opaque.push("an event");
    reading.blind.push({ event: step["event"] });
  } else if (!HARMLESS.some((key) => Object.hasOwn(step, key))) reading.opaque.push("an unknown step");
}

function branchesOf(step: JsonObject): readonly unknown[] | undefined {
  if (step["choose"] !== undefined) {
    const options = Array.isArray(step["choose"]) ? step["choose"] : [step["choose"]];
    return [...options.map((option: unknown) => fieldOf(option, "sequence")), step["default"]];
  }
  if (step["if"] !== undefined) return [step["then"], step["else"]];
  if (step["repeat"] !== undefined) return [fieldOf(step["repeat"], "sequence")];
  // each of them a sequence of its own
  if (step["parallel"] !== undefined) return [step["parallel"]].flat();
  if (step["sequence"] !== undefined) return [step["sequence"]];
  return undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as JsonObject)[key] : value;
}

function readCall(service: unknown, step: JsonObject, reading: Reading): void {
  if (typeof service !== "string" || isTemplate(service)) {
    const spelled = typeof service === "string" ? servicesOfTemplate(service) : undefined;
    const oneOf = spelled?.map((each) => readSteps({ ...step, ...asService(each) }));
    reading.opaque.push("a templated service");
    reading.blind.push(oneOf ? { oneOf } : { service: undefined });
    return;
  }
  const target = mergeLegacy(step["target"], step["entity_id"]);
  const parts: CallParts = {
    service,
    target,
    data: { ...recordOf(step["data_template"]), ...recordOf(step["data"]) },
  };
  const fromText = [step["target"], step["data"], step["data_template"]].some(
    (part) => typeof part === "string",
  );
  const call = fromText ? { code: "invalid_input" as const } : normaliseStep(parts);
  if ("code" in call) {
    reading.opaque.push(`a templated target of ${service}`);
    reading.blind.push({ service: service.trim().toLowerCase() });
  } else reading.calls.push(call);
}

// In whichever place a service may stand.
function asService(service: string): JsonObject {
  return { action: service, service: undefined, service_template: undefined };
}

// `entity_id` beside `service` is the old place of the target.
function mergeLegacy(target: unknown, entityId: unknown): unknown {
  if (entityId === undefined) return target;
  return { ...recordOf(target), entity_id: entityId };
}

function recordOf(value: unknown): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
