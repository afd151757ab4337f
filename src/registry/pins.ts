/** PINs on a call: in the schema of those grants that ask for one, and taken out before a tool sees its input. */

import type { JsonObject } from "../core/json.ts";
import type { ServedTool } from "./served.ts";

/** PINs that came with a call: one for all restrictions, or by restriction id. */
export type Pins = { readonly pin?: string; readonly pins?: Readonly<Record<string, string>> };

const PROPERTIES = {
  pin: { type: "string" },
  pins: { type: "object", additionalProperties: { type: "string" } },
};

/** The tool with `pin` and `pins` (by restriction id) in its input. */
export function withPins(tool: ServedTool): ServedTool {
  const { properties, ...schema } = tool.inputSchema;
  const extended = typeof properties === "object" ? { ...properties, ...PROPERTIES } : PROPERTIES;
  return { ...tool, inputSchema: { ...schema, properties: extended } };
}

/** Splits the arguments; what is no PIN stays for the validation to refuse. */
export function takePins(args: unknown): { readonly pins: Pins; readonly rest: unknown } {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return { pins: {}, rest: args };
  const { pin, pins, ...rest }: JsonObject = { ...args };
  const one = typeof pin === "string" || typeof pin === "number" ? { pin: String(pin) } : {};
  const named = typeof pins === "object" && pins !== null ? Object.entries(pins) : [];
  const texts = named.filter(([, value]) => typeof value === "string" || typeof value === "number");
  const many =
    texts.length > 0 ? { pins: Object.fromEntries(texts.map(([key, value]) => [key, String(value)])) } : {};
  return { pins: { ...one, ...many }, rest };
}
