/** The page on which a person says yes or no to one grant, with all that it opens now. */

import { cleanLine } from "../../../../core/text.ts";
import type { PreviewedArea, PreviewedGrant, PreviewedThing } from "../../../person-road.ts";
import { type Asker, askerBox } from "./asker.ts";
import type { Words } from "./english.ts";
import { dayOf, factsOf, noteOf, type Speaking, wordFor } from "./facts.ts";
import { answers, denyForm, earlyNo, type Sealed } from "./form.ts";
import { framed } from "./layout.ts";
import { foreign, type Markup, markup } from "./markup.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

export type ConsentPageData = {
  readonly language: PageLanguage;
  readonly timeZone: string;
  readonly asker: Asker;
  readonly form: Sealed;
  readonly user: { readonly name: string };
  readonly grant: PreviewedGrant;
  /** Which of the person's own ends come before the grant's. */
  readonly lasts: readonly Last[];
  /** Something else than was shown before. */
  readonly notice?: "changed" | "expiredChoice" | undefined;
};

export type Last = keyof Words["lasts"];

const GRANT_MAX = 80;
const THINGS_OF_AREA = 30;
/** Names on the whole page: homes of ten thousand things are looked at in a phone, too. */
const THINGS_OF_PAGE = 600;
const ASKING_NAMED = 40;
const SHUT_NAMED = 40;

export function renderConsent(data: ConsentPageData): string {
  const { language, timeZone, asker, form, user, grant, lasts, notice } = data;
  const words = wordsOf(language);
  const speaking = { language, words, timeZone };
  const { expiresAt } = grant;
  return framed({
    language,
    // the first that is read out
    title: notice === undefined ? words.allowThis : words[notice],
    body: markup`<h1>${words.allowThis}</h1>
${notice === undefined ? undefined : markup`<div class="warn" role="alert"><p>${words[notice]}</p></div>`}
${askerBox(asker, words)}
${earlyNo(words)}
<p>${words.loggedInAs} <strong>${foreign(user.name)}</strong>.</p>
<section class="box" aria-labelledby="opens">
<h2 id="opens">${words.opensNow(cleanLine(grant.name, GRANT_MAX))}</h2>
${noteOf(grant, words)}
${numbers(grant, words)}
<dl>${factsOf(grant, speaking)}
${rights(grant, words)}</dl>
${asking(grant, words)}
</section>
${areasOf(grant, speaking)}
<form method="post" action="${form.action}">
<input type="hidden" name="token" value="${form.token}">
<input type="hidden" name="answer" value="allow">
<input type="hidden" name="grant" value="${grant.id}">
<input type="hidden" name="digest" value="${grant.digest}">
<h2><label for="last">${words.howLong}</label></h2>
<select id="last" name="last">
<option value="grant">${words.asGrant(expiresAt === undefined ? undefined : dayOf(expiresAt, speaking))}</option>
${lasts.map((last) => markup`<option value="${last}">${words.lasts[last]}</option>`)}
</select>
${answers(markup`<button type="submit">${words.allow}</button>`, words.deny)}
</form>
${denyForm(form)}
<p><a href="${form.action}">${words.another}</a></p>
<h2>${words.revokeHow}</h2>
${revoking(asker, words)}`,
  });
}

function numbers({ reached, homeCount }: PreviewedGrant, words: Words): Markup {
  const shown = [
    [reached.read, words.read],
    [reached.controlled, words.controlled],
    [reached.asks, words.asking],
    [homeCount - reached.entities, words.shut],
  ] as const;
  return markup`<ul class="numbers">${shown.map(([count, what]) => markup`<li><b>${count}</b> ${what}</li>`)}</ul>`;
}

