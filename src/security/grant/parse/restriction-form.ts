/** The forms in which restrictions are written, brought into one. */

import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import type { Restriction } from "../model/grant.ts";

// Varco writes these beside `type` as well as inside `params`.
const ROOT_PARAMS = ["expires_at", "pin_hash", "pin", "value_template"] as const;

/** Only the shape: what is inside is checked by the parser, and denied by the evaluation where it is bad. */
export function restrictionForm(value: unknown): Restriction {
  const fields: JsonObject = isJsonObject(value) ? value : {};
  const params: Record<string, unknown> = isJsonObject(fields["params"]) ? { ...fields["params"] } : {};
  for (const key of ROOT_PARAMS) {
    if (fields[key] !== undefined && params[key] === undefined) params[key] = fields[key];
  }
  return {
    id: typeof fields["id"] === "string" ? fields["id"] : "",
    enabled: fields["enabled"] !== false,
    type: typeof fields["type"] === "string" ? fields["type"] : "",
    applies_to: fields["applies_to"] ?? null,
    params,
  };
}

export const RESTRICTION_KEYS: readonly string[] = [
  "id",
  "enabled",
  "type",
  "applies_to",
  "params",
  ...ROOT_PARAMS,
];
