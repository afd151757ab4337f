/** An authorization server on loopback whose person always answers as the test says. */

import { setSystemTime } from "bun:test";
import { createHash, randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import express from "express";
import type { Askings } from "../../../../src/transport/express/oauth/asking.ts";
import { openAuthorizationServer } from "../../../../src/transport/express/oauth/authorization-server.ts";
import type { PublicFetch } from "../../../../src/transport/express/oauth/client/public-fetch.ts";
import { oauthRoutes } from "../../../../src/transport/express/oauth/oauth-routes.ts";
import { openClients } from "../../../../src/transport/express/oauth/open-clients.ts";
import type { Exchange, Step } from "../../../../src/transport/http/exchange.ts";
import { handlers } from "../../../../src/transport/http/front.ts";
import {
  ADDRESS,
  ADMIN,
  type HouseOptions,
  openHouse,
  type TestClock,
} from "../../../security/identity/house.ts";

export const DOCUMENT = "https://claude.ai/oauth/mcp-oauth-client-metadata";
export const REDIRECT = "https://claude.ai/api/mcp/auth_callback";
const SILENT = {
  auth: () => undefined,
  security: () => undefined,
} as never;

type Answer = (askings: Askings, ...exchange: Parameters<Askings["find"]>) => Promise<string | undefined>;

export const YES: Answer = (askings, request, response) =>
  askings.allow(request, response, { user: { ...ADMIN, name: "Ada" }, grantId: "operator" });
export const NO: Answer = (askings, request, response) => askings.deny(request, response);

/** `person`: what happens on the page of consent; undefined there = nobody goes on. */
export async function openProtocol(person: { answer: Answer } = { answer: YES }, options: HouseOptions = {}) {
  const app = express();
  const listener = app.listen(0, "127.0.0.1");
  await new Promise((resolve) => listener.once("listening", resolve));
  const issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const resource = `${issuer}/mcp`;
  // the library has no clock but the system's
  const clock: TestClock = { ms: Date.now(), now: () => clock.ms };
  const house = await openHouse({ ...options, clock, settings: { resource } });
  const documents = new Map<string, object>([[DOCUMENT, documentOf(DOCUMENT, [REDIRECT])]]);
  const fetchDocument: PublicFetch = async (url) => {
    const found = documents.get(url);
    return found === undefined
      ? { fault: "There is none.", passing: false }
      : { text: JSON.stringify(found), maxAgeMs: undefined };
  };
  const { store, identity } = house;
  const clients = openClients({ store, clock, onRefused: () => undefined, fetch: fetchDocument });
  const server = openAuthorizationServer({
    issuer,
    resource,
    state: identity.oauth,
    clock,
    clients,
    renderError: ({ error }) => ({ page: `page: ${error}`, headers: {} }),
    onFault(fault) {
      throw fault;
    },
  });
  const addressed: Step = (_, response, next) => {
    response.locals.address = ADDRESS;
    response.locals.requestId = "test";
    next();
  };
  const readJson: Step = (request, response, next) =>
    express.json()(request, response as Exchange, () => {
      response.locals.message = request.body;
      next();
    });
  const good: string[] = [];
  const onGood = (address: string) => void good.push(address);
  const steps = {
    ...{ open: [addressed, readJson], unread: [addressed], uncounted: [addressed], counted: [] },
    onGood,
  };
  let killed = false;
  oauthRoutes(app, { server, clients, issuer, resource, steps, log: SILENT, killed: async () => killed });
  const consent: Step = async (request, response) => {
    const next = await person.answer(server.askings, request, response);
    if (next === undefined) response.status(200).end("nobody goes on");
    else response.redirect(303, next);
  };
  app.get("/oauth/consent/:uid", ...handlers([addressed, consent]));
  return {
    ...house,
    issuer,
    resource,
    documents,
    /** Addresses from which a good credential came, in order. */
    good,
    server,
    kill: (on: boolean) => {
      killed = on;
    },
    pass(ms: number) {
      clock.ms += ms;
      setSystemTime(new Date(clock.ms));
    },
    close() {
      setSystemTime();
      listener.close();
    },
  };
}

export function documentOf(client_id: string, redirect_uris: readonly string[]): object {
  return { client_id, client_name: "Claude", redirect_uris, token_endpoint_auth_method: "none" };
}

export type Pkce = { readonly verifier: string; readonly challenge: string };

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** A browser that keeps cookies by path, and follows redirects on one origin alone. */
export function openBrowser(origin: string) {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const get = async (path: string): Promise<Response> => {
    const { pathname } = new URL(path, origin);
    const cookie = [...jar]
      .filter(([, { path: at }]) => pathname.startsWith(at))
      .map(([name, { value }]) => `${name.split("@")[0]}=${value}`)
      .join("; ");
    const response = await fetch(new URL(path, origin), {
      redirect: "manual",
      headers: { cookie, accept: "text/html" },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = "", ...attributes] = line.split("; ");
      const at = attributes.find((each) => each.startsWith("path="))?.slice(5) ?? "/";
      const [name = "", value = ""] = pair.split("=");
      jar.set(`${name}@${at}`, { value, path: at });
    }
    return response;
  };
  return {
    jar,
    get,
    /** Where it ends: the first answer that is no redirect, or one to another origin. */
    async walk(path: string): Promise<{ readonly response: Response; readonly left?: URL }> {
      let response = await get(path);
      for (let hops = 0; hops < 10; hops++) {
        const location = response.headers.get("location");
        if (location === null) return { response };
        const next = new URL(location, origin);
        if (next.origin !== origin) return { response, left: next };
        response = await get(next.href);
      }
      throw new Error("it goes round and round");
    },
  };
}

export function authorizePath(query: Readonly<Record<string, string>>): string {
  return `/authorize?${new URLSearchParams(query)}`;
}

export async function postForm(url: string, form: Readonly<Record<string, string>>, headers = {}) {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(form), headers });
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
}

type More = Readonly<Record<string, string>>;

const { verifier, challenge } = newPkce();
export const VERIFIER = verifier;
/** What the client of the document asks. */
export const ASKING = {
  client_id: DOCUMENT,
  response_type: "code",
  redirect_uri: REDIRECT,
  state: "st",
  code_challenge: challenge,
  code_challenge_method: "S256",
};

/** The way of that client at a server that may not be open yet; `more` in the place of what it sends. */
export function wayAt(server: () => { readonly issuer: string }) {
  const post = (form: More) => postForm(`${server().issuer}/token`, form);
  return {
    async codeFor(more: More = {}): Promise<string> {
      const { left } = await openBrowser(server().issuer).walk(authorizePath({ ...ASKING, ...more }));
      return left?.searchParams.get("code") ?? `none: ${left}`;
    },
    exchange: (code: string, more: More = {}) =>
      post({
        grant_type: "authorization_code",
        code,
        redirect_uri: REDIRECT,
        client_id: DOCUMENT,
        code_verifier: VERIFIER,
        ...more,
      }),
    refresh: (token: string, more: More = {}) =>
      post({ grant_type: "refresh_token", refresh_token: token, client_id: DOCUMENT, ...more }),
  };
}
