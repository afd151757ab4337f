/** A call as it came, brought into one form: ids in lower case, lists for lists, target keys out of the data. */

import { isEntityId, isService } from "../../../core/entity-id.ts";
import type { JsonObject } from "../../../core/json.ts";
import type { DenialCode } from "../model/decision.ts";
import type { CallRequest } from "../model/request.ts";

const SELECTOR_KEYS = ["area_id", "floor_id", "label_id", "device_id"] as const;
const TARGET_KEYS = new Set<string>(["entity_id", ...SELECTOR_KEYS, "exclude"]);
const MAX_IDS = 5000;
const MAX_DEPTH = 32;
/** Keys and elements of a target, of the data: room for the ids and for what a scene says of each. */
const MOST_VALUES = 10_000;
// Home Assistant's ids of areas, floors, labels and devices: slugs and hexadecimal ids.
const PLACE_ID = /^[\w-]{1,255}$/;

/** What a target selects besides entity ids. */
export type Selection = {
  readonly area_id: readonly string[];
  readonly floor_id: readonly string[];
  readonly label_id: readonly string[];
  readonly device_id: readonly string[];
};

/** A call in its one form. */
export type NormalCall = {
  readonly service: string;
  /** Entity ids that were named, without repetition. */
  readonly named: readonly string[];
  /** `entity_id: all` */
  readonly all: boolean;
  readonly selection: Selection;
  readonly exclude: Selection & { readonly entity_id: readonly string[] };
  /** Whether the caller selected anything at all: such a call is never one without entities. */
  readonly targeted: boolean;
  readonly data: JsonObject;
};

class InputFault extends Error {
  readonly code: DenialCode;
  constructor(code: DenialCode) {
    super(code);
    this.code = code;
  }
}

/** What a call is made of; steps of scripts have the same parts. */
export type CallParts = Pick<CallRequest, "service" | "target" | "data">;

type Normalised = NormalCall | { readonly code: DenialCode };

/** A request is read once, however many steps look at it. */
const normalised = new WeakMap<CallParts, Normalised>();

/** The call in its one form, or the code of the denial: `invalid_input`, `template_in_input`. */
export function normaliseCall(request: CallParts): Normalised {
  const known = normalised.get(request);
  if (known) return known;
  const call = readCall(request);
  normalised.set(request, call);
  return call;
}

function readCall(request: CallParts): Normalised {
  try {
    refuseTemplates(request.target, 0, { left: MOST_VALUES });
    refuseTemplates(request.data, 0, { left: MOST_VALUES });
    return normalise(request);
  } catch (fault) {
    return codeOf(fault);
  }
}

/** A step of a script or automation: its data may hold templates, what it acts on may not (`invalid_input`). */
export function normaliseStep(step: CallParts): Normalised {
  try {
    return normalise(step);
  } catch (fault) {
    return codeOf(fault);
  }
}

function codeOf(fault: unknown): { readonly code: DenialCode } {
  if (fault instanceof InputFault) return { code: fault.code };
  throw fault;
}

function normalise({ service, target, data }: CallParts): NormalCall {
  const name = typeof service === "string" ? service.trim().toLowerCase() : "";
  if (!isService(name)) throw new InputFault("invalid_input");
  const fields = recordOf(data);
  const selectors = recordOf(target);
  for (const key of Object.keys(selectors)) if (!TARGET_KEYS.has(key)) throw new InputFault("invalid_input");
  const clean = !Object.keys(fields).some((key) => TARGET_KEYS.has(key));
  const parts = clean ? [selectors] : [selectors, pick(fields, (key) => TARGET_KEYS.has(key))];
  const words = new Set<string>();
  for (const part of parts) for (const id of idsOf(part["entity_id"])) words.add(id.toLowerCase());
  const all = words.delete("all");
  if (words.size > MAX_IDS) throw new InputFault("invalid_input");
  const named = [...words];
  if (!named.every(isEntityId)) throw new InputFault("invalid_input");
  const targeted = parts.some((part) =>
    Object.values(part).some((value) => value !== undefined && value !== null),
  );
  return {
    service: name,
    named,
    all,
    // most calls name entities and nothing else
    selection: parts.some(hasSelectors) ? selectionOf(parts) : NO_SELECTION,
    exclude: parts.some((part) => "exclude" in part) ? excludeOf(parts) : NO_EXCLUSION,
    targeted,
    data: clean ? fields : pick(fields, (key) => !TARGET_KEYS.has(key)),
  };
}

