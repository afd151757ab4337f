/** Puts identity together on a store. */

import type { Clock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Store } from "../../store/store.ts";
import type { GrantBook } from "../grant/book/grant-book.ts";
import {
  type Accounts,
  accountRefusal,
  type KeptAccounts,
  keepAccounts,
  staysPrivileged,
} from "./accounts.ts";
import { isBlocked, killed, lockedFor, openAuthenticate } from "./authenticate.ts";
import { grantRefusal } from "./grant-validity.ts";
import { freeForward, freeForwards, takeForward } from "./guard/forward-cap.ts";
import { type Lockout, openLockout } from "./guard/lockout.ts";
import type { Identity, IdentitySettings, Refusal } from "./identity.ts";
import { keepLastUses } from "./keep/last-used.ts";
import { tombstoneOf } from "./keep/revocations.ts";
import { type LoginKey, openOutsideKeys } from "./key/outside-keys.ts";
import { activeKey, checkRing, withFirstKey, withLongest } from "./key/ring.ts";
import { changeRing, readRing } from "./key/ring-store.ts";
import { chainsOf, endChain, readChain } from "./login/chains.ts";
import { mayKeep } from "./login/choose-grant.ts";
import { type LoginParts, logIn, logOut, refreshLogin } from "./login/logins.ts";
import { readConsent } from "./oauth/consents.ts";
import { openOAuth } from "./open-oauth.ts";
import type { Principal } from "./principal.ts";
import { refuse } from "./refusal.ts";
import { type Ending, watchRevocations } from "./revocations-logged.ts";
import { tokenStands } from "./token/prove.ts";
import { openView, type View } from "./view.ts";

export type IdentityLog = {
  info(event: string, fields?: JsonObject): void;
  warn(event: string, fields?: JsonObject): void;
  error(event: string, fields?: JsonObject): void;
};

export type IdentityParts = {
  readonly store: Store;
  readonly grants: GrantBook;
  /** Must not go back (`forwardClock`). */
  readonly clock: Clock;
  readonly settings: IdentitySettings;
  /** Asks Home Assistant. HASS_UNAVAILABLE. */
  readonly accounts: () => Promise<Accounts>;
  readonly logger?: IdentityLog;
  /** Hears of what the owner ends. */
  readonly onEnding?: (ending: Ending) => void;
};

/** Makes a key where nothing else can sign. CONFIG_INVALID for a secret that may not sign logins, or a ring of two heads. */
export async function openIdentity(parts: IdentityParts): Promise<Identity> {
  const { store, grants, clock, settings, logger } = parts;
  const outside = openOutsideKeys(settings, (event, fields) => logger?.warn(event, fields));
  await prepareRing(parts, outside.current(clock.now()).signs);
  const view = openView(store, outside, (on) => parts.onEnding?.({ event: "kill_switch", on }));
  const revocations = watchRevocations(store);
  await revocations();
  await view(clock.now());
  const lockout = openLockout(store);
  const accounts = keepAccounts(parts.accounts);
  const logins = loginParts(parts, view);
  const authenticate = openAuthenticate({
    store,
    view,
    lockout,
    accounts,
    settings,
    grantOf: (id) => grants.byId(id),
    lastUses: keepLastUses(store, (fault) => logger?.warn("last_used_unwritten", { fault })),
    refresh: (principal, now) => refreshed(principal, now, logins, logger),
  });
  const oauth = openOAuth({
    store,
    clock,
    accounts,
    async grantOf(id) {
      const { revokedGrants } = await view(clock.now());
      return revokedGrants.has(id) ? undefined : grants.byId(id);
    },
  });
  const isKilled = async () => (await view(clock.now())).killed;

  return {
    async authenticate(presented) {
      try {
        return await authenticate(presented, clock.now());
      } catch (fault) {
        return { refusal: unreadable(fault, logger, presented.authorization !== undefined) };
      }
    },
    async lockedFor(address) {
      const now = clock.now();
      return lockedFor(address, await view(now), lockout, now);
    },
    isBlocked: async (address) => isBlocked(address, await view(clock.now())),
    failed: (address) => lockout.failed(address, clock.now()),
    async login(user, wanted, tokenDigest, address) {
      await freeForwards(store);
      if (await isKilled()) return { refusal: killed(true) };
      const now = clock.now();
      const login = await logInAs({ user, wanted, tokenDigest, address, now }, logins, accounts);
      if (!("refusal" in login)) await lockout.succeeded(address, true);
      return login;
    },
    ...forwarding(parts, lockout),
    async refresh(principal) {
      if (await isKilled()) return { refusal: killed(true) };
      return refreshLogin(logins, principal, clock.now());
    },
    logout: (principal) => logOut(store, principal, clock.now()),
    async stillHolds(principal) {
      try {
        return await holds(principal, await view(clock.now()), parts, accounts);
      } catch (fault) {
        logger?.error("state_unreadable", { fault });
        return undefined;
      }
    },
    oauth,
    killed: isKilled,
    async notice() {
      await view(clock.now());
      for (const ending of await revocations()) parts.onEnding?.(ending);
    },
  };
}

