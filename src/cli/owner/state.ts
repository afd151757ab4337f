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

/** Runs what reads and writes the files that people own while no other process does; `work` must not wait. */
export type Alone = <Result>(work: () => Result) => Promise<Result>;

/** The store is the lock; where this Node has none, nobody else on the folder has one either. */
export function aloneOn(config: Config): Alone {
  const hasStore = isRedis(config.store) || process.getBuiltinModule?.("node:sqlite") !== undefined;
  if (config.store === "memory" || !hasStore) return async (work) => work();
  return (work) => opened(config, ({ store }) => store.alone(work));
}

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
  return opened(config, async (state) => {
    const audit = openOwnAudit(config);
    try {
      return await work(state, ({ action, id, approvalId }) =>
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
  });
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
