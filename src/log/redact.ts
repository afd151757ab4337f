/** Keeps secrets out of what is logged. */

import { isSecretKey, withoutSecretText } from "../core/sensitive.ts";

export const HIDDEN = "[redacted]";

/** A copy of `value` without secrets; depth and size are bounded, errors become their names and messages. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 5) return "[deep]";
  if (value instanceof Error) {
    return {
      name: value.name,
      message: redactText(value.message),
      ...("code" in value ? { code: value.code } : {}),
    };
  }
  if (Array.isArray(value)) return value.slice(0, 50).map((element) => redact(element, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSecretKey(key) && !isErrorCode(key, inner) ? HIDDEN : redact(inner, depth + 1),
    ]),
  );
}

/** Codes of alarms are digits, codes of errors are words (`not_found`). */
function isErrorCode(key: string, value: unknown): boolean {
  return key === "code" && typeof value === "string" && /^[A-Za-z]\w*$/.test(value);
}

export function redactText(text: string): string {
  return withoutSecretText(text, HIDDEN);
}
