/** What clients get wrong, what thieves try: with the authorization server as it runs. */

import { afterAll, beforeAll, expect, test } from "bun:test";
import { REGISTRATIONS } from "../../transport/express/oauth/client/published-clients.ts";
import { mutationsOf } from "../../transport/express/oauth/client/uri-mutations.ts";
import { ask } from "../exchange.ts";
import { askForToken, authorizationUrl, discover, type Json, register, tokensOf } from "./client.ts";
import { type Connection, callOnce, connect, personsBrowser, refreshWith } from "./connection.ts";
import { CLIENTS, type Habits } from "./habits.ts";
import { type OAuthDoor, startOAuthDoor, startWeb, type Web } from "./oauth-door.ts";
import { answerPerson } from "./person.ts";

const YES = { grant: "viewer", answer: "allow" } as const;
const FROM = { address: "198.51.100.99" };

let web: Web;
let door: OAuthDoor;
let server: Json;
beforeAll(async () => {
  web = await startWeb();
  door = await startOAuthDoor({ web });
  ({ server } = await discover(door.resource, FROM));
});
afterAll(() => door.close());

function habitsOf(name: string): Habits {
  const found = CLIENTS.find((each) => each.name === name);
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
}

/** A code that nobody has spent, and all that spends it. */
async function freshCode(parameters: Readonly<Record<string, string | undefined>> = {}) {
  const redirect = "http://localhost:3118/callback";
  const client = "https://claude.ai/oauth/claude-code-client-metadata";
  const asked = authorizationUrl(server, { client_id: client, redirect_uri: redirect, ...parameters });
  const told = await answerPerson(personsBrowser(door), asked.url, YES);
  return {
    told,
    form: {
      grant_type: "authorization_code",
      client_id: client,
      code: told.searchParams.get("code") ?? "",
      code_verifier: asked.verifier,
      redirect_uri: redirect,
    },
  };
}

let strangers = 0;

/** What a browser of a stranger is answered. */
async function shown(url: string) {
  strangers++;
  const response = await fetch(url, {
    redirect: "manual",
    headers: { Accept: "text/html", "X-Forwarded-For": `203.0.113.${1 + (strangers % 250)}` },
  });
  return { status: response.status, location: response.headers.get("location"), html: await response.text() };
}

test("metadata stand at both places, and name the same server", async () => {
  const [root, path] = await Promise.all(
    ["", "/mcp"].map((at) => ask(`${door.url}/.well-known/oauth-protected-resource${at}`)),
  );
  expect(path?.json).toEqual(root?.json ?? {});
  expect(root?.json).toMatchObject({ resource: door.resource, authorization_servers: [door.issuer] });
  expect(server).toMatchObject({
    issuer: door.issuer,
    authorization_endpoint: `${door.issuer}/authorize`,
    token_endpoint: `${door.issuer}/token`,
    registration_endpoint: `${door.issuer}/register`,
    client_id_metadata_document_supported: true,
    code_challenge_methods_supported: ["S256"],
  });
});

test("where clients look for metadata that there is none of, they are told so in JSON", async () => {
  for (const path of [
    "/.well-known/openid-configuration",
    "/.well-known/openid-configuration/mcp",
    "/.well-known/oauth-authorization-server/mcp",
    "/mcp/.well-known/openid-configuration",
    "/.well-known/oauth-protected-resource/other",
    "/oauth/jwks",
  ]) {
    const { status, json } = await ask(`${door.url}${path}`, {
      headers: { "X-Forwarded-For": FROM.address },
    });
    expect([path, status, json === undefined]).toEqual([path, 404, false]);
  }
});

test("a registration that the server has forgotten is told so where it stands", async () => {
  const forgotten = "0123456789abcdef0123456789abcdef";
  const { url } = authorizationUrl(server, { client_id: forgotten, redirect_uri: "http://127.0.0.1:33418/" });
  const page = await shown(url);
  expect([page.status, page.location]).toEqual([400, null]);
  const refused = await askForToken(
    server,
    { grant_type: "refresh_token", refresh_token: "x", client_id: forgotten },
    FROM,
  );
  expect([refused.status, refused.json?.["error"]]).toEqual([401, "invalid_client"]);
  // it registers anew, and goes on
  const connection = await connect(door, habitsOf("VS Code, registered, at a random port"), YES);
  expect(connection.tokens.scope).toBe("home");
});

