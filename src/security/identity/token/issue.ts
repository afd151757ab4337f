/** Makes, replaces and ends access tokens. */

import { Failure } from "../../../core/failure.ts";
import { quote } from "../../../core/text.ts";
import type { Store } from "../../../store/store.ts";
import type { Access } from "../../grant/model/access.ts";
import { bury, tombstoneOf } from "../keep/revocations.ts";
import { addRow, changeRow, removeRow } from "../keep/rows.ts";
import { type Credential, credentialKey, findCredential, forgottenAt, readCredential } from "./credential.ts";
import { MOST_GENERATIONS, standingOf } from "./standing.ts";
import { newSecret, newTokenId, newTokenText, tokenHash } from "./token-text.ts";

export type TokenWish = {
  /** Id of the grant; undefined = the parent's. */
  readonly grantId: string | undefined;
  readonly label: string;
  /** Milliseconds since 1970; undefined = 90 days, or the parent's end when that is sooner. */
  readonly expiresAt: number | "never" | undefined;
  /** Id or label of the token that it is derived from. */
  readonly parent?: string | undefined;
  readonly narrow?: Access | undefined;
  /** Whether its requests can be signed. */
  readonly signs: boolean;
};

/** `token` and `signingSecret` are shown once: nothing keeps the first. */
export type IssuedToken = {
  readonly token: string;
  readonly credential: Credential;
  readonly signingSecret: string | undefined;
};

export type TokenRotation = {
  /** How long the old one goes on. */
  readonly overlapMs: number;
  /** undefined = as long as the old one was made for. */
  readonly expiresAt: number | "never" | undefined;
};

const DEFAULT_LIFE_MS = 90 * 86_400_000;

/** On the disk when it resolves; CONFIG_INVALID for what goes beyond the parent, or is over already. */
export async function issueToken(store: Store, wish: TokenWish, now: number): Promise<IssuedToken> {
  const parent = wish.parent === undefined ? undefined : await findCredential(store, wish.parent);
  if (parent?.replaced_by !== undefined) throw replacedAlready(parent.replaced_by);
  const parentEnd = parent && (await endOfParent(store, parent, now));
  if (parent && wish.grantId !== undefined && wish.grantId !== parent.grant)
    throw new Failure("CONFIG_INVALID", "A derived token keeps its parent's grant.", {
      hint: "Leave the grant out; --narrow says what of it is left.",
    });
  const grant = parent?.grant ?? wish.grantId;
  if (grant === undefined) throw new Failure("CONFIG_INVALID", "An access token needs a grant.");
  const credential = {
    grant,
    label: wish.label,
    created_at: now,
    expires_at: endOf(wish.expiresAt, DEFAULT_LIFE_MS, parentEnd, now),
    parent: parent?.id,
    narrow: wish.narrow,
    signing_secret: wish.signs ? newSecret() : undefined,
  };
  return addCredential(store, credential);
}

/**
 * The new one has the old one's grant, label, parent and narrowing, and its own signing secret. CONFIG_INVALID when the
 * old one is over, or was replaced already: then nothing is changed.
 */
export async function rotateToken(
  store: Store,
  idOrLabel: string,
  { overlapMs, expiresAt }: TokenRotation,
  now: number,
): Promise<IssuedToken> {
  const old = await findCredential(store, idOrLabel);
  if (old.replaced_by !== undefined) throw replacedAlready(old.replaced_by);
  const standing = await standingOf(store, old, now);
  if ("fallen" in standing) throw over(standing.fallen);
  const { id: _, hash: __, overlap_until: ___, ...kept } = old;
  const lifeMs = old.expires_at === null ? undefined : old.expires_at - old.created_at;
  const parentEnd = await parentEndOf(store, old, now);
  const issued = await addCredential(store, {
    ...kept,
    created_at: now,
    expires_at: endOf(lifeMs === undefined ? (expiresAt ?? "never") : expiresAt, lifeMs ?? 0, parentEnd, now),
    replaces: old.id,
    signing_secret: old.signing_secret === undefined ? undefined : newSecret(),
  });
  const { id } = issued.credential;
  try {
    await changeRow<Credential>(
      store,
      credentialKey(old.id),
      (before) => {
        if (before === undefined) throw over("revoked");
        if (before.replaced_by !== undefined) throw replacedAlready(before.replaced_by);
        return { ...before, replaced_by: id, overlap_until: now + overlapMs };
      },
      { durability: "acknowledged", expiresAt: forgottenAt(old) },
    );
    // a revocation that came meanwhile was meant for what the token opens, however it is called
    if (await tombstoneOf(store, "token", old.id)) throw over("revoked");
  } catch (fault) {
    await removeRow(store, credentialKey(id), "acknowledged");
    throw fault;
  }
  return issued;
}

