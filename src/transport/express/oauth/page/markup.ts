/** Markup whose values are escaped. */

import { html, raw } from "hono/html";

/** What stands in a page as it is. */
export type Markup = Exclude<ReturnType<typeof html>, Promise<unknown>>;

/** A tagged template: every value is escaped unless it is Markup; lists are joined, `undefined` and `false` are nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  const made = html(strings, ...values);
  // only of a value that is one itself
  if (made instanceof Promise) throw new TypeError("a page does not wait");
  return made;
}

/** Only for text of our own. */
export function asIs(text: string): Markup {
  return raw(text);
}
