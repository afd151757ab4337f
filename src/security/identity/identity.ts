/** What the doors ask of identity: who calls, may they try, do they still hold. */

import type { ForwardKind } from "./guard/forward-cap.ts";
import type { RequestSignature } from "./guard/signed-request.ts";
import type { OutsideSecrets } from "./key/outside-keys.ts";
import type { HassLogin } from "./login/choose-grant.ts";
import type { JwtAlgorithm } from "./login/jwt.ts";
import type { OAuthState } from "./oauth-state.ts";
import type { Principal } from "./principal.ts";

/** What a request shows of its sender. */
export type Presented = {
  /** The header as it came. */
  readonly authorization: string | undefined;
  /** Client address after trusted proxies. */
  readonly address: string;
  /** `Origin` header. */
  readonly origin?: string | undefined;
  /** Path of the `Referer` header. */
  readonly path?: string | undefined;
  readonly signature?: RequestSignature | undefined;
};

/** `refreshed`: a fresh JWT, when the one that came is near its end. */
export type Authenticated = { readonly principal: Principal; readonly refreshed?: string };

/** Why somebody is not let in. */
export type Refusal = {
  readonly status: 401 | 403 | 429 | 503;
  /** For the log and the audit, never for the caller. */
  readonly reason: string;
  /** Whether a credential was presented at all: without one WWW-Authenticate has no error. */
  readonly presented: boolean;
  /** Whether it counts for the lockout. */
  readonly counts: boolean;
  readonly retryAfterSeconds?: number;
};

/** `expiresAt` in milliseconds since 1970; `session` is the login chain. */
export type Login = {
  readonly token: string;
  readonly expiresAt: number;
  readonly grantId: string;
  readonly session: string;
};

export type Identity = {
  /** Finds out who calls, at every request. State that cannot be read refuses with 503. */
  authenticate(presented: Presented): Promise<Authenticated | { readonly refusal: Refusal }>;
  /** Seconds until the address may try again (lockout, blocked); undefined = go on. The kill switch locks nobody. */
  lockedFor(address: string): Promise<number | undefined>;
  /** Whether the owner has blocked the address, whatever is shown there. */
  isBlocked(address: string): Promise<boolean>;
  /**
   * A credential was wrong: a refusal that counts, or Home Assistant's of a login. Seconds to wait where the address was
   * locked meanwhile: then nothing is said of the credential.
   */
  failed(address: string): Promise<number | undefined>;
  /** A login that Home Assistant has accepted: chooses the grant, mints. `tokenDigest`: SHA-256, hex. */
  login(
    user: HassLogin,
    wanted: string | undefined,
    tokenDigest: string,
    address: string,
  ): Promise<Login | { readonly refusal: Refusal }>;
  /**
   * Takes a place in the cap of logins that are forwarded to Home Assistant: at most four wrong ones in ten minutes, from
   * all addresses together, three of them of one kind where there is an authorization server; a token that has a login is
   * forwarded in any case. Seconds to wait; undefined = forward it.
   */
  mayForwardLogin(digest: string, kind: ForwardKind): Promise<number | undefined>;
  /** Home Assistant no longer takes the token of this digest: logins with it end. */
  tokenRefused(tokenDigest: string): Promise<void>;
  /**
   * Home Assistant could not be asked: the place in the cap is free again, and the address has one try less, unless the
   * token has a login: then it is no guess.
   */
  loginUnanswered(tokenDigest: string, address: string): Promise<void>;
  /** Home Assistant accepted a login of its own page, from this address: it has forgotten what it counted, and so do we. */
  loginAccepted(address: string): Promise<void>;
  refresh(principal: Principal): Promise<Login | { readonly refusal: Refusal }>;
  /** Ends the login chain, with every JWT of it; an access token is left alone. */
  logout(principal: Principal): Promise<void>;
  /**
   * Still good? For open streams, once a second: kill switch, grant, credential, login. undefined = the state cannot be
   * asked.
   */
  stillHolds(principal: Principal): Promise<boolean | undefined>;
  killed(): Promise<boolean>;
  /** What the authorization server rests on. */
  readonly oauth: OAuthState;
  /** Looks for what the owner has ended since, for the log; for a timer, as nobody may come meanwhile. */
  notice(): Promise<void>;
};

export type IdentitySettings = OutsideSecrets & {
  /** `iss` of JWTs. */
  readonly issuer: string;
  /** `aud` of JWTs. */
  readonly audience: string;
  /** The resource that OAuth access tokens are for; undefined = there are none. */
  readonly resource?: string | undefined;
  readonly algorithm: JwtAlgorithm;
  /** JWT_EXPIRATION. */
  readonly expirationMs: number;
};
