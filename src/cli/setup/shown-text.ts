/** A client's file as it may stand on a screen: without the secrets that people keep in it. */

import { isSecretKey, withoutSecretText } from "../../core/sensitive.ts";

const HIDDEN = "[hidden]";
/** `"key": "value"`, `key = 'value'`, `key: value`, `--key=value`. */
const PAIR =
  /(["']?)(?<!\w)([A-Za-z_][\w-]{0,200})\1([^\S\n]*[:=][^\S\n]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'{}[\],#][^\n"',}\]]*)/g;
/** `"--key", "value"`, on one line or two, which a diff marks. */
const WORDS = /(["']--?([A-Za-z][\w-]{0,200})["']\s*,\s*(?:\n[+ -]\s*)?)(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')/g;
/** The same as items of YAML. */
const ITEMS = /(-[^\S\n]+["']?--?([A-Za-z][\w-]{0,200})["']?[^\S\n]*\r?\n[+ -]?[^\S\n]*-[^\S\n]+)[^\n]+/g;

/** A text, or a diff of two. */
export function shownText(text: string): string {
  return withoutSecretText(text, HIDDEN)
    .replaceAll(PAIR, (whole, mark: string, key: string, between: string, value: string) => {
      if (!isHidden(key)) return whole;
      const quote = /^["']/.exec(value)?.[0] ?? "";
      return `${mark}${key}${mark}${between}${quote}${HIDDEN}${quote}`;
    })
    .replaceAll(WORDS, (whole, before: string, key: string) =>
      isHidden(key) ? `${before}"${HIDDEN}"` : whole,
    )
    .replaceAll(ITEMS, (whole, before: string, key: string) => (isHidden(key) ? before + HIDDEN : whole));
}

/** The path of a secret's file is none. */
function isHidden(key: string): boolean {
  return isSecretKey(key) && !/_file$/i.test(key);
}
