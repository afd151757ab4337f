/** State in one SQLite file that several processes share. */

import { randomInt } from "node:crypto";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Clock } from "../core/clock.ts";
import { type BatchChange, type CountBatch, openCountBatch } from "./count-batch.ts";
import type { CountAnswer, CountStep, Found } from "./count-step.ts";
import { type CounterState, countStep } from "./counting.ts";
import { decodeJson, encodeJson, type JsonValue } from "./json-value.ts";
import {
  type CounterKey,
  type EntryKey,
  NAMESPACES,
  namespaceOf,
  type OnceKey,
  type RowBounds,
  ruleOf,
  type StoreKey,
} from "./namespaces.ts";
import { isBusy, stateFailure, whileBusy } from "./sqlite-fault.ts";
import { openDatabase } from "./sqlite-file.ts";
import { prepareStatements, type Statements } from "./sqlite-statements.ts";
import type { Durability, Entry, Put, Store } from "./store.ts";
import { checkedEnd, closedStore, FRESH_VERSIONS, fullNamespace } from "./store-fault.ts";

export type SqliteOptions = {
  readonly path: string;
  readonly clock: Clock;
  /** How long a method waits for other processes. */
  readonly busyTimeoutMs?: number;
  readonly bounds?: RowBounds;
};

const BUSY_TIMEOUT_MS = 2_000;
const PRUNED_AT_ONCE = 500;
/** Expired rows that go with each new one of their namespace: more than come, so that they cannot heap up. */
const PRUNED_ALONG = 4;
/** Above every sign that a key may have. */
const AFTER_ALL = "\x7f";

