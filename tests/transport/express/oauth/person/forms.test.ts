/** What tries to answer in a person's stead: forms of other pages, browsers, askings and times. */

import { expect, test } from "bun:test";
import { Browser, doorForAll, logIn, shownTo, yesTo } from "./person-door.ts";

const all = doorForAll();
const consent = (uid: string) => `${all.door.url}/oauth/consent/${uid}`;

test("a form counts once: what is sent again is told so, and nothing is given twice", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  const stale = yesTo(shown, { last: "nonsense" });
  await browser.post(consent(uid), stale);
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(409);
  expect(all.door.answers).toEqual([]);
});

test("of the same yes sent eight times at once one counts", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  const sent = await Promise.all(Array.from({ length: 8 }, () => browser.post(consent(uid), yesTo(shown))));
  const [gone, stale] = [200, 409].map((status) => sent.filter((page) => page.status === status));
  expect(gone?.length).toBeGreaterThan(0);
  expect((gone?.length ?? 0) + (stale?.length ?? 0)).toBe(8);
  for (const { text } of gone ?? []) expect(text).toContain(`url=/authorize/${uid}`);
  expect(all.door.answers).toHaveLength(1);
});

test("a yes that is pressed twice leads back to the app, and is given once", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  const first = await browser.post(consent(uid), yesTo(shown));
  const again = await browser.post(consent(uid), yesTo(shown));
  expect([again.status, again.text]).toEqual([200, first.text]);
  expect((await browser.get(consent(uid))).text).toBe(first.text);
  expect(all.door.answers).toHaveLength(1);
});

test("the answer is handed out to the browser that gave it, once", async () => {
  const [uid, other] = [all.door.ask(), all.door.ask()];
  const [mine, theirs] = [new Browser(), new Browser()];
  const shown = await shownTo(all.door, mine, uid);
  const at = `${all.door.url}/authorize/${uid}`;
  expect((await mine.get(at)).text).toContain("This request is over");
  await mine.post(consent(uid), yesTo(shown));
  await shownTo(all.door, theirs, other);
  for (const [browser, path] of [
    [theirs, at],
    [new Browser(), at],
    [mine, `${all.door.url}/authorize/${other}`],
  ] as const)
    expect((await browser.get(path)).text).toContain("This request is over");
  // what stands behind is the authorization server's, which is not here
  expect((await mine.get(at)).text).toContain("There is nothing here");
  expect((await mine.get(at)).text).toContain("This request is over");
});

test("after the end there is nothing to come back to", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  await browser.post(consent(uid), yesTo(shown));
  await browser.get(`${all.door.url}/authorize/${uid}`);
  expect((await browser.get(consent(uid))).status).toBe(404);
  const over = await browser.post(consent(uid), yesTo(shown));
  expect(over.text).toContain("This request is over");
  // something was
  expect(over.text).not.toContain("Nothing was given");
  expect(over.text).toContain("If you said yes, the app has its access.");
  expect(all.door.answers).toHaveLength(1);
});

test("a person who never comes back, and then does: it is over, and nothing is given", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  all.door.skewMs = 600_001;
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(404);
  expect(all.door.answers).toEqual([]);
});

test("a login lasts no longer than ten minutes, though the asking may", async () => {
  const uid = all.door.ask({ expiresAt: Date.now() + 3_600_000 });
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  all.door.skewMs = 600_001;
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(409);
  expect((await browser.get(consent(uid))).text).toContain("Log in at Home Assistant");
});

test.each([["https://evil.example"], ["null"], [""]])("a form from %s does not count", async (origin) => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  const sent = await browser.post(consent(uid), yesTo(shown), origin);
  expect(sent.status).toBe(403);
  expect(all.door.answers).toEqual([]);
});

test("the token of a form is of one browser, one asking and one stage", async () => {
  const [uid, other] = [all.door.ask(), all.door.ask()];
  const [mine, theirs] = [new Browser(), new Browser()];
  const shown = await shownTo(all.door, mine, uid);
  // another browser, though it is logged in for the same asking
  await shownTo(all.door, theirs, uid);
  expect((await theirs.post(consent(uid), yesTo(shown))).status).toBe(409);
  // the same browser, another asking
  expect((await mine.post(consent(other), yesTo(shown))).status).toBe(409);
  // no cookie at all
  expect((await new Browser().post(consent(uid), yesTo(shown))).status).toBe(409);
  // none, and a guess
  expect((await mine.post(consent(uid), yesTo(shown, { token: "" }))).status).toBe(409);
  expect(all.door.answers).toEqual([]);
  // who had it first still may
  expect((await mine.post(consent(uid), yesTo(shown))).status).toBe(200);
});

test("a login for one asking is none for another", async () => {
  const [uid, other] = [all.door.ask(), all.door.ask()];
  const browser = new Browser();
  await logIn(all.door, browser, uid);
  const page = await browser.get(consent(other));
  expect(page.text).toContain("Log in at Home Assistant");
  expect(page.text).not.toContain("Which grant");
});

test("a form that is too large, no form, or has a field twice, changes nothing", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  expect((await browser.post(consent(uid), yesTo(shown, { last: "x".repeat(9_000) }))).status).toBe(400);
  const cookie = [...(browser.cookies.get(all.door.url) ?? [])].map((pair) => pair.join("=")).join("; ");
  const send = (type: string, body: string) =>
    fetch(consent(uid), {
      method: "POST",
      headers: { cookie, origin: all.door.url, "content-type": type },
      body,
      redirect: "manual",
    });
  expect((await send("application/json", JSON.stringify(yesTo(shown)))).status).toBe(400);
  expect((await send("text/plain", "token=x")).status).toBe(400);
  const twice = `${new URLSearchParams(yesTo(shown))}&token=x`;
  expect((await send("application/x-www-form-urlencoded", twice)).status).toBe(409);
  expect(all.door.answers).toEqual([]);
});

test("at another address than PUBLIC_URL nobody can log in, and the page says which is which", async () => {
  const uid = all.door.ask();
  const page = await new Browser().get(consent(uid).replace("127.0.0.1", "localhost"));
  expect(page.status).toBe(421);
  expect(page.text).toContain(`PUBLIC_URL ${all.door.url}`);
});

test("every answer has the policy of a page, and is kept nowhere", async () => {
  const uid = all.door.ask();
  for (const path of [`/oauth/consent/${uid}`, "/oauth/consent/none", "/oauth/ha/callback?code=x&state=y"]) {
    const { headers } = await fetch(`${all.door.url}${path}`);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  }
});

test("another site may send a browser here, but neither frame a page nor fetch one", async () => {
  const uid = all.door.ask();
  const ask = async (dest: string) =>
    (await fetch(consent(uid), { headers: { "sec-fetch-site": "cross-site", "sec-fetch-dest": dest } }))
      .status;
  expect(await ask("document")).toBe(200);
  for (const dest of ["iframe", "empty", "image"]) expect(await ask(dest)).toBe(403);
});
