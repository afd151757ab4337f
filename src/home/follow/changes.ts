/** Changes of the home, handed on to whoever follows some of it: each follower hears of them at most once a second. */

import type { EntityState, Gateway } from "../../hass/gateway.ts";

const PUSH_EVERY_MS = 1_000;
/** Of a follower that is behind; what it has not looked at is looked at a second later. */
const LOOKED_AT_ONCE = 200;

/** What changed, each with its state before the first change; undefined = it was not there. */
export type Changed = ReadonlyMap<string, EntityState | undefined>;

export type Follower = {
  /** Undefined = everything. */
  readonly ids: readonly string[] | undefined;
  /** Of everything, what it looks at. */
  within(id: string): boolean;
  /** Looks at its own seconds alone: else the time of what it tells would show that there was something it does not tell. */
  readonly keepsBack: boolean;
  /** Never two at once. */
  look(changed: Changed): Promise<void>;
  /** About once a second, whether anything changed or not; never two at once. */
  check(): Promise<void>;
};

export type Changes = {
  /** Returns the way to stop. */
  follow(follower: Follower): () => void;
  close(): void;
};

type Following = {
  readonly follower: Follower;
  readonly pending: Map<string, EntityState | undefined>;
  readonly beganAt: number;
  /** When it may look again. */
  freeAt: number;
  timer: NodeJS.Timeout | undefined;
  checking: boolean;
};

/** Listens to the home, and looks at the clock, only while anybody follows. `onFault` hears what a follower throws. */
export function createChanges(
  gateway: Pick<Gateway, "onChange">,
  onFault: (fault: unknown) => void,
): Changes {
  const all = new Set<Following>();
  const ofEverything = new Set<Following>();
  const byId = new Map<string, Set<Following>>();
  let stopListening: (() => void) | undefined;
  let clock: NodeJS.Timeout | undefined;

  const note = (following: Following, id: string, before: EntityState | undefined) => {
    if (!following.pending.has(id)) following.pending.set(id, before);
    following.timer ??= lookSoon(following, all, onFault);
  };
  const start = () => {
    stopListening ??= gateway.onChange((id, _, before) => {
      for (const following of byId.get(id) ?? NOBODY) note(following, id, before);
      for (const following of ofEverything) if (following.follower.within(id)) note(following, id, before);
    });
    clock ??= setInterval(() => {
      for (const following of all) checkOnce(following, onFault);
    }, PUSH_EVERY_MS).unref();
  };
  const stopWhenAlone = () => {
    if (all.size > 0) return;
    stopListening?.();
    clearInterval(clock);
    stopListening = undefined;
    clock = undefined;
  };
  return {
    follow(follower) {
      const following: Following = {
        follower,
        pending: new Map(),
        beganAt: performance.now(),
        freeAt: 0,
        timer: undefined,
        checking: false,
      };
      all.add(following);
      if (follower.ids === undefined) ofEverything.add(following);
      for (const id of follower.ids ?? []) byId.set(id, (byId.get(id) ?? new Set()).add(following));
      start();
      return () => {
        clearTimeout(following.timer);
        all.delete(following);
        ofEverything.delete(following);
        for (const id of follower.ids ?? []) {
          byId.get(id)?.delete(following);
          if (byId.get(id)?.size === 0) byId.delete(id);
        }
        stopWhenAlone();
      };
    },
    close() {
      for (const { timer } of all) clearTimeout(timer);
      for (const each of [all, ofEverything, byId]) each.clear();
      stopWhenAlone();
    },
  };
}

const NOBODY: ReadonlySet<Following> = new Set();

function checkOnce(following: Following, onFault: (fault: unknown) => void): void {
  if (following.checking) return;
  following.checking = true;
  following.follower
    .check()
    .catch(onFault)
    .finally(() => {
      following.checking = false;
    });
}

function lookSoon(
  following: Following,
  all: ReadonlySet<Following>,
  onFault: (fault: unknown) => void,
): NodeJS.Timeout {
  return setTimeout(async () => {
    following.freeAt = performance.now() + PUSH_EVERY_MS;
    try {
      await following.follower.look(taken(following.pending));
    } catch (fault) {
      onFault(fault);
    }
    following.timer = undefined;
    if (following.pending.size > 0 && all.has(following)) following.timer = lookSoon(following, all, onFault);
  }, untilLookMs(following)).unref();
}

function untilLookMs({ follower, beganAt, freeAt }: Following): number {
  const now = performance.now();
  return follower.keepsBack ? PUSH_EVERY_MS - ((now - beganAt) % PUSH_EVERY_MS) : Math.max(0, freeAt - now);
}

function taken(pending: Map<string, EntityState | undefined>): Changed {
  const changed = new Map<string, EntityState | undefined>();
  for (const [id, before] of pending) {
    if (changed.size === LOOKED_AT_ONCE) break;
    changed.set(id, before);
    pending.delete(id);
  }
  return changed;
}
