import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { until } from "../until.ts";
import { startDoor, type TestDoor } from "./door.ts";
import { ask, call, openSession } from "./exchange.ts";

let door: TestDoor;
beforeAll(async () => {
  // the tests come from addresses of their own, so that one's lockout is not the other's
  door = await startDoor({ env: { TRUSTED_PROXIES: "127.0.0.1" } });
});
afterAll(() => door.close());

const from = (address: string) => ({ "X-Forwarded-For": address });

async function logIn(address: string, body: unknown) {
  return ask(`${door.url}/api/auth/login`, { body, headers: from(address) });
}

describe("a login with a Home Assistant token", () => {
  test("is good for calls, shows itself, is refreshed, ends with the logout", async () => {
    const headers = from("203.0.113.1");
    const login = await logIn("203.0.113.1", { token: door.house.tokens.admin });
    expect(login).toMatchObject({ status: 200, json: { token_type: "Bearer", grant: "operator" } });
    expect(login.headers.get("cache-control")).toBe("no-store");
    const token = String(login.json?.["token"]);
    const session = await openSession(door.url, token);
    const answer = await ask(`${door.url}/mcp`, { token, session, body: call(1, "ha_overview") });
    expect(answer.json).toMatchObject({ id: 1, result: { structuredContent: expect.anything() } });

    const shown = await ask(`${door.url}/api/auth/session`, { token, headers });
    expect(shown).toMatchObject({
      status: 200,
      json: { grant: "operator", session: login.json?.["session"] },
    });

    // ends are whole seconds: as long as there is none that ends later, the answer is the one of this moment
    let fresh = token;
    await until(async () => {
      const refreshed = await ask(`${door.url}/api/auth/refresh`, { method: "POST", token, headers });
      expect(refreshed).toMatchObject({ status: 200, json: { session: login.json?.["session"] } });
      fresh = String(refreshed.json?.["token"]);
      return fresh !== token;
    });
    // the same login: the session goes on
    expect(
      (await ask(`${door.url}/mcp`, { token: fresh, session, body: call(2, "ha_overview") })).status,
    ).toBe(200);

    expect((await ask(`${door.url}/api/auth/logout`, { method: "POST", token: fresh, headers })).status).toBe(
      204,
    );
    for (const ended of [token, fresh]) {
      const refused = await ask(`${door.url}/mcp`, {
        token: ended,
        session,
        body: call(3, "ha_overview"),
        headers,
      });
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
    }
  });

  test("takes the token as bearer too, and another grant where the user may have it", async () => {
    const login = await ask(`${door.url}/api/auth/login`, {
      token: door.house.tokens.admin,
      body: { grant: "viewer" },
      headers: from("203.0.113.2"),
    });
    expect(login).toMatchObject({ status: 200, json: { grant: "viewer" } });
  });

  test("a user who is no administrator is refused without a grant that names him", async () => {
    const answers = new Set<string>();
    for (const grant of [undefined, "operator", "viewer", "no such grant"]) {
      const login = await logIn("203.0.113.3", { token: door.house.tokens.user, grant });
      expect(login).toMatchObject({ status: 403, json: { title: expect.stringContaining("names people") } });
      answers.add(login.text);
    }
    // a user learns nothing of what grants there are
    expect(answers.size).toBe(1);
  });

  test("what is missing or no text is said", async () => {
    const at = "203.0.113.4";
    expect((await logIn(at, {})).status).toBe(400);
    expect((await logIn(at, [])).status).toBe(400);
    expect((await logIn(at, { token: 5 })).status).toBe(400);
    expect((await logIn(at, { token: door.house.tokens.admin, grant: 5 })).status).toBe(400);
  });

  test("five wrong tokens lock the address, and no other", async () => {
    const at = "203.0.113.5";
    for (let tries = 0; tries < 5; tries++) {
      const refused = await logIn(at, { token: "no.token.at all" });
      expect(refused).toMatchObject({ status: 401 });
      expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    }
    const locked = await logIn(at, { token: door.house.tokens.admin });
    expect(locked.status).toBe(429);
    expect(Number(locked.headers.get("retry-after"))).toBeWithin(800, 901);
    expect((await logIn("203.0.113.6", { token: door.house.tokens.admin })).status).toBe(200);
    expect(door.stderr()).toContain('"event":"locked_out"');
  });
});

