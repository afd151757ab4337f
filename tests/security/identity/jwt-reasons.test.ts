/** Why a JWT is not proven, by what is wrong with it: the reason decides whether it counts. */

import { expect, test } from "bun:test";
import { createHmac, createSecretKey } from "node:crypto";
import { type Claims, signJwt, verifyJwt } from "../../../src/security/identity/login/jwt.ts";
import { START_MS } from "./house.ts";

const HOUSE = { issuer: "https://house", audience: "https://house/mcp" };
const NOW_S = START_MS / 1000;
const CLAIMS: Claims = {
  iss: HOUSE.issuer,
  aud: HOUSE.audience,
  sub: "u1",
  jti: "j1",
  sid: "s1",
  iat: NOW_S,
  exp: NOW_S + 100,
  auth_time: NOW_S,
  grant: "operator",
};
const SECRET = "k".repeat(64);
const KEY = { kid: "own", key: createSecretKey(Buffer.from(SECRET)) };
const UNTIL = START_MS + 50_000;
const KEYS = {
  signs: KEY,
  find: (kid: string) => (kid === "own" ? { ...KEY, until: UNTIL } : undefined),
};

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Signed by us, whatever stands in it. */
function made(payload: unknown, header: unknown = { alg: "HS256", typ: "JWT", kid: "own" }, secret = SECRET) {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

function said(token: string, now = START_MS): string {
  const verified = verifyJwt(token, KEYS, HOUSE, now);
  return "unproven" in verified ? verified.unproven : "proven";
}

const claims = (more: object) => made({ ...CLAIMS, ...more });
const header = (more: object) => made(CLAIMS, { alg: "HS256", typ: "JWT", kid: "own", ...more });

test("what signJwt writes is proven, until its end or its key's", () => {
  for (const algorithm of ["HS256", "HS384", "HS512"] as const)
    expect(verifyJwt(signJwt(CLAIMS, KEY, algorithm), KEYS, HOUSE, START_MS)).toEqual({
      claims: CLAIMS,
      until: UNTIL,
      kid: "own",
    });
  const soon = { ...CLAIMS, exp: NOW_S + 10 };
  expect(verifyJwt(signJwt(soon, KEY, "HS256"), KEYS, HOUSE, START_MS)).toMatchObject({
    until: START_MS + 10_000,
  });
});

const FORMS: Readonly<Record<string, readonly string[]>> = {
  proven: [
    claims({}),
    claims({ iat: NOW_S + 60, auth_time: NOW_S + 60 }),
    claims({ auth_time: 0 }),
    claims({ sub: "x".repeat(64) }),
  ],
  malformed_jwt: [
    "",
    "a",
    "a.b",
    "a.b.c",
    `${claims({})}.x`,
    `${claims({})}=`,
    ` ${claims({})}`,
    "x".repeat(2_049),
    claims({ sub: "x".repeat(2_000) }),
    made("[]"),
    made("null"),
    made('"text"'),
    made("no json"),
    made(JSON.stringify(CLAIMS, null, 1)),
    made(JSON.stringify(CLAIMS).replace("{", '{"iat":1,')),
    header({ crit: ["x"] }),
    header({ jku: "https://x" }),
    header({ typ: "jwt" }),
    header({ typ: undefined }),
    header({ alg: "none" }),
    header({ alg: "RS256" }),
    header({ alg: undefined }),
    header({ kid: undefined }),
    header({ kid: 5 }),
    header({ kid: "" }),
    header({ kid: "a/b" }),
    header({ kid: "x".repeat(65) }),
    made(CLAIMS, "[]"),
  ],
  unknown_key: [
    header({ kid: "other" }),
    made(CLAIMS, { alg: "HS256", typ: "JWT", kid: "x".repeat(64) }, "else"),
  ],
  bad_signature: [
    made(CLAIMS, undefined, "else"),
    `${claims({}).slice(0, -3)}AAA`,
    header({ alg: "HS512" }),
    made({ ...CLAIMS, iss: "https://else" }, undefined, "else"),
  ],
  wrong_claims: [
    claims({ iss: "https://else" }),
    claims({ aud: "https://else" }),
    claims({ aud: [HOUSE.audience] }),
    claims({ extra: 1 }),
    claims({ grant: undefined }),
    claims({ jti: undefined, extra: 1 }),
    ...["sub", "jti", "sid", "grant"].flatMap((name) =>
      [5, "", "a/b", "x".repeat(65), null].map((value) => claims({ [name]: value })),
    ),
    ...["iat", "auth_time"].flatMap((name) =>
      ["1", 1.5, null, 2 ** 60].map((value) => claims({ [name]: value })),
    ),
    claims({ exp: NOW_S + 100.5 }),
    claims({ auth_time: NOW_S + 1 }),
    claims({ exp: NOW_S + 50, iat: NOW_S + 50 }),
    claims({ iat: NOW_S + 61, auth_time: NOW_S + 61 }),
  ],
  expired: [claims({ exp: NOW_S }), claims({ exp: NOW_S - 1, iat: NOW_S - 5, auth_time: NOW_S - 5 })],
};

test.each(Object.keys(FORMS))("%s", (reason) => {
  for (const [at, token] of (FORMS[reason] ?? []).entries())
    expect(`${at} ${said(token)}`).toBe(`${at} ${reason}`);
});

test("at the millisecond of its end it is over", () => {
  const token = claims({ exp: NOW_S + 1, iat: NOW_S });
  expect(said(token, START_MS + 999)).toBe("proven");
  expect(said(token, START_MS + 1_000)).not.toBe("proven");
});
