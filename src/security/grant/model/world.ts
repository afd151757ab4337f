/** Everything outside the grant that a decision rests on, as plain data. */

import type { Place } from "../../../hass/place.ts";
import type { WireServices } from "../../../hass/wire.ts";

/** What areas, floors, labels and devices of a target stand for. */
export type Resolved = {
  readonly entityIds: readonly string[];
  /** Areas, floors, labels and devices that do not exist. */
  readonly missing: readonly string[];
  /** Home Assistant has them there, our registries have not: they lag behind its own. */
  readonly unplaced?: readonly string[];
};

/**
 * One thing that an indirect call does. `service` undefined = any service of the entity's domain (a scene);
 * `entityId` undefined = a service without entities; both = anything at all.
 */
export type Leaf = { readonly service: string | undefined; readonly entityId: string | undefined };

/** What one group, scene, script or automation comes to. `opaque` says what could not be seen through. */
export type Closure = {
  readonly leaves: readonly Leaf[];
  /** Groups, scripts and the like on the way, which pass the call on and do nothing themselves; what is not there now. */
  readonly through?: readonly string[];
  /** Events and messages that are given off on the way. */
  readonly signals?: readonly string[];
  readonly opaque?: string;
};

/** Which automations wait for what. */
export type TriggerTable = {
  /** Entity to the automations whose triggers name it: by id, by template, by a target, by a group. */
  readonly entities: ReadonlyMap<string, readonly string[]>;
  /** The groups among them; their members are looked up at the call, because they change. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Domain to the automations that any of its entities sets off. */
  readonly domains: ReadonlyMap<string, readonly string[]>;
  /** Event, message or sentence to the automations that wait for it. */
  readonly signals: ReadonlyMap<string, readonly string[]>;
  /** Set off by every entity and every call. */
  readonly everything: readonly string[];
  /** Set off by nobody can tell what. */
  readonly unclear: readonly string[];
};

export const NO_TRIGGERS: TriggerTable = {
  entities: new Map(),
  groups: new Map(),
  domains: new Map(),
  signals: new Map(),
  everything: [],
  unclear: [],
};

export type PinState = "ok" | "wrong" | "absent" | "locked";
export type ApprovalState =
  | "none"
  | "open"
  | "approved"
  | "denied"
  | "expired"
  | "mismatch"
  | "unavailable"
  | "closure_changed";

/** What was counted for one restriction up to now, within its own window. */
export type Usage = {
  readonly used: number;
  /** Milliseconds since 1970; undefined = never. */
  readonly lastAt: number | undefined;
  /** Seconds until the count falls below the limit; 0 when it is below. */
  readonly retryAfterSeconds: number;
};

/** Absent facts are asked for by `need`; `killed` and `place` are always there. */
export type World = {
  readonly killed: boolean;
  readonly place: Place;
  readonly services: WireServices;
  /** IANA zone of the house. */
  readonly timeZone: string;
  /** The wall clock and the stored mark disagree by more than a day. */
  readonly clockSuspect?: boolean;
  readonly resolved?: Resolved | "unavailable";
  /** References to areas, floors, labels and devices inside the data, resolved. */
  readonly resolvedReferences?: Resolved | "unavailable";
  /** Entity id to registry id, for entities that the grant binds. */
  readonly identities?: ReadonlyMap<string, string | undefined>;
  /** By indirect entity; with `*@` before it, for whatever can be done with it. */
  readonly closure?: ReadonlyMap<string, Closure>;
  /** What automations wait for; absent = nobody looked. */
  readonly triggers?: TriggerTable;
  /** Entity to the physical leaves of the automations that wait for it. */
  readonly stirred?: ReadonlyMap<string, readonly Leaf[]>;
  /** Restriction id to rendered text. */
  readonly templates?: ReadonlyMap<string, { readonly text: string } | { readonly error: true }>;
  readonly pins?: ReadonlyMap<string, PinState>;
  /** Seconds until a locked PIN is read again. */
  readonly pinRetrySeconds?: ReadonlyMap<string, number>;
  readonly usage?: ReadonlyMap<string, Usage>;
  readonly approval?: ApprovalState;
};
