/** What a door makes of what the identity says: who is let in, who is told what, what is counted and logged. */

import { describe, expect, test } from "bun:test";
import type { Request } from "express";
import type { Identity, Presented, Refusal } from "../../../src/security/identity/identity.ts";
import { problemOf } from "../../../src/transport/http/credentials.ts";
import type { Step } from "../../../src/transport/http/exchange.ts";
import { send } from "../../doors/exchange.ts";
import { SOMEBODY, serveFront } from "./served.ts";

const REQUEST = {} as Request;
const challenge = (hasLogin: boolean) => ({ metadataUrl: () => "https://h.example/meta", hasLogin });
const refusal = (status: Refusal["status"], more: Partial<Refusal> = {}): Refusal => ({
  status,
  reason: "why",
  presented: true,
  counts: false,
  ...more,
});

describe("a refusal in words", () => {
  test.each<readonly [Refusal, boolean, string, object]>([
    [
      refusal(401),
      true,
      "not good any more",
      { "WWW-Authenticate": 'Bearer resource_metadata="https://h.example/meta", error="invalid_token"' },
    ],
    [
      refusal(401, { presented: false }),
      true,
      "access token, or log in at /api/auth/login.",
      { "WWW-Authenticate": 'Bearer resource_metadata="https://h.example/meta"' },
    ],
    [
      refusal(401, { presented: false }),
      false,
      "access token.",
      { "WWW-Authenticate": 'Bearer resource_metadata="https://h.example/meta"' },
    ],
    [refusal(429), true, "wait 60 s.", { "Retry-After": "60" }],
    [refusal(429, { retryAfterSeconds: 7 }), true, "wait 7 s.", { "Retry-After": "7" }],
    [refusal(503), true, "Nobody is let in now", { "Retry-After": "5" }],
  ])("%j", (given, hasLogin, words, headers) => {
    const problem = problemOf(given, REQUEST, challenge(hasLogin));
    expect(problem).toMatchObject({ status: given.status, headers: headers as never });
    expect(problem.detail).toContain(words);
  });

  test("403 has no challenge and names no grant", () => {
    expect(problemOf(refusal(403), REQUEST, challenge(true))).toEqual({
      status: 403,
      detail: "This credential opens nothing now; ask whoever gave it to you.",
    });
  });
});

type Given = {
  readonly refusal?: Refusal;
  readonly late?: number;
  readonly refreshed?: string;
  readonly rates?: boolean;
};

/** One request through the front, with an identity that answers as told. */
async function ask({ refusal: refused, late, refreshed }: Given, headers: Record<string, string> = {}) {
  const presented: Presented[] = [];
  const failed: string[] = [];
  const identity = {
    async authenticate(given: Presented) {
      presented.push(given);
      if (refused) return { refusal: refused };
      return { principal: SOMEBODY, ...(refreshed === undefined ? {} : { refreshed }) };
    },
    async failed(address: string) {
      failed.push(address);
      return late;
    },
    lockedFor: async () => undefined,
  } as unknown as Identity;
  const mcp: Step = (_, response) => void response.json({ who: response.locals.principal?.id });
  const door = await serveFront(mcp, {
    identity,
    authenticate: (_request, _response, next) => next(),
  });
  const response = await send(`${door.url}/mcp?x=1`, {
    body: { jsonrpc: "2.0", id: 1, method: "ping" },
    headers,
  });
  const text = await response.text();
  await door.close();
  return { status: response.status, headers: response.headers, text, presented, failed, logged: door.logged };
}

describe("at the door", () => {
  test("who is known goes on, with a fresh token where there is one", async () => {
    const known = await ask({});
    expect(known).toMatchObject({ status: 200, text: '{"who":"t"}', failed: [] });
    expect(known.headers.get("x-refresh-token")).toBeNull();
    expect((await ask({ refreshed: "fresh" })).headers.get("x-refresh-token")).toBe("fresh");
    expect(known.logged).toEqual([]);
  });

  test("what is wrong is logged with its reason, and counted where it counts", async () => {
    const wrong = await ask({ refusal: refusal(401, { reason: "bad_token", counts: true }) });
    expect(wrong).toMatchObject({ status: 401, failed: ["127.0.0.1"] });
    expect(wrong.text).not.toContain("bad_token");
    expect(wrong.logged[0]).toBe(
      'auth "auth_failed" {"request_id":"R","ip":"127.0.0.1","reason":"bad_token"}',
    );
    const expired = await ask({ refusal: refusal(401, { reason: "expired" }) });
    expect(expired).toMatchObject({ status: 401, failed: [] });
    expect(expired.logged[0]).toContain('"reason":"expired"');
  });

  test("who shows nothing is told where to begin, and is not in the log of failures", async () => {
    const nobody = await ask({ refusal: refusal(401, { presented: false }) });
    expect(nobody.status).toBe(401);
    expect(nobody.headers.get("www-authenticate")).not.toContain("error=");
    expect(nobody.logged.filter((line) => line.startsWith("auth"))).toEqual([]);
  });

  test("whose address was locked meanwhile hears that and nothing of the credential", async () => {
    const late = await ask({ refusal: refusal(401, { counts: true }), late: 33 });
    expect(late.status).toBe(429);
    expect(late.headers.get("retry-after")).toBe("33");
    expect(late.headers.get("www-authenticate")).toBeNull();
  });

  test("a locked address is logged as one", async () => {
    const locked = await ask({ refusal: refusal(429, { reason: "locked_out", retryAfterSeconds: 9 }) });
    expect(locked.status).toBe(429);
    expect(locked.logged[0]).toBe('security "locked_out" {"request_id":"R","ip":"127.0.0.1","seconds":9}');
    expect(locked.logged.filter((line) => line.startsWith("auth"))).toEqual([]);
  });

  test("the identity hears of the request what it signs, where it comes from, and nothing that did not come", async () => {
    const plain = await ask({});
    expect(plain.presented).toMatchObject([{ address: "127.0.0.1" }]);
    expect(plain.presented[0]).not.toContainAnyKeys(["origin", "path"]);
    expect(Object.keys(plain.presented[0]?.signature ?? {})).toEqual(["method", "target", "body"]);
    const { presented } = await ask(
      {},
      {
        Authorization: "Bearer x",
        Referer: "http://127.0.0.1/page/a?secret=1",
        "X-Hearthgate-Timestamp": "1",
        "X-Hearthgate-Nonce": "n",
        "X-Hearthgate-Signature": "s",
      },
    );
    expect(presented).toMatchObject([
      {
        authorization: "Bearer x",
        path: "/page/a",
        signature: { timestamp: "1", nonce: "n", signature: "s", method: "POST", target: "/mcp?x=1" },
      },
    ]);
    expect(Buffer.from(presented[0]?.signature?.body ?? "").toString()).toContain('"ping"');
    expect((await ask({}, { Referer: "no address" })).presented[0]).not.toContainKey("path");
  });
});
