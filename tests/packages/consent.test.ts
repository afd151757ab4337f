/** As a new user would: the shipped Caddyfile, TLS, a browser, a client that knows the URL alone. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { auth, Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { type Browser, chromium } from "playwright-core";
import { freePort } from "../../scripts/free-port.ts";
import { programOf } from "../../scripts/programs.ts";
import { startDoor, type TestDoor } from "../doors/door.ts";
import { keepClient } from "../doors/oauth/kept-client.ts";
import { type Caddy, startCaddy } from "./caddy.ts";

setDefaultTimeout(90_000);

let origin: string;
let caddy: Caddy;
let door: TestDoor;
let browser: Browser;
let callback: Server;
const arrived: URL[] = [];
/** Nobody trusts Caddy's own certificate. */
const reach = (url: string | URL, init: RequestInit = {}) =>
  fetch(url, { ...init, tls: { rejectUnauthorized: false } });

beforeAll(async () => {
  const [port, caddyPort] = [await freePort(), await freePort()];
  origin = `https://localhost:${caddyPort}`;
  const env = { OAUTH_ENABLED: "true", PUBLIC_URL: origin, PORT: String(port), TRUSTED_PROXIES: "127.0.0.1" };
  door = await startDoor({ env });
  caddy = await startCaddy(caddyPort, port);
  callback = createServer(({ url = "/" }, response) => {
    if (url.startsWith("/callback")) arrived.push(new URL(url, "http://127.0.0.1"));
    response.setHeader("Content-Type", "text/html").end("<!doctype html><title>client</title>told");
  });
  await new Promise<void>((resolve) => callback.listen(0, "127.0.0.1", resolve));
  browser = await chromium.launch({ executablePath: programOf("chromium"), args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  callback?.close();
  await caddy?.stop();
  await door?.close();
});

test("from the URL to a light that is dimmed, and to the end of it", async () => {
  const redirect = `http://127.0.0.1:${(callback.address() as AddressInfo).port}/callback`;
  const { provider, held } = keepClient(redirect);
  const serverUrl = new URL(`${origin}/mcp`);
  expect(await auth(provider, { serverUrl, fetchFn: reach })).toBe("REDIRECT");
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(held.sent?.href ?? "");
  await page.getByRole("link", { name: "Log in at Home Assistant" }).click();
  await page.getByRole("button", { name: "Alex" }).click();
  await page.getByRole("radio", { name: "operator" }).check();
  await page.getByRole("button", { name: "Show what it opens" }).click();
  const cookies = await context.cookies(origin);
  expect(cookies.length).toBeGreaterThan(0);
  for (const { name, secure, httpOnly, sameSite } of cookies) {
    expect(name).toMatch(/^__(?:Host|Secure)-hearthgate-/);
    expect([secure, httpOnly, sameSite]).toEqual([true, true, "Lax"]);
  }
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL((url) => url.href.startsWith(redirect));
  await context.close();
  const transport = new StreamableHTTPClientTransport(serverUrl, { authProvider: provider, fetch: reach });
  await transport.finishAuth(arrived.at(-1)?.searchParams ?? new URLSearchParams());
  const client = new Client({ name: "test", version: "0" });
  await client.connect(transport);
  const dim = {
    service: "light.turn_on",
    target: { entity_id: ["light.kitchen_counter"] },
    data: { brightness_pct: 30 },
  };
  const done = await client.callTool({ name: "ha_call_service", arguments: dim });
  expect([done.isError ?? false, JSON.stringify(done.content)]).toEqual([
    false,
    expect.stringContaining("on"),
  ]);
  await client.close();
  const { consents } = (await door.run("tokens", "list", "--oauth")) as { consents: { client: string }[] };
  expect(consents).toHaveLength(1);
  await door.run("tokens", "revoke", "--client", consents[0]?.client ?? "");
  const refused = await reach(serverUrl, {
    method: "POST",
    headers: { Authorization: `Bearer ${held.tokens?.access_token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }),
  });
  expect(refused.status).toBe(401);
});
