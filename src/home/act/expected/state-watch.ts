/** Watches a few entities from before a call is sent until its verdict. */

import type { EntityState, Gateway } from "../../../hass/gateway.ts";

export type StateWatch = {
  /** State when the watch began. */
  readonly before: ReadonlyMap<string, EntityState>;
  /** Whether an event carried this context, as its own or as its parent's. */
  touched(id: string, contextId: string): boolean;
  /** The last state that an event of this context made. */
  madeBy(id: string, contextId: string): EntityState | undefined;
  /** What the state was when an event of this context changed it. */
  turnedFrom(id: string, contextId: string): EntityState | undefined;
  /** Since the last change of the entity that was seen; Infinity without one. */
  quietMs(id: string): number;
  /** When its last change was seen, on the process's own clock. */
  changedAt(id: string): number | undefined;
  /** Resolves at the next change of a watched entity, or after `ms`. */
  next(ms: number): Promise<void>;
  stop(): void;
};

export function watchEntities(
  gateway: Pick<Gateway, "states" | "onChange">,
  ids: readonly string[],
): StateWatch {
  const before = new Map<string, EntityState>();
  for (const id of ids) {
    const state = gateway.states.get(id);
    if (state) before.set(id, state);
  }
  const changes: Change[] = [];
  let wake: () => void = () => undefined;
  const stop = gateway.onChange((id, now, was) => {
    if (!before.has(id)) return;
    if (now) changes.push({ id, now, was, at: performance.now() });
    wake();
  });
  return {
    before,
    touched: (id, contextId) => changes.some((change) => isOf(change, id, contextId)),
    madeBy: (id, contextId) => changes.findLast((change) => isOf(change, id, contextId))?.now,
    turnedFrom: (id, contextId) =>
      changes.find((change) => isOf(change, id, contextId) && change.now.state !== change.was?.state)?.was,
    quietMs(id) {
      const last = changes.findLast((change) => change.id === id);
      return last ? performance.now() - last.at : Number.POSITIVE_INFINITY;
    },
    changedAt: (id) => changes.findLast((change) => change.id === id)?.at,
    next: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    stop,
  };
}

type Change = {
  readonly id: string;
  readonly now: EntityState;
  readonly was: EntityState | undefined;
  /** On the process's own clock, in milliseconds. */
  readonly at: number;
};

function isOf({ id, now }: Change, entityId: string, contextId: string): boolean {
  return id === entityId && (now.contextId === contextId || now.parentContextId === contextId);
}
