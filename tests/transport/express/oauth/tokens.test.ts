/** Codes, tokens and registered clients, to the end of their families. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asked, DAY_MS, MINUTE_MS } from "../../../security/identity/house.ts";
import {
  ASKING,
  authorizePath,
  DOCUMENT,
  documentOf,
  newPkce,
  openBrowser,
  openProtocol,
  postForm,
  REDIRECT,
  wayAt,
  YES,
} from "./protocol.ts";

const person = { answer: YES };
let at: Awaited<ReturnType<typeof openProtocol>>;
beforeAll(async () => {
  at = await openProtocol(person);
});
afterAll(() => at.close());

const { codeFor, exchange, refresh } = wayAt(() => at);

describe("a code", () => {
  test("is good once; the second use ends what the first has given", async () => {
    const code = await codeFor();
    const { body } = await exchange(code);
    expect(await asked(at.identity, body.access_token)).toBe("ok");
    expect((await exchange(code)).body.error).toBe("invalid_grant");
    expect(await asked(at.identity, body.access_token)).toBe("revoked");
    expect((await refresh(body.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("is good once, of twenty at the same time", async () => {
    const code = await codeFor();
    const all = await Promise.all(Array.from({ length: 20 }, () => exchange(code)));
    const given = all.filter(({ status }) => status === 200);
    expect(given.length).toBeLessThanOrEqual(1);
    for (const { body } of given) expect(await asked(at.identity, body.access_token)).toBe("revoked");
  });

  test("is good for a minute, its own client, its redirect URI and its verifier", async () => {
    at.documents.set(
      "https://vscode.dev/oauth/client",
      documentOf("https://vscode.dev/oauth/client", ["https://vscode.dev/redirect"]),
    );
    const wrong = [
      { client_id: "https://vscode.dev/oauth/client" },
      { redirect_uri: "https://claude.com/api/mcp/auth_callback" },
      { code_verifier: newPkce().verifier },
      { code_verifier: "" },
    ];
    for (const each of wrong) expect((await exchange(await codeFor(), each)).status).toBe(400);
    const late = await codeFor();
    at.pass(MINUTE_MS + 1_000);
    expect((await exchange(late)).status).toBe(400);
  });
});

describe("a refresh token", () => {
  test("turns, and five at once all go on; one that comes later ends the family", async () => {
    const first = (await exchange(await codeFor())).body;
    const all = await Promise.all(Array.from({ length: 5 }, () => refresh(first.refresh_token)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const tokens = all.map(({ body }) => body.refresh_token);
    expect(new Set([first.refresh_token, ...tokens]).size).toBe(6);
    at.pass(2 * MINUTE_MS);
    expect((await refresh(tokens[0])).status).toBe(200);
    expect((await refresh(first.refresh_token)).body.error).toBe("invalid_grant");
    for (const { body } of all) expect(await asked(at.identity, body.access_token)).toBe("revoked");
    expect((await refresh(tokens[1])).body.error).toBe("invalid_grant");
  });

  test("is of use to its own client alone, and for its own scope", async () => {
    const { body } = await exchange(await codeFor({ scope: "home" }));
    expect((await refresh(body.refresh_token, { client_id: "https://vscode.dev/oauth/client" })).status).toBe(
      400,
    );
    expect((await refresh(body.refresh_token, { scope: "home home:control" })).body.error).toBe(
      "invalid_scope",
    );
    expect((await refresh(body.refresh_token, { resource: "https://other.example/mcp" })).body.error).toBe(
      "invalid_target",
    );
    expect((await refresh(body.refresh_token, { resource: at.resource, scope: "home" })).body.scope).toBe(
      "home",
    );
  });

  test("that was asked for another resource is not spent by it", async () => {
    const { body } = await exchange(await codeFor());
    const wrong = await refresh(body.refresh_token, { resource: "https://other.example/mcp" });
    expect(wrong.body.error).toBe("invalid_target");
    at.pass(2 * MINUTE_MS);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("lasts as long as it is used, and a token is good for a day", async () => {
    let { body } = await exchange(await codeFor({ scope: "home offline_access" }));
    for (let day = 0; day < 10; day++) {
      at.pass(DAY_MS);
      expect(await asked(at.identity, body.access_token)).toBe("expired");
      ({ body } = await refresh(body.refresh_token));
      expect(body.scope).toBe("home offline_access");
      expect(await asked(at.identity, body.access_token)).toBe("ok");
    }
    at.pass(181 * DAY_MS);
    expect((await refresh(body.refresh_token)).body.error).toBe("invalid_grant");
  });

  test("that is used without end is slowed, not thrown away", async () => {
    let { body } = await exchange(await codeFor());
    let status = 200;
    for (let count = 0; count < 61 && status === 200; count++) {
      const answer = await refresh(body.refresh_token);
      status = answer.status;
      if (status === 200) body = answer.body;
    }
    expect(status).toBe(429);
    at.pass(10 * MINUTE_MS);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });
});

describe("revocation", () => {
  for (const kind of ["access_token", "refresh_token"])
    test(`of the ${kind} ends both at once`, async () => {
      const { body } = await exchange(await codeFor());
      const revoked = await postForm(`${at.issuer}/revoke`, { token: body[kind], client_id: DOCUMENT });
      expect(revoked.status).toBe(200);
      expect(await asked(at.identity, body.access_token)).not.toBe("ok");
      expect((await refresh(body.refresh_token)).status).toBe(400);
    });

  test("of what there is not clears nobody of what they tried before", async () => {
    at.good.length = 0;
    for (const path of ["/revoke", "/Revoke", "/revoke/"])
      await postForm(`${at.issuer}${path}`, { token: "nothing", client_id: DOCUMENT });
    expect(at.good).toEqual([]);
  });

  test("of another's token does nothing", async () => {
    const { body } = await exchange(await codeFor());
    const form = { token: body.access_token, client_id: "https://vscode.dev/oauth/client" };
    await postForm(`${at.issuer}/revoke`, form);
    expect(await asked(at.identity, body.access_token)).toBe("ok");
  });
});

describe("registration", () => {
  const register = async (body: object) => {
    const response = await fetch(`${at.issuer}/register`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Readonly<Record<string, string>>;
    return { status: response.status, body: answer };
  };

  test("of a native client without a secret: any port of loopback", async () => {
    const { status, body } = await register({
      client_name: "Gemini CLI",
      redirect_uris: ["http://localhost:7777/oauth/callback"],
      token_endpoint_auth_method: "none",
      application_type: "web",
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ application_type: "native", token_endpoint_auth_method: "none" });
    const { client_id = "" } = body;
    const redirect_uri = "http://localhost:4242/oauth/callback";
    const code = await codeFor({ client_id, redirect_uri });
    expect((await exchange(code, { client_id, redirect_uri })).status).toBe(200);
  });

  test("of one with a secret: it is told once, kept nowhere, and wanted", async () => {
    const { status, body } = await register({
      redirect_uris: [REDIRECT],
      token_endpoint_auth_method: "client_secret_post",
    });
    expect(status).toBe(201);
    const { client_id = "", client_secret = "" } = body;
    expect(JSON.stringify(await at.store.list("oauth_client:"))).not.toContain(client_secret);
    const code = await codeFor({ client_id });
    expect((await exchange(code, { client_id })).body.error).toBe("invalid_client");
    expect((await exchange(code, { client_id, client_secret: `${client_secret}x` })).body.error).toBe(
      "invalid_client",
    );
    const { body: tokens } = await exchange(code, { client_id, client_secret });
    expect(await asked(at.identity, tokens.access_token)).toBe("ok");
    expect((await refresh(tokens.refresh_token, { client_id })).status).not.toBe(200);
    expect((await refresh(tokens.refresh_token, { client_id, client_secret })).status).toBe(200);
  });

  test("of nonsense is refused in the words of RFC 7591", async () => {
    expect(await register({})).toMatchObject({ status: 400, body: { error: "invalid_redirect_uri" } });
    const remote = { redirect_uris: ["http://evil.example/cb"] };
    expect(await register(remote)).toMatchObject({ status: 400, body: { error: "invalid_redirect_uri" } });
    expect(await register([])).toMatchObject({ status: 400, body: { error: "invalid_client_metadata" } });
  });
});

test("a killed server answers 503 and throws nobody's token away", async () => {
  const { body } = await exchange(await codeFor());
  at.kill(true);
  const form = { grant_type: "refresh_token", refresh_token: body.refresh_token, client_id: DOCUMENT };
  expect(
    (await fetch(`${at.issuer}/token`, { method: "POST", body: new URLSearchParams(form) })).status,
  ).toBe(503);
  at.kill(false);
  expect((await refresh(body.refresh_token)).status).toBe(200);
});

test("where nobody can see whether the person is still one of the home a token waits, and is not thrown away", async () => {
  const { seen } = at.people;
  const { body } = await exchange(await codeFor());
  at.people.seen = () => undefined;
  at.pass(6 * MINUTE_MS);
  for (let tries = 0; tries < 2; tries++) {
    const answer = await refresh(body.refresh_token);
    expect([answer.status, answer.body.error]).toEqual([503, "temporarily_unavailable"]);
  }
  at.people.seen = seen;
  at.pass(6 * MINUTE_MS);
  expect((await refresh(body.refresh_token)).status).toBe(200);
});

test("an asking is of the browser that began it, and is answered once", async () => {
  const seen: string[] = [];
  person.answer = async (askings, request, response) => {
    const asking = await askings.find(request, response);
    seen.push(asking === undefined ? "none" : asking.client.id);
    return seen.length === 1 ? undefined : YES(askings, request, response);
  };
  const browser = openBrowser(at.issuer);
  const first = await browser.get(authorizePath(ASKING));
  const page = first.headers.get("location") ?? "";
  await browser.get(page);
  expect(seen).toEqual([DOCUMENT]);
  const stranger = await openBrowser(at.issuer).get(page);
  expect(seen[1]).toBe("none");
  expect(stranger.status).toBe(500);
  expect((await browser.walk(page)).left?.searchParams.has("code")).toBe(true);
  expect((await browser.get(page)).status).toBe(500);
  expect(seen).toEqual([DOCUMENT, "none", DOCUMENT, "none"]);
  person.answer = YES;
});

test("questions to people are bounded for each address and for all", async () => {
  let status = 0;
  for (let count = 0; count < 201 && status !== 429; count++)
    ({ status } = await openBrowser(at.issuer).get(authorizePath(ASKING)));
  expect(status).toBe(429);
  at.pass(60 * MINUTE_MS);
  expect((await openBrowser(at.issuer).get(authorizePath(ASKING))).status).toBe(303);
});