test("a client that registers at each login leaves the one before as it was", async () => {
  const habits = habitsOf("Gemini CLI");
  const [one, two] = [await connect(door, habits, YES), await connect(door, habits, YES)];
  expect(one.identity.id).not.toBe(two.identity.id);
  for (const connection of [one, two]) tokensOf(await refreshWith(connection, door));
});

test("a secret is asked for from whoever was given one, in either way", async () => {
  const connection = await connect(door, habitsOf("claude.ai, registered, with a secret"), YES);
  const { id, secret = "" } = connection.identity;
  expect(secret.length).toBeGreaterThan(40);
  const form = { grant_type: "refresh_token", refresh_token: connection.tokens.refresh_token };
  for (const wrong of [
    { ...form, client_id: id },
    { ...form, client_id: id, client_secret: "wrong" },
    { ...form, client_id: id, client_secret: `${secret}x` },
  ]) {
    const refused = await askForToken(server, wrong, FROM);
    expect([refused.status, refused.json?.["error"]]).toEqual([401, "invalid_client"]);
  }
  tokensOf(await askForToken(server, form, { ...FROM, basic: [id, secret] }));
});

test("no secret, code or token stands in the state as it was given out", async () => {
  const connection = await connect(door, habitsOf("claude.ai, registered, with a secret"), YES);
  const given = [
    connection.identity.secret ?? "",
    connection.told.searchParams.get("code") ?? "",
    connection.tokens.access_token,
    connection.tokens.refresh_token,
  ];
  const files = await Array.fromAsync(new Bun.Glob("**/*").scan({ cwd: door.home, dot: true }));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = Buffer.from(await Bun.file(`${door.home}/${file}`).arrayBuffer());
    for (const value of given)
      expect([file, value.length > 20, bytes.includes(value)]).toEqual([file, true, false]);
  }
  for (const value of given) expect(door.stderr().includes(value)).toBe(false);
});

test("a code is good once; whoever shows it again ends what came of it", async () => {
  const { form } = await freshCode();
  const tokens = tokensOf(await askForToken(server, form, FROM));
  const habits = habitsOf("Claude Code");
  expect((await callOnce(door, tokens.access_token, habits)).status).toBe(200);
  const again = await askForToken(server, form, { address: "203.0.113.66" });
  expect([again.status, again.json?.["error"]]).toEqual([400, "invalid_grant"]);
  expect((await callOnce(door, tokens.access_token, habits)).status).toBe(401);
});

test("of ten that show one code at once at most one gets a token, and that ends with the others", async () => {
  const { form } = await freshCode();
  const answers = await Promise.all(Array.from({ length: 10 }, () => askForToken(server, form, FROM)));
  const given = answers.filter(({ status }) => status === 200);
  expect(given.length).toBeLessThanOrEqual(1);
  for (const { status, json } of answers)
    if (status !== 200) expect([status, json?.["error"]]).toEqual([400, "invalid_grant"]);
  for (const answer of given) {
    const { access_token } = tokensOf(answer);
    expect((await callOnce(door, access_token, habitsOf("Claude Code"))).status).toBe(401);
  }
});

test("a code without its verifier, redirect URI or client is worth nothing", async () => {
  const other = await register(server, REGISTRATIONS["Claude Code"], FROM);
  for (const change of [
    { code_verifier: undefined },
    { code_verifier: "x".repeat(43) },
    { redirect_uri: undefined },
    { redirect_uri: "http://localhost:3119/callback" },
    { redirect_uri: "http://127.0.0.1:3118/callback" },
    { client_id: String(other["client_id"]) },
    { resource: "https://evil.example/mcp" },
  ]) {
    const { form } = await freshCode();
    const refused = await askForToken(server, { ...form, ...change }, FROM);
    expect([change, refused.status]).toEqual([change, 400]);
    expect(refused.json?.["access_token"]).toBeUndefined();
  }
});

