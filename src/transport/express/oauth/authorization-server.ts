/** The authorization server's protocol, by oidc-provider: what the library does, and all that it must not do. */

import { generateKeyPairSync } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request } from "express";
import type { Client, Configuration, KoaContextWithOIDC } from "oidc-provider";
// not its main file, which does nothing but warn of Bun
import { InvalidGrant, InvalidTarget, OIDCProviderError } from "oidc-provider/lib/helpers/errors.js";
import { Check, Prompt } from "oidc-provider/lib/helpers/interaction_policy/index.js";
import { Provider } from "oidc-provider/lib/provider.js";
import type { Clock } from "../../../core/clock.ts";
import type { OAuthState } from "../../../security/identity/oauth-state.ts";
import type { Exchange } from "../../http/exchange.ts";
import type { Askings } from "./asking.ts";
import { redirectMatches } from "./client/redirect-rules.ts";
import { isSecret } from "./client/registration.ts";
import { CLIENT_AUTH_METHODS, ENDPOINTS } from "./metadata.ts";
import { openAskings } from "./open-askings.ts";
import type { Clients } from "./open-clients.ts";
import { OFFLINE, RESOURCE_SCOPES } from "./parameters.ts";
import { storedModels } from "./stored-models.ts";

/** A fault that nobody can be redirected with: a page for the person, or JSON for a program. */
export type ShownError = { readonly error: string; readonly description: string };

export type ShownPage = { readonly page: string; readonly headers: Readonly<Record<string, string>> };

export type ServerParts = {
  /** PUBLIC_URL, without a trailing slash. */
  readonly issuer: string;
  readonly resource: string;
  readonly state: OAuthState;
  readonly clock: Clock;
  readonly clients: Pick<Clients, "find" | "used">;
  readonly renderError: (shown: ShownError, request: IncomingMessage) => ShownPage;
  readonly onFault: (fault: unknown) => void;
};

export type AuthorizationServer = {
  readonly askings: Askings;
  handle(request: Request, response: Exchange): Promise<void>;
};

const ACCESS_TOKEN_SECONDS = 86_400;
const REFRESH_TOKEN_SECONDS = 180 * 86_400;
const INTERACTION_SECONDS = 600;
const CODE_SECONDS = 60;
/** The library's; it never leaves. */
const SESSION_COOKIE = "hearthgate-authorize";

export function openAuthorizationServer(parts: ServerParts): AuthorizationServer {
  const { issuer, onFault } = parts;
  const provider = new Provider(issuer, configurationOf(parts));
  nameModels(provider);
  // it asks whether the client spoke TLS, and which host: what we say, not what came
  provider.proxy = true;
  provider.on("server_error", (_ctx, fault) => onFault(fault));
  // only what is kept of a secret is here, and redirects are compared as our rules have it
  Object.assign(provider.Client.prototype, {
    compareClientSecret(this: Client, shown: string) {
      return this.clientSecret !== undefined && isSecret(shown, this.clientSecret);
    },
    redirectUriAllowed(this: Client, uri: string) {
      return this.redirectUris?.some((registered) => redirectMatches(registered, uri)) === true;
    },
  });
  const handle = provider.callback();
  const { host, protocol } = new URL(issuer);
  return {
    askings: openAskings(provider, parts.state),
    async handle(request, response) {
      request.headers.host = host;
      request.headers["x-forwarded-host"] = host;
      request.headers["x-forwarded-proto"] = protocol.slice(0, -1);
      guardHeaders(response);
      await handle(request, response);
    },
  };
}

const MODELS = [
  "AccessToken",
  "AuthorizationCode",
  "Grant",
  "Interaction",
  "RefreshToken",
  "Session",
] as const;

/** It keeps its models, and asks how long they last, by the names of their classes, which a bundler shortens. */
function nameModels(provider: Provider): void {
  for (const name of MODELS) Object.defineProperty(provider[name], "name", { value: name });
}

