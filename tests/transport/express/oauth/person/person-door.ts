/** The pages of a person on the demo house, with a browser that keeps cookies and an asking of the test's own. */

import { afterAll, afterEach, beforeAll } from "bun:test";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Secret } from "../../../../../src/core/secret.ts";
import { type DemoHouse, type DemoHouseOptions, startDemoHouse } from "../../../../../src/demo/house.ts";
import { connectGateway } from "../../../../../src/hass/live-gateway.ts";
import { createLogger } from "../../../../../src/log/logger.ts";
import type { GrantBook } from "../../../../../src/security/grant/book/grant-book.ts";
import { builtinGrant } from "../../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../../src/security/grant/model/grant.ts";
import { openIdentity } from "../../../../../src/security/identity/open-identity.ts";
import { openPersonRoad } from "../../../../../src/start/person/person-road.ts";
import { memoryStore } from "../../../../../src/store/memory-store.ts";
import type { Store } from "../../../../../src/store/store.ts";
import type { Allowed, Asking } from "../../../../../src/transport/express/oauth/asking.ts";
import {
  PERSON_PAGES,
  personRoutes,
} from "../../../../../src/transport/express/oauth/person/person-routes.ts";
import { doorLog } from "../../../../../src/transport/http/door-log.ts";
import { frontApp } from "../../../../../src/transport/http/front.ts";
import { type Relay, startRelay } from "./relay.ts";

export const CLAUDE: Omit<Asking, "uid" | "expiresAt"> = {
  client: { id: "https://claude.ai/oauth/mcp-oauth-client-metadata", domain: "claude.ai", name: "Claude" },
  redirectUri: "https://claude.ai/api/mcp/auth_callback",
};

export type PersonDoor = {
  readonly url: string;
  readonly house: DemoHouse;
  readonly store: Store;
  /** Between the logins and the house. */
  readonly relay: Relay;
  /** By uid; what is taken out is over. */
  readonly askings: Map<string, Asking>;
  /** What was answered, in order. */
  readonly answers: ({ readonly uid: string } & (
    | { readonly allowed: Allowed }
    | { readonly denied: true }
  ))[];
  /** The owner's grants; may be changed while it runs. */
  readonly grants: Map<string, Grant>;
  /** Added to the clock of the door. */
  skewMs: number;
  killed: boolean;
  ask(asking?: Partial<Omit<Asking, "uid">>): string;
  close(): Promise<void>;
};

export type PersonDoorOptions = {
  readonly house?: DemoHouseOptions;
  /** HASS_BROWSER_URL; the house's own unless told. */
  readonly browserUrl?: string | undefined;
  /** Token of a user who is no administrator. */
  readonly ownTokenOf?: "user";
  readonly publicUrl?: string;
  /** Of an address in a quarter of an hour. */
  readonly mostRequests?: number;
  /** A real one in the place of the house, which then is only the door's neighbour. */
  readonly home?: { readonly url: string; readonly token: string };
  /** Browsers may say where they come from. */
  readonly isBehindProxy?: boolean;
};

