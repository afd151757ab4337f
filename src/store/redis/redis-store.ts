/** State in one Redis that several machines share. */

import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import type { CountAnswer, CountStep, Found, Refused } from "../count-step.ts";
import { checkStep } from "../counting.ts";
import { decodeJson, encodeJson, type JsonValue } from "../json-value.ts";
import {
  type EntryKey,
  NAMESPACES,
  type Namespace,
  namespaceOf,
  type OnceKey,
  type RowBounds,
  ruleOf,
  type StoreKey,
} from "../namespaces.ts";
import type { Durability, Entry, Put, Store } from "../store.ts";
import { checkedEnd, closedStore, FRESH_VERSIONS, fullNamespace, STATE_UNAVAILABLE } from "../store-fault.ts";
import { COUNT } from "./count-script.ts";
import { GET, LIST, OPEN, PREFIX, PRUNE, PUT, RELEASE, REMOVE, TAKE } from "./entry-scripts.ts";
import { redisFailure } from "./redis-fault.ts";
import { openLink, type RedisLink } from "./redis-link.ts";
import { checkServer } from "./redis-server.ts";

export type RedisOptions = {
  /** `redis://` or `rediss://`, with user and password. */
  readonly url: string;
  readonly clock: Clock;
  readonly bounds?: RowBounds;
  /** How long an answer may take. */
  readonly timeoutMs?: number;
  /** One line for the owner: that it may forget, is gone, is back. */
  readonly say?: (line: string) => void;
};

/** The format that this version reads and writes. */
const FORMAT = 1;
const TIMEOUT_MS = 2_000;
const PRUNED_AT_ONCE = 500;
/** As in SQLite: more than come, so that they cannot heap up. */
const PRUNED_ALONG = 4;
/** Above every sign that a key may have. */
const AFTER_ALL = "\x7f";
/** Whoever holds the lock and dies keeps the others out so long. */
const ALONE_MS = 5_000;
const RETRY_MS = 5;

/** CONFIG_INVALID when there is no Redis, it refuses us, evicts keys, or its state is a newer version's. */
export async function openRedisStore({
  url,
  clock,
  bounds = {},
  timeoutMs = TIMEOUT_MS,
  say = () => undefined,
}: RedisOptions): Promise<RedisStore> {
  const onChange = (isThere: boolean) =>
    say(isThere ? "Redis answers again." : "Redis is gone; nobody is let in until it answers.");
  const link = await openLink({ url, timeoutMs, onChange });
  try {
    const warning = await checkServer(link);
    if (warning !== undefined) say(warning);
    checkFormat(String(await link.run(OPEN, String(FORMAT), String(randomInt(1, FRESH_VERSIONS)))));
  } catch (fault) {
    await link.close();
    throw atOpening(fault);
  }
  return new RedisStore(link, { clock, bounds, timeoutMs });
}

function checkFormat(found: string): void {
  if (found === String(FORMAT)) return;
  throw new Failure(
    "CONFIG_INVALID",
    `The state in Redis was written by a newer Hearthgate (format ${/^\d{1,9}$/.test(found) ? found : "unknown"}, this one reads ${FORMAT}).`,
    { hint: "Update Hearthgate, or name another database of this Redis in STORE." },
  );
}

function atOpening(fault: unknown): Failure {
  const { code, message, hint } = redisFailure(fault);
  if (code === "CONFIG_INVALID" && fault instanceof Failure) return fault;
  return new Failure("CONFIG_INVALID", message, hint === undefined ? {} : { hint });
}

export class RedisStore implements Store {
  readonly #link: RedisLink;
  readonly #clock: Clock;
  readonly #bounds: RowBounds;
  readonly #timeoutMs: number;
  #closed = false;

  constructor(
    link: RedisLink,
    { clock, bounds, timeoutMs }: Required<Pick<RedisOptions, "clock" | "bounds" | "timeoutMs">>,
  ) {
    this.#link = link;
    this.#clock = clock;
    this.#bounds = bounds;
    this.#timeoutMs = timeoutMs;
  }

  /** A script beside the port's, for counters that a library keeps. */
  async run(script: string, ...values: readonly string[]): Promise<unknown> {
    this.#checkOpen();
    return this.#link.run(script, ...values);
  }

