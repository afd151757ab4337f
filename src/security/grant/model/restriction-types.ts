/** The names of restriction types. */

// Varco's names and aliases first, then ours.
const NAMES: ReadonlyMap<string, string> = new Map([
  ["expiry", "expiry"],
  ["expires_at", "expiry"],
  ["ttl", "expiry"],
  ["schedule", "schedule"],
  ["time_window", "schedule"],
  ["pin", "pin"],
  ["rate_limit", "rate_limit"],
  ["cooldown", "rate_limit"],
  ["template", "template"],
  ["condition", "condition"],
  ["ip", "ip"],
  ["origin", "origin"],
  ["quota", "quota"],
  ["approval", "approval"],
  ["max_entities", "max_entities"],
]);

/** The type behind a name or alias in any case; undefined for an unknown one. */
export function canonicalType(type: unknown): string | undefined {
  return typeof type === "string" ? NAMES.get(type.trim().toLowerCase()) : undefined;
}

/** Every type an owner may write. */
export const RESTRICTION_TYPES: readonly string[] = [...new Set(NAMES.values())];
