/**
 * The whole way on a real Home Assistant: the official client's own `auth()`, a person in a browser who logs in there and
 * picks a grant, a light that comes on, and the end. `CHROMIUM=/usr/bin/chromium`, `TEST_HOME=real`.
 */

import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { auth, Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { type Browser, chromium, type Page } from "playwright-core";
import { keepClient } from "../../doors/oauth/kept-client.ts";
import { type OAuthDoor, startOAuthDoor } from "../../doors/oauth/oauth-door.ts";
import { openHome, type TestHome } from "../homes.ts";
import { openUserSocket } from "../user-socket.ts";

setDefaultTimeout(120_000);

const { CHROMIUM, PICTURES, TEST_HOME } = process.env;
/** As the instance is made for tests. */
const PEOPLE = {
  admin: { username: "admin", password: "admin-pass-1" },
  user: { username: "user", password: "user-pass-1" },
};

describe.skipIf(CHROMIUM === undefined || TEST_HOME !== "real")("on a real Home Assistant", () => {
  let home: TestHome;
  let door: OAuthDoor;
  let browser: Browser;
  let callback: Server;
  let redirect: string;
  const arrived: URL[] = [];

  beforeAll(async () => {
    home = await openHome();
    callback = createServer(({ url = "/" }, response) => {
      if (url.startsWith("/callback")) arrived.push(new URL(url, redirect));
      response.setHeader("Content-Type", "text/html").end("<!doctype html><title>client</title>told");
    });
    await new Promise<void>((resolve) => callback.listen(0, "127.0.0.1", resolve));
    redirect = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/callback`;
    const env = { HASS_URL: home.url, HASS_TOKEN: home.token, HASS_BROWSER_URL: home.url };
    door = await startOAuthDoor({ env });
    browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox"] });
  });
  afterAll(async () => {
    await browser?.close();
    await door?.close();
    callback?.close();
    await home?.close();
  });

  async function loggedIn(url: string, who: keyof typeof PEOPLE): Promise<Page> {
    const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
    await page.goto(url);
    await page.getByRole("link", { name: "Log in at Home Assistant" }).click();
    await page.waitForURL(/\/auth\/authorize/);
    await page.locator('input[name="username"]').fill(PEOPLE[who].username);
    await page.locator('input[name="password"]').fill(PEOPLE[who].password);
    await page.locator('input[name="password"]').press("Enter");
    await page.waitForURL(/\/oauth\/consent\//);
    return page;
  }

  async function told(page: Page): Promise<URL> {
    await page.waitForURL((url) => url.href.startsWith(redirect));
    await page.context().close();
    const last = arrived.at(-1);
    if (last === undefined) throw new Error("the client was told nothing");
    return last;
  }

  test("a person logs in, picks a grant, and a light comes on; revoked, it is refused", async () => {
    const { provider, held } = keepClient(redirect);
    const serverUrl = new URL(door.resource);
    expect(await auth(provider, { serverUrl })).toBe("REDIRECT");
    const page = await loggedIn(held.sent?.href ?? "", "admin");
    await page.getByRole("radio", { name: "operator" }).check();
    await page.getByRole("button", { name: "Show what it opens" }).click();
    await page.waitForURL(/grant=operator/);
    if (PICTURES !== undefined)
      await page.screenshot({ path: `${PICTURES}/consent-real.png`, fullPage: true });
    await page.getByLabel("How long").selectOption("day");
    await page.getByRole("button", { name: "Allow" }).click();
    const answer = await told(page);
    expect(answer.searchParams.get("iss")).toBe(door.issuer);
    const transport = new StreamableHTTPClientTransport(serverUrl, { authProvider: provider });
    await transport.finishAuth(answer.searchParams);
    const client = new Client({ name: "test", version: "0" });
    await client.connect(transport);
    const { id } = home.roles.dimmable;
    for (const [service, state] of [
      ["light.turn_off", "off"],
      ["light.turn_on", "on"],
    ]) {
      const call = { service, target: { entity_id: [id] } };
      const done = await client.callTool({ name: "ha_call_service", arguments: call });
      expect([service, done.isError ?? false, JSON.stringify(done.content)]).toEqual([
        service,
        false,
        expect.stringContaining(state ?? ""),
      ]);
    }
    const { consents } = (await door.run("tokens", "list", "--oauth")) as {
      consents: { id: string; user_name: string; grant: string; expires_at: number; state: string }[];
    };
    expect(consents).toMatchObject([{ user_name: "CI Admin", grant: "operator", state: "active" }]);
    expect(consents[0]?.expires_at).toBeGreaterThan(Date.now());
    await door.run("tokens", "revoke", consents[0]?.id ?? "");
    const refused = await fetch(door.resource, {
      method: "POST",
      headers: { Authorization: `Bearer ${held.tokens?.access_token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }),
    });
    expect(refused.status).toBe(401);
    expect(await auth(provider, { serverUrl })).toBe("REDIRECT");
    await client.close().catch(() => undefined);
  });

  test("nothing of the login stays in Home Assistant", async () => {
    const socket = await openUserSocket(home.url, home.token);
    const logins = await socket.logins();
    socket.close();
    expect(logins.length).toBeGreaterThan(0);
    expect(logins.filter(({ client_id }) => client_id === `${door.issuer}/`)).toEqual([]);
  });

  test("a person who says no: the client hears it, and nothing is kept", async () => {
    const { provider, held } = keepClient(redirect);
    await auth(provider, { serverUrl: door.resource });
    const before = ((await door.run("tokens", "list", "--oauth")) as { consents: unknown[] }).consents.length;
    const page = await loggedIn(held.sent?.href ?? "", "admin");
    await page.getByRole("button", { name: "Deny" }).first().click();
    const answer = await told(page);
    expect(answer.searchParams.get("error")).toBe("access_denied");
    const after = ((await door.run("tokens", "list", "--oauth")) as { consents: unknown[] }).consents.length;
    expect(after).toBe(before);
  });

  test("a person whom no grant names is told so", async () => {
    const { provider, held } = keepClient(redirect);
    await auth(provider, { serverUrl: door.resource });
    const page = await loggedIn(held.sent?.href ?? "", "user");
    expect(await page.getByRole("radio").count()).toBe(0);
    await page.getByRole("button").first().click();
    expect((await told(page)).searchParams.get("error")).toBe("access_denied");
  });
});
