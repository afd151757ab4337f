/** Attributes a caller may see: without what the grant excludes, without secrets. */

import type { JsonObject } from "../../../core/json.ts";
import { holdsSecret, isSecretKey } from "../../../core/sensitive.ts";
import type { Grant } from "../model/grant.ts";
import { scopeCovers } from "../model/scopes.ts";

/** The same object when nothing has to go. A value with a secret anywhere inside goes whole. */
export function visibleAttributes(grant: Grant, entityId: string, attributes: JsonObject): JsonObject {
  const excluded = excludedFor(grant, entityId);
  if (excluded === "all") return NONE;
  let hidden: Set<string> | undefined;
  for (const key in attributes) {
    const hide = excluded?.has(key) || isSecretKey(key) || holdsSecret(attributes[key]);
    if (hide) hidden = (hidden ?? new Set()).add(key);
  }
  if (!hidden) return attributes;
  const gone = hidden;
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !gone.has(key)));
}

const NONE: JsonObject = Object.freeze({});

/** `*` in a list of excluded attributes stands for all of them (the `badge` level). */
function excludedFor(grant: Grant, entityId: string): ReadonlySet<string> | "all" | undefined {
  let excluded: Set<string> | undefined;
  const table = grant.access.exclude_attributes;
  for (const scope in table) {
    if (!scopeCovers(scope, entityId)) continue;
    for (const key of table[scope] ?? []) {
      if (key === "*") return "all";
      excluded = (excluded ?? new Set()).add(key);
    }
  }
  return excluded;
}
