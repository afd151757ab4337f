/** A client's file as it may stand on a screen: without the secrets that people keep in it. */

import { isSecretKey, withoutSecretText } from "../../core/sensitive.ts";

const HIDDEN = "[hidden]";
/** `"key": "value"`, `key = 'value'`, `key: value`, `--key=value`. */
const PAIR =
  /(["']?)([A-Za-z_][\w-]*)\1([^\S\n]*[:=][^\S\n]*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s"'{}[\],#][^\n"',}\]]*)/g;
/** `"--key", "value"`, on one line or two. */
const WORDS = /(["']--?([A-Za-z][\w-]*)["']\s*,\s*)(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')/g;
/** The same as items of YAML. */
const ITEMS = /(-[^\S\n]+["']?--?([A-Za-z][\w-]*)["']?[^\S\n]*\r?\n[^\S\n]*-[^\S\n]+)[^\n]+/g;

/** Two texts that differ in secrets alone look the same. */
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
