/** Watches a few entities from before a call is sent until its verdict. */

import type { EntityState, Gateway } from "../hass/gateway.ts";

export type Watch = {
  /** State when the watch began. */
  readonly before: ReadonlyMap<string, EntityState>;
  /** Whether an event carried this context, as its own or as its parent's. */
  touched(id: string, contextId: string): boolean;
  /** Resolves at the next change of a watched entity, or after `ms`. */
  next(ms: number): Promise<void>;
  stop(): void;
};

export function watchEntities(gateway: Pick<Gateway, "states" | "onChange">, ids: readonly string[]): Watch {
  const before = new Map<string, EntityState>();
  for (const id of ids) {
    const state = gateway.states.get(id);
    if (state) before.set(id, state);
  }
  const contexts = new Map<string, Set<string>>();
  let wake: () => void = () => undefined;
  const stop = gateway.onChange((id, now) => {
    if (!before.has(id) || !now) return;
    const seen = contexts.get(id) ?? new Set();
    seen.add(now.contextId);
    if (now.parentContextId !== undefined) seen.add(now.parentContextId);
    contexts.set(id, seen);
    wake();
  });
  return {
    before,
    touched: (id, contextId) => contexts.get(id)?.has(contextId) ?? false,
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
