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
  const secret = secretsAmong(attributes);
  const hidden = excluded?.size ? Object.keys(attributes).filter((key) => excluded.has(key)) : NO_KEYS;
  if (hidden.length + secret.length === 0) return attributes;
  const gone = new Set([...hidden, ...secret]);
  return Object.fromEntries(Object.entries(attributes).filter(([key]) => !gone.has(key)));
}

const NONE: JsonObject = Object.freeze({});
const NO_KEYS: readonly string[] = [];

/** A state's attributes never change, a new state has new ones; and one state is looked at several times in a call. */
const secretsKnown = new WeakMap<JsonObject, readonly string[]>();

function secretsAmong(attributes: JsonObject): readonly string[] {
  const known = secretsKnown.get(attributes);
  if (known) return known;
  const secrets = Object.keys(attributes).filter((key) => isSecretKey(key) || holdsSecret(attributes[key]));
  secretsKnown.set(attributes, secrets);
  return secrets;
}
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