function configurationOf(parts: ServerParts): Configuration {
  const { issuer, resource, state, clock, clients, renderError } = parts;
  const adapter = storedModels({
    ...{ state, clients, resource, clock },
    spent: () => new InvalidGrant("it was used before"),
    tooMany: () => new OIDCProviderError(429, "slow_down"),
    unreachable: () => notNow("what the client says of itself cannot be read now"),
    unchecked: () => notNow("whether the person may still allow it cannot be seen now"),
    resumeUrl: (uid) => `${issuer}${ENDPOINTS.authorization}/${uid}`,
  });
  return {
    adapter,
    jwks: { keys: [unusedKey()] },
    clientAuthMethods: [...CLIENT_AUTH_METHODS],
    clientBasedCORS: () => true,
    clientDefaults: { id_token_signed_response_alg: "ES256" },
    cookies: cookiesOf(parts),
    features: featuresOf(parts),
    expiresWithSession: () => false,
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    interactions: { policy: askEachTime(), url: (_ctx, { uid }) => `/oauth/consent/${uid}` },
    // some never ask for offline_access, and have no other way to stay
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    loadExistingGrant(ctx) {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    pkce: { required: () => true },
    renderError(ctx, out) {
      const shown = { error: out.error, description: out.error_description ?? "" };
      const { page, headers } = renderError(shown, ctx.req);
      ctx.set({ ...headers });
      ctx.type = "html";
      ctx.body = page;
    },
    responseTypes: ["code"],
    rotateRefreshToken({ oidc }) {
      // here it is not spent yet
      const asked = oidc.params?.["resource"];
      if (asked !== undefined && asked !== resource) throw new InvalidTarget();
      return true;
    },
    revokeGrantPolicy: () => true,
    routes: { ...ENDPOINTS, jwks: "/oauth/jwks" },
    scopes: [OFFLINE],
    ttl: lifetimes(),
  };
}

/** A client that hears this comes again, and throws nothing away. */
function notNow(error_description: string): Error {
  const error = new OIDCProviderError(503, "temporarily_unavailable");
  return Object.assign(error, { expose: true, error_description });
}

/** Bound to one asking each, by their paths; nothing is remembered of who said yes. */
function cookiesOf({ issuer }: ServerParts): NonNullable<Configuration["cookies"]> {
  const secure = issuer.startsWith("https:");
  const cookie = { httpOnly: true, sameSite: "lax", secure, signed: false } as const;
  const prefix = secure ? "__Secure-" : "";
  const names = {
    session: SESSION_COOKIE,
    interaction: `${prefix}hearthgate-asking`,
    resume: `${prefix}hearthgate-answer`,
  };
  return { names, long: cookie, short: cookie };
}

function featuresOf({ resource }: ServerParts): NonNullable<Configuration["features"]> {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo(_ctx, indicator) {
        if (indicator !== resource) throw new InvalidTarget();
        return {
          scope: [...RESOURCE_SCOPES, OFFLINE].join(" "),
          audience: resource,
          accessTokenFormat: "opaque",
          accessTokenTTL: ACCESS_TOKEN_SECONDS,
        };
      },
    },
  };
}

/** Seconds, by the clock of the library; no token outlives its consent. */
function lifetimes(): NonNullable<Configuration["ttl"]> {
  const withConsent =
    (seconds: number) =>
    ({ oidc }: KoaContextWithOIDC) => {
      const { exp } = oidc.entities.Grant ?? {};
      return exp === undefined
        ? seconds
        : Math.max(1, Math.min(seconds, exp - Math.floor(Date.now() / 1_000)));
    };
  return {
    AccessToken: withConsent(ACCESS_TOKEN_SECONDS),
    AuthorizationCode: () => CODE_SECONDS,
    Grant: () => REFRESH_TOKEN_SECONDS,
    Interaction: () => INTERACTION_SECONDS,
    RefreshToken: withConsent(REFRESH_TOKEN_SECONDS),
    Session: () => INTERACTION_SECONDS,
  };
}

/** A person logs in and says yes for each request, whatever was said before. */
function askEachTime() {
  const asks = new Check("nobody_asked", "A person has to log in and say yes", (ctx) =>
    ctx.oidc.result?.consent === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
  );
  return [new Prompt({ name: "consent", requestable: true }, asks)];
}

/** The library wants a key for the ID tokens that nobody gets here. */
function unusedKey() {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig" };
}

/** By its age, since the browser's clock may be another: what ends by ours may never begin by theirs. */
function withAge(cookie: string): string {
  return cookie.replace(/; expires=([^;]*)/i, (_, end: string) =>
    Date.parse(end) <= Date.now() ? "; max-age=0" : `; max-age=${INTERACTION_SECONDS}`,
  );
}

/** Which pages may call is the door's to say, the library would let every one; and of its session nobody need be told. */
function guardHeaders(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) =>
    name.toLowerCase().startsWith("access-control-") ? response : setHeader(name, value);
  const { writeHead } = response;
  // the cookies come past setHeader
  response.writeHead = (...head: unknown[]) => {
    const cookies = [response.getHeader("set-cookie") ?? []].flat().map(String);
    const ours = cookies.filter((cookie) => !cookie.startsWith(`${SESSION_COOKIE}=`)).map(withAge);
    if (ours.length === 0) response.removeHeader("set-cookie");
    else setHeader("set-cookie", ours);
    return Reflect.apply(writeHead, response, head);
  };
}
