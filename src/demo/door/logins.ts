/** Logins at the house as Home Assistant has them: codes, refresh tokens, access tokens. */

import { createHash, randomBytes } from "node:crypto";
import type { AskedCode, Logins } from "../commands/premises.ts";
import type { User } from "../world/world.ts";

const CODE_MS = 600_000;
const ACCESS_SECONDS = 1_800;

export function createLogins(users: () => Iterable<User>, now: () => number): Logins {
  const codes = new Map<string, AskedCode & { readonly userId: string; readonly until: number }>();
  const access = new Map<string, { readonly userId: string; readonly refresh: string }>();
  const userOfId = (id: string) => [...users()].find((user) => user.id === id);
  return {
    code(userId, asked) {
      const code = randomBytes(16).toString("hex");
      codes.set(code, { ...asked, userId, until: now() + CODE_MS });
      return code;
    },
    exchange(form) {
      if (form.get("grant_type") !== "authorization_code") return [400, { error: "unsupported_grant_type" }];
      const code = form.get("code") ?? "";
      const entry = codes.get(code);
      codes.delete(code);
      if (!entry || entry.clientId !== form.get("client_id") || now() > entry.until)
        return refused("Invalid code");
      const fault = verifierFault(entry.challenge, form.get("code_verifier"));
      if (fault !== undefined) return refused(fault);
      const user = userOfId(entry.userId);
      if (!user?.isActive) return [403, { error: "access_denied", error_description: "User is not active" }];
      const refresh = randomBytes(64).toString("hex");
      const token = accessToken();
      access.set(token, { userId: user.id, refresh });
      return [
        200,
        {
          access_token: token,
          token_type: "Bearer",
          refresh_token: refresh,
          expires_in: ACCESS_SECONDS,
          ha_auth_provider: "homeassistant",
        },
      ];
    },
    revoke(refreshToken) {
      for (const [token, { refresh }] of access) if (refresh === refreshToken) access.delete(token);
    },
    userOf(token) {
      const held = access.get(token);
      return held && userOfId(held.userId);
    },
  };
}

/** Of the form that Home Assistant's have: a JSON Web Token. */
export function accessToken(): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
  const claims = { iss: randomBytes(16).toString("hex") };
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.${randomBytes(32).toString("base64url")}`;
}

function refused(description: string): readonly [number, object] {
  return [400, { error: "invalid_request", error_description: description }];
}

/** A verifier without a challenge is refused, too (homeassistant/components/auth). */
function verifierFault(challenge: string | undefined, verifier: string | null): string | undefined {
  if (challenge === undefined)
    return verifier === null ? undefined : "Code verifier provided but no code challenge was present";
  if (verifier === null) return "Code verifier required";
  return createHash("sha256").update(verifier).digest("base64url") === challenge
    ? undefined
    : "Invalid code verifier";
}
