/** The people of Home Assistant as they are now: who is still one of them, who may come from the local network alone. */

import { isLocalAddress } from "../../core/address.ts";
import type { Refusal } from "./identity.ts";
import { refuse } from "./refusal.ts";

export type Account = {
  readonly isActive: boolean;
  readonly localOnly: boolean;
  /** Owner or administrator. */
  readonly isPrivileged: boolean;
};

/** By user id; undefined where our own token is no administrator's, which alone sees them. */
export type Accounts = ReadonlyMap<string, Account> | undefined;

export type KeptAccounts = {
  /** At most five minutes old. Rejects when Home Assistant cannot be asked and never was. */
  current(now: number): Promise<Accounts>;
  /** Asked now. */
  fresh(now: number): Promise<Accounts>;
};

const LOOK_EVERY_MS = 5 * 60_000;
const RETRY_MS = 10_000;

/** `read` rejects when Home Assistant cannot be asked: what was known before stays, and it is asked again soon. */
export function keepAccounts(read: () => Promise<Accounts>): KeptAccounts {
  let known: { readonly accounts: Accounts } | undefined;
  let lookAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Accounts> | undefined;
  const readNow = async (now: number) => {
    lookAt = now + RETRY_MS;
    const accounts = await read();
    known = { accounts };
    lookAt = now + LOOK_EVERY_MS;
    return accounts;
  };
  const fresh = (now: number) => {
    reading ??= readNow(now).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  return {
    fresh,
    async current(now) {
      if (known && now < lookAt) return known.accounts;
      try {
        return await fresh(now);
      } catch (fault) {
        if (known === undefined) throw fault;
        return known.accounts;
      }
    },
  };
}

/** Why this user may not come, or come from there; undefined where nothing is said against it. */
export function accountRefusal(accounts: Accounts, user: string, address: string): Refusal | undefined {
  if (accounts === undefined) return undefined;
  const account = accounts.get(user);
  if (!account?.isActive) return refuse(401, "user_gone");
  return account.localOnly && !isLocalAddress(address) ? refuse(403, "local_only") : undefined;
}

/** Whether a user who was owner or administrator when he logged in still is. */
export function staysPrivileged(accounts: Accounts, user: string, before: boolean): boolean {
  return before && (accounts === undefined || accounts.get(user)?.isPrivileged === true);
}
