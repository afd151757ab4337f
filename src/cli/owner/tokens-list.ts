/** `hearthgate tokens list`: access tokens, logins, or consents. */

import { Failure } from "../../core/failure.ts";
import { lastUseOf } from "../../security/identity/keep/last-used.ts";
import { tombstoneOf } from "../../security/identity/keep/revocations.ts";
import { isOver, keyAt, type Ring } from "../../security/identity/key/ring.ts";
import { readRing } from "../../security/identity/key/ring-store.ts";
import { type LoginChain, listChains } from "../../security/identity/login/chains.ts";
import {
  type Credential,
  listCredentials,
  readCredential,
} from "../../security/identity/token/credential.ts";
import { standingOf } from "../../security/identity/token/standing.ts";
import type { Store } from "../../store/store.ts";
import { table } from "../grants-command.ts";
import { type TokensCommand, when } from "./command-words.ts";
import { showConsents } from "./consents.ts";
import { shutGrants } from "./shut-grants.ts";
import { answer, type OwnerState, withState } from "./state.ts";

export async function list({ values: { json, logins, oauth }, usage }: TokensCommand): Promise<void> {
  if (logins && oauth) throw new Failure("CONFIG_INVALID", `Give --logins or --oauth, not both.\n${usage}`);
  await withState(async (state) => {
    if (logins) await listLogins(state, json);
    else if (oauth) await showConsents(state, json);
    else await listTokens(state, json);
  });
}

async function listTokens(state: OwnerState, json: boolean): Promise<void> {
  const { store, now } = state;
  const whyShut = await shutGrants(state);
  const rows = [];
  for (const credential of await listCredentials(store)) {
    const { id, label, grant, parent, created_at, expires_at, overlap_until, replaced_by } = credential;
    const use = await lastUseOf(store, id);
    const own = await stateOf(store, credential, now);
    const above = parent === undefined ? undefined : await readCredential(store, parent);
    rows.push({
      ...{ id, label, grant, state: isOpen(own) ? (whyShut(grant) ?? own) : own },
      ...{ parent, parent_state: above && (await stateOf(store, above, now)) },
      ...{ created_at, expires_at, overlap_until, replaced_by },
      narrowed: credential.narrow !== undefined,
      last_used_at: use?.at,
    });
  }
  const text = table(
    ["id", "label", "grant", "state", "parent", "expires", "last used"],
    rows.map(({ id, label, grant, state, parent, parent_state, overlap_until, expires_at, last_used_at }) => [
      ...[id, label || "-", grant, state],
      parent === undefined ? "-" : `${parent} (${parent_state ?? "gone"})`,
      when(overlap_until ?? expires_at),
      when(last_used_at),
    ]),
  );
  answer(json, { tokens: rows }, rows.length === 0 ? "No access tokens." : text);
}

async function stateOf(store: Store, credential: Credential, now: number): Promise<string> {
  const standing = await standingOf(store, credential, now);
  if ("fallen" in standing) return standing.fallen;
  return credential.overlap_until === undefined ? "active" : "overlaps";
}

function isOpen(state: string): boolean {
  return state === "active" || state === "overlaps";
}

async function loginState(
  store: Store,
  ring: Ring,
  { sid, jti, iat, exp, auth_time }: LoginChain,
  now: number,
): Promise<string> {
  if (await tombstoneOf(store, "login", sid)) return "revoked";
  if (await tombstoneOf(store, "jwt", jti)) return "JWT revoked";
  if (exp * 1000 <= now) return "expired";
  // `iat` is in whole seconds; of a login that was not refreshed the instant is known
  const signedAt = Math.floor(auth_time / 1_000) === iat ? auth_time : iat * 1_000;
  const key = keyAt(ring, signedAt);
  if (key === undefined || !isOver(key, now)) return "active";
  return key.status === "revoked" ? "key revoked" : "key retired";
}

async function listLogins(state: OwnerState, json: boolean): Promise<void> {
  const { store, now } = state;
  const [whyShut, ring] = await Promise.all([shutGrants(state), readRing(store)]);
  const rows = [];
  for (const chain of await listChains(store)) {
    const { sid, user, grant, token_digest, address, auth_time, exp } = chain;
    const own = await loginState(store, ring, chain, now);
    const last_used_at = (await lastUseOf(store, sid))?.at;
    rows.push({
      id: sid,
      user,
      grant,
      state: isOpen(own) ? (whyShut(grant, chain) ?? own) : own,
      token_digest,
      address,
      auth_time,
      expires_at: exp * 1000,
      last_used_at,
    });
  }
  const text = table(
    ["id", "user", "grant", "state", "address", "login", "expires", "last used"],
    rows.map(({ id, user, grant, state, address, auth_time, expires_at, last_used_at }) => [
      ...[id, user, grant, state, address],
      ...[when(auth_time), when(expires_at), when(last_used_at)],
    ]),
  );
  answer(json, { logins: rows }, rows.length === 0 ? "No logins." : text);
}
