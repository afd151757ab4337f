/** A manifest: what a program asks for, in the words of Varco, made into the fields of a grant. */

import type { JsonObject } from "../../../core/json.ts";
import { type Fault, type Faults, newFaults } from "./fault.ts";
import { isTexts } from "./parse-access.ts";

/** Capability as a manifest names it, and its other spelling → list of the grant's access. */
const LISTS = [
  ["read_entities", "readEntities", "read"],
  ["subscriptions", undefined, "subscribe"],
  ["history", undefined, "history"],
  ["camera_snapshots", "cameraSnapshots", "camera"],
  ["actions", undefined, "actions"],
] as const;

export type ManifestForm = { readonly fields: JsonObject } | { readonly faults: readonly Fault[] };

/**
 * The fields of a grant; every fault at once. `approved` has the same lists: what is in both, text by text, is granted, so
 * that approving never widens; undefined = all of it.
 */
export function manifestForm(manifest: JsonObject, approved: JsonObject | undefined): ManifestForm {
  const faults = newFaults();
  const { name, note } = manifest;
  if (typeof name !== "string" || name.trim() === "")
    faults.add("invalid_manifest", "name", "A manifest has a name.");
  const asked = listsIn(manifest, "", faults);
  const yes = approved === undefined ? undefined : listsIn(approved, "approve.", faults);
  if (faults.list.length > 0) return { faults: faults.list };
  const access = Object.fromEntries(
    Object.entries(asked).map(([key, scopes]) => [
      key,
      yes === undefined ? scopes : scopes.filter((scope) => yes[key]?.includes(scope)),
    ]),
  );
  return { fields: { name, ...(typeof note === "string" ? { note } : {}), access } };
}

function listsIn(form: JsonObject, at: string, faults: Faults): Readonly<Record<string, readonly string[]>> {
  const lists: Record<string, readonly string[]> = {};
  for (const [snake, camel, key] of LISTS) {
    const both = camel !== undefined && form[snake] !== undefined && form[camel] !== undefined;
    if (both) faults.add("invalid_manifest", `${at}${snake}`, `Write ${snake} or ${camel}, not both.`);
    const list = form[snake] ?? (camel === undefined ? undefined : form[camel]) ?? [];
    if (isTexts(list) && list.every((scope) => scope.trim() !== "")) lists[key] = list;
    else faults.add("invalid_manifest", `${at}${snake}`, "This is a list of scopes.");
  }
  return lists;
}
