/** Home Assistant's own login: the code that its page hands to a browser, for the person behind it. */

import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { Failure } from "../../core/failure.ts";
import { Secret } from "../../core/secret.ts";
import { ownerOf, type TokenOwner } from "../link/token-owner.ts";
import { notConnected } from "../link/unavailable.ts";
import { idOf, objectOf, textsOf } from "../wire-values.ts";

export type CodeGrant = {
  readonly code: string;
  /** As it was when the code was asked for: codes are kept by it. */
  readonly clientId: string;
  /** Only where a challenge was sent: Home Assistant refuses one without. */
  readonly verifier?: string | undefined;
};

/** `url` without a trailing slash. */
export type LoginHost = { readonly url: string; readonly ca?: string | undefined };

export type CodeOwner = TokenOwner & {
  /** Kind of the login that was used, e.g. `homeassistant`; undefined = Home Assistant does not say. */
  readonly provider: string | undefined;
};

const TIMEOUT_MS = 5_000;
const MOST_BYTES = 64 * 1024;

/** A provider that lets in by address, without a password. */
export const TRUSTED_NETWORKS = "trusted_networks";

/**
 * Exchanges the code once and asks whose it is; the refresh token is revoked before this resolves or rejects, which ends
 * the access token too. HASS_REJECTED with `denial: "invalid_code"`, HASS_UNAVAILABLE. Home Assistant counts what it
 * refuses here against our address.
 */
export async function ownerOfCode(host: LoginHost, grant: CodeGrant): Promise<CodeOwner> {
  const { status, body } = await send(host, "/auth/token", {
    grant_type: "authorization_code",
    code: grant.code,
    client_id: grant.clientId,
    ...(grant.verifier === undefined ? {} : { code_verifier: grant.verifier }),
  });
  if (status >= 500) throw notConnected();
  const access = idOf(body["access_token"]);
  const refresh = idOf(body["refresh_token"]);
  if (status !== 200 || access === undefined || refresh === undefined) throw invalidCode(status);
  try {
    const provider = idOf(body["ha_auth_provider"]);
    const owner = await ownerOf({ ...withCa(host), token: new Secret(access) });
    return { ...owner, provider };
  } finally {
    await revoke(host, refresh);
  }
}

/** Whether its login page takes a code challenge; older ones do not. HASS_UNAVAILABLE. */
export async function takesCodeChallenge(host: LoginHost): Promise<boolean> {
  const { status, body } = await send(host, "/.well-known/oauth-authorization-server", undefined);
  if (status >= 500) throw notConnected();
  return status === 200 && textsOf(body["code_challenge_methods_supported"]).includes("S256");
}

/** Again at the old place where there is no newer one: both answer 200 to whatever they are given. */
async function revoke(host: LoginHost, token: string): Promise<void> {
  const { status } = await send(host, "/auth/revoke", { token });
  if (status === 200) return;
  const old = await send(host, "/auth/token", { token, action: "revoke" });
  if (old.status !== 200) throw notConnected();
}

function withCa({ url, ca }: LoginHost) {
  return ca === undefined ? { url } : { url, ca };
}

function invalidCode(status: number): Failure {
  return new Failure("HASS_REJECTED", `Home Assistant does not take this login (HTTP ${status}).`, {
    hint: "Log in again.",
    denial: "invalid_code",
  });
}

type Answered = { readonly status: number; readonly body: ReturnType<typeof objectOf> };

/** A form, or a mere question; what is no JSON counts as an empty object. HASS_UNAVAILABLE. */
function send(
  { url, ca }: LoginHost,
  path: string,
  form: Readonly<Record<string, string>> | undefined,
): Promise<Answered> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  const content = form && new URLSearchParams(form).toString();
  return new Promise((resolve, reject) => {
    const asked = request(
      `${url}${path}`,
      {
        method: content === undefined ? "GET" : "POST",
        headers: content === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(ca === undefined ? {} : { ca }),
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
          if (text.length <= MOST_BYTES) return;
          reject(notConnected(new Error(`an answer of over ${MOST_BYTES} characters`)));
          asked.destroy();
        });
        response.on("error", (cause) => reject(notConnected(cause)));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, body: read(text) }));
      },
    );
    asked.on("error", (cause) => reject(notConnected(cause)));
    asked.end(content);
  });
}

function read(text: string) {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return objectOf(undefined);
  }
}
