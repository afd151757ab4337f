/** The way of a person from the first page to yes or no, and what tries to shorten it. */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { builtinGrant } from "../../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../../src/security/grant/model/grant.ts";
import { Browser, fieldIn, logIn, openPersonDoor, type Page, type PersonDoor } from "./person-door.ts";

let door: PersonDoor;
beforeAll(async () => {
  door = await openPersonDoor();
});
afterEach(() => {
  door.answers.length = 0;
  door.grants.clear();
  door.killed = false;
  door.skewMs = 0;
});
afterAll(() => door.close());

const consent = (uid: string) => `${door.url}/oauth/consent/${uid}`;

function grantOf(changes: Partial<Grant> = {}): Grant {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("no operator");
  return { ...operator, id: "evening", name: "Evening", note: "Lights.", ...changes };
}

function yesTo(shown: Page, changes: Readonly<Record<string, string>> = {}) {
  return {
    token: fieldIn(shown, "token"),
    answer: "allow",
    grant: fieldIn(shown, "grant"),
    digest: fieldIn(shown, "digest"),
    last: "grant",
    ...changes,
  };
}

/** Logged in as Alex, with all that a grant opens before them. */
async function shownTo(browser: Browser, uid: string, grantId = "operator"): Promise<Page> {
  await logIn(door, browser, uid);
  return browser.get(`${consent(uid)}?grant=${grantId}`);
}

test("a person logs in, looks at a grant and allows it", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const first = await browser.get(consent(uid));
  expect(first.status).toBe(200);
  expect(first.text).toContain("claude.ai");
  const grants = await logIn(door, browser, uid);
  expect(grants.url).toBe(consent(uid));
  for (const id of ["viewer", "operator", "editor", "admin"]) expect(grants.text).toContain(`value="${id}"`);
  expect(grants.text).not.toMatch(/<input[^>]*checked/);
  const shown = await browser.get(`${consent(uid)}?grant=operator`);
  expect(shown.text).toContain("Allow access to your home?");
  const given = await browser.post(consent(uid), yesTo(shown));
  expect(given.status).toBe(200);
  expect(given.text).toContain(`content="0; url=/authorize/${uid}"`);
  expect(door.answers).toMatchObject([
    { uid, allowed: { grantId: "operator", user: { name: "Alex", isAdmin: true } } },
  ]);
  expect(door.answers[0]).not.toHaveProperty("allowed.until", expect.anything());
});

test("an end of the person's own, which no clock of the browser decides", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  const before = Date.now();
  await browser.post(consent(uid), yesTo(shown, { last: "day" }));
  const [answer] = door.answers;
  const until = answer && "allowed" in answer ? (answer.allowed.until ?? 0) : 0;
  expect(until - before).toBeGreaterThanOrEqual(86_400_000);
  expect(until - before).toBeLessThan(86_400_000 + 60_000);
});

test("an end that is none of the list gives nothing, nor does one behind the grant's own", async () => {
  const ends = new Date(Date.now() + 2 * 3_600_000).toISOString();
  door.grants.set("evening", grantOf({ expires_at: ends }));
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid, "evening");
  expect(shown.text).toContain('<option value="hour">');
  expect(shown.text).not.toContain('<option value="day">');
  const again = await browser.post(consent(uid), yesTo(shown, { last: "constructor" }));
  expect(again.text).toContain("Pick how long from the list.");
  expect(door.answers).toEqual([]);
  await browser.post(consent(uid), yesTo(again, { last: "quarter" }));
  const [answer] = door.answers;
  expect(answer && "allowed" in answer ? answer.allowed.until : 0).toBe(Date.parse(ends));
});

test("deny works before the login and after it", async () => {
  const [early, late] = [door.ask(), door.ask()];
  const browser = new Browser();
  const first = await browser.get(consent(early));
  const denied = await browser.post(consent(early), { token: fieldIn(first, "token"), answer: "deny" });
  expect(denied.text).toContain(`content="0; url=/authorize/${early}"`);
  const shown = await shownTo(browser, late);
  await browser.post(consent(late), { token: fieldIn(shown, "token"), answer: "deny" });
  expect(door.answers).toEqual([
    { uid: early, denied: true },
    { uid: late, denied: true },
  ]);
});

