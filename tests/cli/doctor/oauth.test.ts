/** `hearthgate doctor` on the authorization server: what stands at PUBLIC_URL is asked as a client would ask. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { examine } from "../../../src/cli/doctor/doctor.ts";
import { oauthChecks } from "../../../src/cli/doctor/oauth.ts";
import { startDemoHouse } from "../../../src/demo/house.ts";
import { goodHome, type Lab } from "./injected-faults.ts";

let lab: Lab;
beforeAll(async () => {
  lab = { house: await startDemoHouse({ restless: false }), busyPort: "0" };
});
afterAll(() => lab.house.close());

type Site = (path: string, agent: string, origin: string) => Response;

const HEARTHGATE: Site = (path, _, origin) => {
  if (path === "/.well-known/oauth-authorization-server") return Response.json({ issuer: origin });
  const challenge = { "WWW-Authenticate": `Bearer resource_metadata="${origin}/x", scope="home"` };
  return path === "/mcp"
    ? new Response(null, { status: 401, headers: challenge })
    : new Response(null, { status: 404 });
};

/** The findings, `check result`, with what stands at PUBLIC_URL. */
async function found(
  site: Site,
  settings: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url, headers }) =>
      site(new URL(url).pathname, headers.get("user-agent") ?? "", new URL(url).origin),
  });
  try {
    const PUBLIC_URL = `http://127.0.0.1:${server.port}`;
    const browser = { HASS_BROWSER_URL: "https://home.example" };
    const environment = { ...goodHome(lab), OAUTH_ENABLED: "true", PUBLIC_URL, ...browser, ...settings };
    const findings = await examine("serve", environment, [oauthChecks]);
    return findings.map(({ check, result }) => `${check} ${result}`);
  } finally {
    await server.stop(true);
  }
}

const LOOPBACK = "oauth.port warning";

test("what is as it should be is good, on loopback but for clients elsewhere", async () => {
  expect(await found(HEARTHGATE)).toEqual([
    "oauth.discovery good",
    "oauth.clients good",
    LOOPBACK,
    "oauth.login good",
  ]);
});

test("nothing is looked at where it is off", async () => {
  expect(await found(HEARTHGATE, { OAUTH_ENABLED: "false" })).toEqual([]);
});

test("another program at PUBLIC_URL, and one that calls itself otherwise", async () => {
  const elsewhere = () => new Response("<html>", { status: 200 });
  expect(await found(elsewhere)).toEqual(["oauth.discovery fault", "oauth.login good"]);
  const other: Site = (path, agent) => HEARTHGATE(path, agent, "https://home.example");
  expect(await found(other)).toEqual(["oauth.discovery fault", "oauth.login good"]);
});

test("nobody at PUBLIC_URL cannot be looked at", async () => {
  const findings = await found(HEARTHGATE, { PUBLIC_URL: "http://127.0.0.1:9" });
  expect(findings).toEqual(["oauth.discovery unseen", "oauth.login good"]);
});

test("who turns assistants away on the way is found", async () => {
  const blocking: Site = (path, agent, origin) =>
    /ChatGPT/.test(agent) ? new Response(null, { status: 403 }) : HEARTHGATE(path, agent, origin);
  expect(await found(blocking)).toContain("oauth.clients fault");
});

test("an ordinary user's token, under which nobody could log in", async () => {
  const findings = await found(HEARTHGATE, { HASS_TOKEN: lab.house.tokens.user });
  expect(findings).toContain("oauth.login fault");
});

test("no way for a browser to Home Assistant", async () => {
  expect(await found(HEARTHGATE, { HASS_BROWSER_URL: "" })).toContain("oauth.login warning");
});

test("a login page to which passwords go in clear, unless it is on this machine", async () => {
  const said = (HASS_BROWSER_URL: string) => found(HEARTHGATE, { HASS_BROWSER_URL });
  expect(await said("http://homeassistant.local:8123")).toContain("oauth.login warning");
  expect(await said("http://127.0.0.1:8123")).toContain("oauth.login good");
});
