/** Home Assistant's login by code: what is asked, whatever it answers, and that its token never stays. */

import { afterEach, expect, test } from "bun:test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { ownerOfCode, takesCodeChallenge } from "../../../src/hass/login/code-login.ts";

type Answered = { readonly status?: number; readonly body?: unknown };
type Answers = Readonly<Record<string, (form: URLSearchParams) => Answered>>;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const TOKENS = { access_token: "access", refresh_token: "refresh", ha_auth_provider: "homeassistant" };
const USER = { id: "u1", name: "Alex", is_owner: true, is_admin: true };

/** A Home Assistant that answers the login as told, `user` to whoever logged in. */
async function homeThat(answers: Answers, user: unknown = USER) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    asked.push(`${request.method} ${request.url} ${text}`);
    const { status = 200, body = {} } = answers[request.url ?? ""]?.(new URLSearchParams(text)) ?? {
      status: 404,
    };
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    socket.send('{"type":"auth_required"}');
    socket.on("message", (data) => {
      const { id, type, access_token } = JSON.parse(String(data));
      if (type === "auth")
        socket.send(
          access_token === "access"
            ? '{"type":"auth_ok","ha_version":"2026.11.0"}'
            : '{"type":"auth_invalid"}',
        );
      if (type === "auth/current_user")
        socket.send(JSON.stringify({ id, type: "result", success: true, result: user }));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  ends.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const GRANT = { code: "the-code", clientId: "https://door.example/", verifier: "v".repeat(43) };
const REVOKED = "POST /auth/revoke token=refresh";
const REVOKED_AS_BEFORE = "POST /auth/token token=refresh&action=revoke";
const UNAVAILABLE = expect.objectContaining({ code: "HASS_UNAVAILABLE" });

const granting = (more: Answers = {}): Answers => ({
  "/auth/token": () => ({ body: TOKENS }),
  "/auth/revoke": () => ({}),
  ...more,
});

test("whose the code is; its token is given back at once", async () => {
  const { url, asked } = await homeThat(granting());
  expect(await ownerOfCode({ url }, GRANT)).toEqual({
    id: "u1",
    name: "Alex",
    isAdmin: true,
    isOwner: true,
    provider: "homeassistant",
  });
  expect(asked).toEqual([
    `POST /auth/token grant_type=authorization_code&code=the-code&client_id=https%3A%2F%2Fdoor.example%2F&code_verifier=${GRANT.verifier}`,
    REVOKED,
  ]);
});

test("without a challenge no verifier is sent; a login of a kind that is not told has none", async () => {
  const { ha_auth_provider: _, ...tokens } = TOKENS;
  const { url, asked } = await homeThat(granting({ "/auth/token": () => ({ body: tokens }) }), {
    id: "u2",
    is_admin: "yes",
  });
  expect(await ownerOfCode({ url }, { ...GRANT, verifier: undefined })).toEqual({
    id: "u2",
    name: "",
    isAdmin: false,
    isOwner: false,
    provider: undefined,
  });
  expect(asked[0]).not.toContain("code_verifier");
});

test("where it has no newer place to revoke at, the old one is used; where that fails, so does the login", async () => {
  const older = await homeThat(granting({ "/auth/revoke": () => ({ status: 404 }) }));
  expect(await ownerOfCode({ url: older.url }, GRANT)).toMatchObject({ id: "u1" });
  expect(older.asked.at(-1)).toBe(REVOKED_AS_BEFORE);
  const failing = await homeThat({
    "/auth/token": (form) => (form.get("action") === "revoke" ? { status: 500 } : { body: TOKENS }),
    "/auth/revoke": () => ({ status: 500 }),
  });
  await expect(ownerOfCode({ url: failing.url }, GRANT)).rejects.toEqual(UNAVAILABLE);
});

test("whoever it is cannot be learnt: the token is given back all the same", async () => {
  for (const user of [null, {}, { id: "" }, { id: 5 }]) {
    const { url, asked } = await homeThat(granting(), user);
    await expect(ownerOfCode({ url }, GRANT)).rejects.toMatchObject({ code: "HASS_REJECTED" });
    expect(asked.at(-1)).toBe(REVOKED);
  }
});

test.each<readonly [string, Answered]>([
  ["a refusal", { status: 400, body: { error: "invalid_request" } }],
  ["a refusal with tokens", { status: 403, body: TOKENS }],
  ["no tokens", { body: {} }],
  ["no refresh token", { body: { access_token: "access" } }],
  ["no access token", { body: { refresh_token: "refresh" } }],
  ["tokens that are none", { body: { access_token: 5, refresh_token: [] } }],
  ["no JSON", { body: "<h1>hello</h1>" }],
  ["null", { body: "null" }],
])("%s is no login", async (_, answered) => {
  const { url, asked } = await homeThat(granting({ "/auth/token": () => answered }));
  await expect(ownerOfCode({ url }, GRANT)).rejects.toMatchObject({
    code: "HASS_REJECTED",
    denial: "invalid_code",
    message: `Home Assistant does not take this login (HTTP ${answered.status ?? 200}).`,
    hint: "Log in again.",
  });
  expect(asked).toHaveLength(1);
});

test("a home that fails, is not there, or says too much is not connected", async () => {
  for (const answered of [
    { status: 500, body: TOKENS },
    { status: 503 },
    { body: { ...TOKENS, more: "x".repeat(70_000) } },
  ]) {
    const { url } = await homeThat(granting({ "/auth/token": () => answered }));
    await expect(ownerOfCode({ url }, GRANT)).rejects.toEqual(UNAVAILABLE);
  }
  await expect(ownerOfCode({ url: "http://127.0.0.1:9" }, GRANT)).rejects.toEqual(UNAVAILABLE);
});

test("an answer of some kilobytes is no trouble", async () => {
  const body = { ...TOKENS, more: "x".repeat(60_000) };
  const { url } = await homeThat(granting({ "/auth/token": () => ({ body }) }));
  expect(await ownerOfCode({ url }, GRANT)).toMatchObject({ id: "u1" });
});

test.each<readonly [string, Answered, boolean]>([
  ["S256", { body: { code_challenge_methods_supported: ["S256"] } }, true],
  ["S256 among others", { body: { code_challenge_methods_supported: ["plain", "S256"] } }, true],
  ["another alone", { body: { code_challenge_methods_supported: ["plain"] } }, false],
  ["a text", { body: { code_challenge_methods_supported: "S256" } }, false],
  ["nothing of it", { body: {} }, false],
  ["404", { status: 404, body: { code_challenge_methods_supported: ["S256"] } }, false],
])("challenges: metadata with %s", async (_, answered, takes) => {
  const { url, asked } = await homeThat({ "/.well-known/oauth-authorization-server": () => answered });
  expect(await takesCodeChallenge({ url })).toBe(takes);
  expect(asked).toEqual(["GET /.well-known/oauth-authorization-server "]);
});

test("challenges: a home that fails is not one without", async () => {
  const { url } = await homeThat({ "/.well-known/oauth-authorization-server": () => ({ status: 500 }) });
  await expect(takesCodeChallenge({ url })).rejects.toEqual(UNAVAILABLE);
});
