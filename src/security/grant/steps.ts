/** The actions of a script or automation, reduced to the service calls they may make. */

import { type CallParts, isTemplate, type NormalCall, normaliseStep } from "./input.ts";

/** `opaque` says why somebody reading the configuration cannot know what it does. */
export type Steps = { readonly calls: readonly NormalCall[]; readonly opaque: string | undefined };

type Step = Readonly<Record<string, unknown>>;

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
  const calls: NormalCall[] = [];
  const opaque: string[] = [];
  walk(sequence, calls, opaque, 0);
  return { calls, opaque: opaque[0] };
}

function walk(sequence: unknown, calls: NormalCall[], opaque: string[], depth: number): void {
  if (depth > MAX_DEPTH) {
    opaque.push("nested too deeply");
    return;
  }
  for (const step of Array.isArray(sequence) ? sequence : [sequence]) {
    if (step === undefined || step === null) continue;
    // a bare text is a template condition
    if (typeof step === "string") continue;
    if (typeof step !== "object" || Array.isArray(step)) opaque.push("an unknown step");
    else walkStep(step as Step, calls, opaque, depth + 1);
  }
}

function walkStep(step: Step, calls: NormalCall[], opaque: string[], depth: number): void {
  if (step["enabled"] === false) return;
  const service = step["action"] ?? step["service"] ?? step["service_template"];
  if (service !== undefined) {
    readCall(service, step, calls, opaque);
    return;
  }
  if (typeof step["scene"] === "string") {
    readCall("scene.turn_on", { target: { entity_id: step["scene"] } }, calls, opaque);
    return;
  }
  const branches = branchesOf(step);
  if (branches) {
    for (const branch of branches) walk(branch, calls, opaque, depth);
    return;
  }
  if (step["device_id"] !== undefined && step["condition"] === undefined) opaque.push("a device action");
  else if (!HARMLESS.some((key) => Object.hasOwn(step, key))) opaque.push("an unknown step");
}

function branchesOf(step: Step): readonly unknown[] | undefined {
  if (step["choose"] !== undefined) {
    const options = Array.isArray(step["choose"]) ? step["choose"] : [step["choose"]];
    return [...options.map((option: unknown) => fieldOf(option, "sequence")), step["default"]];
  }
  if (step["if"] !== undefined) return [step["then"], step["else"]];
  if (step["repeat"] !== undefined) return [fieldOf(step["repeat"], "sequence")];
  if (step["parallel"] !== undefined) return [step["parallel"]];
  if (step["sequence"] !== undefined) return [step["sequence"]];
  return undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Step)[key] : value;
}

function readCall(service: unknown, step: Step, calls: NormalCall[], opaque: string[]): void {
  if (typeof service !== "string" || isTemplate(service)) {
    opaque.push("a templated service");
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
  if ("code" in call) opaque.push(`a templated target of ${service}`);
  else calls.push(call);
}

// `entity_id` beside `service` is the old place of the target.
function mergeLegacy(target: unknown, entityId: unknown): unknown {
  if (entityId === undefined) return target;
  return { ...recordOf(target), entity_id: entityId };
}

function recordOf(value: unknown): Step {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Step) : {};
}
