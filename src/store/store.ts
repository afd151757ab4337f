/** The port for small durable state: what every adapter promises to those who keep something in it. */

import type { CountAnswer, CountStep, Found } from "./count-step.ts";
import type { JsonValue } from "./json-value.ts";
import type { EntryKey, OnceKey, StoreKey } from "./namespaces.ts";

/**
 * `acknowledged`: on the disk before the promise resolves; for what a person or client is told (a key, a token, a
 * revocation, an approval, the kill switch). `counted`: survives the end of the process, may lose the last moments when
 * the power fails; for counters, nonces, sessions. What one writer acknowledges every writer of that key must: a
 * removal that finds nothing left to remove forces nothing.
 */
export type Durability = "acknowledged" | "counted";

/** A row that is there; one that has expired is not. */
export type Entry = {
  readonly key: StoreKey;
  readonly value: JsonValue;
  /** Different after every change, also when the row was removed and made again. */
  readonly version: number;
  /** Milliseconds since 1970; undefined = it stays. */
  readonly expiresAt: number | undefined;
};

export type Put = {
  readonly durability: Durability;
  /** Milliseconds since 1970; the row is gone at this instant. Absent = it stays. */
  readonly expiresAt?: number;
};

/**
 * State of the whole program, shared by every process on the same folder or Redis. Each method is one atomic step. Security and
 * the doors use it; tools never see it. Keys come from `storeKey`, values are plain JSON of at most 256 KiB.
 *
 * Opening throws CONFIG_INVALID. Later every method rejects with DEFECT when the state cannot be read or written (busy
 * for 2 seconds, disk full, closed) or was called wrongly; nothing is tried again. Whoever asks must then deny. A write
 * that was refused has not happened for anyone who reads, but after a crash of the machine, or where it went to a Redis whose
 * answer did not come, it may be found done.
 */
export type Store = {
  get(key: StoreKey): Promise<Entry | undefined>;
  /**
   * Compare and swap: writes if the row still has this version, or is `absent` (expired is absent). The new version;
   * undefined = somebody else changed it, read again.
   */
  putIfUnchanged(
    key: EntryKey,
    expected: number | "absent",
    value: JsonValue,
    put: Put,
  ): Promise<number | undefined>;
  /** True if it was there. Of any kind: a counter starts anew, a nonce may be taken again. */
  remove(key: StoreKey, durability: Durability): Promise<boolean>;
  /** What begins with a prefix of `storePrefix`, in the order of the keys. A counter's value is for looking at only. */
  list(prefix: StoreKey): Promise<readonly Entry[]>;
  /**
   * True for exactly one caller until `ttlMs` have passed. RATE_LIMITED when the namespace is full: nothing that was
   * taken is ever forgotten early.
   */
  take(key: OnceKey, ttlMs: number, durability: Durability): Promise<boolean>;
  /** Takes all of the step or nothing. In a full namespace that forgets, the rows that end soonest make room. */
  count(step: CountStep, durability: Durability): Promise<CountAnswer>;
  /** What `count` would find; nothing is taken. */
  look(step: CountStep): Promise<readonly Found[]>;
  /**
   * Runs `work`, which must not wait and not use the store, while no other process on the store does the same: for the
   * files that people own.
   */
  alone<Result>(work: () => Result): Promise<Result>;
  /**
   * Another number than before when another process changed something; own writes may leave it as it is. What nobody
   * reads anew for (usage, rates, nonces, last uses, the clock's mark) may leave it, too.
   */
  revision(): Promise<number>;
  /** Deletes expired rows, at most 500 of each namespace; how many. For a timer: a minute is often enough. */
  prune(): Promise<number>;
  /** Again is fine; every other method rejects afterwards. */
  close(): Promise<void>;
};
