/** Logins with tokens of this home's own users, and a light that is switched with what they get. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { startDoor, type TestDoor } from "../doors/door.ts";
import { openHome, type TestHome } from "./homes.ts";

setDefaultTimeout(45_000);

let home: TestHome;
let door: TestDoor;

beforeAll(async () => {
  home = await openHome();
  door = await startDoor({ env: { HASS_URL: home.url, HASS_TOKEN: home.token } });
});
afterAll(async () => {
  await door.close();
  await home.close();
});

async function logIn(token: string): Promise<{ readonly status: number; readonly jwt: string }> {
  const response = await fetch(`${door.url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  const { token: jwt = "" } = (await response.json()) as { token?: string };
  return { status: response.status, jwt };
}

test("an administrator's login switches a light", async () => {
  const { status, jwt } = await logIn(home.token);
  expect(status).toBe(200);
  const client = new Client({ name: "e2e", version: "0" });
  const requestInit = { headers: { Authorization: `Bearer ${jwt}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${door.url}/mcp`), { requestInit }));
  const { id } = home.roles.dimmable;
  const switched = async (service: string) => {
    const { structuredContent } = await client.callTool({
      name: "ha_call_service",
      arguments: { service, target: { entity_id: [id] } },
    });
    return structuredContent as { readonly targets: readonly { readonly verdict: string }[] };
  };
  await switched("light.turn_off");
  expect(await switched("light.turn_on")).toMatchObject({ targets: [{ verdict: "confirmed" }] });
  await client.close();
});

test("a login lasts a day where our token sees who is still there, an hour where it does not", async () => {
  const HOUR_MS = 3_600_000;
  const lasting = async (url: string) => {
    const response = await fetch(`${url}/api/auth/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: home.token }),
    });
    const { expires_at = "" } = (await response.json()) as { expires_at?: string };
    return Math.round((Date.parse(expires_at) - Date.now()) / HOUR_MS);
  };
  expect(await lasting(door.url)).toBe(24);
  const blind = await startDoor({ env: { HASS_URL: home.url, HASS_TOKEN: home.userToken } });
  expect(await lasting(blind.url)).toBe(1);
  await blind.close();
});

test("a token that the home does not know is refused", async () => {
  const foreign = `${home.token.slice(0, -12)}AAAAAAAAAAAA`;
  expect(await logIn(foreign)).toEqual({ status: 401, jwt: "" });
});

test("a user who is no administrator has no grant until one names him", async () => {
  if (!home.userToken)
    throw new Error("HASS_USER_TOKEN: the token of a user who is no administrator is needed");
  expect(await logIn(home.userToken)).toEqual({ status: 403, jwt: "" });
});
