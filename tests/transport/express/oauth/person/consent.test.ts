/** The way of a person from the first page to yes or no, and which grants they may give on it. */

import { expect, test } from "bun:test";
import { Browser, doorForAll, fieldIn, grantOf, logIn, shownTo, yesTo } from "./person-door.ts";

const all = doorForAll();
const consent = (uid: string) => `${all.door.url}/oauth/consent/${uid}`;

test("a person logs in, looks at a grant and allows it", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const first = await browser.get(consent(uid));
  expect(first.status).toBe(200);
  expect(first.text).toContain("claude.ai");
  const grants = await logIn(all.door, browser, uid);
  expect(grants.url).toBe(consent(uid));
  for (const id of ["viewer", "operator", "editor", "admin"]) expect(grants.text).toContain(`value="${id}"`);
  expect(grants.text).not.toMatch(/<input[^>]*checked/);
  const shown = await browser.get(`${consent(uid)}?grant=operator`);
  expect(shown.text).toContain("Allow access to your home?");
  const given = await browser.post(consent(uid), yesTo(shown));
  expect(given.status).toBe(200);
  expect(given.text).toContain(`content="0; url=/authorize/${uid}"`);
  expect(all.door.answers).toMatchObject([
    { uid, allowed: { grantId: "operator", user: { name: "Alex", isAdmin: true } } },
  ]);
  expect(all.door.answers[0]).not.toHaveProperty("allowed.until", expect.anything());
});

test("an end of the person's own, which no clock of the browser decides", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  const before = Date.now();
  await browser.post(consent(uid), yesTo(shown, { last: "day" }));
  const [answer] = all.door.answers;
  const until = answer && "allowed" in answer ? (answer.allowed.until ?? 0) : 0;
  expect(until - before).toBeGreaterThanOrEqual(86_400_000);
  expect(until - before).toBeLessThan(86_400_000 + 60_000);
});

test("an end that is none of the list gives nothing, nor does one behind the grant's own", async () => {
  const ends = new Date(Date.now() + 2 * 3_600_000).toISOString();
  all.door.grants.set("evening", grantOf({ expires_at: ends }));
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid, "evening");
  expect(shown.text).toContain('<option value="hour">');
  expect(shown.text).not.toContain('<option value="day">');
  const again = await browser.post(consent(uid), yesTo(shown, { last: "constructor" }));
  expect(again.text).toContain("Pick how long from the list.");
  expect(all.door.answers).toEqual([]);
  await browser.post(consent(uid), yesTo(again, { last: "quarter" }));
  const [answer] = all.door.answers;
  expect(answer && "allowed" in answer ? answer.allowed.until : 0).toBe(Date.parse(ends));
});

test("deny works before the login and after it", async () => {
  const [early, late] = [all.door.ask(), all.door.ask()];
  const browser = new Browser();
  const first = await browser.get(consent(early));
  const denied = await browser.post(consent(early), { token: fieldIn(first, "token"), answer: "deny" });
  expect(denied.text).toContain(`content="0; url=/authorize/${early}"`);
  const shown = await shownTo(all.door, browser, late);
  await browser.post(consent(late), { token: fieldIn(shown, "token"), answer: "deny" });
  expect(all.door.answers).toEqual([
    { uid: early, denied: true },
    { uid: late, denied: true },
  ]);
});

test("a yes without a login gives nothing", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const first = await browser.get(consent(uid));
  const answer = await browser.post(consent(uid), {
    ...yesTo(first),
    grant: "operator",
    digest: "0".repeat(64),
  });
  expect(answer.status).toBe(400);
  expect(all.door.answers).toEqual([]);
});

test("a grant that changes between page and yes is shown anew, and given only then", async () => {
  all.door.grants.set("evening", grantOf());
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid, "evening");
  all.door.grants.set("evening", grantOf({ gates: { physical: "allow", special: "allow" } }));
  const changed = await browser.post(consent(uid), yesTo(shown));
  expect(changed.text).toContain("The grant was changed since you looked.");
  expect(all.door.answers).toEqual([]);
  await browser.post(consent(uid), yesTo(changed));
  expect(all.door.answers).toMatchObject([{ allowed: { grantId: "evening" } }]);
});

test.each([
  ["is taken away", undefined],
  ["is revoked", { status: "revoked" as const }],
  ["is paused", { status: "paused" as const }],
  ["ends", { expires_at: "2020-01-01T00:00:00Z" }],
])("a grant that %s between page and yes is not given", async (_, changes) => {
  all.door.grants.set("evening", grantOf());
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid, "evening");
  if (changes) all.door.grants.set("evening", grantOf(changes));
  else all.door.grants.delete("evening");
  const after = await browser.post(consent(uid), yesTo(shown));
  expect(after.text).toContain("Which grant should it get?");
  expect(after.text).not.toContain('value="evening"');
  expect(all.door.answers).toEqual([]);
});

test("who is no administrator may give what names them, and nothing else", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const none = await logIn(all.door, browser, uid, "Sam");
  expect(none.text).toContain("There is no grant for you");
  const samId = /[\da-f]{32}/.exec(none.text.slice(none.text.indexOf("hearthgate grants edit")))?.[0] ?? "";
  all.door.grants.set("evening", grantOf({ users: [samId] }));
  all.door.grants.set("other", grantOf({ id: "other", name: "Other", users: ["somebody else"] }));
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
  expect(all.door.answers).toEqual([]);
});

test("a user without any grant ends it, and the app hears so", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const none = await logIn(all.door, browser, uid, "Sam");
  await browser.post(consent(uid), { token: fieldIn(none, "token"), answer: "deny" });
  expect(all.door.answers).toEqual([{ uid, denied: true }]);
});

test("when everything is switched off nobody is let in", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  all.door.killed = true;
  expect((await browser.get(consent(uid))).status).toBe(503);
  expect((await browser.post(consent(uid), yesTo(shown))).status).toBe(503);
  for (const path of ["/authorize?client_id=x", "/authorize/x"]) {
    const page = await browser.get(all.door.url + path);
    expect([page.status, page.text.includes("Everything is switched off")]).toEqual([503, true]);
  }
  expect(all.door.answers).toEqual([]);
});

test("a page speaks the language of the browser", async () => {
  const uid = all.door.ask();
  const said = async (accepted: string) =>
    (await fetch(consent(uid), { headers: { "accept-language": accepted } })).text();
  expect(await said("de-AT,de;q=0.9,en;q=0.5")).toContain('<html lang="de">');
  expect(await said("fr,en;q=0.1,de;q=0.9")).toContain('<html lang="de">');
  expect(await said("fr")).toContain('<html lang="en">');
});

test("an administrator who is one no more between page and yes gives nothing", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  const shown = await shownTo(all.door, browser, uid);
  all.door.house.changeUser(all.door.house.tokens.admin, { isActive: false });
  const page = await browser.post(consent(uid), yesTo(shown));
  all.door.house.changeUser(all.door.house.tokens.admin, { isActive: true });
  expect(page.text).toContain("This user is switched off");
  expect(all.door.answers).toEqual([]);
});

test("who goes back to the login in the same browser is led on", async () => {
  const uid = all.door.ask();
  const browser = new Browser();
  await shownTo(all.door, browser, uid);
  const page = await browser.get(`${all.door.url}/oauth/ha/callback?code=old&state=old`);
  expect(page.text).toContain(`href="${new URL(consent(uid)).pathname}"`);
});
