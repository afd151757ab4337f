/** Logins where the home or its address is another one. */

import { expect, test } from "bun:test";
import { Browser, logIn, openPersonDoor, shownTo, yesTo } from "./person-door.ts";

test("where nobody has said where browsers find Home Assistant, the page says what to set", async () => {
  const far = await openPersonDoor({ browserUrl: undefined, publicUrl: "https://hearthgate.example" });
  try {
    const uid = far.ask();
    const answer = await fetch(`${far.url}/oauth/consent/${uid}`, {
      headers: { host: "hearthgate.example" },
    });
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("HASS_BROWSER_URL");
  } finally {
    await far.close();
  }
});

test("a proxy may write the port that need not be written", async () => {
  const far = await openPersonDoor({ publicUrl: "https://hearthgate.example" });
  try {
    const url = `${far.url}/oauth/consent/${far.ask()}`;
    for (const [host, status] of [
      ["hearthgate.example:443", 200],
      ["HearthGate.example", 200],
      ["hearthgate.example:444", 421],
      ["hearthgate.example:80", 421],
    ] as const)
      expect([host, (await fetch(url, { headers: { host } })).status]).toEqual([host, status]);
  } finally {
    await far.close();
  }
});

test("who logs in may do so for one client after the other", async () => {
  const narrow = await openPersonDoor({ mostRequests: 10 });
  try {
    const browser = new Browser();
    for (let clients = 0; clients < 5; clients++) {
      const uid = narrow.ask();
      const shown = await shownTo(narrow, browser, uid);
      await browser.post(`${narrow.url}/oauth/consent/${uid}`, yesTo(shown));
    }
    expect(narrow.answers).toHaveLength(5);
    const pages = await Promise.all(
      Array.from({ length: 12 }, () => browser.get(`${narrow.url}/oauth/consent/x`)),
    );
    expect(pages.at(-1)?.status).toBe(429);
    expect(pages.at(-1)?.text).toContain("Nothing was given");
  } finally {
    await narrow.close();
  }
});

test("behind https the cookie is one that no other host can set", async () => {
  const far = await openPersonDoor({ publicUrl: "https://hearthgate.example" });
  try {
    const uid = far.ask();
    const { headers } = await fetch(`${far.url}/oauth/consent/${uid}`, {
      headers: { host: "hearthgate.example" },
    });
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-hearthgate-login=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
  } finally {
    await far.close();
  }
});

test("where our own token is no administrator's, nobody can be checked, and nobody logs in", async () => {
  const weak = await openPersonDoor({ ownTokenOf: "user" });
  try {
    const uid = weak.ask();
    const page = await logIn(weak, new Browser(), uid);
    expect(page.text).toContain("Users cannot be checked");
  } finally {
    await weak.close();
  }
});

test("state that cannot be read or written: a page, and nothing given", async () => {
  const door = await openPersonDoor();
  try {
    const [before, after] = [door.ask(), door.ask()];
    const browser = new Browser();
    const shown = await shownTo(door, browser, before);
    await door.store.close();
    for (const page of [
      await browser.post(`${door.url}/oauth/consent/${before}`, yesTo(shown)),
      await browser.get(`${door.url}/oauth/consent/${after}`),
    ]) {
      expect(page.status).toBe(503);
      expect(page.text).toContain("Hearthgate cannot keep or read its state");
    }
    expect(door.answers).toEqual([]);
  } finally {
    await door.close();
  }
});

test("who comes too often sees a page, too", async () => {
  const door = await openPersonDoor({ mostRequests: 2 });
  try {
    const browser = new Browser();
    const uid = door.ask();
    const pages = [];
    for (let tries = 0; tries < 3; tries += 1)
      pages.push(await browser.get(`${door.url}/oauth/consent/${uid}`));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(pages[2]?.text).toContain("<h1>Too many tries</h1>");
  } finally {
    await door.close();
  }
});

test("Home Assistant that goes down before the yes: nothing is given, and the same can be tried again", async () => {
  const door = await openPersonDoor();
  try {
    const uid = door.ask();
    const browser = new Browser();
    const shown = await shownTo(door, browser, uid);
    await door.house.close();
    const answer = await browser.post(`${door.url}/oauth/consent/${uid}`, yesTo(shown));
    expect([answer.status, door.answers]).toEqual([503, []]);
    expect(answer.text).toContain("Home Assistant does not answer");
    expect(answer.text).toContain(`href="/oauth/consent/${uid}"`);
  } finally {
    await door.close();
  }
}, 30_000);
