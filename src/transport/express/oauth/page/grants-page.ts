/** The page on which a person picks a grant. */

import { cleanLine } from "../../../../core/text.ts";
import type { OfferedGrant } from "../../../person-road.ts";
import { type Asker, askerBox } from "./asker.ts";
import { factsOf, noteOf, type Speaking } from "./facts.ts";
import { answers, denyForm, earlyNo, type Sealed } from "./form.ts";
import { framed } from "./layout.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

const USER_MAX = 80;

export type GrantsPageData = {
  readonly language: PageLanguage;
  readonly timeZone: string;
  readonly asker: Asker;
  readonly form: Sealed;
  readonly user: { readonly id: string; readonly name: string };
  readonly grants: readonly OfferedGrant[];
};

export function renderGrants(data: GrantsPageData): string {
  const { language, timeZone, asker, form, user, grants } = data;
  const words = wordsOf(language);
  if (grants.length === 0) return renderNone(data);
  const speaking = { language, words, timeZone };
  return framed({
    language,
    title: words.which,
    body: markup`<h1>${words.asks}</h1>
${askerBox(asker, words)}
${earlyNo(words)}
<p>${words.loggedInAs} <strong>${foreign(user.name)}</strong>.</p>
<form method="get" action="${form.action}">
<fieldset>
<legend>${words.which}</legend>
${grants.map((grant, index) => choice(grant, index, speaking))}
</fieldset>
<p class="soft">${words.noneYet}</p>
${answers(markup`<button type="submit">${words.look}</button>`, words.deny, true)}
</form>
${denyForm(form)}`,
  });
}

function choice(grant: OfferedGrant, index: number, speaking: Speaking): Markup {
  const { words } = speaking;
  const id = `grant-${index}`;
  return markup`<div class="pick">
<input type="radio" name="grant" value="${grant.id}" id="${id}" aria-describedby="${id}-facts" required>
<label for="${id}">${foreign(grant.name)}</label>
<div class="facts" id="${id}-facts">
${noteOf(grant, words)}
<p class="soft">${words.readsOf(grant.readCount, grant.homeCount)}, ${grant.physical === undefined ? words.controlsNothing : words.canControl(words.physical[grant.physical])}</p>
<dl>${factsOf(grant, speaking)}</dl>
</div>
</div>`;
}

/** Who may have none can but end it. */
function renderNone({ language, asker, form, user }: GrantsPageData): string {
  const words = wordsOf(language);
  return framed({
    language,
    title: words.noGrant,
    body: markup`<h1>${words.noGrant}</h1>
${askerBox(asker, words)}
<div class="box" role="alert">
<p>${words.noGrantText(cleanLine(user.name, USER_MAX))}</p>
<p>${words.noGrantHint(user.id)}</p>
</div>
${denyForm(form)}
<button class="single" type="submit" form="deny">${words.end}</button>`,
  });
}
