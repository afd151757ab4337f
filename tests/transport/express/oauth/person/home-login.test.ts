/** Home Assistant's login as a way in: whose it is, that it counts once, and that nothing of it stays. */

import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { WebSocket } from "ws";
import { Browser, logIn, openPersonDoor, type Page, type PersonDoor, userIdIn } from "./person-door.ts";

let door: PersonDoor;
beforeAll(async () => {
  door = await openPersonDoor();
});
afterEach(() => {
  door.relay.asked.length = 0;
  door.relay.down.clear();
  door.relay.changed.clear();
  const present = { isActive: true, localOnly: false };
  for (const token of Object.values(door.house.tokens)) door.house.changeUser(token, present);
});
afterAll(() => door.close());

const consent = (uid: string) => `${door.url}/oauth/consent/${uid}`;
const start = (uid: string) => `${door.url}/oauth/ha/start?asking=${uid}`;
const exchanges = () =>
  door.relay.asked.filter(({ what, form }) => what === "POST /auth/token" && form.has("code"));
const revoked = () => door.relay.asked.filter(({ what }) => what === "POST /auth/revoke");

/** Where Home Assistant would send this browser, without going there. */
async function callbackOf(browser: Browser, uid: string, name = "Alex"): Promise<string> {
  await browser.get(consent(uid));
  const atHome = await browser.get(start(uid));
  const answer = await fetch(atHome.url, {
    method: "POST",
    body: new URLSearchParams({ user: userIdIn(atHome, name) }),
    redirect: "manual",
  });
  return answer.headers.get("location") ?? "";
}

function cookieName(): string {
  return `hearthgate-login-${new URL(door.url).port}`;
}

function cookieOf(browser: Browser): string | undefined {
  return browser.cookies.get(new URL(door.url).hostname)?.get(cookieName());
}

test("the browser goes to Home Assistant with all that it wants, and a challenge where it takes one", async () => {
  const uid = door.ask();
  const browser = new Browser();
  await browser.get(consent(uid));
  const atHome = new URL((await browser.get(start(uid))).url);
  expect(atHome.origin).toBe(door.house.url);
  expect(atHome.pathname).toBe("/auth/authorize");
  expect(Object.fromEntries(atHome.searchParams)).toMatchObject({
    response_type: "code",
    client_id: `${door.url}/`,
    redirect_uri: `${door.url}/oauth/ha/callback`,
    code_challenge_method: "S256",
  });
  expect(atHome.searchParams.get("state")).toMatch(/^[\w-]{43}$/);
});

test("without a challenge in Home Assistant's metadata none is sent, nor a verifier", async () => {
  door.relay.changed.set("/.well-known/oauth-authorization-server", () => ({ status: 404, body: "404" }));
  const uid = door.ask();
  const page = await logIn(door, new Browser(), uid);
  expect(page.text).toContain("Which grant should it get?");
  expect(exchanges().map(({ form }) => [...form.keys()])).toEqual([["grant_type", "code", "client_id"]]);
});

test("the token is thrown away before the first page: it opens nothing any more", async () => {
  let access = "";
  door.relay.changed.set("/auth/token", (body) => {
    access = String((JSON.parse(body) as { access_token?: unknown }).access_token);
    return { body };
  });
  const page = await logIn(door, new Browser(), door.ask());
  expect(page.text).toContain("Which grant should it get?");
  expect(revoked()).toHaveLength(1);
  const socket = new WebSocket(`${door.house.url.replace("http", "ws")}/api/websocket`);
  const said = await new Promise<string>((resolve) => {
    socket.on("message", (data) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === "auth_required") socket.send(JSON.stringify({ type: "auth", access_token: access }));
      else resolve(type);
    });
  });
  expect(said).toBe("auth_invalid");
});

test("the cookie is another one at every step; the ones before are worth nothing", async () => {
  const uid = door.ask();
  const browser = new Browser();
  await browser.get(consent(uid));
  const first = cookieOf(browser);
  const callback = await callbackOf(browser, uid);
  const away = cookieOf(browser);
  await browser.get(callback);
  const known = cookieOf(browser);
  expect(new Set([first, away, known]).size).toBe(3);
  for (const planted of [first, away]) {
    const other = new Browser();
    other.cookies.set(new URL(door.url).hostname, new Map([[cookieName(), planted ?? ""]]));
    expect((await other.get(consent(uid))).text).toContain("Log in at Home Assistant");
  }
});

test("no callback without the cookie and state of the same login reaches Home Assistant", async () => {
  const [uid, other] = [door.ask(), door.ask()];
  const [victim, attacker] = [new Browser(), new Browser()];
  const theirs = await callbackOf(attacker, other);
  // login CSRF: the attacker's code in the victim's browser
  const sent: Page[] = [await victim.get(theirs)];
  await victim.get(consent(uid));
  sent.push(await victim.get(theirs));
  const mine = await callbackOf(victim, uid);
  // another state, another asking's, none, twice
  const code = new URL(mine).searchParams.get("code") ?? "";
  for (const state of ["", "x", new URL(theirs).searchParams.get("state") ?? ""])
    sent.push(await victim.get(`${door.url}/oauth/ha/callback?${new URLSearchParams({ code, state })}`));
  sent.push(await victim.get(`${door.url}/oauth/ha/callback?code=${code}`));
  sent.push(await new Browser().get(mine));
  const ended = new Browser();
  ended.cookies.set(new URL(door.url).hostname, new Map([[cookieName(), "0".repeat(43)]]));
  sent.push(await ended.get(mine));
  for (const { status, text } of sent) {
    expect(status).toBe(403);
    expect(text).toContain("This login began in another browser");
  }
  expect(exchanges()).toEqual([]);
  // whose login it is goes on
  expect((await victim.get(mine)).text).toContain("Which grant should it get?");
});

