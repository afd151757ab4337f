/** Keeps secrets out of what is written: by the name of a key, and by the look of a value. */

const SECRET_KEY =
  /token|password|passwd|secret|credential|api_?key|private_?key|authorization|\bpin\b|^pins?$/i;
// codes of alarms and locks are digits; codes of errors are words
const CODE_KEY = /code$/i;
// JSON Web Tokens (RFC 7519 §3), our own access tokens, bearer headers, `token=` in an address.
const SECRET_VALUE =
  /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|\bhg_\w{8}_\w{20,}|\b[Bb]earer\s+[\w.~+/-]{8,}|([?&](?:access_)?token=)[^&\s"']+/g;

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
      SECRET_KEY.test(key) || (CODE_KEY.test(key) && /^\d+$/.test(String(inner)))
        ? HIDDEN
        : redact(inner, depth + 1),
    ]),
  );
}

export function redactText(text: string): string {
  return text.replace(SECRET_VALUE, (_, address?: string) => `${address ?? ""}${HIDDEN}`);
}
