/** The authorization server's protocol, from discovery to the yes or no. */

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { asked } from "../../../security/identity/house.ts";
import {
  ASKING,
  authorizePath,
  NO,
  openBrowser,
  openProtocol,
  REDIRECT,
  VERIFIER,
  wayAt,
  YES,
} from "./protocol.ts";

const person = { answer: YES };
let at: Awaited<ReturnType<typeof openProtocol>>;
beforeAll(async () => {
  at = await openProtocol(person);
});
afterAll(() => at.close());

const { codeFor, exchange } = wayAt(() => at);

describe("discovery", () => {
  test("names what there is, from the public URL, and nothing else", async () => {
    const response = await fetch(`${at.issuer}/.well-known/oauth-authorization-server`, {
      headers: { "x-forwarded-host": "evil.example" },
    });
    const metadata = await response.json();
    expect(metadata).toMatchObject({
      issuer: at.issuer,
      authorization_endpoint: `${at.issuer}/authorize`,
      token_endpoint: `${at.issuer}/token`,
      registration_endpoint: `${at.issuer}/register`,
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      scopes_supported: ["home", "offline_access"],
    });
    expect(JSON.stringify(metadata)).not.toContain("evil");
  });

  test("what the library would offer besides is not there", async () => {
    for (const path of [
      "/oauth/jwks",
      "/session/end",
      "/me",
      "/request",
      "/.well-known/openid-configuration",
    ])
      expect((await fetch(at.issuer + path)).status).toBe(404);
  });
});

describe("a yes", () => {
  test("comes back with code, state and issuer, and tokens that open", async () => {
    const { left } = await openBrowser(at.issuer).walk(
      authorizePath({ ...ASKING, scope: "home offline_access" }),
    );
    expect(left?.origin + (left?.pathname ?? "")).toBe(REDIRECT);
    expect(left?.searchParams.get("state")).toBe("st");
    expect(left?.searchParams.get("iss")).toBe(at.issuer);
    const { status, body, headers } = await exchange(left?.searchParams.get("code") ?? "");
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 86_400, scope: "home offline_access" });
    expect(headers.get("cache-control")).toContain("no-store");
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    expect(await asked(at.identity, body.access_token)).toBe("ok");
  });

  test("leaves no cookie behind but those of the asking", async () => {
    const browser = openBrowser(at.issuer);
    await browser.walk(authorizePath(ASKING));
    expect([...browser.jar.keys()].every((name) => /hearthgate-(asking|answer)@/.test(name))).toBe(true);
  });

  test("whose browser has another clock: no cookie ends at an instant", async () => {
    const response = await openBrowser(at.issuer).get(authorizePath(ASKING));
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies)
      expect(cookie).toMatch(/^hearthgate-\w+=[\w-]{43}; path=[^;]+; max-age=600;/);
  });

  test("is asked for again each time, whatever the browser holds", async () => {
    let times = 0;
    person.answer = (...exchanged) => {
      times++;
      return YES(...exchanged);
    };
    const browser = openBrowser(at.issuer);
    for (let count = 0; count < 3; count++) await browser.walk(authorizePath(ASKING));
    person.answer = YES;
    expect(times).toBe(3);
  });

  const ODD: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    "no scope": [{}, "home"],
    "scopes that there are not": [{ scope: "openid profile mcp home" }, "home"],
    "no scope but offline_access": [{ scope: "offline_access" }, "home offline_access"],
    "a nonce and a claims parameter": [{ nonce: "n", claims: "{}", max_age: "0" }, "home"],
    "prompt=consent": [{ prompt: "consent", scope: "home" }, "home"],
    "prompt=login": [{ prompt: "login", scope: "home" }, "home"],
    "a scope that asks for more": [{ scope: "home home:control" }, "home home:control"],
  };
  for (const [what, [query, scope]] of Object.entries(ODD))
    test(`with ${what}: the scope is ${scope}`, async () => {
      const { body } = await exchange(await codeFor(query));
      expect(body.scope).toBe(scope);
      expect(body.refresh_token).toBeString();
    });
});

describe("a no", () => {
  test("comes back as access_denied with state and issuer", async () => {
    person.answer = NO;
    const { left } = await openBrowser(at.issuer).walk(authorizePath(ASKING));
    person.answer = YES;
    expect(left?.searchParams.get("error")).toBe("access_denied");
    expect(left?.searchParams.get("state")).toBe("st");
    expect(left?.searchParams.get("iss")).toBe(at.issuer);
    expect(left?.searchParams.has("code")).toBe(false);
  });

  test("and nobody is asked under prompt=none", async () => {
    const { left } = await openBrowser(at.issuer).walk(authorizePath({ ...ASKING, prompt: "none" }));
    expect(left?.searchParams.get("error")).toBe("consent_required");
  });
});

describe("nobody is sent anywhere", () => {
  const WRONG: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "by a client that there is not": { client_id: "nobody" },
    "by a document that cannot be had": { client_id: "https://claude.ai/other" },
    "to a redirect URI of another": { redirect_uri: "https://evil.example/cb" },
    "to one that only looks alike": { redirect_uri: `${REDIRECT}/` },
    "to one with a query more": { redirect_uri: `${REDIRECT}?x=1` },
  };
  for (const [what, query] of Object.entries(WRONG))
    test(what, async () => {
      const { response, left } = await openBrowser(at.issuer).walk(authorizePath({ ...ASKING, ...query }));
      expect(left).toBeUndefined();
      expect(response.status).toBe(400);
      expect(await response.text()).toStartWith("page: invalid_");
    });
});

describe("who is sent back with an error", () => {
  const WRONG: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    "no challenge": [{ code_challenge: "", code_challenge_method: "" }, "invalid_request"],
    "a plain challenge": [{ code_challenge_method: "plain", code_challenge: VERIFIER }, "invalid_request"],
    "a resource of another": [{ resource: "https://other.example/mcp" }, "invalid_target"],
    "our origin without the path": [{ resource: "https://house" }, "invalid_target"],
    "a token in the browser": [{ response_type: "token" }, "unsupported_response_type"],
    "an answer in a page": [{ response_mode: "form_post" }, "unsupported_response_mode"],
    "an answer behind the #": [{ response_mode: "fragment" }, "unsupported_response_mode"],
  };
  for (const [what, [query, error]] of Object.entries(WRONG))
    test(what, async () => {
      const { left } = await openBrowser(at.issuer).walk(authorizePath({ ...ASKING, ...query }));
      const answer = new URLSearchParams(left?.search || left?.hash.slice(1));
      expect(answer.get("error")).toBe(error);
      expect(answer.get("iss")).toBe(at.issuer);
    });
});