/** On the disk when it resolves: it, what was derived from it, and those whose place it took never pass again. */
export async function revokeToken(
  store: Store,
  idOrLabel: string,
  reason: string,
  now: number,
): Promise<Credential> {
  const revoked = await findCredential(store, idOrLabel);
  for (let link: Credential | undefined = revoked; link !== undefined; ) {
    await bury(store, "token", link.id, { at: now, reason }, forgottenAt(link));
    link = link.replaces === undefined ? undefined : await readCredential(store, link.replaces);
  }
  return revoked;
}

async function addCredential(store: Store, fields: Omit<Credential, "id" | "hash">): Promise<IssuedToken> {
  for (;;) {
    const id = newTokenId();
    const token = newTokenText(id);
    const credential: Credential = { ...fields, id, hash: tokenHash(token) };
    const end = { durability: "acknowledged", expiresAt: forgottenAt(credential) } as const;
    if (await addRow(store, credentialKey(id), credential, end))
      return { token, credential, signingSecret: credential.signing_secret };
  }
}

function endOf(
  wanted: number | "never" | undefined,
  lifeMs: number,
  parentEnd: number | undefined,
  now: number,
): number | null {
  const most = parentEnd ?? Number.POSITIVE_INFINITY;
  const end = wanted === "never" ? Number.POSITIVE_INFINITY : (wanted ?? Math.min(now + lifeMs, most));
  if (end > most)
    throw new Failure("CONFIG_INVALID", "A derived token ends no later than its parent.", {
      hint: `Its parent ends ${new Date(most).toISOString()}.`,
    });
  if (end <= now)
    throw new Failure("CONFIG_INVALID", "The access token would be over already.", {
      hint: 'Give --expires a time to come, or "never".',
    });
  return end === Number.POSITIVE_INFINITY ? null : end;
}

async function parentEndOf(store: Store, { parent }: Credential, now: number): Promise<number | undefined> {
  const found = parent === undefined ? undefined : await readCredential(store, parent);
  return found && (await endOfParent(store, found, now, 0));
}

/** When the parent ends by itself; CONFIG_INVALID when it is over, or too many stand above it. */
async function endOfParent(store: Store, parent: Credential, now: number, more = 1): Promise<number> {
  // an overlap ends the old token, not what is derived from it
  const standing = await standingOf(store, { ...parent, overlap_until: undefined }, now);
  if ("fallen" in standing) throw over(standing.fallen);
  let generations = 1 + more;
  for (let above = parent.parent; above !== undefined; generations++)
    above = (await readCredential(store, above))?.parent;
  if (generations > MOST_GENERATIONS)
    throw new Failure("CONFIG_INVALID", `At most ${MOST_GENERATIONS} tokens are derived one from another.`);
  return standing.until;
}

function replacedAlready(by: string): Failure {
  return new Failure("CONFIG_INVALID", `That token was replaced already, by ${quote(by, 20)}.`, {
    hint: "hearthgate tokens list shows it.",
  });
}

function over(how: "revoked" | "expired" | "replaced"): Failure {
  return new Failure("CONFIG_INVALID", `The token is ${how}.`, {
    hint: "Issue a new one: hearthgate tokens issue.",
  });
}