/** Whose token it is Home Assistant has just said: it is not that which is wrong. */
async function logInAs(
  asked: Omit<Parameters<typeof logIn>[1], "isSeen">,
  logins: LoginParts,
  accounts: KeptAccounts,
): ReturnType<typeof logIn> {
  const people = await accounts.fresh(asked.now).catch(() => "unknown" as const);
  if (people === "unknown") return { refusal: refuse(503, "accounts_unreadable", { retryAfterSeconds: 10 }) };
  const refusal = accountRefusal(people, asked.user.id, asked.address);
  return refusal
    ? { refusal: { ...refusal, status: 403 } }
    : logIn(logins, { ...asked, isSeen: people !== undefined });
}

/** A fresh JWT in the place of the principal's; undefined = there is none to be had. */
async function refreshed(
  principal: Principal,
  now: number,
  logins: LoginParts,
  logger: IdentityLog | undefined,
): Promise<string | undefined> {
  try {
    const login = await refreshLogin(logins, principal, now);
    // at the end of a login's life there is nothing later to be had
    return "refusal" in login || login.expiresAt <= (principal.until ?? 0) ? undefined : login.token;
  } catch (fault) {
    // the JWT that came is good all the same
    logger?.error("refresh_failed", { fault });
    return undefined;
  }
}

/** Which logins Home Assistant is asked about. */
function forwarding(
  { store, clock, settings }: IdentityParts,
  lockout: Lockout,
): Pick<Identity, "mayForwardLogin" | "tokenRefused" | "loginUnanswered" | "loginAccepted"> {
  return {
    async mayForwardLogin(digest, kind) {
      if (kind === "token" && (await chainsOf(store, digest)).length > 0) return undefined;
      return takeForward(store, clock.now(), settings.resource === undefined ? undefined : kind);
    },
    async tokenRefused(tokenDigest) {
      for (const { sid } of await chainsOf(store, tokenDigest))
        await endChain(store, sid, "token_refused", clock.now());
    },
    async loginUnanswered(tokenDigest, address) {
      // it was forwarded without a place of its own
      if ((await chainsOf(store, tokenDigest)).length > 0) return;
      await freeForward(store);
      await lockout.failed(address, clock.now());
    },
    async loginAccepted(address) {
      await freeForwards(store);
      await lockout.succeeded(address, true);
    },
  };
}

function loginParts(
  { store, grants, clock, settings }: IdentityParts,
  view: (now: number) => Promise<View>,
): LoginParts {
  const { issuer, audience, algorithm, expirationMs } = settings;
  return {
    store,
    grants,
    issuer,
    audience,
    algorithm,
    expirationMs,
    async grantRefusal(grant) {
      const now = clock.now();
      const { revokedGrants } = await view(now);
      return grantRefusal(grant && revokedGrants.has(grant.id) ? undefined : grant, now);
    },
    async signingKey() {
      const key = (await view(clock.now())).keys.signs;
      if (key) return key;
      throw new Failure("DEFECT", "No key can sign logins.", { hint: "hearthgate keys generate makes one." });
    },
  };
}

async function prepareRing({ store, clock, settings, logger }: IdentityParts, outside: LoginKey | undefined) {
  const before = await readRing(store);
  checkRing(before);
  const needsKey = outside === undefined && activeKey(before) === undefined;
  if (needsKey || before.longest_ms < settings.expirationMs) {
    await changeRing(store, (ring) => {
      const longest = withLongest(ring, settings.expirationMs);
      return outside === undefined && activeKey(ring) === undefined
        ? withFirstKey(longest, clock.now())
        : longest;
    });
    if (needsKey) logger?.info("key_generated");
  }
  // whoever set it believes that it signs
  if (outside && activeKey(before)) logger?.warn("jwt_secret_retiring", { kid: outside.kid });
}

async function holds(
  principal: Principal,
  { killed: isOff, keys, revokedGrants }: View,
  { store, grants, clock }: IdentityParts,
  accounts: KeptAccounts,
): Promise<boolean> {
  const now = clock.now();
  const { id, credential, session, client, jwt, kid, until } = principal;
  if (isOff || (kid !== undefined && keys.find(kid, now) === undefined)) return false;
  const grant = revokedGrants.has(principal.grantId) ? undefined : grants.byId(principal.grantId);
  if (!grant || grantRefusal(grant, now) || (until !== undefined && now >= until)) return false;
  // the process that started us has no credential that could end
  if (id === "local") return true;
  if (session === undefined && client === undefined) return tokenStands(store, credential, now);
  const given =
    session === undefined ? await readConsent(store, credential, now) : await readChain(store, session);
  if (given === undefined) return false;
  const people = await accounts.current(now);
  const { user, privileged } = given;
  if (accountRefusal(people, user, principal.address ?? "")) return false;
  if (!mayKeep(grant, user, staysPrivileged(people, user, privileged))) return false;
  return jwt === undefined || (await tombstoneOf(store, "jwt", jwt)) === undefined;
}

function unreadable(fault: unknown, logger: IdentityLog | undefined, presented: boolean): Refusal {
  const limited = fault instanceof Failure && fault.code === "RATE_LIMITED";
  if (!limited) logger?.error("authenticate_failed", { fault });
  const retryAfterSeconds = (fault instanceof Failure ? fault.retryAfterSeconds : undefined) ?? 5;
  return refuse(limited ? 429 : 503, limited ? "nonces_full" : "state_unreadable", {
    presented,
    retryAfterSeconds,
  });
}
