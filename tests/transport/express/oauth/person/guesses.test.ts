/** Codes that nobody was given: who guesses them waits, and nobody else. */

import { expect, test } from "bun:test";
import { isKnownAddress } from "../../../../../src/transport/express/oauth/client/address-limit.ts";
import { Browser, logIn, openPersonDoor, type Page, type PersonDoor } from "./person-door.ts";

/** What the page says to a code that is none. */
async function guess(at: PersonDoor, browser: Browser, code: string): Promise<Page> {
  const uid = at.ask();
  await browser.get(`${at.url}/oauth/consent/${uid}`);
  const { url } = await browser.get(`${at.url}/oauth/ha/start?asking=${uid}`);
  const state = new URL(url).searchParams.get("state") ?? "";
  return browser.get(`${at.url}/oauth/ha/callback?${new URLSearchParams({ code, state })}`);
}

test("guesses end before Home Assistant counts them: the fifth is not asked about, whoever makes it", async () => {
  const guessed = await openPersonDoor({ isBehindProxy: true });
  try {
    const pages: Page[] = [];
    for (let tries = 0; tries < 5; tries += 1)
      pages.push(await guess(guessed, new Browser(`203.0.113.${tries}`), `guess${tries}`));
    expect(pages.map(({ status }) => status)).toEqual([403, 403, 403, 403, 429]);
    expect(pages[4]?.text).toContain("Too many tries");
    expect(guessed.relay.asked.filter(({ what }) => what === "POST /auth/token")).toHaveLength(4);
  } finally {
    await guessed.close();
  }
});

test("one address that guesses keeps nobody else from logging in", async () => {
  const guessed = await openPersonDoor({ isBehindProxy: true });
  try {
    const pages: Page[] = [];
    for (let tries = 0; tries < 6; tries += 1)
      pages.push(await guess(guessed, new Browser("203.0.113.1"), `guess${tries}`));
    expect(pages.map(({ status }) => status)).toEqual([403, 403, 403, 429, 429, 429]);
    const shown = await logIn(guessed, new Browser("203.0.113.2"), guessed.ask());
    expect(shown.text).toContain("Which grant should it get?");
    // and who logged in is known at that address, who guessed is not
    expect(await isKnownAddress(guessed.store, "203.0.113.2")).toBe(true);
    expect(await isKnownAddress(guessed.store, "203.0.113.1")).toBe(false);
  } finally {
    await guessed.close();
  }
});

test("logins that succeed are no guesses, however many come from one network", async () => {
  const busy = await openPersonDoor({ isBehindProxy: true });
  try {
    for (let people = 0; people < 14; people += 1) {
      const shown = await logIn(busy, new Browser(`2001:db8:1:${people % 2}00::${people}`), busy.ask());
      expect(shown.text).toContain("Which grant should it get?");
    }
  } finally {
    await busy.close();
  }
});

test("who is known, and may not come here, takes nobody's place", async () => {
  const strict = await openPersonDoor({ ownTokenOf: "user" });
  try {
    for (let tries = 0; tries < 6; tries += 1) {
      const page = await logIn(strict, new Browser(), strict.ask());
      expect(page.text).not.toContain("Too many tries");
    }
  } finally {
    await strict.close();
  }
});