describe("an access token", () => {
  test("none: 401 with where to look, and no error", async () => {
    const refused = await ask(`${door.url}/mcp`, {
      body: call(1, "ha_overview"),
      headers: from("203.0.113.10"),
    });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe(
      `Bearer resource_metadata="${door.url}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(refused.json).toMatchObject({
      id: 1,
      error: { message: expect.stringContaining("/api/auth/login") },
    });
  });

  test("where to look is said with the scheme that a trusted proxy was asked with", async () => {
    const headers = { ...from("203.0.113.14"), "X-Forwarded-Proto": "https" };
    const refused = await ask(`${door.url}/mcp`, { headers });
    expect(refused.headers.get("www-authenticate")).toContain(`"https://127.0.0.1:${door.port}/`);
    const metadata = await ask(`${door.url}/.well-known/oauth-protected-resource`, { headers });
    expect(metadata.json).toMatchObject({ resource: `https://127.0.0.1:${door.port}/mcp` });
  });

  test("wrong ones count, whatever is wrong; the answer is always the same", async () => {
    const headers = from("203.0.113.11");
    const good = await door.issue("viewer");
    const wrong = [`${good}x`, good.slice(0, -1), "hg_x", "eyJhbGciOiJub25lIn0.e30.", "x".repeat(9_000)];
    const texts = new Set<string>();
    for (const token of wrong) {
      const refused = await ask(`${door.url}/mcp`, { token, body: call(1, "ha_overview"), headers });
      expect(refused.status).toBe(401);
      texts.add(`${refused.text} ${refused.headers.get("www-authenticate")}`);
    }
    expect(texts.size).toBe(1);
    const locked = await ask(`${door.url}/mcp`, { token: good, body: call(1, "ha_overview"), headers });
    expect(locked.status).toBe(429);
    expect(locked.json).toMatchObject({ error: { message: expect.stringContaining("wait") } });
  });

  test("a hundred wrong ones at once have no more tries than one after the other", async () => {
    const headers = from("203.0.113.13");
    const body = call(1, "ha_overview");
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        return (await ask(`${door.url}/mcp`, { token: `hg_wrong${at}`, body, headers })).status;
      }),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(95);
  });

  test("an IPv6 customer has no more tries with many addresses", async () => {
    let locked = 0;
    for (let at = 0; at < 12; at++) {
      const headers = from(`2001:db8:7:7:${at.toString(16)}::1`);
      const { status } = await ask(`${door.url}/mcp`, { token: "hg_wrong", body: call(1, "x"), headers });
      if (status === 429) locked++;
    }
    expect(locked).toBe(7);
  });

  test("nothing of a request names another credential: query, cookie, method override", async () => {
    const token = await door.issue("viewer");
    const headers = { ...from("203.0.113.12"), Cookie: `token=${token}`, "X-HTTP-Method-Override": "GET" };
    const asked = await ask(`${door.url}/mcp?access_token=${token}`, {
      body: call(1, "ha_overview"),
      headers,
    });
    expect(asked.status).toBe(401);
  });
});

