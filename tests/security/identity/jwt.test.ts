/** JWTs of logins: what passes, and everything that must not. */

import { describe, expect, test } from "bun:test";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { Secret } from "../../../src/core/secret.ts";
import { keySet } from "../../../src/security/identity/key/key-set.ts";
import { readRing } from "../../../src/security/identity/key/ring-store.ts";
import { signJwt, verifyJwt } from "../../../src/security/identity/login/jwt.ts";
import { seedOf } from "../../seed.ts";
import { asked, DAY_MS, HOUR_MS, logIn, openHouse, refused, START_MS } from "./house.ts";
import { mutationsOf } from "./mutations.ts";

const NOBODY = { signs: undefined, verifies: [] };
const HOUSE = { issuer: "https://house", audience: "https://house/mcp" };
const MUTATIONS = 50_000;

function part(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
}

function hmac(secret: string, header: unknown, payload: unknown, bits = 256): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${createHmac(`sha${bits}`, secret).update(text).digest("base64url")}`;
}

function read(token: string, index: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());
}

/** A house, a good token of it, and the key that signed it: whoever holds that may write what he likes. */
async function signed() {
  const house = await openHouse();
  const { token } = await logIn(house.identity);
  const ring = await readRing(house.store);
  const secret = ring.keys[0]?.secret ?? "";
  return { house, token, secret, ring, header: read(token, 0), payload: read(token, 1) };
}

describe("a good token", () => {
  test("has the claims that were promised and lets in, also as HS384 and HS512", async () => {
    const { house, payload, header, token } = await signed();
    expect(Object.keys(payload).sort()).toEqual(
      ["iss", "aud", "sub", "jti", "sid", "iat", "exp", "auth_time", "grant"].sort(),
    );
    expect(header).toMatchObject({ alg: "HS256", typ: "JWT", kid: expect.any(String) });
    expect(await asked(house.identity, token)).toBe("ok");
    for (const algorithm of ["HS384", "HS512"] as const) {
      const other = await house.open({ algorithm });
      const fresh = await logIn(other);
      expect(read(fresh.token, 0)["alg"]).toBe(algorithm);
      expect(await asked(house.identity, fresh.token)).toBe("ok");
      expect(await asked(other, token)).toBe("ok");
    }
  });

  test("ends at its end, to the second, and that does not count", async () => {
    const { house, token } = await signed();
    house.clock.ms = START_MS + DAY_MS - 1;
    expect(await asked(house.identity, token)).toBe("ok");
    house.clock.ms = START_MS + DAY_MS;
    expect(await refused(house.identity, `Bearer ${token}`)).toMatchObject({
      reason: "expired",
      counts: false,
    });
  });
});

describe("what is no token of ours", () => {
  test("none as algorithm, in every spelling", async () => {
    const { house, header, payload, secret } = await signed();
    for (const alg of [
      "none",
      "None",
      "NONE",
      "nOnE",
      "",
      null,
      undefined,
      0,
      ["HS256"],
      "hs256",
      "Hs256",
      "HS256 ",
    ]) {
      const made = hmac(secret, { ...header, alg }, payload);
      for (const token of [
        made,
        `${made.split(".").slice(0, 2).join(".")}.`,
        made.split(".").slice(0, 2).join("."),
      ])
        expect(await refused(house.identity, `Bearer ${token}`)).toMatchObject({ status: 401, counts: true });
    }
  });

  test("signed by other kinds of keys, or with a public key as the secret", async () => {
    const { house, header, payload } = await signed();
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    await expect(house.open({ secret: new Secret(pem) })).rejects.toThrow("PEM");
    for (const alg of ["RS256", "PS256", "ES256", "EdDSA"]) {
      const text = `${part({ ...header, alg })}.${part(payload)}`;
      const token = `${text}.${sign("sha256", Buffer.from(text), privateKey).toString("base64url")}`;
      expect(await refused(house.identity, `Bearer ${token}`)).toMatchObject({ status: 401, counts: true });
    }
    expect(await asked(house.identity, hmac(pem, header, payload))).toBe("bad_signature");
  });

  test("a kid that is unknown, a path, a query, a name of every object; keys in the header", async () => {
    const { house, header, payload, secret } = await signed();
    const kids = [
      ...["nobody", "../../../dev/null", "/dev/null", "key' OR '1'='1", "key\u0000", "a".repeat(65), ""],
      ...["__proto__", "constructor", "toString", null, 1, {}, ["x"], undefined],
    ];
    for (const kid of kids)
      for (const key of [secret, "", "\u0000"])
        expect(
          await refused(house.identity, `Bearer ${hmac(key, { ...header, kid }, payload)}`),
        ).toMatchObject({
          status: 401,
          counts: true,
        });
    const jwk = { kty: "oct", k: part("attacker") };
    for (const more of [
      { jku: "https://evil.example/keys" },
      { x5u: "https://evil.example/cert" },
      { jwk },
      { x5c: ["MIIB"] },
      { crit: ["exp"] },
      { b64: false, crit: ["b64"] },
      { zip: "DEF" },
      { cty: "JWT" },
      { typ: "at+jwt" },
    ])
      expect(await asked(house.identity, hmac(secret, { ...header, ...more }, payload))).toBe(
        "malformed_jwt",
      );
  });

  test("claims that are missing, of another kind, too many, of another house, out of order", async () => {
    const { house, header, payload, secret } = await signed();
    const now = START_MS / 1000;
    const wrong = (changes: object) =>
      asked(house.identity, hmac(secret, header, { ...payload, ...changes }));
    for (const name of Object.keys(payload)) expect(await wrong({ [name]: undefined })).not.toBe("ok");
    for (const changes of [
      { aud: "https://other/mcp" },
      { aud: ["https://house/mcp"] },
      { iss: "https://other" },
      { iss: ["https://house"] },
      { nbf: now + 100 },
      { nbf: now - 100 },
      { admin: true },
      { exp: String(now + 1000) },
      { exp: now + 0.5 },
      { exp: null },
      { exp: 1e308 },
      { iat: "x" },
      { iat: now + 61 },
      { iat: now + 100_000 },
      { auth_time: now + 10 },
      { exp: now },
      { exp: now - 1 },
      { sub: 1 },
      { sub: "a1/../b" },
      { sub: "" },
      { sub: "someone" },
      { jti: {} },
      { sid: "../x" },
      { sid: "unknown" },
      { grant: ["admin"] },
    ])
      expect(await wrong(changes)).not.toBe("ok");
    expect(await asked(house.identity, hmac(secret, header, payload))).toBe("ok");
  });

  test("a claim that comes twice, another spelling of JSON, no JSON, no object", async () => {
    const { house, header, payload, secret } = await signed();
    const text = JSON.stringify(payload);
    for (const odd of [
      text.replace("{", '{"grant":"admin",'),
      text.replace("}", ',"grant":"admin"}'),
      text.replace("}", ',"exp":99999999999}'),
      ` ${text}`,
      text.replace(":", ": "),
      text.replace('"iss"', '"\\u0069ss"'),
      `[${text}]`,
      `"${text.length}"`,
      "null",
      "{",
      "",
    ])
      expect(await asked(house.identity, hmac(secret, header, odd))).not.toBe("ok");
    const doubled = JSON.stringify(header).replace("{", '{"alg":"none",');
    expect(await asked(house.identity, hmac(secret, doubled, payload))).toBe("malformed_jwt");
  });

  test("huge, in parts, with other signs", async () => {
    const { house, header, payload, secret, token } = await signed();
    const [head = "", body = "", tail = ""] = token.split(".");
    for (const odd of [
      hmac(secret, header, { ...payload, sub: "x".repeat(3_000) }),
      `${token}.${tail}`,
      `.${token}`,
      `${token}=`,
      `${head}.${body}.${tail}==`,
      `${head}..${tail}`,
      `${head}.${body}`,
      `${head}.${body}.`,
      "..",
      ".",
      `${head}\t.${body}.${tail}`,
      token.replace("J", "+"),
      "a".repeat(1_000_000),
      `${"a.".repeat(100_000)}`,
    ])
      expect(await asked(house.identity, odd)).not.toBe("ok");
  });

  test(`${MUTATIONS} mutations of a good token: not one`, async () => {
    const { token, ring } = await signed();
    const keys = keySet(ring, NOBODY);
    expect(verifyJwt(token, keys, HOUSE, START_MS)).toHaveProperty("claims");
    const seed = seedOf("JWT_SEED");
    const passed = [...mutationsOf(token, MUTATIONS, seed)].filter(
      (mutant) => "claims" in verifyJwt(mutant, keys, HOUSE, START_MS),
    );
    expect({ seed, passed }).toEqual({ seed, passed: [] });
  });

  test("each single sign of the signature counts, its last bits too", async () => {
    const { token, ring } = await signed();
    const keys = keySet(ring, NOBODY);
    const start = token.lastIndexOf(".") + 1;
    for (let at = start; at < token.length; at++)
      for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
        const mutant = token.slice(0, at) + sign + token.slice(at + 1);
        if (mutant !== token)
          expect(verifyJwt(mutant, keys, HOUSE, START_MS)).toEqual({ unproven: "bad_signature" });
      }
  });
});

test("a clock that is a little behind is borne, more is not", async () => {
  const { ring, payload } = await signed();
  const keys = keySet(ring, NOBODY);
  const key = keys.signs;
  if (!key) throw new Error("no key");
  const claims = payload as unknown as Parameters<typeof signJwt>[0];
  const token = signJwt(claims, key, "HS256");
  expect(verifyJwt(token, keys, HOUSE, START_MS - 60_000)).toHaveProperty("claims");
  expect(verifyJwt(token, keys, HOUSE, START_MS - 61_000)).not.toHaveProperty("claims");
  expect(verifyJwt(token, keys, HOUSE, START_MS + HOUR_MS)).toHaveProperty("claims");
});
