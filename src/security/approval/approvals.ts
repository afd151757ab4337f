/** The questions in the store: found by id, answered by whoever may. */

import { Failure } from "../../core/failure.ts";
import { type EntryKey, storeKey, storePrefix } from "../../store/namespaces.ts";
import type { Entry, Store } from "../../store/store.ts";
import { type Approval, MOST_MINUTES, REMEMBERED_MS } from "./approval.ts";

/** One question by one binding: whoever asks the same again finds it. */
export function approvalKey(grantId: string, binding: string): EntryKey {
  return storeKey("approval", grantId, binding);
}

/** Of one grant, or of all; what has ended among them. In the order in which they were asked. */
export async function listApprovals(store: Store, grantId?: string): Promise<readonly Approval[]> {
  const prefix = grantId === undefined ? storePrefix("approval") : storePrefix("approval", grantId);
  const rows = (await store.list(prefix)).map(approvalOf);
  return rows.sort((a, b) => a.requested_at - b.requested_at);
}

export function approvalOf({ value }: Entry): Approval {
  return value as unknown as Approval;
}

export function isOpen({ state, expires_at }: Approval, now: number): boolean {
  return state === "open" && now < expires_at;
}

export type OwnersAnswer = {
  readonly yes: boolean;
  /** Who said it: `cli`, `host`, or the id of a Home Assistant user. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** A yes for so long, for every call of that service on those targets. */
  readonly minutes?: number | undefined;
};

/**
 * Answers an open question, once; a no also takes back a yes that was not used up. NOT_FOUND for an id that nobody has,
 * INPUT_INVALID for one that was answered, has ended, or cannot be allowed for a while.
 */
export async function answerApproval(store: Store, id: string, verdict: OwnersAnswer): Promise<Approval> {
  const entry = (await store.list(storePrefix("approval"))).find((row) => approvalOf(row).id === id);
  if (!entry) throw new Failure("NOT_FOUND", "No question to the owner has this id.", { hint: ENDED });
  const asked = approvalOf(entry);
  const { yes, at } = verdict;
  if (yes || asked.state !== "approved" || at >= asked.expires_at) refuseEnded(asked, at);
  const { lasting: _, ...single } = asked;
  const answered: Approval = {
    ...single,
    state: yes ? "approved" : "denied",
    decided_at: at,
    decided_by: verdict.by,
  };
  const lasting = yes && verdict.minutes !== undefined ? lastingOf(answered, verdict) : undefined;
  // a yes for a while is none for once: that one ends here
  await claim(store, entry, lasting ? { ...answered, expires_at: at } : answered, at);
  if (lasting) {
    await putLasting(store, lasting);
    await store.remove(entry.key, "acknowledged");
    return lasting.approval;
  }
  if (!yes) await putNo(store, answered, at);
  return answered;
}

async function claim(store: Store, { key, version }: Entry, answered: Approval, at: number): Promise<void> {
  const put = await store.putIfUnchanged(key as EntryKey, version, plain(answered), {
    durability: "acknowledged",
    expiresAt: Math.max(answered.expires_at, at) + REMEMBERED_MS,
  });
  if (put === undefined) throw answeredAlready();
}

/** A no is said to the service on these targets, or to what of it wants the yes: with other data it would be the same question again. */
async function putNo(store: Store, denied: Approval, at: number): Promise<void> {
  const under = denied.wide ?? denied.no_under;
  if (under === undefined) return;
  const key = approvalKey(denied.grant, under);
  const before = await store.get(key);
  const put = { durability: "acknowledged", expiresAt: at + REMEMBERED_MS } as const;
  // whoever was faster said the same, or the later word
  await store.putIfUnchanged(key, before?.version ?? "absent", plain(denied), put);
}

/** Every question of a grant is void: it was changed or taken away. How many there were. */
export async function voidApprovals(store: Store, grantId: string): Promise<number> {
  const rows = await store.list(storePrefix("approval", grantId));
  for (const { key } of rows) await store.remove(key, "acknowledged");
  return rows.length;
}

/** As the store takes it: without keys that say nothing. */
export function plain(approval: Approval) {
  return JSON.parse(JSON.stringify(approval));
}

const ENDED = "hearthgate approvals list names those that wait.";

function refuseEnded({ state, expires_at, decided_by }: Approval, now: number): void {
  if (state !== "open")
    throw new Failure("INPUT_INVALID", `This question was answered already: ${state} by ${decided_by}.`, {
      hint: ENDED,
    });
  if (now < expires_at) return;
  throw new Failure("INPUT_INVALID", "This question has ended; its answer would count for nothing.", {
    hint: "The assistant can ask again.",
  });
}

function answeredAlready(): Failure {
  return new Failure("INPUT_INVALID", "This question was answered at the same moment.", { hint: ENDED });
}

type Lasting = { readonly key: EntryKey; readonly approval: Approval };

function lastingOf(answered: Approval, { at, minutes = 0 }: OwnersAnswer): Lasting {
  if (answered.wide === undefined)
    throw new Failure("INPUT_INVALID", "What names no entity is allowed once only, not for a while.", {
      hint: "Approve it without minutes.",
    });
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_MINUTES)
    throw new Failure("INPUT_INVALID", `Minutes are a whole number from 1 to ${MOST_MINUTES}.`);
  const approval = { ...answered, lasting: true, expires_at: at + minutes * 60_000 };
  return { key: approvalKey(answered.grant, answered.wide), approval };
}

/** The latest word counts. */
async function putLasting(store: Store, { key, approval }: Lasting): Promise<void> {
  const before = await store.get(key);
  const put = { durability: "acknowledged", expiresAt: approval.expires_at } as const;
  const version = await store.putIfUnchanged(key, before?.version ?? "absent", plain(approval), put);
  if (version === undefined) throw answeredAlready();
}