describe("rates", () => {
  test("fifty requests without a credential, then 429 with when to come again", async () => {
    const headers = from("203.0.113.20");
    let last = 0;
    for (let at = 0; at < 51; at++) last = (await ask(`${door.url}/api/auth/session`, { headers })).status;
    expect(last).toBe(429);
    const refused = await ask(`${door.url}/api/auth/session`, { headers });
    expect(Number(refused.headers.get("retry-after"))).toBeWithin(600, 901);
    expect(refused.headers.get("ratelimit")).toContain('"address"');
  });

  test("pictures on a stranger's page count for nobody, and who is let in waits for nobody", async () => {
    const headers = { ...from("203.0.113.23"), "Sec-Fetch-Site": "cross-site" };
    const token = await door.issue("viewer");
    for (let at = 0; at < 60; at++) expect((await ask(`${door.url}/mcp`, { headers })).status).toBe(403);
    const nobody = from("203.0.113.23");
    for (let at = 0; at < 60; at++) await ask(`${door.url}/api/auth/session`, { headers: nobody });
    expect((await ask(`${door.url}/api/auth/session`, { headers: nobody })).status).toBe(429);
    expect((await ask(`${door.url}/api/auth/session`, { token, headers: nobody })).status).toBe(200);
  });

  test("a hundred good callers at once from one address are all served", async () => {
    const tokens = await Promise.all([door.issue("viewer"), door.issue("viewer")]);
    const statuses = await Promise.all(
      Array.from({ length: 100 }, async (_, at) => {
        const token = tokens[at % 2] ?? "";
        return (await ask(`${door.url}/api/auth/session`, { token, headers: from("203.0.113.21") })).status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  test("a credential has its own: a batch counts for each of its messages", async () => {
    const token = await door.issue("viewer");
    const headers = from("203.0.113.22");
    const body = Array.from({ length: 50 }, (_, id) => call(id, "ha_overview"));
    const statuses: number[] = [];
    for (let at = 0; at < 3; at++)
      statuses.push((await ask(`${door.url}/mcp`, { token, body, headers })).status);
    expect(statuses).toEqual([400, 400, 429]);
  });
});

describe("what Home Assistant has to say to a login", () => {
  test("while it is away nobody logs in, and nobody is told that the token is wrong", async () => {
    const back = door.house.restart({ downMs: 1_000 });
    const refused = await logIn("203.0.113.30", { token: door.house.tokens.admin });
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("10");
    await back;
  });

  test("while it is away a token that has a login locks nobody out, one that has none does", async () => {
    const [known, unknown] = ["203.0.113.31", "203.0.113.32"];
    expect((await logIn(known, { token: door.house.tokens.admin })).status).toBe(200);
    const back = door.house.restart({ downMs: 1_500 });
    for (let tries = 0; tries < 6; tries++)
      expect((await logIn(known, { token: door.house.tokens.admin })).status).toBe(503);
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries++)
      statuses.push((await logIn(unknown, { token: "aaaa.bbbb.cccc" })).status);
    expect(statuses).toEqual([503, 503, 503, 503, 503, 429]);
    await back;
    await until(async () => (await logIn(known, { token: door.house.tokens.admin })).status === 200);
  });

  test("wrong tokens that were forwarded are few, from all addresses together", async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 8; at++)
      statuses.push((await logIn(`203.0.113.${40 + at}`, { token: "aaaa.bbbb.cccc" })).status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(4);
    expect(statuses.at(-1)).toBe(429);
  });

  test("a token that has a login is asked for all the same, until Home Assistant takes it no more", async () => {
    expect((await logIn("203.0.113.50", { token: door.house.tokens.admin })).status).toBe(200);
    for (let at = 0; at < 6; at++) await logIn(`203.0.113.${51 + at}`, { token: "aaaa.bbbb.cccc" });
    expect((await logIn("203.0.113.57", { token: door.house.tokens.user })).status).toBe(429);
    expect((await logIn("203.0.113.58", { token: door.house.tokens.admin })).status).toBe(200);
  });

  test("an access token is no login that could be ended", async () => {
    const token = await door.issue("viewer");
    const headers = from("203.0.113.59");
    const asked = await ask(`${door.url}/api/auth/logout`, { method: "POST", token, headers });
    expect(asked).toMatchObject({ status: 400, json: { title: expect.stringContaining("tokens revoke") } });
  });

  test("the kill switch shuts the login and every credential", async () => {
    const token = await door.issue("viewer");
    await door.run("kill", "on", "--reason", "test");
    const asked = await ask(`${door.url}/mcp`, {
      token,
      body: call(1, "ha_overview"),
      headers: from("203.0.113.60"),
    });
    expect(asked.status).toBe(503);
    expect((await logIn("203.0.113.61", { token: door.house.tokens.admin })).status).toBe(503);
    await door.run("kill", "off");
    expect((await ask(`${door.url}/api/auth/session`, { token, headers: from("203.0.113.60") })).status).toBe(
      200,
    );
  });
});
