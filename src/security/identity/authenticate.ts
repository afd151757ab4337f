/** Finds out who calls, from what a request shows. */

import type { Store } from "../../store/store.ts";
import type { Grant } from "../grant/model/grant.ts";
import { checkAddress, checkOrigin } from "../grant/restrict/network.ts";
import { accountRefusal, type KeptAccounts, staysPrivileged } from "./accounts.ts";
import { grantRefusal } from "./grant-validity.ts";
import type { Lockout } from "./guard/lockout.ts";
import { signatureFault } from "./guard/signed-request.ts";
import type { Authenticated, IdentitySettings, Presented, Refusal } from "./identity.ts";
import type { LastUses } from "./keep/last-used.ts";
import { mayKeep } from "./login/choose-grant.ts";
import { looksLikeAccess } from "./oauth/prove-access.ts";
import type { Principal } from "./principal.ts";
import { type Proof, type Proving, prove } from "./proof.ts";
import { digestOf, type KnownProof, openProofCache } from "./proof-cache.ts";
import { refuse } from "./refusal.ts";
import type { View } from "./view.ts";

export type AuthenticateParts = {
  readonly store: Store;
  readonly grantOf: (id: string) => Grant | undefined;
  readonly view: (now: number) => Promise<View>;
  readonly lockout: Lockout;
  readonly accounts: KeptAccounts;
  readonly lastUses: LastUses;
  readonly settings: Pick<IdentitySettings, "issuer" | "audience" | "resource">;
  /** A fresh JWT in the place of the principal's; undefined = there is none to be had. */
  readonly refresh: (principal: Principal, now: number) => Promise<string | undefined>;
};

export type Authenticate = (
  presented: Presented,
  now: number,
) => Promise<Authenticated | { readonly refusal: Refusal }>;

/** Longer ones are no credential of ours. */
const MAX_CREDENTIAL_LENGTH = 4_096;
// RFC 6750 section 2.1; the scheme in any case (RFC 9110 section 11.1)
const BEARER = /^bearer +([!-~]+) *$/i;
const KILLED_RETRY_SECONDS = 60;

/** In the order of docs: lockout, kill switch, credential, its state, the grant's state, signature. */
export function openAuthenticate(parts: AuthenticateParts): Authenticate {
  const cache = openProofCache();

  const known = async (bearer: string, { mark, keys }: View, now: number) => {
    const digest = digestOf(bearer);
    const found = cache.find(digest, mark, now);
    if (found) return { known: found, fresh: false };
    const { store, settings } = parts;
    const proving: Proving = { store, keys, settings, now };
    const proof = await prove(bearer, proving);
    return "refusal" in proof ? proof : { known: cache.keep(digest, mark, proof), fresh: true };
  };

  /** Clients of many people come from the addresses of one service, where anybody can send what is wrong. */
  const passesLockout = async (bearer: string | undefined, address: string, view: View, now: number) =>
    bearer !== undefined &&
    parts.settings.resource !== undefined &&
    looksLikeAccess(bearer) &&
    !isBlocked(address, view) &&
    "known" in (await known(bearer, view, now));

  return async (presented, now) => {
    const bearer = bearerIn(presented.authorization);
    const view = await parts.view(now);
    const locked = await lockedFor(presented.address, view, parts.lockout, now);
    if (locked !== undefined && !(await passesLockout(bearer, presented.address, view, now)))
      return {
        refusal: refuse(429, "locked_out", { presented: bearer !== undefined, retryAfterSeconds: locked }),
      };
    if (view.killed) return { refusal: killed(bearer !== undefined) };
    if (bearer === undefined) return { refusal: refuse(401, "no_credential", { presented: false }) };
    const found = await known(bearer, view, now);
    if ("refusal" in found) return found;
    const { proof } = found.known;
    const grant = view.revokedGrants.has(proof.grantId) ? undefined : parts.grantOf(proof.grantId);
    const refusal =
      grantRefusal(grant, now) ??
      networkRefusal(grant, presented) ??
      (await personRefusal(grant, proof, presented.address, parts.accounts, now)) ??
      (await unsigned(grant, proof));
    if (refusal) return { refusal };
    if (locked === undefined) await parts.lockout.succeeded(presented.address, found.fresh);
    parts.lastUses.note(proof.credential, presented.address, now);
    const principal = principalOf(proof, presented);
    const refreshed = await refreshedFor(found.known, principal);
    return refreshed === undefined ? { principal } : { principal, refreshed };

    async function unsigned(held: Grant | undefined, { credential, signingSecret }: Proof) {
      if (held?.network?.require_signature !== true) return undefined;
      const key = { tokenId: credential, secret: signingSecret };
      const fault = await signatureFault(parts.store, key, presented.signature, now);
      return fault && refuse(401, fault.fault, { counts: fault.counts });
    }

    async function refreshedFor(kept: KnownProof, caller: Principal): Promise<string | undefined> {
      const { login } = kept.proof;
      if (login === undefined || now < login.renewsFrom) return undefined;
      kept.refreshed ??= (await parts.refresh(caller, now)) ?? null;
      return kept.refreshed ?? undefined;
    }
  };
}

