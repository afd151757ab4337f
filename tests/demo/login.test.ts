/** The login page of the house and what stands behind it, as Home Assistant has them. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";

let house: DemoHouse;
let now = Date.parse("2026-06-12T12:00:00Z");
beforeAll(async () => {
  house = await startDemoHouse({ restless: false, now: () => new Date(now) });
});
afterAll(() => house.close());

const CLIENT = "http://127.0.0.1:4000/";
const ASKED = {
  response_type: "code",
  client_id: CLIENT,
  redirect_uri: "http://127.0.0.1:4000/oauth/ha/callback",
  state: "s t&te",
};
const VERIFIER = "v".repeat(43);
const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

async function authorize(asked: Readonly<Record<string, string>> = ASKED): Promise<URL> {
  const url = `${house.url}/auth/authorize?${new URLSearchParams(asked)}`;
  const user = /value="(\w+)">Alex</.exec(await (await fetch(url)).text())?.[1] ?? "";
  const answer = await fetch(url, {
    method: "POST",
    body: new URLSearchParams({ user }),
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "about:blank");
}

async function send(path: string, form: Readonly<Record<string, string>>) {
  const answer = await fetch(`${house.url}${path}`, { method: "POST", body: new URLSearchParams(form) });
  const text = await answer.text();
  return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Record<string, unknown> };
}

const exchange = (code: string | null, more: Readonly<Record<string, string>> = {}) =>
  send("/auth/token", { grant_type: "authorization_code", client_id: CLIENT, code: code ?? "", ...more });
const mayAsk = async (token: unknown) =>
  (await fetch(`${house.url}/api/`, { headers: { authorization: `Bearer ${token}` } })).status === 200;

test("a code comes back with the state, and is good once for a token that opens the house", async () => {
  const to = await authorize();
  expect(to.searchParams.get("state")).toBe(ASKED.state);
  const code = to.searchParams.get("code");
  const { status, body } = await exchange(code);
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 1_800, ha_auth_provider: "homeassistant" });
  expect(await mayAsk(body["access_token"])).toBe(true);
  expect(await exchange(code)).toEqual({
    status: 400,
    body: { error: "invalid_request", error_description: "Invalid code" },
  });
});

test.each(["/auth/revoke", "/auth/token"])("%s ends the refresh token and its access token", async (path) => {
  const { body } = await exchange((await authorize()).searchParams.get("code"));
  const revoke = () => send(path, { token: String(body["refresh_token"]), action: "revoke" });
  expect((await revoke()).status).toBe(200);
  expect(await mayAsk(body["access_token"])).toBe(false);
  // as often as one likes
  expect((await revoke()).status).toBe(200);
});

test("a code of another client, or after ten minutes, is none", async () => {
  const code = (await authorize()).searchParams.get("code");
  expect((await exchange(code, { client_id: "http://127.0.0.1:4001/" })).status).toBe(400);
  const late = (await authorize()).searchParams.get("code");
  now += 600_001;
  expect((await exchange(late)).status).toBe(400);
});

test.each([
  ["a challenge wants its verifier", CHALLENGE, undefined, 400],
  ["another verifier is none", CHALLENGE, "w".repeat(43), 400],
  ["its own is", CHALLENGE, VERIFIER, 200],
  ["a verifier without a challenge is refused", undefined, VERIFIER, 400],
])("%s", async (_, challenge, verifier, status) => {
  const asked = challenge === undefined ? ASKED : { ...ASKED, code_challenge: challenge };
  const code = (await authorize(asked)).searchParams.get("code");
  expect((await exchange(code, verifier === undefined ? {} : { code_verifier: verifier })).status).toBe(
    status,
  );
});

test.each([
  ["http://127.0.0.1:4001/oauth/ha/callback"],
  ["https://127.0.0.1:4000/oauth/ha/callback"],
  ["http://127.0.0.1:4000@evil.example/"],
])("it sends nobody to %s", async (redirect_uri) => {
  const query = new URLSearchParams({ ...ASKED, redirect_uri });
  expect((await fetch(`${house.url}/auth/authorize?${query}`)).status).toBe(400);
});

test("a user who is switched off gets neither code nor token", async () => {
  const code = (await authorize()).searchParams.get("code");
  house.changeUser(house.tokens.admin, { isActive: false });
  expect(await exchange(code)).toMatchObject({ status: 403, body: { error: "access_denied" } });
  expect((await authorize()).href).toBe("about:blank");
  house.changeUser(house.tokens.admin, { isActive: true });
});

test("its providers and metadata are Home Assistant's", async () => {
  const json = async (path: string) => (await fetch(`${house.url}${path}`)).json();
  expect(await json("/auth/providers")).toMatchObject({ providers: [{ type: "homeassistant", id: null }] });
  expect(await json("/.well-known/oauth-authorization-server")).toMatchObject({
    token_endpoint: `${house.url}/auth/token`,
    code_challenge_methods_supported: ["S256"],
  });
});