export async function openPersonDoor(options: PersonDoorOptions = {}): Promise<PersonDoor> {
  const house = await startDemoHouse({ restless: false, ...options.house });
  const home = options.home ?? { url: house.url, token: house.tokens[options.ownTokenOf ?? "admin"] };
  const relay = await startRelay(home.url);
  const gateway = connectGateway({ url: home.url, token: new Secret(home.token) });
  await gateway.ready();
  let app: ReturnType<typeof frontApp> | undefined;
  const server = createServer((request, response) => app?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const publicUrl = options.publicUrl ?? url;
  const askings = new Map<string, Asking>();
  const answers: PersonDoor["answers"] = [];
  const grants = new Map<string, Grant>();
  const now = () => Date.now() + door.skewMs;
  const store = memoryStore({ now });
  let count = 0;
  const door: PersonDoor = {
    ...{ url, house, store, relay, askings, answers, grants, skewMs: 0, killed: false },
    ask(asking = {}) {
      count += 1;
      const uid = `asking-${count}`;
      askings.set(uid, { uid, expiresAt: now() + 600_000, ...CLAUDE, ...asking });
      return uid;
    },
    async close() {
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await relay.close();
      await house.close();
    },
  };
  const log = doorLog(createLogger("silent"), {
    securityEvents: false,
    authAttempts: false,
    failedRequests: false,
  });
  const uidOf = (path: string) => /^\/oauth\/consent\/([^/?]+)/.exec(path)?.[1] ?? "";
  const book = bookOf(grants);
  const identity = await openIdentity({
    ...{ store, grants: book, clock: { now }, accounts: async () => undefined },
    settings: { issuer: "i", audience: "a", algorithm: "HS256", expirationMs: 3_600_000 },
  });
  const take = (path: string) => {
    const uid = uidOf(path);
    if (!askings.delete(uid)) throw new Error("answered twice");
    return uid;
  };
  app = frontApp({
    rules: {
      ...{ host: "127.0.0.1", publicUrl, allowedHosts: [], tls: undefined },
      trustedProxies: options.isBehindProxy === true ? ["127.0.0.1"] : [],
      ...{ cors: undefined, rates: rateOf(options.mostRequests), health: "disabled" },
    },
    identity,
    log,
    ready: async () => true,
    pages: PERSON_PAGES,
    mcp: (_, response) => void response.status(500).end(),
    routes: (express, steps) =>
      personRoutes(express, steps, {
        askings: {
          find: async ({ path }) => {
            const asking = askings.get(uidOf(path));
            return asking && asking.expiresAt > now() ? asking : undefined;
          },
          async allow({ path }, _, allowed) {
            const uid = take(path);
            answers.push({ uid, allowed });
            return `/authorize/${uid}`;
          },
          async deny({ path }) {
            const uid = take(path);
            answers.push({ uid, denied: true });
            return `/authorize/${uid}`;
          },
        },
        person: openPersonRoad(
          { publicUrl, browserUrl: "browserUrl" in options ? options.browserUrl : house.url },
          { gateway, hass: { url: relay.url }, grants: book, clock: { now }, tools: [] },
        ),
        identity: { ...identity, killed: async () => door.killed },
        store,
        log,
        publicUrl,
        now,
      }),
  });
  return door;
}

function rateOf(max: number | undefined) {
  const rate = max === undefined ? undefined : { windowMinutes: 15, max };
  return rate && { address: rate, credential: rate };
}

function bookOf(grants: ReadonlyMap<string, Grant>): GrantBook {
  const byId = (id: string) => builtinGrant(id) ?? grants.get(id);
  return {
    byId,
    named: byId,
    forUser: (id) => [...grants.values()].filter(({ users }) => users?.includes(id)),
    all: () => [...grants.values()],
    ceiling: () => undefined,
  };
}

export type Page = { readonly status: number; readonly text: string; readonly url: string };

/** Follows redirects by itself, keeps cookies by host (of ports they know nothing), sends what a browser sends with navigations. */
export class Browser {
  readonly cookies = new Map<string, Map<string, string>>();
  readonly #from: Readonly<Record<string, string>>;

  /** `address`: as a proxy tells it. */
  constructor(address?: string) {
    this.#from = address === undefined ? {} : { "x-forwarded-for": address };
  }

  async get(url: string): Promise<Page> {
    return this.#go(url, { method: "GET" });
  }

  /** `origin`: `""` = none is sent. */
  async post(
    url: string,
    form: Readonly<Record<string, string>>,
    origin = new URL(url).origin,
  ): Promise<Page> {
    return this.#go(url, {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: {
        ...(origin === "" ? {} : { origin }),
        "content-type": "application/x-www-form-urlencoded",
      },
    });
  }

  async #go(url: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Page> {
    const jar = this.#jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: {
        ...init.headers,
        ...this.#from,
        ...(cookie === "" ? {} : { cookie }),
        "sec-fetch-dest": "document",
      },
    });
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = set.split(";")[0]?.split("=") ?? [];
      if (value === "" || /max-age=0/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location !== null && answer.status >= 300 && answer.status < 400)
      return this.#go(new URL(location, url).href, { method: "GET" });
    return { status: answer.status, text: await answer.text(), url };
  }

  #jarOf(url: string): Map<string, string> {
    const { hostname } = new URL(url);
    const jar = this.cookies.get(hostname) ?? new Map<string, string>();
    this.cookies.set(hostname, jar);
    return jar;
  }
}

/** The value of a hidden field. */
export function fieldIn(page: Page, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(page.text)?.[1] ?? "";
}

/** From the first page through the login as that user of the demo house. */
export async function logIn(door: PersonDoor, browser: Browser, uid: string, name = "Alex"): Promise<Page> {
  await browser.get(`${door.url}/oauth/consent/${uid}`);
  const atHome = await browser.get(`${door.url}/oauth/ha/start?asking=${uid}`);
  return browser.post(atHome.url, { user: userIdIn(atHome, name) });
}

export function userIdIn(atHome: Page, name: string): string {
  return new RegExp(`value="([^"]*)">${name}<`).exec(atHome.text)?.[1] ?? "";
}

export function grantOf(changes: Partial<Grant> = {}): Grant {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("no operator");
  return { ...operator, id: "evening", name: "Evening", note: "Lights.", ...changes };
}

/** The form of the page that is shown. */
export function yesTo(shown: Page, changes: Readonly<Record<string, string>> = {}) {
  return {
    token: fieldIn(shown, "token"),
    answer: "allow",
    grant: fieldIn(shown, "grant"),
    digest: fieldIn(shown, "digest"),
    last: "grant",
    ...changes,
  };
}

/** Logged in as Alex, with all that a grant opens before them. */
export async function shownTo(
  door: PersonDoor,
  browser: Browser,
  uid: string,
  grantId = "operator",
): Promise<Page> {
  await logIn(door, browser, uid);
  return browser.get(`${door.url}/oauth/consent/${uid}?grant=${grantId}`);
}

/** One door for a whole file, as it was before each test; `door` and `consent` are of use within tests only. */
export function doorForAll() {
  const all = {} as { door: PersonDoor };
  beforeAll(async () => {
    all.door = await openPersonDoor();
  });
  afterEach(() => {
    const { door } = all;
    door.answers.length = 0;
    door.grants.clear();
    door.killed = false;
    door.skewMs = 0;
  });
  afterAll(() => all.door.close());
  return all;
}
