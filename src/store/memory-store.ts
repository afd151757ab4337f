/** State that ends with the process: for the demo, tests and owners who want nothing kept. */

import { randomInt } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { CountAnswer, CountStep, Found } from "./count-step.ts";
import { type CounterState, countStep } from "./counting.ts";
import { decodeJson, encodeJson, type JsonValue } from "./json-value.ts";
import {
  type CounterKey,
  type EntryKey,
  type Namespace,
  namespaceOf,
  type OnceKey,
  type RowBounds,
  ruleOf,
  type StoreKey,
} from "./namespaces.ts";
import type { Entry, Put, Store } from "./store.ts";
import { checkedEnd, closedStore, FRESH_VERSIONS, fullNamespace } from "./store-fault.ts";

type Row = { readonly text: string; readonly version: number; readonly expiresAt: number | undefined };

const PRUNED_AT_ONCE = 500;

/** Nothing of it is on a disk; both durabilities are the same. */
export function memoryStore(clock: Clock, bounds: RowBounds = {}): Store {
  return new MemoryStore(clock, bounds);
}

class MemoryStore implements Store {
  readonly #rows = new Map<Namespace, Map<string, Row>>();
  readonly #clock: Clock;
  readonly #bounds: RowBounds;
  #closed = false;

  constructor(clock: Clock, bounds: RowBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  async get(key: StoreKey): Promise<Entry | undefined> {
    const row = this.#live(key);
    return row && entryOf(key, row);
  }

  async putIfUnchanged(
    key: EntryKey,
    expected: number | "absent",
    value: JsonValue,
    { expiresAt }: Put,
  ): Promise<number | undefined> {
    const text = encodeJson(value);
    const end = checkedEnd(expiresAt);
    const before = this.#live(key);
    if ((before?.version ?? "absent") !== expected) return undefined;
    const version = before === undefined ? randomInt(1, FRESH_VERSIONS) : before.version + 1;
    this.#in(key).set(key, { text, version, expiresAt: end });
    return version;
  }

  async remove(key: StoreKey): Promise<boolean> {
    return this.#live(key) !== undefined && this.#in(key).delete(key);
  }

  async list(prefix: StoreKey): Promise<readonly Entry[]> {
    const now = this.#clock.now();
    return [...this.#in(prefix)]
      .filter(([key, row]) => key.startsWith(prefix) && isLive(row, now))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, row]) => entryOf(key as StoreKey, row));
  }

  async take(key: OnceKey, ttlMs: number): Promise<boolean> {
    const now = this.#clock.now();
    const expiresAt = checkedEnd(now + ttlMs);
    if (this.#live(key) !== undefined) return false;
    const rows = this.#in(key);
    rows.delete(key);
    const maxRows = this.#boundOf(key);
    if (rows.size >= maxRows) forget(rows, expiredOf(rows, now));
    if (rows.size >= maxRows) throw fullNamespace(soonestOf(rows, new Map()).end - now);
    rows.set(key, { text: "true", version: randomInt(1, FRESH_VERSIONS), expiresAt });
    return true;
  }

  async count(step: CountStep): Promise<CountAnswer> {
    this.#checkOpen();
    const { answer, changed } = countStep(step, (key) => this.#counter(key));
    for (const [key, { state, expiresAt }] of changed) {
      const version = (this.#in(key).get(key)?.version ?? randomInt(1, FRESH_VERSIONS)) + 1;
      this.#in(key).set(key, { text: JSON.stringify(state), version, expiresAt });
    }
    for (const key of changed.keys()) {
      const rows = this.#in(key);
      while (rows.size > Math.max(this.#boundOf(key), changed.size))
        rows.delete(soonestOf(rows, changed).key);
    }
    return answer;
  }

  async look(step: CountStep): Promise<readonly Found[]> {
    this.#checkOpen();
    return countStep(step, (key) => this.#counter(key)).answer.found;
  }

  async alone<Result>(work: () => Result): Promise<Result> {
    this.#checkOpen();
    return work();
  }

  async revision(): Promise<number> {
    this.#checkOpen();
    return 0;
  }

  async prune(): Promise<number> {
    this.#checkOpen();
    const now = this.#clock.now();
    let pruned = 0;
    for (const rows of this.#rows.values()) {
      const expired = expiredOf(rows, now).slice(0, PRUNED_AT_ONCE);
      forget(rows, expired);
      pruned += expired.length;
    }
    return pruned;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rows.clear();
  }

  #checkOpen(): void {
    if (this.#closed) throw closedStore();
  }

  #in(key: string): Map<string, Row> {
    this.#checkOpen();
    const namespace = namespaceOf(key);
    const rows = this.#rows.get(namespace) ?? new Map<string, Row>();
    this.#rows.set(namespace, rows);
    return rows;
  }

  #live(key: string): Row | undefined {
    const row = this.#in(key).get(key);
    return row && isLive(row, this.#clock.now()) ? row : undefined;
  }

  /** Expired or not: the state itself knows what time makes of it. */
  #counter(key: CounterKey): CounterState | undefined {
    const row = this.#in(key).get(key);
    return row && (decodeJson(row.text) as CounterState);
  }

  #boundOf(key: string): number {
    const namespace = namespaceOf(key);
    return this.#bounds[namespace] ?? ruleOf(namespace).bound?.maxRows ?? Number.POSITIVE_INFINITY;
  }
}

function entryOf(key: StoreKey, { text, version, expiresAt }: Row): Entry {
  return { key, value: decodeJson(text), version, expiresAt };
}

function isLive({ expiresAt }: Row, now: number): boolean {
  return expiresAt === undefined || expiresAt > now;
}

function expiredOf(rows: ReadonlyMap<string, Row>, now: number): readonly string[] {
  return [...rows].filter(([, row]) => !isLive(row, now)).map(([key]) => key);
}

function forget(rows: Map<string, Row>, keys: readonly string[]): void {
  for (const key of keys) rows.delete(key);
}

/** The row that ends first, those of the step itself left out. */
function soonestOf(
  rows: ReadonlyMap<string, Row>,
  step: ReadonlyMap<string, unknown>,
): { readonly key: string; readonly end: number } {
  let soonest = { key: "", end: Number.POSITIVE_INFINITY };
  for (const [key, { expiresAt }] of rows)
    if (expiresAt !== undefined && expiresAt < soonest.end && !step.has(key))
      soonest = { key, end: expiresAt };
  return soonest;
}