/** CONFIG_INVALID as `openDatabase` says. */
export async function openSqliteStore({
  path,
  clock,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
  bounds = {},
}: SqliteOptions): Promise<Store> {
  return new SqliteStore(await openDatabase(path, busyTimeoutMs), { clock, bounds, busyTimeoutMs });
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #clock: Clock;
  readonly #bounds: RowBounds;
  readonly #busyTimeoutMs: number;
  readonly #counts: CountBatch;
  #closed = false;

  constructor(
    database: DatabaseSync,
    { clock, bounds, busyTimeoutMs }: Required<Omit<SqliteOptions, "path">>,
  ) {
    this.#database = database;
    this.#statements = prepareStatements(database);
    this.#clock = clock;
    this.#bounds = bounds;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#counts = openCountBatch((work, durability) =>
      this.#write(durability, () => this.#keep(work((key) => this.#counter(key)))),
    );
  }

  async get(key: StoreKey): Promise<Entry | undefined> {
    namespaceOf(key);
    return this.#read(() => {
      const row = this.#statements.get.get(key, this.#clock.now());
      return row && entryOf(key, row);
    });
  }

  async putIfUnchanged(
    key: EntryKey,
    expected: number | "absent",
    value: JsonValue,
    { durability, expiresAt }: Put,
  ): Promise<number | undefined> {
    const text = encodeJson(value);
    const end = checkedEnd(expiresAt) ?? null;
    const namespace = namespaceOf(key);
    const now = this.#clock.now();
    const { insert, update } = this.#statements;
    return this.#write(durability, () => {
      const fresh = randomInt(1, FRESH_VERSIONS);
      const { changes } =
        expected === "absent"
          ? insert.run(key, namespace, text, fresh, end, now)
          : update.run(text, end, key, expected, now);
      if (Number(changes) === 0) return undefined;
      return expected === "absent" ? fresh : expected + 1;
    });
  }

  async remove(key: StoreKey, durability: Durability): Promise<boolean> {
    namespaceOf(key);
    const now = this.#clock.now();
    return this.#write(durability, () => Number(this.#statements.remove.run(key, now).changes) > 0);
  }

  async list(prefix: StoreKey): Promise<readonly Entry[]> {
    namespaceOf(prefix);
    const now = this.#clock.now();
    return this.#read(() =>
      this.#statements.list
        .all(prefix, prefix + AFTER_ALL, now)
        .map((row) => entryOf(String(row["key"]) as StoreKey, row)),
    );
  }

  async take(key: OnceKey, ttlMs: number, durability: Durability): Promise<boolean> {
    const namespace = namespaceOf(key);
    const now = this.#clock.now();
    const end = checkedEnd(now + ttlMs) ?? null;
    const { insert, prune, soonest } = this.#statements;
    return this.#write(durability, () => {
      prune.run(namespace, now, PRUNED_ALONG);
      const { changes } = insert.run(key, namespace, "true", randomInt(1, FRESH_VERSIONS), end, now);
      if (this.#excessOf(key) > 0) throw fullNamespace(Number(soonest.get(namespace)?.["soonest"]) - now);
      return Number(changes) > 0;
    });
  }

  async count(step: CountStep, durability: Durability): Promise<CountAnswer> {
    if (this.#closed) throw closedStore();
    return this.#counts.count(step, durability);
  }

  async look(step: CountStep): Promise<readonly Found[]> {
    return this.#read(() => countStep(step, (key) => this.#counter(key)).answer.found);
  }

  async alone<Result>(work: () => Result): Promise<Result> {
    return this.#write("counted", work);
  }

  async revision(): Promise<number> {
    return this.#read(() => Number(this.#statements.dataVersion.get()?.["data_version"]));
  }

  async prune(): Promise<number> {
    const now = this.#clock.now();
    let pruned = 0;
    // a transaction each: other processes get their turn in between
    for (const namespace of Object.keys(NAMESPACES))
      pruned += await this.#write("counted", () =>
        Number(this.#statements.prune.run(namespace, now, PRUNED_AT_ONCE).changes),
      );
    return pruned;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#counts.flush();
    this.#closed = true;
    try {
      this.#database.close();
    } catch (fault) {
      throw stateFailure(fault);
    }
  }

  /** At once where it can be: a promise more would cost a fifth of a look-up. */
  #read<Answer>(work: () => Answer): Answer | Promise<Answer> {
    if (this.#closed) throw closedStore();
    try {
      return work();
    } catch (fault) {
      if (isBusy(fault)) return this.#wait(work);
      throw stateFailure(fault);
    }
  }

  async #wait<Answer>(work: () => Answer): Promise<Answer> {
    try {
      return await whileBusy(this.#busyTimeoutMs, () => {
        if (this.#closed) throw closedStore();
        return work();
      });
    } catch (fault) {
      throw stateFailure(fault);
    }
  }

  /** One transaction. A second connection for what is acknowledged would make own writes look like another process's. */
  #write<Answer>(durability: Durability, work: () => Answer): Answer | Promise<Answer> {
    return this.#read(() => {
      if (durability === "counted") return this.#transaction(work);
      this.#database.exec("PRAGMA synchronous = FULL");
      try {
        return this.#transaction(work);
      } finally {
        this.#database.exec("PRAGMA synchronous = NORMAL");
      }
    });
  }

  #transaction<Answer>(work: () => Answer): Answer {
    const { begin, commit } = this.#statements;
    begin.run();
    try {
      const answer = work();
      commit.run();
      return answer;
    } catch (fault) {
      this.#rollBack();
      throw fault;
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch (fault) {
      // a full disk has SQLite roll back by itself; were the transaction still open, the next `begin` would say so
      if (!(fault instanceof Error)) throw fault;
    }
  }

  #keep({ changed, now }: BatchChange): void {
    const { setCounter, forgetSoonest, prune } = this.#statements;
    for (const [key, { state, expiresAt }] of changed)
      setCounter.run(key, namespaceOf(key), JSON.stringify(state), randomInt(1, FRESH_VERSIONS), expiresAt);
    for (const key of changed.keys()) {
      if (ruleOf(namespaceOf(key)).bound === undefined) continue;
      prune.run(namespaceOf(key), Math.min(now, this.#clock.now()), PRUNED_ALONG);
      const excess = this.#excessOf(key);
      if (excess > 0) forgetSoonest.run(namespaceOf(key), JSON.stringify([...changed.keys()]), excess);
    }
  }

  /** Expired or not: the state itself knows what time makes of it. */
  #counter(key: CounterKey): CounterState | undefined {
    namespaceOf(key);
    const text = this.#statements.counter.get(key)?.["value"];
    return text === undefined ? undefined : (decodeJson(String(text)) as CounterState);
  }

  /** Rows above the bound of the key's namespace. */
  #excessOf(key: StoreKey): number {
    const namespace = namespaceOf(key);
    const maxRows = this.#bounds[namespace] ?? ruleOf(namespace).bound?.maxRows;
    if (maxRows === undefined) return 0;
    return Number(this.#statements.tally.get(namespace)?.["row_count"] ?? 0) - maxRows;
  }
}

function entryOf(key: StoreKey, row: Readonly<Record<string, SQLOutputValue>>): Entry {
  return {
    key,
    value: decodeJson(String(row["value"])),
    version: Number(row["version"]),
    expiresAt: row["expires_at"] === null ? undefined : Number(row["expires_at"]),
  };
}
