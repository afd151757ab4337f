/** What a running process leaves for its owner to find: how it was started, proxies that nobody declared. */

import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "./rows.ts";

export type Started = {
  readonly pid: number;
  /** Of each setting that was given, what tells whether it is still the same. */
  readonly marks: Readonly<Record<string, string>>;
};

export type UndeclaredProxy = { readonly address: string };

type Notices = {
  /** Of `hearthgate http` and `hearthgate serve`: the latest start of each. */
  readonly http: Started;
  readonly serve: Started;
  readonly undeclared_proxy: UndeclaredProxy;
};

const KEEP_MS = 30 * 86_400_000;

/** `now`: milliseconds since 1970; it is found for a month. */
export async function leaveNotice<Kind extends keyof Notices>(
  store: Store,
  kind: Kind,
  notice: Notices[Kind],
  now: number,
): Promise<void> {
  const end = { durability: "counted", expiresAt: now + KEEP_MS } as const;
  await changeRow<Notices[Kind]>(store, storeKey("notice", kind), () => notice, end);
}

export async function findNotice<Kind extends keyof Notices>(
  store: Store,
  kind: Kind,
): Promise<Notices[Kind] | undefined> {
  return readRow<Notices[Kind]>(store, storeKey("notice", kind));
}
