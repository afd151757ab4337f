/** The page after the answer: the browser goes on to the app by itself, as a redirect after a form would be stopped by the policy of the page. */

import { framed } from "./layout.ts";
import { markup } from "./markup.ts";
import { type PageLanguage, wordsOf } from "./words.ts";

export type GoingPageData = {
  readonly language: PageLanguage;
  readonly answer: "given" | "denied";
  /** On our own origin. */
  readonly goTo: string;
};

export function renderGoing({ language, answer, goTo }: GoingPageData): string {
  const words = wordsOf(language);
  return framed({
    language,
    title: words[answer],
    goTo,
    body: markup`<h1>${words[answer]}</h1>
<p role="status">${words.goingOn}</p>
<p><a class="single" href="${goTo}">${words.goOn}</a></p>`,
  });
}
