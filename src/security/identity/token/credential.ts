/** Access tokens as they are kept: everything but the token. */

import { Failure } from "../../../core/failure.ts";
import { storeKey, storePrefix } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import type { Access } from "../../grant/model/access.ts";
import { readRow, readRows } from "../keep/rows.ts";

/** Instants are milliseconds since 1970. */
export type Credential = {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** Id of the grant. */
  readonly grant: string;
  readonly label: string;
  readonly created_at: number;
  /** null = never. */
  readonly expires_at: number | null;
  /** Id of the token that it was derived from. */
  readonly parent?: string | undefined;
  /** What it was narrowed to when it was derived. */
  readonly narrow?: Access | undefined;
  /** Id of the token whose place it took. */
  readonly replaces?: string | undefined;
  readonly replaced_by?: string | undefined;
  /** When one that was replaced ends. */
  readonly overlap_until?: number | undefined;
  /** Signs requests: whoever checks them needs it as it is. */
  readonly signing_secret?: string | undefined;
};

const KEEP_EXPIRED_MS = 400 * 86_400_000;

export function credentialKey(id: string) {
  return storeKey("credential", id);
}

/** Expired ones are known for a year and more: whoever still shows one has guessed nothing. */
export function forgottenAt({ expires_at }: Pick<Credential, "expires_at">): number | undefined {
  return expires_at === null ? undefined : expires_at + KEEP_EXPIRED_MS;
}

export async function readCredential(store: Store, id: string): Promise<Credential | undefined> {
  return readRow<Credential>(store, credentialKey(id));
}

/** By age. */
export async function listCredentials(store: Store): Promise<readonly Credential[]> {
  const all = await readRows<Credential>(store, storePrefix("credential"));
  return all.toSorted((one, other) => one.created_at - other.created_at);
}

/** By id or label; CONFIG_INVALID when there is none, or more than one. */
export async function findCredential(store: Store, idOrLabel: string): Promise<Credential> {
  const byId = await readCredential(store, idOrLabel);
  if (byId) return byId;
  const labelled = (await listCredentials(store)).filter(
    ({ label, replaced_by }) => label === idOrLabel && replaced_by === undefined,
  );
  const [found] = labelled;
  if (found && labelled.length === 1) return found;
  throw new Failure(
    "CONFIG_INVALID",
    found ? "More than one access token has that label." : "There is no access token of that id or label.",
    { hint: "hearthgate tokens list names them all; use the id." },
  );
}
