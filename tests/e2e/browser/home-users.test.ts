/**
 * Users of a real Home Assistant who log in at its own page in a real browser: who they are, and that their token is dead
 * before they see the first page of ours.
 * `CHROMIUM=/usr/bin/chromium npm run test:hass`.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Connection, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { type Browser, chromium, type Page } from "playwright-core";
import { openPersonDoor, type PersonDoor } from "../../transport/express/oauth/person/person-door.ts";

setDefaultTimeout(90_000);

const { CHROMIUM, TEST_HOME, HASS_URL = "", HASS_TOKEN = "" } = process.env;
const PASSWORD = "a password of the test";

describe.skipIf(CHROMIUM === undefined || TEST_HOME !== "real")("a real login", () => {
  let browser: Browser;
  let door: PersonDoor;
  let owner: Connection;
  const made: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
    door = await openPersonDoor({ browserUrl: HASS_URL, home: { url: HASS_URL, token: HASS_TOKEN } });
    owner = await createConnection({ auth: createLongLivedTokenAuth(HASS_URL, HASS_TOKEN) });
  });
  afterAll(async () => {
    for (const user_id of made) await owner.sendMessagePromise({ type: "config/auth/delete", user_id });
    owner?.close();
    await browser?.close();
    await door?.close();
  });

  async function newUser(name: string, more: object): Promise<string> {
    const { user } = await owner.sendMessagePromise<{ user: { id: string } }>({
      ...{ type: "config/auth/create", name, group_ids: ["system-admin"] },
      ...more,
    });
    made.push(user.id);
    await owner.sendMessagePromise({
      type: "config/auth_provider/homeassistant/create",
      ...{ user_id: user.id, username: name.toLowerCase(), password: PASSWORD },
    });
    return user.id;
  }

  async function logIn(page: Page, uid: string, username: string): Promise<void> {
    await page.goto(`${door.url}/oauth/consent/${uid}`);
    await page.getByRole("link", { name: "Log in at Home Assistant" }).click();
    await page.locator('input[name="username"]').fill(username);
    await page.locator('input[name="password"]').fill(PASSWORD);
    await page.locator('input[name="password"]').press("Enter");
    await page.waitForURL((url) => url.href.startsWith(door.url));
  }

  test("an administrator logs in, sees the home, says yes; the token is gone", async () => {
    const userId = await newUser("Consenting", {});
    const page = await (await browser.newContext()).newPage();
    const uid = door.ask();
    let access = "";
    door.relay.changed.set("/auth/token", (body) => {
      access = String((JSON.parse(body) as { access_token?: unknown }).access_token);
      return { body };
    });
    await logIn(page, uid, "consenting");
    expect(await page.locator("main").textContent()).toContain("You are Consenting.");
    expect(door.relay.asked.map(({ what }) => what)).toEqual(
      expect.arrayContaining(["POST /auth/token", "UPGRADE /api/websocket", "POST /auth/revoke"]),
    );
    await page.getByRole("radio", { name: "operator" }).check();
    await page.getByRole("button", { name: "Show what it opens" }).click();
    await page.waitForURL(/grant=operator/);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${door.url}/authorize/${uid}`);
    expect(door.answers.at(-1)).toMatchObject({ uid, allowed: { user: { id: userId, name: "Consenting" } } });
    const after = await fetch(`${HASS_URL}/api/`, { headers: { authorization: `Bearer ${access}` } });
    expect({ access: access.length > 100, status: after.status }).toEqual({ access: true, status: 401 });
    await page.context().close();
  });

  test("who may log in from the home network alone may here, on this machine", async () => {
    await newUser("Homely", { local_only: true });
    const page = await (await browser.newContext()).newPage();
    await logIn(page, door.ask(), "homely");
    expect(await page.locator("main").textContent()).toContain("You are Homely.");
    await page.context().close();
  });
});