function rights({ capabilities }: PreviewedGrant, words: Words): Markup {
  const said = (names: readonly string[]) => names.map((name) => wordFor(words.capability, name)).join(", ");
  const { allowed, asking: confirmed } = capabilities;
  return markup`<dt>${words.capabilities}</dt><dd>${allowed.length === 0 ? words.nothingElse : said(allowed)}</dd>
${confirmed.length === 0 ? undefined : markup`<dt>${words.capabilitiesAsking}</dt><dd>${said(confirmed)}</dd>`}`;
}

function asking({ areas }: PreviewedGrant, words: Words): Markup | undefined {
  const all = areas.flatMap(({ things }) => things.filter(({ asks }) => asks));
  if (all.length === 0) return undefined;
  const names = all.slice(0, ASKING_NAMED);
  return markup`<h3>${words.asksFirst}</h3>
<ul class="things">${names.map(({ name }) => markup`<li>${foreign(name)}</li>`)}${more(all.length - names.length, words)}</ul>`;
}

function areasOf({ areas, id }: PreviewedGrant, { words }: Speaking): Markup {
  const opened = areas.filter(isOpened);
  const shut = areas.filter((area) => !isOpened(area));
  const each = Math.min(THINGS_OF_AREA, Math.max(1, Math.floor(THINGS_OF_PAGE / Math.max(1, opened.length))));
  const isCut = areas.some(({ things }) => things.length > each);
  const [all, command] = words.fullList(`hearthgate grants preview ${id}`);
  return markup`<section class="box" aria-labelledby="areas">
<h2 id="areas">${words.areas}</h2>
${opened.map((area) => areaOf(area, each, words))}
${shut.length === 0 ? undefined : markup`<p class="soft">${words.nothingIn} ${namesOf(shut, words)}</p>`}
${isCut ? markup`<p class="soft">${all} <code>${command}</code></p>` : undefined}
</section>`;
}

function isOpened({ things }: PreviewedArea): boolean {
  return things.length > 0;
}

function areaName(name: string, words: Words): Markup {
  return foreign(name === "" ? words.noArea : name);
}

function namesOf(areas: readonly PreviewedArea[], words: Words): Markup {
  const named = areas.slice(0, SHUT_NAMED).map(({ name }) => areaName(name, words));
  const left = areas.length - named.length;
  const all = left > 0 ? [...named, words.andMore(left)] : named;
  return markup`${all.map((name, at) => markup`${at === 0 ? "" : ", "}${name}`)}`;
}

function areaOf({ name, homeCount, reached, things }: PreviewedArea, most: number, words: Words): Markup {
  // what can be done to a thing matters more than what it says
  const weight = (thing: PreviewedThing) => Number(thing.asks) * 2 + Number(thing.controlled);
  const shown = [...things].sort((a, b) => weight(b) - weight(a)).slice(0, most);
  return markup`<details>
<summary>${areaName(name, words)} <span class="soft">${words.areaCounts(reached.read, reached.controlled, homeCount)}</span></summary>
<ul class="things">${shown.map((thing) => thingOf(thing, words))}${more(things.length - shown.length, words)}</ul>
</details>`;
}

function thingOf({ name, controlled, asks }: PreviewedThing, words: Words): Markup {
  const marks = [controlled ? words.canControlMark : "", asks ? words.asksMark : ""].filter(Boolean);
  return markup`<li>${foreign(name)}${marks.length === 0 ? undefined : markup` <span class="soft">(${marks.join(", ")})</span>`}</li>`;
}

function more(count: number, words: Words): Markup | undefined {
  return count > 0 ? markup`<li class="soft">${words.andMore(count)}</li>` : undefined;
}

/** What a shell takes as one word. */
const PLAIN_ID = /^[\w./:~-]{1,120}$/;

function revoking({ clientId }: Asker, words: Words): Markup {
  const client = PLAIN_ID.test(clientId) ? clientId : "CLIENT";
  const [see, list, how, command, end] = words.revoke([
    "hearthgate tokens list --oauth",
    `hearthgate tokens revoke --client ${client}`,
  ]);
  return markup`<p>${see}<code>${list}</code>${how}<code>${command}</code>${end}</p>`;
}
