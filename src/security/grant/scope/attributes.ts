/** Attributes a caller may see: without what the grant excludes, without secrets. */

import type { JsonObject } from "../../../core/json.ts";
import { holdsSecret, isSecretKey } from "../../../core/sensitive.ts";
import type { Access } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";
import { scopeCovers } from "../model/scopes.ts";

/** The same object when nothing has to go, by the grant and within every bound. A value with a secret anywhere inside goes whole. */
export function visibleAttributes(
  grant: Pick<Grant, "access">,
  entityId: string,
  attributes: JsonObject,
  bounds: readonly Access[] = NO_BOUNDS,
): JsonObject {
  const excluded = excludedFor(grant.access, bounds, entityId);
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
const NO_BOUNDS: readonly Access[] = [];

/** `*` in a list of excluded attributes stands for all of them (the `badge` level). */
function excludedFor(
  access: Access,
  bounds: readonly Access[],
  entityId: string,
): ReadonlySet<string> | "all" | undefined {
  let excluded = excludedIn(access, entityId);
  for (const bound of bounds) {
    const more = excludedIn(bound, entityId);
    if (excluded === "all" || more === "all") return "all";
    if (more) excluded = new Set([...(excluded ?? []), ...more]);
  }
  return excluded;
}

function excludedIn(
  { exclude_attributes: table }: Access,
  entityId: string,
): ReadonlySet<string> | "all" | undefined {
  let excluded: Set<string> | undefined;
  for (const scope in table) {
    if (!scopeCovers(scope, entityId)) continue;
    for (const key of table[scope] ?? []) {
      if (key === "*") return "all";
      excluded = (excluded ?? new Set()).add(key);
    }
  }
  return excluded;
}
