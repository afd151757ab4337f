/** Markup whose values are escaped. */

import { html, raw } from "hono/html";
import { cleanLine } from "../../../../core/text.ts";

/** What stands in a page as it is. */
export type Markup = Exclude<ReturnType<typeof html>, Promise<unknown>>;

/** A tagged template: every value is escaped unless it is Markup; lists are joined, `undefined` and `false` are nothing. */
export function markup(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  const made = html(strings, ...values);
  // only of a value that is one itself
  if (made instanceof Promise) throw new TypeError("a page does not wait");
  return made;
}

const NAME_MAX = 80;
/** What an owner writes about a grant. */
export const NOTE_MAX = 300;

/** A name that others gave: of one line, whose direction touches nothing around it. */
export function foreign(name: string, max = NAME_MAX): Markup {
  return markup`<bdi>${cleanLine(name, max)}</bdi>`;
}

/** Only for text of our own. */
export function asIs(text: string): Markup {
  return raw(text);
}