test("a yes without a login gives nothing", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const first = await browser.get(consent(uid));
  const answer = await browser.post(consent(uid), {
    ...yesTo(first),
    grant: "operator",
    digest: "0".repeat(64),
  });
  expect(answer.status).toBe(400);
  expect(door.answers).toEqual([]);
});

test("a form counts once: what is sent again is told so, and nothing is given twice", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  const stale = yesTo(shown, { last: "nonsense" });
  await browser.post(consent(uid), stale);
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(409);
  expect(door.answers).toEqual([]);
});

test("of the same yes sent eight times at once one counts", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  const sent = await Promise.all(Array.from({ length: 8 }, () => browser.post(consent(uid), yesTo(shown))));
  expect(sent.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(door.answers).toHaveLength(1);
});

test("after the end there is nothing to come back to", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  await browser.post(consent(uid), yesTo(shown));
  expect((await browser.get(consent(uid))).status).toBe(404);
  expect((await browser.post(consent(uid), yesTo(shown))).text).toContain("This request is over");
  expect(door.answers).toHaveLength(1);
});

test("a person who never comes back, and then does: it is over, and nothing is given", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  door.skewMs = 600_001;
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(404);
  expect(door.answers).toEqual([]);
});

test("a login lasts no longer than ten minutes, though the asking may", async () => {
  const uid = door.ask({ expiresAt: Date.now() + 3_600_000 });
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  door.skewMs = 600_001;
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(409);
  expect((await browser.get(consent(uid))).text).toContain("Log in at Home Assistant");
});

test.each([["https://evil.example"], ["null"], [""]])("a form from %s does not count", async (origin) => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  const sent = await browser.post(consent(uid), yesTo(shown), origin);
  expect(sent.status).toBe(403);
  expect(door.answers).toEqual([]);
});

test("the token of a form is of one browser, one asking and one stage", async () => {
  const [uid, other] = [door.ask(), door.ask()];
  const [mine, theirs] = [new Browser(), new Browser()];
  const shown = await shownTo(mine, uid);
  // another browser, though it is logged in for the same asking
  await shownTo(theirs, uid);
  expect((await theirs.post(consent(uid), yesTo(shown))).status).toBe(409);
  // the same browser, another asking
  expect((await mine.post(consent(other), yesTo(shown))).status).toBe(409);
  // no cookie at all
  expect((await new Browser().post(consent(uid), yesTo(shown))).status).toBe(409);
  // none, and a guess
  expect((await mine.post(consent(uid), yesTo(shown, { token: "" }))).status).toBe(409);
  expect(door.answers).toEqual([]);
  // who had it first still may
  expect((await mine.post(consent(uid), yesTo(shown))).status).toBe(200);
});

test("a login for one asking is none for another", async () => {
  const [uid, other] = [door.ask(), door.ask()];
  const browser = new Browser();
  await logIn(door, browser, uid);
  const page = await browser.get(consent(other));
  expect(page.text).toContain("Log in at Home Assistant");
  expect(page.text).not.toContain("Which grant");
});

test("a grant that changes between page and yes is shown anew, and given only then", async () => {
  door.grants.set("evening", grantOf());
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid, "evening");
  door.grants.set("evening", grantOf({ gates: { physical: "allow", special: "allow" } }));
  const changed = await browser.post(consent(uid), yesTo(shown));
  expect(changed.text).toContain("The grant was changed since you looked.");
  expect(door.answers).toEqual([]);
  await browser.post(consent(uid), yesTo(changed));
  expect(door.answers).toMatchObject([{ allowed: { grantId: "evening" } }]);
});

test.each([
  ["is taken away", undefined],
  ["is revoked", { status: "revoked" as const }],
  ["is paused", { status: "paused" as const }],
  ["ends", { expires_at: "2020-01-01T00:00:00Z" }],
])("a grant that %s between page and yes is not given", async (_, changes) => {
  door.grants.set("evening", grantOf());
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid, "evening");
  if (changes) door.grants.set("evening", grantOf(changes));
  else door.grants.delete("evening");
  const after = await browser.post(consent(uid), yesTo(shown));
  expect(after.text).toContain("Which grant should it get?");
  expect(after.text).not.toContain('value="evening"');
  expect(door.answers).toEqual([]);
});

