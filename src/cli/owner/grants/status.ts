/** `hearthgate grants pause|resume|revoke|delete`: what becomes of a grant that exists; a running process feels it at its next step. */

import { Failure } from "../../../core/failure.ts";
import { cleanLine } from "../../../core/text.ts";
import { voidApprovals } from "../../../security/approval/approvals.ts";
import { changeGrant, chosenGrant } from "../../../security/grant/book/grant-file.ts";
import { bury, tombstoneOf } from "../../../security/identity/keep/revocations.ts";
import { type GrantsCommand, nameIn } from "../../grants-command.ts";
import { answer, changeState, type OwnerState } from "../state.ts";

export function pauseGrant(command: GrantsCommand): Promise<void> {
  return setStatus(command, "paused", "is paused: nothing is open until hearthgate grants resume.");
}

/** CONFIG_INVALID for one that was revoked. */
export function resumeGrant(command: GrantsCommand): Promise<void> {
  return setStatus(command, "active", "is active again.");
}

async function setStatus(
  { positionals, values }: GrantsCommand,
  status: "paused" | "active",
  said: string,
): Promise<void> {
  await changeState(async (state, changed) => {
    const { id, name } = await changedUnlessRevoked(state, nameIn(positionals), status);
    await voidApprovals(state.store, id);
    changed({ action: `grants.${status === "paused" ? "pause" : "resume"}`, id });
    answer(values.json, { id, name, status }, `${name} ${said}`);
  });
}

async function changedUnlessRevoked(
  { store, homePath }: OwnerState,
  nameOrId: string,
  status: "paused" | "active",
) {
  const { id } = chosenGrant(homePath, nameOrId);
  if (await tombstoneOf(store, "grant", id))
    throw new Failure("CONFIG_INVALID", "This grant was revoked, which is for ever.", {
      hint: "Make another with hearthgate grants create.",
    });
  return store.alone(() => changeGrant(homePath, nameOrId, (saved) => ({ ...saved, status })));
}

/** For ever: a tombstone in the state, so that an edited file revives nobody. */
export async function revokeGrant({ positionals, values }: GrantsCommand): Promise<void> {
  await changeState(async ({ store, homePath, now }, changed) => {
    const { id, name } = chosenGrant(homePath, nameIn(positionals));
    await bury(store, "grant", id, { at: now, reason: cleanLine(values.reason ?? "", 200) }, undefined);
    changed({ action: "grants.revoke", id });
    await store.alone(() => changeGrant(homePath, id, (saved) => ({ ...saved, status: "revoked" })));
    await voidApprovals(store, id);
    answer(values.json, { id, name, status: "revoked" }, `${name} is revoked, and stays so.`);
  });
}

/** Out of the file; what was revoked stays revoked under its id. */
export async function deleteGrant({ positionals, values }: GrantsCommand): Promise<void> {
  await changeState(async ({ store, homePath }, changed) => {
    const named = nameIn(positionals);
    const { id, name } = await store.alone(() => changeGrant(homePath, named, () => undefined));
    await voidApprovals(store, id);
    changed({ action: "grants.delete", id });
    answer(values.json, { id, name }, `${name} is deleted; its tokens open nothing any more.`);
  });
}
