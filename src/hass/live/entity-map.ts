/** The live map of every entity's state, fed by `subscribe_entities`; one change costs a constant. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { EntityState, StateListener } from "../gateway.ts";
import { nextTurn } from "../link/sliced-json.ts";
import type { WireContext, WireEntitiesEvent, WireEntity, WireEntityDiff } from "../wire.ts";
import { idOf, instantOf, textOf, textsOf } from "../wire-values.ts";

const NO_ATTRIBUTES: JsonObject = Object.freeze({});
const SLICE_ENTITIES = 2_000;

export type EntityMap = {
  readonly states: ReadonlyMap<string, EntityState>;
  onChange(listener: StateListener): () => void;
  /** Applies one event. A big one is applied in slices: the promise resolves when it is done. */
  apply(event: WireEntitiesEvent): Promise<void> | undefined;
  /** The next event's `a` is the whole home: what it does not name is gone (nothing stays behind as a ghost). */
  expectWhole(): void;
};

export function createEntityMap(): EntityMap {
  const states = new Map<string, EntityState>();
  const listeners = new Set<StateListener>();
  let whole = false;

  const set = (id: string, now: EntityState) => {
    const before = states.get(id);
    states.set(id, now);
    for (const listener of listeners) listener(id, now, before);
  };
  const remove = (id: string) => {
    const before = states.get(id);
    if (!before) return;
    states.delete(id);
    for (const listener of listeners) listener(id, undefined, before);
  };
  const applyAdded = async (added: Readonly<Record<string, WireEntity>>) => {
    let count = 0;
    for (const id in added) {
      const wire = added[id];
      if (isJsonObject(wire)) set(id, fromWire(id, wire));
      if (++count % SLICE_ENTITIES === 0) await nextTurn();
    }
  };
  const applyRest = (event: WireEntitiesEvent) => {
    for (const id in event.c) {
      const before = states.get(id);
      const diff = event.c[id];
      if (before && isJsonObject(diff)) set(id, patched(before, diff));
    }
    for (const id of event.r ?? []) remove(id);
  };

  return {
    states,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    expectWhole() {
      whole = true;
    },
    apply(given) {
      const event = wholeEvent(given);
      if (whole && event.a) {
        whole = false;
        const present = event.a;
        for (const id of [...states.keys()]) if (!Object.hasOwn(present, id)) remove(id);
      }
      const added = event.a ?? {};
      if (isLarge(added)) return applyAdded(added).then(() => applyRest(event));
      for (const id in added) {
        const wire = added[id];
        if (isJsonObject(wire)) set(id, fromWire(id, wire));
      }
      applyRest(event);
      return undefined;
    },
  };
}

/** What is of another kind than it should be is not there. */
function wholeEvent({ a, c, r }: WireEntitiesEvent): WireEntitiesEvent {
  return {
    ...(isJsonObject(a) ? { a } : {}),
    ...(isJsonObject(c) ? { c } : {}),
    ...(r === undefined ? {} : { r: textsOf(r) }),
  };
}

function isLarge(added: Readonly<Record<string, WireEntity>>): boolean {
  let count = 0;
  for (const _ in added) if (++count > SLICE_ENTITIES) return true;
  return false;
}

function fromWire(id: string, wire: WireEntity): EntityState {
  const changed = instantOf(wire.lc) ?? 0;
  return {
    id,
    state: textOf(wire.s) ?? "unknown",
    attributes: isJsonObject(wire.a) ? wire.a : NO_ATTRIBUTES,
    contextId: contextId(wire.c) ?? "",
    parentContextId: parentId(wire.c),
    lastChanged: changed,
    lastUpdated: instantOf(wire.lu) ?? changed,
  };
}

function patched(before: EntityState, diff: WireEntityDiff): EntityState {
  const set: Partial<WireEntity> = isJsonObject(diff["+"]) ? diff["+"] : {};
  const gone = isJsonObject(diff["-"]) ? textsOf(diff["-"].a) : [];
  let attributes = before.attributes;
  if (isJsonObject(set.a) || gone.length > 0) {
    const next: Record<string, unknown> = { ...before.attributes, ...(isJsonObject(set.a) ? set.a : {}) };
    for (const key of gone) delete next[key];
    attributes = next;
  }
  const changed = instantOf(set.lc) ?? before.lastChanged;
  return {
    id: before.id,
    state: textOf(set.s) ?? before.state,
    attributes,
    // a context given as an object in a diff has only its changed parts
    contextId: contextId(set.c) ?? before.contextId,
    parentContextId: typeof set.c === "string" ? undefined : (parentId(set.c) ?? before.parentContextId),
    lastChanged: changed,
    lastUpdated: instantOf(set.lu) ?? instantOf(set.lc) ?? before.lastUpdated,
  };
}

function contextId(context: string | WireContext | undefined): string | undefined {
  return typeof context === "string" ? context : isJsonObject(context) ? idOf(context["id"]) : undefined;
}

function parentId(context: string | WireContext | undefined): string | undefined {
  return isJsonObject(context) ? idOf(context["parent_id"]) : undefined;
}