test("who is no administrator may give what names them, and nothing else", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const none = await logIn(door, browser, uid, "Sam");
  expect(none.text).toContain("There is no grant for you");
  const samId = /[\da-f]{32}/.exec(none.text.slice(none.text.indexOf("hearthgate grants edit")))?.[0] ?? "";
  door.grants.set("evening", grantOf({ users: [samId] }));
  door.grants.set("other", grantOf({ id: "other", name: "Other", users: ["somebody else"] }));
  const offered = await browser.get(consent(uid));
  expect(offered.text).toContain('value="evening"');
  for (const id of ["other", "operator"]) expect(offered.text).not.toContain(`value="${id}"`);
  const shown = await browser.get(`${consent(uid)}?grant=evening`);
  for (const grant of ["operator", "other", "constructor"]) {
    const page = await browser.get(`${consent(uid)}?grant=${grant}`);
    expect(page.text).toContain("Which grant should it get?");
  }
  const refused = await browser.post(consent(uid), yesTo(shown, { grant: "operator" }));
  expect(refused.text).toContain("Which grant should it get?");
  expect(door.answers).toEqual([]);
});

test("a user without any grant ends it, and the app hears so", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const none = await logIn(door, browser, uid, "Sam");
  await browser.post(consent(uid), { token: fieldIn(none, "token"), answer: "deny" });
  expect(door.answers).toEqual([{ uid, denied: true }]);
});

test("a form that is too large, no form, or has a field twice, changes nothing", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  expect((await browser.post(consent(uid), yesTo(shown, { last: "x".repeat(9_000) }))).status).toBe(400);
  const cookie = [...(browser.cookies.get(door.url) ?? [])].map((pair) => pair.join("=")).join("; ");
  const send = (type: string, body: string) =>
    fetch(consent(uid), {
      method: "POST",
      headers: { cookie, origin: door.url, "content-type": type },
      body,
      redirect: "manual",
    });
  expect((await send("application/json", JSON.stringify(yesTo(shown)))).status).toBe(400);
  expect((await send("text/plain", "token=x")).status).toBe(400);
  const twice = `${new URLSearchParams(yesTo(shown))}&token=x`;
  expect((await send("application/x-www-form-urlencoded", twice)).status).toBe(409);
  expect(door.answers).toEqual([]);
});

test("at another address than PUBLIC_URL nobody can log in, and the page says which is which", async () => {
  const uid = door.ask();
  const page = await new Browser().get(consent(uid).replace("127.0.0.1", "localhost"));
  expect(page.status).toBe(421);
  expect(page.text).toContain(`PUBLIC_URL ${door.url}`);
});

test("when everything is switched off nobody is let in", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const shown = await shownTo(browser, uid);
  door.killed = true;
  expect((await browser.get(consent(uid))).status).toBe(503);
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(503);
  expect(door.answers).toEqual([]);
});

test("every answer has the policy of a page, and is kept nowhere", async () => {
  const uid = door.ask();
  for (const path of [`/oauth/consent/${uid}`, "/oauth/consent/none", "/oauth/ha/callback?code=x&state=y"]) {
    const { headers } = await fetch(`${door.url}${path}`);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  }
});

test("another site may send a browser here, but neither frame a page nor fetch one", async () => {
  const uid = door.ask();
  const ask = async (dest: string) =>
    (await fetch(consent(uid), { headers: { "sec-fetch-site": "cross-site", "sec-fetch-dest": dest } }))
      .status;
  expect(await ask("document")).toBe(200);
  for (const dest of ["iframe", "empty", "image"]) expect(await ask(dest)).toBe(403);
});

test("a page speaks the language of the browser", async () => {
  const uid = door.ask();
  const said = async (accepted: string) =>
    (await fetch(consent(uid), { headers: { "accept-language": accepted } })).text();
  expect(await said("de-AT,de;q=0.9,en;q=0.5")).toContain('<html lang="de">');
  expect(await said("fr,en;q=0.1,de;q=0.9")).toContain('<html lang="de">');
  expect(await said("fr")).toContain('<html lang="en">');
});
