/** Answers as compact text: the same content as the structured one, fewer marks. */

import { type JsonObject, plainText } from "../core/json.ts";

/** `light.bed Bed Light: on, brightness 70%` */
export function rowLine(row: JsonObject): string {
  const { id, name, state, ...rest } = row;
  const facts = Object.entries(rest).map(([key, value]) => `${key} ${inline(value)}`);
  if (state !== undefined) facts.unshift(inline(state));
  const who = `${id}${name === undefined ? "" : ` ${name}`}`;
  return facts.length === 0 ? who : `${who}: ${facts.join(", ")}`;
}

/** A value of any depth, indented, without quotes and braces. */
export function yamlish(value: unknown, indent = ""): string {
  if (Array.isArray(value)) {
    return value
      .map(
        (element) =>
          `${indent}- ${isFlat(element) ? inline(element) : `\n${yamlish(element, `${indent}  `)}`}`,
      )
      .join("\n");
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(
        ([key, inner]) =>
          `${indent}${key}:${isFlat(inner) ? ` ${inline(inner)}` : `\n${yamlish(inner, `${indent}  `)}`}`,
      )
      .join("\n");
  }
  return indent + inline(value);
}

function isFlat(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return (
    Object.values(value).every((inner) => typeof inner !== "object" || inner === null) &&
    JSON.stringify(value).length < 120
  );
}

function inline(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inline).join(" | ");
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key} ${inline(inner)}`)
      .join(", ")}}`;
  }
  return plainText(value);
}
