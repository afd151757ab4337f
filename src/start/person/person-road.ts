/** The home as the pages of a person need it: logins, and what grants open. */

import { setImmediate } from "node:timers/promises";
import { isLoopbackHost } from "../../config/http-config.ts";
import type { Clock } from "../../core/clock.ts";
import { type Effect, onlyLooks } from "../../core/effect.ts";
import { Failure } from "../../core/failure.ts";
import { isJsonObject } from "../../core/json.ts";
import type { Gateway } from "../../hass/gateway.ts";
import {
  type LoginHost,
  ownerOfCode,
  TRUSTED_NETWORKS,
  takesCodeChallenge,
} from "../../hass/login/code-login.ts";
import type { GrantBook } from "../../security/grant/book/grant-book.ts";
import { always, reachedBy } from "../../security/grant/decide/reached.ts";
import { builtinGrant } from "../../security/grant/model/builtins.ts";
import type { Grant } from "../../security/grant/model/grant.ts";
import { offersTool } from "../../security/grant/scope/tool-list.ts";
import { grantRefusal, takesBearer } from "../../security/identity/grant-validity.ts";
import { isPrivileged } from "../../security/identity/login/choose-grant.ts";
import type { CodeLogin, HassUser, PersonRoad } from "../../transport/person-road.ts";
import { readAccounts } from "../accounts.ts";
import { offerOf, previewOf } from "./offers.ts";

export type PersonHome = {
  readonly gateway: Gateway;
  readonly hass: LoginHost;
  readonly grants: GrantBook;
  readonly clock: Clock;
  readonly tools: readonly { readonly name: string; readonly effects: readonly Effect[] }[];
};

const WAIT_MS = 5_000;
const BUILT_IN = ["viewer", "operator", "editor", "admin"] as const;

/** PUBLIC_URL and HASS_BROWSER_URL. */
export type PersonRules = {
  readonly publicUrl: string | undefined;
  readonly browserUrl: string | undefined;
};

export function openPersonRoad(rules: PersonRules, home: PersonHome): PersonRoad {
  const { gateway, grants, hass } = home;
  let isWarm = false;
  // the first look at a home reads what its automations wait for: that goes on while the person logs in
  const warmUp = () => {
    const operator = builtinGrant("operator");
    if (isWarm || !operator || !gateway.connected) return;
    isWarm = true;
    inTurns(reachedBy(operator, undefined, gateway)).catch(() => {
      isWarm = false;
    });
  };
  const ready = async () => {
    if (!gateway.connected) await gateway.ready({ signal: AbortSignal.timeout(WAIT_MS) });
  };
  const offered = (user: Omit<HassUser, "name">) => grantsOf(user, home);
  return {
    async loginPage() {
      const [takesPkce, external] = await Promise.all([
        takesCodeChallenge(hass),
        rules.browserUrl ?? ready().then(() => externalUrl(gateway)),
      ]);
      warmUp();
      return { takesPkce, browserUrl: external ?? ownUrl(rules.publicUrl, hass.url) };
    },
    loginWithCode: (login) => loginWithCode(login, home),
    async offersFor(user) {
      await ready();
      const theirs = offered(await asOfNow(user, home));
      const exposed = await gateway.exposedToAssist();
      return theirs.map((grant) => offerOf(grant, grants.ceiling(), gateway, exposed, home.clock.now()));
    },
    async preview(user, grantId) {
      await ready();
      const grant = offered(await asOfNow(user, home)).find(({ id }) => id === grantId);
      if (!grant) return undefined;
      const ceiling = grants.ceiling();
      const exposed = await gateway.exposedToAssist();
      const reached = await inTurns(reachedBy(always(grant), ceiling, gateway));
      return previewOf(offerOf(grant, ceiling, gateway, exposed, home.clock.now()), reached, gateway);
    },
    async widerScope(userId, grantId, name) {
      const tool = home.tools.find((each) => each.name === name);
      const held = grants.byId(grantId);
      if (tool === undefined || held === undefined || offersTool(held, tool)) return undefined;
      const isAdmin = (await readAccounts(gateway))?.get(userId)?.isPrivileged === true;
      const others = offered({ id: userId, isAdmin, isOwner: false });
      return others.some((grant) => offersTool(grant, tool)) ? scopeOf(tool.effects) : undefined;
    },
    locale() {
      if (!gateway.connected) return { language: undefined, timeZone: "UTC" };
      const { language, timeZone } = gateway.house;
      return { language, timeZone };
    },
  };
}

const AT_ONCE = 1_000;

/** Others get their turn in between: a large home takes a while. */
async function inTurns<Each>(each: AsyncIterable<Each>): Promise<readonly Each[]> {
  const all: Each[] = [];
  for await (const one of each) if (all.push(one) % AT_ONCE === 0) await setImmediate();
  return all;
}

/** Owner and administrators: any; others: those whose `users` name them. Only what opens something now, to a client that cannot sign. */
function grantsOf(user: Omit<HassUser, "name">, { grants, clock }: PersonHome): readonly Grant[] {
  const theirs = isPrivileged(user)
    ? [...grants.all(), ...BUILT_IN.flatMap((name) => builtinGrant(name) ?? [])]
    : grants.forUser(user.id);
  const now = clock.now();
  return theirs.filter((grant) => takesBearer(grant) && grantRefusal(grant, now) === undefined);
}

function scopeOf(effects: readonly Effect[]): string {
  return effects.every(onlyLooks) ? "home" : "home:control";
}

async function loginWithCode({ fromLoopback, ...code }: CodeLogin, home: PersonHome): Promise<HassUser> {
  const { provider, ...user } = await ownerOfCode(home.hass, code);
  if (provider === TRUSTED_NETWORKS) throw refused("trusted_networks");
  const account = await accountOf(user, home);
  // Home Assistant has looked at our address, not at the browser's
  if (account.localOnly && !fromLoopback) throw refused("local_only");
  return user;
}

/** HASS_REJECTED where nobody can tell whether they may still log in, or they may not. */
async function accountOf({ id }: HassUser, { gateway }: PersonHome) {
  const accounts = await readAccounts(gateway);
  if (accounts === undefined) throw refused("user_unchecked");
  const account = accounts.get(id);
  if (!account?.isActive) throw refused("user_gone");
  return account;
}

/** Who was an administrator at the login may be none any more. */
async function asOfNow(user: HassUser, home: PersonHome): Promise<HassUser> {
  const { isPrivileged: stays } = await accountOf(user, home);
  return { ...user, isAdmin: user.isAdmin && stays, isOwner: user.isOwner && stays };
}

function refused(denial: string): Failure {
  return new Failure("HASS_REJECTED", "This login does not count here.", { denial });
}

async function externalUrl(gateway: Gateway): Promise<string | undefined> {
  const said = await gateway.query({ type: "get_config" });
  const url = isJsonObject(said) ? said["external_url"] : undefined;
  return typeof url === "string" && /^https?:\/\//.test(url) && URL.canParse(url)
    ? url.replace(/\/+$/, "")
    : undefined;
}

/** A browser that finds us at loopback finds there what we find there. */
function ownUrl(publicUrl: string | undefined, url: string): string | undefined {
  const both = [publicUrl, url].every((each) => each !== undefined && isLoopbackHost(new URL(each).hostname));
  return both ? url : undefined;
}
