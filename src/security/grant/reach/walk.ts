/** What is gathered while somebody walks from a call to what it comes to. */

import type { Place } from "../../../hass/place.ts";
import type { WireServices } from "../../../hass/wire.ts";
import type { Leaf, TriggerTable } from "../model/world.ts";
import type { RegistryIds } from "./triggers.ts";

/** Where closures are read from, all of it plain data. */
export type Sources = {
  readonly place: Place;
  readonly services: WireServices;
  /** Script or automation to its configuration; undefined as a value = it could not be read. */
  readonly configs: ReadonlyMap<string, unknown>;
  /** Helper to the automations that Home Assistant knows to mention it; for automations that could not be read. */
  readonly related: ReadonlyMap<string, ReadonlySet<string> | undefined>;
  /** Looked up where a trigger names an entity that way. */
  readonly registryIds?: RegistryIds;
  /** Nobody here may read automations: a helper may set off anything, and asks. */
  readonly unread?: boolean;
  /** For what entities that are no helpers set off. */
  readonly triggers?: TriggerTable | undefined;
};

/** What is still to be fetched before the answer counts. */
export type Missing = {
  readonly configs: ReadonlySet<string>;
  readonly related: ReadonlySet<string>;
  readonly registryIds: boolean;
};

export type Walk = {
  readonly sources: Sources;
  readonly leaves: Map<string, Leaf>;
  readonly through: Set<string>;
  readonly signals: Set<string>;
  readonly seen: Set<string>;
  readonly missing: { readonly configs: Set<string>; readonly related: Set<string>; registryIds: boolean };
  opaque: string | undefined;
  /** For automations that only may run, a call on nobody knows what counts as one on everything it could mean. */
  readonly loose: boolean;
  /** Where what waits for the scripts and automations on the way is walked, for what is denied alone. */
  beside: Walk | undefined;
};

export function walkOver(sources: Sources, loose: boolean): Walk {
  return {
    sources,
    leaves: new Map(),
    through: new Set(),
    signals: new Set(),
    seen: new Set(),
    missing: { configs: new Set(), related: new Set(), registryIds: false },
    opaque: undefined,
    loose,
    beside: undefined,
  };
}

/** undefined for a walk that follows what waits by itself. */
export function besideOf(walk: Walk): Walk | undefined {
  if (walk.beside || walk.loose) return walk.beside;
  const beside: Walk = { ...walkOver(walk.sources, true), missing: walk.missing };
  beside.beside = beside;
  walk.beside = beside;
  return beside;
}

export function passedBeside({ beside }: Walk): readonly string[] {
  if (!beside) return [];
  const acted = [...beside.leaves.values()].flatMap(({ entityId }) => entityId ?? []);
  return [...beside.through, ...acted];
}

export function wasSeen(key: string, { seen }: Walk): boolean {
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

export function mayRun(id: string, { place }: Sources): boolean {
  const state = place.states.get(id)?.state;
  return state !== undefined && state !== "unavailable";
}

/** Nothing is known of it: where things only may happen, it may be anything. */
export function blindTo(what: string, walk: Walk): void {
  walk.opaque ??= what;
  if (walk.loose) walk.leaves.set("anything", { service: undefined, entityId: undefined });
}