test("a refresh token of another client is worth nothing, and stays good for its own", async () => {
  const mine = await connect(door, habitsOf("Claude Code"), YES);
  const other = await register(server, REGISTRATIONS["Claude Code"], FROM);
  const form = { grant_type: "refresh_token", refresh_token: mine.tokens.refresh_token };
  const refused = await askForToken(server, { ...form, client_id: String(other["client_id"]) }, FROM);
  expect([refused.status, refused.json?.["error"]]).toEqual([400, "invalid_grant"]);
  tokensOf(await refreshWith(mine, door));
});

test("what is asked of the authorization endpoint without PKCE, for another resource or another answer, is refused", async () => {
  const redirect_uri = "http://localhost:3118/callback";
  const client_id = "https://claude.ai/oauth/claude-code-client-metadata";
  for (const [parameters, error] of [
    [{ code_challenge: undefined, code_challenge_method: undefined }, "invalid_request"],
    [{ code_challenge_method: "plain" }, "invalid_request"],
    [{ code_challenge_method: undefined }, "invalid_request"],
    [{ resource: "https://evil.example/mcp" }, "invalid_target"],
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ response_type: undefined }, "invalid_request"],
  ] as const) {
    const { url, state } = authorizationUrl(server, { client_id, redirect_uri, ...parameters });
    const { location } = await shown(url);
    const told = location === null ? undefined : new URL(location);
    // of the implicit flow it answers behind the `#`
    const said = new URLSearchParams(told?.search || told?.hash.slice(1));
    expect([parameters, said.get("error")]).toEqual([parameters, error]);
    expect(told?.href.startsWith(redirect_uri)).toBe(true);
    expect([said.get("state"), said.get("iss")]).toEqual([state, door.issuer]);
  }
});

test("nobody is ever redirected to a URI that was not registered", async () => {
  const registered = "http://localhost:3118/callback";
  const client_id = "https://claude.ai/oauth/claude-code-client-metadata";
  const near = mutationsOf(registered, 7, 300).filter(
    (uri) => !/^http:\/\/(?:localhost|127\.0\.0\.1):[1-9]\d{0,4}\/callback$/.test(uri),
  );
  expect(near.length).toBeGreaterThan(200);
  for (const redirect_uri of near) {
    const { url } = authorizationUrl(server, { client_id, redirect_uri });
    const { status, location } = await shown(url);
    expect([redirect_uri, status, location]).toEqual([redirect_uri, 400, null]);
  }
}, 60_000);

test("a document that nobody can have makes a page, and is not asked for again at once", async () => {
  web.asked.length = 0;
  const { url } = authorizationUrl(server, {
    client_id: "https://claude.ai/oauth/nobody.json",
    redirect_uri: "http://localhost:3118/callback",
  });
  for (let times = 0; times < 3; times++) {
    const { status, location } = await shown(url);
    expect([status, location]).toEqual([400, null]);
  }
  expect(web.asked).toEqual(["claude.ai/oauth/nobody.json"]);
});

test("a revoked refresh token ends its access token, too", async () => {
  const connection: Connection = await connect(door, habitsOf("Cursor"), YES);
  const revoked = await ask(String(server["revocation_endpoint"]), {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": FROM.address },
    body: new URLSearchParams({
      token: connection.tokens.refresh_token,
      client_id: connection.identity.id,
    }).toString(),
  });
  expect(revoked.status).toBe(200);
  expect((await callOnce(door, connection.tokens.access_token, connection.habits)).status).toBe(401);
  expect((await refreshWith(connection, door)).json?.["error"]).toBe("invalid_grant");
});

test("the twenty-first registration of an hour waits", async () => {
  const from = { address: "198.51.100.200" };
  for (let times = 0; times < 20; times++) await register(server, REGISTRATIONS.Cursor, from);
  const more = await ask(String(server["registration_endpoint"]), {
    body: REGISTRATIONS.Cursor,
    headers: { "X-Forwarded-For": from.address },
  });
  expect(more.status).toBe(429);
  expect(Number(more.headers.get("retry-after"))).toBeGreaterThan(0);
});