/** A user who was taken out, of Home Assistant or of a grant's `users`, is out now, not when the login ends. */
async function personRefusal(
  held: Grant | undefined,
  { id, person }: Proof,
  address: string,
  accounts: KeptAccounts,
  now: number,
): Promise<Refusal | undefined> {
  if (person === undefined || held === undefined) return undefined;
  const people = await accounts.current(now);
  const gone = accountRefusal(people, id, address);
  if (gone) return gone;
  const privileged = staysPrivileged(people, id, person.privileged);
  return mayKeep(held, id, privileged) ? undefined : refuse(401, "revoked");
}

/** Where the grant may be used from: asked here as well as at each call, so that nobody else sees even its tools. */
function networkRefusal(grant: Grant | undefined, { address, origin, path }: Presented): Refusal | undefined {
  const { allowed_ips, origins } = grant?.network ?? {};
  const denied =
    (allowed_ips && checkAddress(allowed_ips, address)) ??
    (origins && checkOrigin({ ...origins }, origin, path));
  return denied && refuse(403, denied);
}

const BLOCKED_SECONDS = 86_400;

/** By the owner. */
export function isBlocked(address: string, { blocked }: View): boolean {
  return blocked.length > 0 && checkAddress(blocked, address) === undefined;
}

/** Seconds until the address may try again; undefined = now. */
export async function lockedFor(
  address: string,
  view: View,
  lockout: Lockout,
  now: number,
): Promise<number | undefined> {
  return isBlocked(address, view) ? BLOCKED_SECONDS : lockout.wait(address, now, view.mark);
}

/** The owner shut the house: not the credential's fault, which is no reason to throw it away. */
export function killed(presented: boolean): Refusal {
  return refuse(503, "kill_switch", { presented, retryAfterSeconds: KILLED_RETRY_SECONDS });
}

function bearerIn(authorization: string | undefined): string | undefined {
  const bearer = BEARER.exec(authorization ?? "")?.[1];
  if (bearer === undefined || bearer.length <= MAX_CREDENTIAL_LENGTH) return bearer;
  // too long to be one: as wrong as any other text
  return bearer.slice(0, MAX_CREDENTIAL_LENGTH);
}

function principalOf(
  { id, grantId, credential, until, attenuations, login, oauth }: Proof,
  { address, origin, path }: Presented,
): Principal {
  return {
    id,
    grantId,
    credential,
    address,
    ...(login === undefined ? {} : { session: login.session, jwt: login.jwt, kid: login.kid }),
    ...(oauth === undefined ? {} : oauth),
    ...(origin === undefined ? {} : { origin }),
    ...(path === undefined ? {} : { path }),
    ...(attenuations === undefined ? {} : { attenuations }),
    ...(until === Number.POSITIVE_INFINITY ? {} : { until }),
  };
}
