/** Arguments checked against a tool's schema; what does not fit is said fault by fault. */

import * as v from "valibot";
import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { cleanLine } from "../core/text.ts";
import { mend } from "./mend.ts";

const FAULTS_SHOWN = 5;

/** INPUT_INVALID: each fault with the form expected, at most five and a count of the rest. */
export function validateInput(schema: v.GenericSchema, raw: unknown): unknown {
  refuseOddShapes(raw, 0, { left: MOST_VALUES });
  const asGiven = v.safeParse(schema, raw ?? {}, { abortEarly: true });
  if (asGiven.success) return asGiven.output;
  const mended = mend(schema, raw ?? {});
  // what stood in texts
  refuseOddShapes(mended, 0, { left: MOST_VALUES });
  const checked = v.safeParse(schema, mended);
  if (checked.success) return checked.output;
  const faults = checked.issues.slice(0, FAULTS_SHOWN).map((issue) => describe(schema, issue));
  const more = checked.issues.length - faults.length;
  throw new Failure("INPUT_INVALID", `${faults.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`, {
    hint: "Correct the arguments and call again; nothing was done.",
  });
}

const MOST_NESTED = 64;
/** Twenty calls of as many ids as one may name. */
const MOST_VALUES = 120_000;
/** Keys that JavaScript gives a meaning: libraries drop them without a word. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

function refuseOddShapes(value: unknown, depth: number, values: { left: number }): void {
  if (typeof value !== "object" || value === null) return;
  if (depth > MOST_NESTED)
    throw new Failure("INPUT_INVALID", `Arguments are nested more than ${MOST_NESTED} deep.`, {
      hint: "Nothing was done.",
    });
  const keys = Array.isArray(value) ? [] : Object.keys(value);
  values.left -= Array.isArray(value) ? value.length : keys.length;
  if (values.left < 0)
    throw new Failure("INPUT_INVALID", `Arguments hold more than ${MOST_VALUES} values.`, {
      hint: "Name an area, a floor or a label, or call in parts; nothing was done.",
    });
  for (const key of keys) {
    if (RESERVED.has(key))
      throw new Failure("INPUT_INVALID", `unknown key ${key}.`, { hint: "Leave it out; nothing was done." });
  }
  for (const inner of Object.values(value)) refuseOddShapes(inner, depth + 1, values);
}

function describe(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue);
  if (issue.expected === "never") return describeUnknown(schema, issue);
  if (issue.received === "undefined")
    return `${path || "arguments"} missing: expected ${missingForm(schema, issue)}`;
  const expected = expectation(issue);
  return `${path || "arguments"}: expected ${expected}, got ${cleanLine(issue.received, 40)}`;
}

const WORDS: Readonly<Record<string, string>> = {
  Array: "a list",
  Object: "an object",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

/** A missing key is reported by its name; what was expected there stands in the schema. */
function missingForm(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  let node: unknown = schema;
  for (const step of issue.path ?? []) node = child(node, step.key);
  const type = unwrap(node)?.["type"];
  return typeof type === "string" ? (FORMS[type] ?? type) : "a value";
}

const FORMS: Readonly<Record<string, string>> = {
  array: "a list",
  string: "a text",
  strict_object: "an object",
  record: "an object",
};

function expectation(issue: v.BaseIssue<unknown>): string {
  const word = WORDS[issue.expected ?? ""];
  if (word) return word;
  if (issue.type === "min_length") return `at least ${issue.requirement} (${issue.expected?.slice(2)})`;
  if (issue.type === "max_length") return `at most ${issue.requirement}`;
  return cleanLine(issue.expected ?? "another form", 80).replaceAll('"', "");
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? [])
    .map((step) => (typeof step.key === "number" ? `[${step.key}]` : `.${String(step.key)}`))
    .join("")
    .replace(/^\./, "");
}

/** The library stops at the first key that it does not know: all of that object are named. */
function describeUnknown(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): string {
  const known = knownKeys(schema, issue);
  const input = issue.path?.at(-1)?.input;
  const given = typeof input === "object" && input !== null ? Object.keys(input) : [];
  const path = pathOf(issue);
  const within = path.slice(0, Math.max(0, path.lastIndexOf(".") + 1));
  const unknown = known === undefined ? [] : given.filter((key) => !known.includes(key));
  const names = (unknown.length > 0 ? unknown.map((key) => within + key) : [path])
    .slice(0, KEYS_SHOWN)
    .map((name) => cleanLine(name, 60));
  const more = unknown.length > KEYS_SHOWN ? ` and ${unknown.length - KEYS_SHOWN} more` : "";
  const word = names.length === 1 ? "key" : "keys";
  return `unknown ${word} ${names.join(", ")}${more}${known ? `; known: ${known.join(", ")}` : ""}`;
}

const KEYS_SHOWN = 5;

/** The keys that would have been known where the unknown one stood. */
function knownKeys(schema: v.GenericSchema, issue: v.BaseIssue<unknown>): readonly string[] | undefined {
  let node: unknown = schema;
  for (const step of (issue.path ?? []).slice(0, -1)) node = child(node, step.key);
  const entries = unwrap(node)?.["entries"];
  return typeof entries === "object" && entries !== null ? Object.keys(entries) : undefined;
}

function unwrap(node: unknown): JsonObject | undefined {
  let inner = node;
  while (typeof inner === "object" && inner !== null && "wrapped" in inner) inner = inner.wrapped;
  return typeof inner === "object" && inner !== null ? { ...inner } : undefined;
}

function child(node: unknown, key: unknown): unknown {
  const inner = unwrap(node);
  if (typeof key === "number") return inner?.["item"];
  const entries = inner?.["entries"];
  return typeof entries === "object" &&
    entries !== null &&
    typeof key === "string" &&
    Object.hasOwn(entries, key)
    ? (entries as JsonObject)[key]
    : undefined;
}
