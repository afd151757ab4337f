/** A client of some habits, connected to a door: from discovery to a token, and on from there. */

import type { Answered } from "../exchange.ts";
import { ask, call, openSession } from "../exchange.ts";
import { openBrowser } from "./browser.ts";
import {
  askForToken,
  authorizationUrl,
  type Discovered,
  discover,
  type From,
  headersOf,
  type Json,
  register,
  type Tokens,
  tokensOf,
} from "./client.ts";
import type { Habits } from "./habits.ts";
import type { OAuthDoor } from "./oauth-door.ts";
import { answerPerson, type PersonsAnswer } from "./person.ts";

export type Identity = { readonly id: string; readonly secret: string | undefined };

export type Connection = {
  readonly habits: Habits;
  readonly found: Discovered;
  readonly identity: Identity;
  readonly asked: { readonly scope: string | undefined; readonly redirect: string };
  /** Where the browser came back to. */
  readonly told: URL;
  readonly tokens: Tokens;
};

const CURRENT = "2026-07-28";

/** Throws where any step does not lead on. */
export async function connect(
  door: OAuthDoor,
  habits: Habits,
  said: PersonsAnswer,
  known?: Identity,
): Promise<Connection> {
  const next = turns(habits);
  const found = await discover(door.resource, next(), habits.first);
  const identity = known ?? (await identify(found, habits, next()));
  const redirect = habits.redirect();
  const scope = habits.scope(found);
  const asked = authorizationUrl(found.server, {
    client_id: identity.id,
    redirect_uri: redirect,
    scope,
    resource: habits.says.resource.authorize ? String(found.resource["resource"]) : undefined,
  });
  const told = await answerPerson(personsBrowser(door), asked.url, said);
  if (told.searchParams.get("state") !== asked.state) throw new Error(`another state: ${told.href}`);
  if (told.searchParams.get("iss") !== door.issuer) throw new Error(`another issuer: ${told.href}`);
  const code = told.searchParams.get("code");
  if (code === null) throw new Error(`no code: ${told.href}`);
  const answer = await askForToken(
    found.server,
    {
      ...authentication(habits, identity),
      grant_type: "authorization_code",
      code,
      code_verifier: asked.verifier,
      redirect_uri: redirect,
      resource: habits.says.resource.token ? door.resource : undefined,
    },
    next(),
  );
  return { habits, found, identity, asked: { scope, redirect }, told, tokens: tokensOf(answer) };
}

let people = 0;

/** Of another person each time, at an address of their own: one has fifty requests in a quarter of an hour. */
export function personsBrowser(door: OAuthDoor) {
  people++;
  return openBrowser({
    origins: [door.issuer, door.house.url],
    headers: { "X-Forwarded-For": `192.0.${2 + Math.floor(people / 250)}.${1 + (people % 250)}` },
  });
}

async function identify({ server }: Discovered, { identity }: Habits, from: From): Promise<Identity> {
  if ("document" in identity) return { id: identity.document, secret: undefined };
  const registered = await register(server, identity.registers, from);
  const secret = registered["client_secret"];
  return { id: String(registered["client_id"]), secret: typeof secret === "string" ? secret : undefined };
}

/** The answer, whatever it is. */
export function refreshWith(
  { habits, found, identity, asked, tokens }: Connection,
  door: OAuthDoor,
  refreshToken = tokens.refresh_token,
): Promise<Answered> {
  return askForToken(
    found.server,
    {
      ...authentication(habits, identity),
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      scope: habits.says.scopeAtRefresh ? asked.scope : undefined,
      resource: habits.says.resource.refresh ? door.resource : undefined,
    },
    { address: habits.addresses.at(-1) ?? "" },
  );
}

/** The same with the tokens of a refresh that must succeed. */
export async function refreshed(connection: Connection, door: OAuthDoor): Promise<Connection> {
  return { ...connection, tokens: tokensOf(await refreshWith(connection, door)) };
}

function authentication(_habits: Habits, { id, secret }: Identity) {
  return { client_id: id, client_secret: secret };
}

/** What the door answers to a call in the era of 2026, which is one request. */
export function callOnce(door: OAuthDoor, token: string, habits: Habits): Promise<Answered> {
  const { params, ...rest } = call("now", "ha_read", { ids: ["light.hall"] });
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": CURRENT,
    "io.modelcontextprotocol/clientInfo": { name: habits.name, version: "0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return ask(`${door.url}/mcp`, {
    token,
    headers: {
      ...headersOf({ address: habits.addresses[0] ?? "" }),
      "MCP-Protocol-Version": CURRENT,
      "Mcp-Method": "tools/call",
      "Mcp-Name": "ha_read",
    },
    body: { ...rest, params: { ...params, _meta } },
  });
}

/** The same in a session of 2025. */
export async function callInSession(door: OAuthDoor, token: string): Promise<Answered> {
  const session = await openSession(door.url, token);
  return ask(`${door.url}/mcp`, { token, session, body: call("then", "ha_read", { ids: ["light.hall"] }) });
}

/** What the call answered of the light; undefined where it answered something else. */
export function lightIn({ json }: Answered): string | undefined {
  const result = json?.["result"] as Json | undefined;
  const found = (result?.["structuredContent"] as Json | undefined)?.["found"];
  return Array.isArray(found) ? String((found[0] as Json | undefined)?.["id"]) : undefined;
}

function turns({ addresses }: Habits): () => From {
  let at = 0;
  return () => ({ address: addresses[at++ % addresses.length] ?? "" });
}
