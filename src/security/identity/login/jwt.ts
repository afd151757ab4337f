/** JWTs of logins: minted and verified, with one form and nothing beside it. */

import { createSecretKey, randomBytes } from "node:crypto";
import jwt from "jsonwebtoken";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { type KeySet, SKEW_MS } from "../key/key-set.ts";
import type { LoginKey } from "../key/outside-keys.ts";

export type JwtAlgorithm = "HS256" | "HS384" | "HS512";

/** RFC 7519 section 4.1 and ours. Instants are seconds since 1970. */
export type Claims = {
  readonly iss: string;
  readonly aud: string;
  /** Home Assistant user. */
  readonly sub: string;
  readonly jti: string;
  /** The login chain. */
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
  readonly auth_time: number;
  /** Id of the grant. */
  readonly grant: string;
};

export type Verified =
  /** `until`: when its end or its key's comes, in milliseconds since 1970. `kid`: the key that signed it. */
  | { readonly claims: Claims; readonly until: number; readonly kid: string }
  | { readonly unproven: "malformed_jwt" | "unknown_key" | "bad_signature" | "wrong_claims" | "expired" };

const ALGORITHMS: readonly JwtAlgorithm[] = ["HS256", "HS384", "HS512"];
/** Longer ones are not even decoded. */
const MAX_LENGTH = 2_048;
const FORM = /^([\w-]+)\.([\w-]+)\.[\w-]+$/;
const ID = /^[\w-]{1,64}$/;
const KID = /^[\w-]{1,64}$/;
const CLAIMS = ["iss", "aud", "sub", "jti", "sid", "iat", "exp", "auth_time", "grant"];
/** Verifies nothing; an unknown key takes as long as a wrong signature. */
const NOBODY = createSecretKey(randomBytes(64));

export function signJwt(claims: Claims, { kid, key }: LoginKey, algorithm: JwtAlgorithm): string {
  return jwt.sign({ ...claims }, key, { algorithm, keyid: kid });
}

/** `now` in milliseconds since 1970. Only what `signJwt` writes passes: its header, its claims, its spelling. */
export function verifyJwt(
  token: string,
  keys: KeySet,
  { issuer, audience }: { readonly issuer: string; readonly audience: string },
  now: number,
): Verified {
  const parts = token.length > MAX_LENGTH ? null : FORM.exec(token);
  const header = parts && decode(parts[1] ?? "");
  const payload = parts && decode(parts[2] ?? "");
  if (!header || !payload) return { unproven: "malformed_jwt" };
  const kid = kidIn(header);
  if (kid === undefined) return { unproven: "malformed_jwt" };
  const found = keys.find(kid, now);
  try {
    jwt.verify(token, found?.key ?? NOBODY, {
      algorithms: [...ALGORITHMS],
      issuer,
      audience,
      clockTimestamp: Math.max(1, Math.floor(now / 1000)),
    });
  } catch (fault) {
    if (found === undefined) return { unproven: "unknown_key" };
    if (fault instanceof jwt.TokenExpiredError) return { unproven: "expired" };
    const signed = fault instanceof Error && fault.message.startsWith("jwt ");
    return { unproven: signed ? "wrong_claims" : "bad_signature" };
  }
  const claims = claimsIn(payload, now);
  if (found === undefined || claims === undefined) return { unproven: "wrong_claims" };
  return { claims, until: Math.min(claims.exp * 1000, found.until), kid: found.kid };
}

/** Our spelling of JSON alone: a claim that comes twice, or a blank, is not ours. */
function decode(part: string): JsonObject | undefined {
  try {
    const text = Buffer.from(part, "base64url").toString("utf8");
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** undefined when the header holds anything else, e.g. `crit`, `jku`, `jwk` or `x5u`. */
function kidIn({ alg, typ, kid, ...others }: JsonObject): string | undefined {
  if (Object.keys(others).length > 0 || typ !== "JWT") return undefined;
  if (!ALGORITHMS.some((each) => each === alg)) return undefined;
  return typeof kid === "string" && KID.test(kid) ? kid : undefined;
}

function claimsIn(payload: JsonObject, now: number): Claims | undefined {
  const { sub, jti, sid, iat, exp, auth_time, grant, aud } = payload;
  if (Object.keys(payload).length !== CLAIMS.length || !CLAIMS.every((name) => Object.hasOwn(payload, name)))
    return undefined;
  if (typeof aud !== "string") return undefined;
  for (const id of [sub, jti, sid, grant]) if (typeof id !== "string" || !ID.test(id)) return undefined;
  for (const instant of [iat, exp, auth_time]) if (!Number.isSafeInteger(instant)) return undefined;
  const claims = payload as unknown as Claims;
  const latest = (now + SKEW_MS) / 1000;
  const inOrder = claims.auth_time <= claims.iat && claims.iat < claims.exp && claims.iat <= latest;
  // the library has held the end against the clock; a verified one is told from an expired one here alone
  return inOrder && now < claims.exp * 1000 ? claims : undefined;
}
