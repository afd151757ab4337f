/** The pages and endpoints at which somebody logs in at the house. */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Premises } from "../commands/premises.ts";

const MOST_BYTES = 4_096;
const METADATA = "/.well-known/oauth-authorization-server";

/** Whether the path is one of them. */
export function isOfLogin(path: string): boolean {
  return path.startsWith("/auth/") || path === METADATA;
}

export async function answerLogin(
  premises: Premises,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", premises.url);
  const json = (status: number, value: object) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  if (request.method === "GET" && pathname === METADATA) return json(200, metadataOf(premises.url));
  if (request.method === "GET" && pathname === "/auth/providers")
    return json(200, {
      providers: [{ name: "Home Assistant Local", id: null, type: "homeassistant" }],
      preselect_remember_me: true,
    });
  if (pathname === "/auth/authorize") return authorize(premises, searchParams, request, response);
  const form = request.method === "POST" ? await formOf(request) : undefined;
  if (form && pathname === "/auth/token" && form.get("action") !== "revoke")
    return json(...premises.logins.exchange(form));
  if (form && (pathname === "/auth/revoke" || pathname === "/auth/token")) {
    premises.logins.revoke(form.get("token") ?? "");
    response.writeHead(200).end();
    return;
  }
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("404: Not Found");
}

function metadataOf(url: string): object {
  return {
    issuer: url,
    authorization_endpoint: `${url}/auth/authorize`,
    token_endpoint: `${url}/auth/token`,
    revocation_endpoint: `${url}/auth/revoke`,
    grant_types_supported: ["authorization_code", "refresh_token"],
    token_endpoint_auth_methods_supported: ["none"],
    client_id_metadata_document_supported: true,
    code_challenge_methods_supported: ["S256"],
    response_types_supported: ["code"],
  };
}

/** Home Assistant asks for a password here; the house takes whoever says a name. */
async function authorize(
  { users, logins }: Premises,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const page = (status: number, body: string) => {
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
    response.end(`<!doctype html><html lang="en"><title>Demo house</title><main>${body}</main></html>`);
  };
  const clientId = query.get("client_id") ?? "";
  const target = query.get("redirect_uri") ?? "";
  if (query.get("response_type") !== "code" || !isSameSite(clientId, target))
    return page(400, "<h1>Invalid client id or redirect uri</h1>");
  const all = [...users()];
  if (request.method !== "POST") {
    const buttons = all.map(({ id, name }) => `<p><button name="user" value="${id}">${name}</button></p>`);
    return page(200, `<h1>Log in to the demo house as</h1><form method="post">${buttons.join("")}</form>`);
  }
  const chosen = (await formOf(request)).get("user");
  const user = all.find(({ id }) => id === chosen);
  if (!user?.isActive) return page(403, "<h1>User is not active</h1>");
  const challenge = query.get("code_challenge") ?? undefined;
  const to = new URL(target);
  to.searchParams.set("code", logins.code(user.id, { clientId, challenge }));
  const state = query.get("state");
  if (state !== null) to.searchParams.set("state", state);
  // as it does for whoever wishes to be remembered
  to.searchParams.set("storeToken", "true");
  response.writeHead(303, { location: to.href }).end();
}

/** As text, so that a port that need not be written makes them differ. */
function isSameSite(clientId: string, target: string): boolean {
  const site = /^https?:\/\/[^/?#]+/i;
  const [client, redirect] = [site.exec(clientId)?.[0], site.exec(target)?.[0]];
  return client !== undefined && client === redirect;
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > MOST_BYTES) return new URLSearchParams();
  }
  return new URLSearchParams(text);
}
