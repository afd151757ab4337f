/** A client's side of OAuth, step by step, with each client's own habits left to the caller. */

import { createHash, randomBytes } from "node:crypto";
import type { Answered } from "../exchange.ts";
import { ask } from "../exchange.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Where a client comes from: the door trusts the tests to say so. */
export type From = { readonly address: string };

export type Discovered = {
  readonly challenge: Json;
  readonly resource: Json;
  readonly server: Json;
};

export type Tokens = {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
};

/** From a request without a token to the metadata of the authorization server; where a step does not lead on it throws. */
export async function discover(resource: string, from: From, method = "POST"): Promise<Discovered> {
  const refused = await ask(resource, {
    method,
    headers: headersOf(from),
    ...(method === "POST" ? { body: { jsonrpc: "2.0", id: 1, method: "tools/list" } } : {}),
  });
  if (refused.status !== 401) throw new Error(`${method} without a token: ${refused.status} ${refused.text}`);
  const challenge = challengeOf(refused);
  const described = await get(String(challenge["resource_metadata"]), from);
  const [issuer] = described["authorization_servers"] as readonly string[];
  return {
    challenge,
    resource: described,
    server: await get(`${issuer}/.well-known/oauth-authorization-server`, from),
  };
}

export function challengeOf({ headers }: Answered): Json {
  const header = headers.get("www-authenticate") ?? "";
  if (!header.startsWith("Bearer ")) throw new Error(`no Bearer challenge: ${header}`);
  return Object.fromEntries(
    [...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = "", value]) => [name, value]),
  );
}

export async function get(url: string, from: From): Promise<Json> {
  const { status, json, text } = await ask(url, { headers: headersOf(from) });
  if (status !== 200 || json === undefined) throw new Error(`${url}: ${status} ${text}`);
  return json;
}

/** Its answer; throws with what was refused. */
export async function register(server: Json, body: object, from: From): Promise<Json> {
  const { status, json, text } = await ask(String(server["registration_endpoint"]), {
    body,
    headers: headersOf(from),
  });
  if (status !== 201 || json === undefined) throw new Error(`registration: ${status} ${text}`);
  return json;
}

export type Asked = { readonly url: string; readonly state: string; readonly verifier: string };

/** Parameters that are undefined are left out. */
export function authorizationUrl(
  server: Json,
  parameters: Readonly<Record<string, string | undefined>>,
): Asked {
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const url = new URL(String(server["authorization_endpoint"]));
  const all = {
    response_type: "code",
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
  return { url: url.href, state, verifier };
}

/** The answer of the token endpoint, whatever it is. */
export function askForToken(
  server: Json,
  form: Readonly<Record<string, string | undefined>>,
  from: From & { readonly basic?: readonly [string, string] },
): Promise<Answered> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) if (value !== undefined) body.set(name, value);
  return ask(String(server["token_endpoint"]), {
    method: "POST",
    headers: {
      ...headersOf(from),
      "Content-Type": "application/x-www-form-urlencoded",
      ...(from.basic === undefined ? {} : { Authorization: `Basic ${btoa(from.basic.join(":"))}` }),
    },
    body: body.toString(),
  });
}

/** Throws with what was refused, and where anything that every client relies on is missing. */
export function tokensOf({ status, json, text, headers }: Answered): Tokens {
  if (status !== 200 || json === undefined) throw new Error(`token endpoint: ${status} ${text}`);
  if (!headers.get("cache-control")?.includes("no-store")) throw new Error("a token that may be cached");
  for (const name of ["access_token", "refresh_token", "scope"])
    if (typeof json[name] !== "string") throw new Error(`no ${name} in the answer`);
  if (json["token_type"] !== "Bearer" || typeof json["expires_in"] !== "number")
    throw new Error("no bearer token with an end");
  return json as unknown as Tokens;
}

export function headersOf({ address }: From): Readonly<Record<string, string>> {
  return { "X-Forwarded-For": address };
}
