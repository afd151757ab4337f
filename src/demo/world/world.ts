/** What every part of the house shares: time, states, registries, entities, events, users. */

import type { Fault } from "./fault.ts";
import type { Random } from "./random.ts";
import type { Registries } from "./registries.ts";
import type { Attributes, Context, States } from "./states.ts";
import type { Ticker } from "./ticker.ts";

/** How an entity departs from doing what it is told. */
export type Quirk =
  | { readonly kind: "liar" | "block" | "slow" }
  | { readonly kind: "fail"; readonly fault: Fault };

/** A device function as its integration knows it; what the clients see of it is in the states. */
export type Entity = {
  /** Changes when the registry renames it. */
  id: string;
  readonly domain: string;
  /** `supported_features`; undefined for domains that have none. */
  readonly features: number | undefined;
  readonly quirk: Quirk | undefined;
  /** Forwarded to: a group helper's members, or an old-style group's. */
  readonly members: readonly string[] | undefined;
  /** Remembered through off and unavailable: brightness, colour, last volume. */
  readonly memory: Record<string, unknown>;
  /** Of the last call on it; counts for five seconds, as in Home Assistant. */
  context: Context | undefined;
  contextAt: number;
  /** Stops what is moving. */
  cancel: (() => void) | undefined;
};

export type User = {
  readonly id: string;
  readonly name: string;
  readonly isOwner: boolean;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  readonly localOnly: boolean;
};

/** An event as `subscribe_events` hands it out. */
export type BusEvent = {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly context: Context;
};

type CoreState = "NOT_RUNNING" | "STARTING" | "RUNNING";

export type World = {
  readonly version: string;
  readonly ticker: Ticker;
  readonly random: Random;
  readonly states: States;
  readonly registries: Registries;
  readonly entities: Map<string, Entity>;
  /** How long a lock, a valve and a motor with a lock take, in ms. */
  readonly lockMs: number;
  coreState: CoreState;
  fire(type: string, data: Readonly<Record<string, unknown>>, context?: Context): void;
  /** For every event but state_changed, which the states announce. */
  onEvent(listener: (event: BusEvent) => void): () => void;
  /** Makes an old-style group, or gives one new members. */
  addGroup(id: string, members: readonly string[], name: string): void;
  /** Makes the context of a call the context of what the entity does next. */
  touch(entity: Entity, context: Context): void;
  /** Sets state and attributes (merged; undefined takes one away); a context older than five seconds is replaced by a fresh one without a user. */
  write(entity: Entity, state: string, attributes?: Attributes): void;
};

/** An entity that has not been told anything yet. */
export function newEntity(id: string, traits: Partial<Entity> = {}): Entity {
  return {
    id,
    domain: id.split(".")[0] ?? "",
    features: undefined,
    quirk: undefined,
    members: undefined,
    memory: {},
    context: undefined,
    contextAt: 0,
    cancel: undefined,
    ...traits,
  };
}

/** Whether a state stands for a device that answers. */
export function isAvailable(state: string | undefined): boolean {
  return state !== undefined && state !== "unavailable";
}
