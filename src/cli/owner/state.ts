/** The state that an owner's command looks at or changes. */

import { randomUUID } from "node:crypto";
import { openJournal } from "../../audit/journal.ts";
import { type Config, readConfig } from "../../config/config.ts";
import { processClock, systemClock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { readMark } from "../../security/identity/keep/clock-mark.ts";
import { isRedis, openStore } from "../../store/open-store.ts";
import type { Store } from "../../store/store.ts";
import { say } from "../grants-command.ts";

export type OwnerState = {
  readonly store: Store;
  readonly homePath: string;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** What was changed, for the audit: `tokens.issue`, and the id of what it was done to. */
export type Change = { readonly action: string; readonly id: string; readonly approvalId?: string };

/** CONFIG_INVALID when there is no state that would outlast the command. */
export async function withState<T>(work: (state: OwnerState) => Promise<T>): Promise<T> {
  return opened(readConfig({ hass: false }), work);
}

/** As `withState`; the audit is opened first, and each change gets its line. */
export async function changeState<T>(
  work: (state: OwnerState, changed: (change: Change) => void) => Promise<T>,
): Promise<T> {
  const config = readConfig({ hass: false });
  return opened(config, (state) => audited(config, (changed) => work(state, changed)));
}

/** Runs what changes the files that people own while no other process does, with its line in the audit; `work` must not wait. */
export function changeFiles(config: Config) {
  return <T>(change: Change, work: () => T): Promise<T> =>
    audited(config, async (changed) => {
      const done = await aloneOn(config, work);
      changed(change);
      return done;
    });
}

/** The store is the lock; where this Node has none, nobody else on the folder has one either. */
async function aloneOn<T>(config: Config, work: () => T): Promise<T> {
  const hasStore = isRedis(config.store) || process.getBuiltinModule?.("node:sqlite") !== undefined;
  if (config.store === "memory" || !hasStore) return work();
  return opened(config, ({ store }) => store.alone(work));
}

/** CONFIG_INVALID when the audit cannot be written. */
async function audited<T>(
  config: Config,
  work: (changed: (change: Change) => void) => Promise<T>,
): Promise<T> {
  const audit = openOwnAudit(config);
  try {
    return await work(({ action, id, approvalId }) =>
      audit?.append({
        user: "owner/cli",
        action,
        entity: [],
        result: "ok",
        ip: "local",
        call_id: randomUUID(),
        entity_count: 0,
        credential: id,
        ...(approvalId === undefined ? {} : { approval_id: approvalId }),
      }),
    );
  } finally {
    audit?.close();
  }
}

async function opened<T>(config: Config, work: (state: OwnerState) => Promise<T>): Promise<T> {
  if (config.store === "memory")
    throw new Failure(
      "CONFIG_INVALID",
      "STORE=memory keeps nothing: what is changed here would be gone at once.",
      {
        hint: "Set STORE=sqlite, for the server too.",
      },
    );
  const store = await openStore(config.store, config.homePath, processClock);
  try {
    processClock.raise((await readMark(store)) ?? 0);
    return await work({ store, homePath: config.homePath, now: processClock.now() });
  } finally {
    await store.close();
  }
}

function openOwnAudit({ audit, homePath }: Config) {
  if (!audit.enabled) return undefined;
  try {
    return openJournal({ ...audit, homePath, clock: systemClock });
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "The audit cannot be written; nothing was changed.", {
      hint: "Make HEARTHGATE_HOME or the folder of AUDIT_LOG_FILE writable.",
      cause,
    });
  }
}

/** Prints for machines or for people. */
export function answer(json: boolean, value: object, text: string): void {
  say(json ? JSON.stringify(value) : text);
}
