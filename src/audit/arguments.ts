/** What the audit keeps of a call's arguments: never a secret. */

import { createHmac, createSecretKey } from "node:crypto";
import type { JsonObject } from "../core/json.ts";
import { isSecretKey, withoutSecretText } from "../core/sensitive.ts";

/** HMAC-SHA-256 (RFC 2104), 32 hex characters; most calls repeat the arguments of another. */
export function keyedHash(bytes: Buffer): (args: unknown) => string {
  const key = createSecretKey(bytes);
  const known = new Map<string, string>();
  return (args) => {
    const text = canonical(args);
    const before = known.get(text);
    if (before !== undefined) return before;
    const hashed = createHmac("sha256", key).update(text).digest("hex").slice(0, 32);
    if (text.length <= 64 && known.size < 200) known.set(text, hashed);
    return hashed;
  };
}

/** Secret keys go, secrets inside texts are blotted out. */
export function withoutSecrets(data: JsonObject): JsonObject {
  const clean = (key: string, value: unknown): unknown => {
    if (isSecretKey(key)) return undefined;
    return typeof value === "string" ? withoutSecretText(value, "[secret]") : value;
  };
  return JSON.parse(JSON.stringify(data, clean));
}

/** No tool takes anything deeper: it is refused, and its audit line still has to be written. */
const DEEPEST = 100;

/** Arguments in one spelling: keys sorted, secrets left out. */
function canonical(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '"too deep"';
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([key]) => !isSecretKey(key));
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, depth + 1)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
