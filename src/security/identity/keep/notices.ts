/** What a running process leaves for its owner to find: how it was started, proxies that nobody declared. */

import { createHash } from "node:crypto";
import { hostname } from "node:os";
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
  /** Of `hearthgate http` and `hearthgate serve`: the latest start of each on this machine's folder. */
  readonly http: Started;
  readonly serve: Started;
  readonly undeclared_proxy: UndeclaredProxy;
};

const KEEP_MS = 30 * 86_400_000;

/** What the process of this machine on this folder leaves, where it is not for all on the state. */
type Place = { readonly homePath?: string };

/** `now`: milliseconds since 1970; it is found for a month. */
export async function leaveNotice<Kind extends keyof Notices>(
  store: Store,
  kind: Kind,
  notice: Notices[Kind],
  { now, ...place }: Place & { readonly now: number },
): Promise<void> {
  const end = { durability: "counted", expiresAt: now + KEEP_MS } as const;
  await changeRow<Notices[Kind]>(store, keyOf(kind, place), () => notice, end);
}

export async function findNotice<Kind extends keyof Notices>(
  store: Store,
  kind: Kind,
  place: Place = {},
): Promise<Notices[Kind] | undefined> {
  return readRow<Notices[Kind]>(store, keyOf(kind, place));
}

function keyOf(kind: keyof Notices, { homePath }: Place) {
  if (homePath === undefined) return storeKey("notice", kind);
  return storeKey("notice", kind, createHash("sha256").update(`${hostname()}:${homePath}`).digest("hex"));
}
