/** A consumer's manifest, as Varco writes it, read as the access it asks for. */

import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { at, type Faults } from "./fault.ts";

// The list of a manifest (and its older spelling) to the list of a grant.
const LISTS = [
  ["read_entities", "readEntities", "read"],
  ["subscriptions", "subscriptions", "subscribe"],
  ["history", "history", "history"],
  ["camera_snapshots", "cameraSnapshots", "camera"],
  ["actions", "actions", "actions"],
] as const;

/** Unknown keys are ignored, a missing list is empty. `approved` keeps only what stands in both, compared as text. */
export function readManifest(
  value: unknown,
  faults: Faults,
  approved?: unknown,
): { readonly name: string; readonly access: JsonObject } {
  const manifest = isJsonObject(value) ? value : {};
  const name = manifest["name"];
  if (typeof name !== "string" || name.trim() === "")
    faults.add("invalid_grant", "name", "A manifest has a name.");
  const kept = approved === undefined ? undefined : isJsonObject(approved) ? approved : {};
  const access: Record<string, readonly string[]> = {};
  for (const [key, old, list] of LISTS) {
    const asked = readList(manifest, key, old, faults);
    const allowed = kept && new Set(readList(kept, key, old, faults));
    access[list] = allowed ? asked.filter((scope) => allowed.has(scope)) : asked;
  }
  return { name: typeof name === "string" ? name.trim() : "", access };
}

function readList(fields: JsonObject, key: string, old: string, faults: Faults): readonly string[] {
  if (key !== old && fields[key] !== undefined && fields[old] !== undefined) {
    faults.add("invalid_grant", key, `Write ${key} or ${old}, not both.`);
  }
  const list = fields[key] ?? fields[old];
  if (list === undefined) return [];
  if (Array.isArray(list) && list.every((each) => typeof each === "string" && each !== "")) return list;
  faults.add("invalid_grant", at("", key), "This is a list of scopes.");
  return [];
}