const NO_SELECTION: Selection = { area_id: [], floor_id: [], label_id: [], device_id: [] };
const NO_EXCLUSION: NormalCall["exclude"] = { ...NO_SELECTION, entity_id: [] };

function hasSelectors(part: JsonObject): boolean {
  return "area_id" in part || "floor_id" in part || "label_id" in part || "device_id" in part;
}

function pick(fields: JsonObject, wanted: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => wanted(key)));
}

function selectionOf(parts: readonly JsonObject[]): Selection {
  const list = (key: string): readonly string[] => {
    const ids = [...new Set(parts.flatMap((part) => idsOf(part[key])))];
    if (!ids.every((id) => PLACE_ID.test(id))) throw new InputFault("invalid_input");
    return ids;
  };
  const [area_id, floor_id, label_id, device_id] = SELECTOR_KEYS.map(list);
  return {
    area_id: area_id ?? [],
    floor_id: floor_id ?? [],
    label_id: label_id ?? [],
    device_id: device_id ?? [],
  };
}

function excludeOf(parts: readonly JsonObject[]): NormalCall["exclude"] {
  const excludes = parts.map((part) => recordOf(part["exclude"]));
  for (const exclude of excludes) {
    for (const key of Object.keys(exclude)) {
      if (key === "exclude" || !TARGET_KEYS.has(key)) throw new InputFault("invalid_input");
    }
  }
  const entity_id = excludes.flatMap((exclude) => idsOf(exclude["entity_id"]).map((id) => id.toLowerCase()));
  if (!entity_id.every(isEntityId)) throw new InputFault("invalid_input");
  return { ...selectionOf(excludes), entity_id };
}

/** A string (split at commas, as Home Assistant does), a list of strings, or nothing. `none` is refused: it asks for nothing. */
export function idsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "string") return splitIds(value, []);
  if (!Array.isArray(value)) throw new InputFault("invalid_input");
  const ids: string[] = [];
  for (const each of value) {
    if (typeof each !== "string") throw new InputFault("invalid_input");
    splitIds(each, ids);
  }
  return ids;
}

function splitIds(text: string, into: string[]): string[] {
  for (const part of text.includes(",") ? text.split(",") : [text]) {
    const id = part.trim();
    if (id === "" || id.toLowerCase() === "none") throw new InputFault("invalid_input");
    into.push(id);
  }
  return into;
}

/** An object as it travels in JSON; a missing one is empty. */
function recordOf(value: unknown): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new InputFault("invalid_input");
  if (Object.hasOwn(value, "__proto__")) throw new InputFault("invalid_input");
  return value as JsonObject;
}

/** Whether a text would be rendered by Home Assistant (Jinja's three delimiters). */
export function isTemplate(text: string): boolean {
  return text.includes("{") && (text.includes("{{") || text.includes("{%") || text.includes("{#"));
}

/** What is too deep or too much is refused before anything else walks it. */
function refuseTemplates(value: unknown, depth: number, values: { left: number }): void {
  if (depth > MAX_DEPTH) throw new InputFault("invalid_input");
  if (typeof value === "string" && isTemplate(value)) throw new InputFault("template_in_input");
  if (typeof value !== "object" || value === null) return;
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  values.left -= Array.isArray(value) ? value.length : keys.length;
  if (values.left < 0) throw new InputFault("invalid_input");
  for (const key of keys) if (isTemplate(key)) throw new InputFault("template_in_input");
  for (const inner of Object.values(value)) refuseTemplates(inner, depth + 1, values);
}
