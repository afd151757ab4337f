/** What is wrong with a grant that somebody wants to save. */

import type { JsonObject } from "../../../core/json.ts";

export type FaultCode =
  | "invalid_grant"
  | "invalid_manifest"
  | "unknown_key"
  | "invalid_scope"
  | "invalid_selector"
  | "unknown_name"
  | "invalid_restriction"
  | "unknown_restriction_type"
  | "invalid_schedule"
  | "invalid_expiry"
  | "invalid_address"
  | "invalid_origin";

/** `path` as in `access.actions[2]`; `message` is ours and says the nearest valid form. */
export type Fault = { readonly code: FaultCode; readonly path: string; readonly message: string };

/** Gathers every fault at once; readers go on with a harmless value. */
export type Faults = { readonly list: Fault[]; add(code: FaultCode, path: string, message: string): void };

export function newFaults(): Faults {
  const list: Fault[] = [];
  return { list, add: (code, path, message) => void list.push({ code, path, message }) };
}

/** Names every key that is not known. */
export function refuseUnknownKeys(
  fields: JsonObject,
  known: readonly string[],
  path: string,
  faults: Faults,
): void {
  for (const key of Object.keys(fields)) {
    if (known.includes(key)) continue;
    faults.add("unknown_key", at(path, key), `There is no such key; known are ${known.join(", ")}.`);
  }
}

/** `access` + `read` = `access.read`. */
export function at(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}
