/** `hearthgate tokens list`: access tokens, or logins. */

import { lastUseOf } from "../../security/identity/keep/last-used.ts";
import { tombstoneOf } from "../../security/identity/keep/revocations.ts";
import { listChains } from "../../security/identity/login/chains.ts";
import { type Credential, listCredentials } from "../../security/identity/token/credential.ts";
import { standingOf } from "../../security/identity/token/standing.ts";
import type { Store } from "../../store/store.ts";
import { table } from "../grants-command.ts";
import { when } from "./command-words.ts";
import { answer, type OwnerState, withState } from "./state.ts";
import type { TokensCommand } from "./tokens-command.ts";

export async function list({ values: { json, logins } }: TokensCommand): Promise<void> {
  await withState(async (state) => {
    if (logins) await listLogins(state, json);
    else await listTokens(state, json);
  });
}

async function listTokens({ store, now }: OwnerState, json: boolean): Promise<void> {
  const rows = [];
  for (const credential of await listCredentials(store)) {
    const { id, label, grant, parent, created_at, expires_at, overlap_until, replaced_by } = credential;
    const use = await lastUseOf(store, id);
    const state = await stateOf(store, credential, now);
    rows.push({
      ...{ id, label, grant, state, parent, created_at, expires_at, overlap_until, replaced_by },
      narrowed: credential.narrow !== undefined,
      last_used_at: use?.at,
    });
  }
  const text = table(
    ["id", "label", "grant", "state", "parent", "expires", "last used"],
    rows.map(({ id, label, grant, state, parent, overlap_until, expires_at, last_used_at }) => [
      ...[id, label || "-", grant, state, parent ?? "-"],
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

async function listLogins({ store, now }: OwnerState, json: boolean): Promise<void> {
  const rows = [];
  for (const { sid, user, grant, token_digest, address, auth_time, exp } of await listChains(store)) {
    const ended = (await tombstoneOf(store, "login", sid)) !== undefined;
    const state = ended ? "revoked" : exp * 1000 <= now ? "expired" : "active";
    const last_used_at = (await lastUseOf(store, sid))?.at;
    rows.push({
      id: sid,
      user,
      grant,
      state,
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