test("two servers at one host, whose ports no cookie knows, disturb no login of each other", async () => {
  const other = await openPersonDoor();
  try {
    const [here, there] = [door.ask(), other.ask()];
    const browser = new Browser();
    const callback = await callbackOf(browser, here);
    await browser.get(`${other.url}/oauth/consent/${there}`);
    expect((await browser.get(callback)).text).toContain("You are");
    expect((await browser.get(`${other.url}/oauth/ha/start?asking=${there}`)).url).toStartWith(
      other.house.url,
    );
  } finally {
    await other.close();
  }
});

test("a callback counts once, also when it comes five times at once", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const callback = await callbackOf(browser, uid);
  const cookie = `${cookieName()}=${cookieOf(browser)}`;
  const sent = await Promise.all(
    Array.from({ length: 5 }, () => fetch(callback, { headers: { cookie }, redirect: "manual" })),
  );
  expect(sent.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(exchanges()).toHaveLength(1);
});

test.each([
  ["no code", (to: URL) => to.searchParams.delete("code")],
  ["an empty code", (to: URL) => to.searchParams.set("code", "")],
  ["an endless code", (to: URL) => to.searchParams.set("code", "x".repeat(600))],
])("%s is not asked about", async (_, change) => {
  const uid = door.ask();
  const browser = new Browser();
  const to = new URL(await callbackOf(browser, uid));
  change(to);
  const page = await browser.get(to.href);
  expect(page.text).toContain("Home Assistant did not log you in");
  expect(page.text).toContain(`href="/oauth/consent/${uid}"`);
  expect(exchanges()).toEqual([]);
});

test("a code that Home Assistant does not take is asked about once, and can be tried again with a new one", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const to = new URL(await callbackOf(browser, uid));
  to.searchParams.set("code", "guess");
  expect((await browser.get(to.href)).text).toContain("Home Assistant did not log you in");
  await browser.get(to.href);
  expect(exchanges()).toHaveLength(1);
  expect((await logIn(door, browser, uid)).text).toContain("Which grant should it get?");
});

test("trusted networks, which want no password, do not count", async () => {
  door.relay.changed.set("/auth/token", (body) => ({
    body: JSON.stringify({ ...(JSON.parse(body) as object), ha_auth_provider: "trusted_networks" }),
  }));
  const page = await logIn(door, new Browser(), door.ask());
  expect(page.text).toContain("This kind of login does not count");
  expect(revoked()).toHaveLength(1);
});

test("who may come from the home network alone may log in at this machine, not behind a proxy", async () => {
  door.house.changeUser(door.house.tokens.user, { localOnly: true });
  const uid = door.ask();
  const browser = new Browser();
  const callback = await callbackOf(browser, uid, "Sam");
  const cookie = `${cookieName()}=${cookieOf(browser)}`;
  const answer = await fetch(callback, {
    headers: { cookie, "x-forwarded-for": "127.0.0.1" },
    redirect: "manual",
  });
  expect(await answer.text()).toContain("This user may log in from the home network alone");
  expect((await logIn(door, new Browser(), uid, "Sam")).text).toContain("There is no grant for you");
});

test("a user who is switched off in the middle is nobody", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const callback = await callbackOf(browser, uid, "Sam");
  door.house.changeUser(door.house.tokens.user, { isActive: false });
  const page = await browser.get(callback);
  expect(page.status).toBe(403);
  expect(page.text).not.toContain("Which grant");
});

test.each([["/auth/token"], ["/api/websocket"]])(
  "Home Assistant that is gone in the middle (%s): a page, and nothing half-done",
  async (path) => {
    const uid = door.ask();
    const browser = new Browser();
    const callback = await callbackOf(browser, uid);
    door.relay.down.add(path);
    const page = await browser.get(callback);
    expect(page.status).toBe(503);
    expect(page.text).toContain("Home Assistant does not answer");
    expect(revoked()).toHaveLength(path === "/auth/token" ? 0 : 1);
    door.relay.down.clear();
    expect((await logIn(door, browser, uid)).text).toContain("Which grant should it get?");
  },
);

test("a token that cannot be thrown away logs nobody in", async () => {
  const uid = door.ask();
  const browser = new Browser();
  const callback = await callbackOf(browser, uid);
  door.relay.down.add("/auth/revoke");
  const page = await browser.get(callback);
  expect(page.text).toContain("Home Assistant does not answer");
  expect((await browser.get(consent(uid))).text).toContain("Log in at Home Assistant");
});

test("Home Assistant that is down before the login: a page that can be tried again", async () => {
  const uid = door.ask();
  door.relay.down.add("/.well-known/oauth-authorization-server");
  const page = await new Browser().get(consent(uid));
  expect(page.status).toBe(503);
  expect(page.text).toContain(`href="/oauth/consent/${uid}"`);
  const browser = new Browser();
  door.relay.down.clear();
  await browser.get(consent(uid));
  door.relay.down.add("/.well-known/oauth-authorization-server");
  expect((await browser.get(start(uid))).text).toContain(`href="/oauth/ha/start?asking=${uid}"`);
});

test("a login that was begun for one asking is not taken to another's", async () => {
  const [uid, other] = [door.ask(), door.ask()];
  const browser = new Browser();
  await browser.get(consent(uid));
  await browser.get(consent(other));
  const page = await browser.get(start(uid));
  expect(page.status).toBe(409);
  expect(page.text).toContain(`href="/oauth/consent/${uid}"`);
});
