/** The state machine: what every entity is now, how it came to be so, what changed. */

import type { WireEntity, WireEntityDiff } from "../../hass/wire.ts";
import type { Random } from "./random.ts";
import { isoTime, type Ticker } from "./ticker.ts";

export type Attributes = Readonly<Record<string, unknown>>;

export type Context = {
  readonly id: string;
  readonly parent_id: string | null;
  readonly user_id: string | null;
};

/** Replaced at every change, never mutated. Times are seconds since 1970. */
export type State = {
  readonly id: string;
  readonly state: string;
  readonly attributes: Attributes;
  readonly lastChanged: number;
  readonly lastUpdated: number;
  readonly context: Context;
};

/** One change; `json` is its diff as text, made at most once however many clients listen. */
export type Change = {
  readonly id: string;
  readonly before: State | undefined;
  readonly now: State | undefined;
  json?: string;
};

export type States = {
  get(id: string): State | undefined;
  all(): IterableIterator<State>;
  /** Nothing happens when state and attributes are as they were. */
  set(id: string, state: string, attributes: Attributes, context: Context): void;
  remove(id: string, context: Context): void;
  /** Called for every change, in order, synchronously. */
  onChange(listener: (change: Change) => void): () => void;
  /** Only changes of one entity. */
  watch(id: string, listener: (change: Change) => void): void;
  context(userId?: string | null, parentId?: string | null): Context;
  /** Forgets every state without a word, as a process that ends. Watchers stay. */
  clear(): void;
};

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Ids as Home Assistant makes them: ten letters of time, sixteen of chance (RFC-less, github.com/ulid/spec). */
function createUlids(random: Random, ticker: Ticker): () => string {
  const prefix = Array.from({ length: 8 }, () => crockford[random.integer(32)]).join("");
  let counter = random.integer(2 ** 30);
  let stampedAt = -1;
  let stamp = "";
  return () => {
    const now = ticker.date().getTime();
    if (now !== stampedAt) {
      stampedAt = now;
      stamp = letters(now, 10);
    }
    counter = (counter + 0x9e3779b1) % 2 ** 40;
    return stamp + prefix + letters(counter, 8);
  };
}

function letters(value: number, length: number): string {
  let text = "";
  let rest = value;
  for (let index = 0; index < length; index += 1) {
    text = crockford.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

export function createStates(ticker: Ticker, random: Random): States {
  const states = new Map<string, State>();
  const listeners = new Set<(change: Change) => void>();
  const watchers = new Map<string, ((change: Change) => void)[]>();
  const ulid = createUlids(random, ticker);

  const announce = (id: string, before: State | undefined, now: State | undefined): void => {
    const change: Change = { id, before, now };
    for (const listener of listeners) listener(change);
    const watching = watchers.get(id);
    if (watching) for (const watcher of watching) watcher(change);
  };

  return {
    get: (id) => states.get(id),
    all: () => states.values(),
    set(id, state, attributes, context) {
      const before = states.get(id);
      const sameState = before?.state === state;
      if (before && sameState && sameValue(before.attributes, attributes)) return;
      const at = ticker.seconds();
      const lastChanged = before && sameState ? before.lastChanged : at;
      const now: State = { id, state, attributes, lastChanged, lastUpdated: at, context };
      states.set(id, now);
      announce(id, before, now);
    },
    remove(id, context) {
      const before = states.get(id);
      if (!before) return;
      states.delete(id);
      announce(id, { ...before, context }, undefined);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    watch(id, listener) {
      const watching = watchers.get(id);
      if (watching) watching.push(listener);
      else watchers.set(id, [listener]);
    },
    context: (userId = null, parentId = null) => ({ id: ulid(), parent_id: parentId, user_id: userId }),
    clear: () => states.clear(),
  };
}

/** Deep equality of JSON values; the order of keys does not count. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
    return left.every((value, index) => sameValue(value, right[index]));
  }
  const a = left as Attributes;
  const b = right as Attributes;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

/** A state as `get_states` and the REST routes write it. */
export function stateOf(state: State): Record<string, unknown> {
  return {
    entity_id: state.id,
    state: state.state,
    attributes: state.attributes,
    last_changed: isoTime(state.lastChanged),
    last_reported: isoTime(state.lastUpdated),
    last_updated: isoTime(state.lastUpdated),
    context: state.context,
  };
}

/** A state as `subscribe_entities` writes it: the context is a bare id unless a user or a parent is set, `lu` is left out when equal to `lc`. */
export function addedOf(state: State): WireEntity {
  const { context } = state;
  const bare = context.parent_id === null && context.user_id === null;
  const added = {
    s: state.state,
    a: state.attributes,
    c: bare ? context.id : context,
    lc: state.lastChanged,
  };
  return state.lastUpdated === state.lastChanged ? added : { ...added, lu: state.lastUpdated };
}

/** The difference between two states, with only the changed parts of the context. */
export function diffOf(before: State, now: State): WireEntityDiff {
  const plus: Record<string, unknown> = {};
  if (before.state !== now.state) plus["s"] = now.state;
  if (before.lastChanged !== now.lastChanged) plus["lc"] = now.lastChanged;
  else if (before.lastUpdated !== now.lastUpdated) plus["lu"] = now.lastUpdated;

  const context: Record<string, unknown> = {};
  if (before.context.parent_id !== now.context.parent_id) context["parent_id"] = now.context.parent_id;
  if (before.context.user_id !== now.context.user_id) context["user_id"] = now.context.user_id;
  if (before.context.id !== now.context.id) {
    const alone = Object.keys(context).length === 0;
    plus["c"] = alone ? now.context.id : { ...context, id: now.context.id };
  }

  const set: Record<string, unknown> = {};
  for (const key of Object.keys(now.attributes)) {
    const value = now.attributes[key];
    if (!Object.hasOwn(before.attributes, key) || !sameValue(before.attributes[key], value)) set[key] = value;
  }
  if (Object.keys(set).length > 0) plus["a"] = set;
  const removed = Object.keys(before.attributes).filter((key) => !Object.hasOwn(now.attributes, key));

  if (removed.length === 0) return { "+": plus };
  return Object.keys(plus).length > 0 ? { "+": plus, "-": { a: removed } } : { "-": { a: removed } };
}
