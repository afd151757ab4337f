/** Attributes a caller may see: without what the grant excludes, without secrets. */

import type { Grant } from "../model/grant.ts";
import { scopeCovers } from "../model/scopes.ts";

type Attributes = Readonly<Record<string, unknown>>;

// Names that carry a secret wherever they occur; compared in lower case, because integrations are not consistent.
const SECRET_KEY =
  /access_token|api_?key|passw|token|secret|credential|private_key|^(pin|code|alarm_code|user_?code)$/i;
// A secret inside a value: a signed path (`entity_picture?token=…`, `authSig=`), a bearer header, a JSON web token,
// user information inside a URL (RFC 3986 section 3.2.1).
const SECRET_VALUE =
  /[?&](?:token|access_token|authsig|api_?key|password|secret|sig)=|\bbearer\s+[\w.~+/-]{8}|\beyJ[\w-]{8,}\.[\w-]+\.|:\/\/[^/\s:@]+:[^/\s@]+@/i;
const NESTED_DEPTH = 6;

const secretKeys = new Map<string, boolean>();
const KEYS_KEPT = 5000;

/** Whether a key's name says that its value is a secret. */
export function isSecretKey(key: string): boolean {
  let secret = secretKeys.get(key);
  if (secret === undefined) {
    secret = SECRET_KEY.test(key);
    if (secretKeys.size < KEYS_KEPT) secretKeys.set(key, secret);
  }
  return secret;
}

/** Whether a value holds a secret, at any depth. */
export function holdsSecret(value: unknown, depth = 0): boolean {
  if (typeof value === "string") return value.length > 8 && SECRET_VALUE.test(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth >= NESTED_DEPTH) return true;
  for (const [key, inner] of Object.entries(value)) {
    if ((!Array.isArray(value) && isSecretKey(key)) || holdsSecret(inner, depth + 1)) return true;
  }
  return false;
}

/** The same object when nothing has to go. A value with a secret anywhere inside goes whole. */
export function visibleAttributes(grant: Grant, entityId: string, attributes: Attributes): Attributes {
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

const NONE: Attributes = Object.freeze({});

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
