/** What a person does between a client's question and its answer: logs in at the demo house, picks a grant, says yes or no. */

import { type Browser, formIn, linkIn, type Page } from "./browser.ts";

export type PersonsAnswer = {
  readonly grant: string;
  readonly answer: "allow" | "deny";
  /** The name on the button of the demo house's login; its owner unless told. */
  readonly name?: string;
};

/** Where the client is told: its redirect URI with the code or error. Throws with the page where it does not come to that. */
export async function answerPerson(browser: Browser, url: string, said: PersonsAnswer): Promise<URL> {
  const asked = await browser.open(url);
  if (asked.left !== undefined) return new URL(asked.left);
  const { grant, answer, name = "Alex" } = said;
  const house = await browser.open(found(linkIn(asked, /\/oauth\/ha\/start/), asked, "a link to the login"));
  const user = new RegExp(`value="([^"]+)"[^>]*>${name}<`).exec(house.html)?.[1];
  const grants = await browser.open(house.url, { user: found(user, house, `a button for ${name}`) });
  const page =
    answer === "allow" ? await browser.open(`${grants.url}?${new URLSearchParams({ grant })}`) : grants;
  const form = found(formIn(page, answer), page, `a form to ${answer}`);
  const going = await browser.open(form.action, form.fields);
  const told = await browser.open(found(linkIn(going, /\/authorize\//), going, "a link to go on"));
  return new URL(found(told.left, told, "a redirect to the client"));
}

function found<Thing>(thing: Thing | undefined, page: Page, what: string): Thing {
  if (thing !== undefined) return thing;
  const text = page.html
    .replace(/<style.*?<\/style>/gs, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
  throw new Error(`${page.url} answered ${page.status} without ${what}: ${text}`);
}