  async get(key: StoreKey): Promise<Entry | undefined> {
    const row = await this.run(GET, namespaceOf(key), key, this.#now());
    return typeof row === "string" ? entryOf(key, row) : undefined;
  }

  async putIfUnchanged(
    key: EntryKey,
    expected: number | "absent",
    value: JsonValue,
    { expiresAt }: Put,
  ): Promise<number | undefined> {
    const text = encodeJson(value);
    const end = String(checkedEnd(expiresAt) ?? "-");
    const version = await this.run(
      PUT,
      namespaceOf(key),
      key,
      this.#now(),
      String(expected),
      freshVersion(),
      end,
      text,
    );
    return typeof version === "string" ? Number(version) : undefined;
  }

  async remove(key: StoreKey, _durability: Durability): Promise<boolean> {
    return (await this.run(REMOVE, namespaceOf(key), key, this.#now())) === 1;
  }

  async list(prefix: StoreKey): Promise<readonly Entry[]> {
    const flat = textsIn(await this.run(LIST, namespaceOf(prefix), prefix, prefix + AFTER_ALL, this.#now()));
    const entries: Entry[] = [];
    for (let at = 0; at + 1 < flat.length; at += 2)
      entries.push(entryOf(flat[at] as StoreKey, flat[at + 1] ?? ""));
    return entries;
  }

  async take(key: OnceKey, ttlMs: number, _durability: Durability): Promise<boolean> {
    const namespace = namespaceOf(key);
    const now = this.#clock.now();
    const end = checkedEnd(now + ttlMs);
    const most = String(this.#boundOf(namespace) ?? "-");
    const along = String(PRUNED_ALONG);
    const said = await this.run(TAKE, namespace, key, String(now), String(end), freshVersion(), most, along);
    if (said === "taken" || said === "held") return said === "taken";
    throw fullNamespace(Number(said) - now);
  }

  async count(step: CountStep, _durability: Durability): Promise<CountAnswer> {
    return this.#count(step, true);
  }

  async look(step: CountStep): Promise<readonly Found[]> {
    return (await this.#count(step, false)).found;
  }

  async alone<Result>(work: () => Result): Promise<Result> {
    this.#checkOpen();
    const token = randomUUID();
    const deadline = performance.now() + this.#timeoutMs;
    const lock = ["SET", `${PREFIX}alone`, token, "NX", "PX", String(ALONE_MS)] as const;
    while ((await this.#link.send(...lock)) !== "OK") {
      if (performance.now() >= deadline) throw busy();
      await sleep(RETRY_MS);
    }
    try {
      return work();
    } finally {
      await this.#link.run(RELEASE, token);
    }
  }

  async revision(): Promise<number> {
    this.#checkOpen();
    const revision = await this.#link.send("GET", `${PREFIX}revision`);
    if (revision === null) throw redisFailure(new Error("HGGONE"));
    return Number(revision);
  }

  async prune(): Promise<number> {
    let pruned = 0;
    // one after the other: what others ask gets its turn in between
    for (const namespace of Object.keys(NAMESPACES))
      pruned += Number(await this.run(PRUNE, namespace, this.#now(), String(PRUNED_AT_ONCE)));
    return pruned;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#link.close();
  }

  async #count(step: CountStep, takes: boolean): Promise<CountAnswer> {
    this.#checkOpen();
    checkStep(step);
    const names = new Set(step.countings.map(({ key }) => namespaceOf(key)));
    const bounds = [...names].flatMap((name) => {
      const most = this.#boundOf(name);
      return most === undefined ? [] : [[name, most] as const];
    });
    const asked = {
      ...step,
      takes,
      clock: this.#clock.now(),
      bounds: Object.fromEntries(bounds),
      fresh: randomInt(1, FRESH_VERSIONS),
      along: PRUNED_ALONG,
    };
    const [taken, ...found] = textsIn(await this.run(COUNT, JSON.stringify(asked)));
    return { taken: taken === "1", found: step.countings.map((_, at) => foundIn(found, at * 4)) };
  }

  #checkOpen(): void {
    if (this.#closed) throw closedStore();
  }

  #now(): string {
    return String(this.#clock.now());
  }

  #boundOf(namespace: Namespace): number | undefined {
    return this.#bounds[namespace] ?? ruleOf(namespace).bound?.maxRows;
  }
}

function freshVersion(): string {
  return String(randomInt(1, FRESH_VERSIONS));
}

function busy(): Failure {
  return new Failure("DEFECT", "The state was busy for too long.", {
    hint: "Try again shortly.",
    retryAfterSeconds: 1,
    denial: STATE_UNAVAILABLE,
  });
}

function textsIn(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}

/** `version end text`; `-` = no end. */
function entryOf(key: StoreKey, row: string): Entry {
  const [, version = "", end = "", text = ""] = /^(\S+) (\S+) (.*)$/s.exec(row) ?? [];
  return {
    key,
    value: decodeJson(text),
    version: Number(version),
    expiresAt: end === "-" ? undefined : Number(end),
  };
}

function foundIn(texts: readonly string[], at: number): Found {
  const number = (text: string | undefined) =>
    text === undefined || text === "-" ? undefined : Number(text);
  const reason = texts[at + 2];
  const refusal: Refused | undefined =
    reason === undefined || reason === "-"
      ? undefined
      : { reason: reason as Refused["reason"], retryAfterMs: number(texts[at + 3]) };
  return { used: number(texts[at]) ?? 0, lastAt: number(texts[at + 1]), refusal };
}
