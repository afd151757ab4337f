/** The page before the login: who asks, and where to log in. */

import { type Asker, askerBox } from "./asker.ts";
import { answers, denyForm, type Sealed } from "./form.ts";
import { framed } from "./layout.ts";
import { markup } from "./markup.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

export type LoginPageData = {
  readonly language: PageLanguage;
  readonly asker: Asker;
  readonly form: Sealed;
  /** Path that leads to Home Assistant. */
  readonly loginPath: string;
  /** Where the login opens. */
  readonly browserUrl: string;
};

export function renderLogin({ language, asker, form, loginPath, browserUrl }: LoginPageData): string {
  const words = wordsOf(language);
  return framed({
    language,
    title: words.asks,
    body: markup`<h1>${words.asks}</h1>
${askerBox(asker, words)}
<p>${words.loginFirst}</p>
<p class="soft">${words.loginAt(browserUrl)}</p>
${denyForm(form)}
${answers(markup`<a href="${loginPath}">${words.logIn}</a>`, words.deny)}`,
  });
}
