/** The forms by which a person answers. */

import type { Words } from "./english.ts";
import { type Markup, markup } from "./markup.ts";

/** What every form of one page carries. */
export type Sealed = {
  /** Path of the page that takes it. */
  readonly action: string;
  /** Good for one answer, of this browser to this asking. */
  readonly token: string;
};

/** A form of its own, for a button elsewhere on the page: `form="deny"`. */
export function denyForm({ action, token }: Sealed): Markup {
  return markup`<form id="deny" method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
<input type="hidden" name="answer" value="deny">
</form>`;
}

/** A no that is at hand before a long page is read. */
export function earlyNo(words: Words): Markup {
  return markup`<p><button class="single no" type="submit" form="deny">${words.notBegun}</button></p>`;
}

/** Two answers of the same size; `stays`: in sight, however long the page is. */
export function answers(yes: Markup, no: string, stays = false): Markup {
  return markup`<div class="${stays ? "answers stays" : "answers"}">
${yes}
<button class="no" type="submit" form="deny">${no}</button>
</div>`;
}
