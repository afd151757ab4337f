/** Sessions of the 2025 era: each belongs to the principal that opened it, none lives for ever. */

import type { Principal } from "../../../security/identity/principal.ts";
import type { Store } from "../../../store/store.ts";
import { type KeptOpenings, type KeptSession, keptOpenings, type Opening } from "./kept-openings.ts";

/** One live session of a protocol library. */
export type LiveSession = { close(): Promise<void> };

export type SessionBook<S extends LiveSession> = {
  /** The live session; taken up from its opening where this process does not have it. undefined = not this principal's. */
  find(id: string, principal: Principal): Promise<S | undefined>;
  /** A new one; at the cap of its grant, over all processes, the one that was idle longest makes room. */
  add(id: string, principal: Principal, session: S, opening: Opening): Promise<void>;
  /** Kept with its opening: whoever takes it up follows these, too. */
  subscribed(id: string, uris: readonly string[]): Promise<void>;
  end(id: string): Promise<void>;
  /** Live ones of this process. */
  size(): number;
  /** Ends every session of whoever is refused by `holds` (undefined = nobody knows), and what another process has ended. */
  sweep(holds: (principal: Principal) => Promise<boolean | undefined>): Promise<void>;
  close(): Promise<void>;
};

export type SessionRules<S extends LiveSession> = {
  readonly store: Store;
  readonly now: () => number;
  /** `max_sessions` of the principal's grant; undefined = the default. */
  readonly most: (principal: Principal) => number | undefined;
  /** One of the principal's grant had to make room. */
  readonly onExcess?: (principal: Principal) => void;
  /** A live session for an opening that lies in the store. */
  readonly revive: (id: string, principal: Principal, opening: Opening) => Promise<S>;
};

const IDLE_MS = 30 * 60_000;
const KEEP_EVERY_MS = 5 * 60_000;
/** A session that was used since its opening was last kept must not end before its time. */
const KEPT_MS = IDLE_MS + KEEP_EVERY_MS;
const MOST_SESSIONS = 5;
/** Characters; whoever follows more than these subscribes again after a restart. */
const MOST_SUBSCRIBED = 16 * 1024;

type Held<S> = {
  readonly session: S;
  /** As the credential came that holds longest: a login's later tokens are the same owner. */
  principal: Principal;
  opening: Opening;
  usedAt: number;
  /** When its opening was last kept. */
  keptAt: number;
};

/** Who a session belongs to: a login chain, or an access token. */
function ownerOf({ id, credential, session, grantId }: Principal): string {
  return [id, session ?? credential, grantId].join(" ");
}

/** The one whose credential holds longer; the later one where they are equal. */
function lasting(before: Principal, after: Principal): Principal {
  const end = ({ until = Number.POSITIVE_INFINITY }: Principal) => until;
  return end(after) >= end(before) ? after : before;
}

/** The newcomer's own, before one agent ends the sessions of another; of these the one that was idle longest. */
function firstToGo(newcomer: Principal) {
  const isForeign = ({ owner }: KeptSession) => (owner === ownerOf(newcomer) ? 0 : 1);
  return (a: KeptSession, b: KeptSession) => isForeign(a) - isForeign(b) || a.keptAt - b.keptAt;
}

type RoomParts = Pick<SessionRules<LiveSession>, "most"> & {
  readonly onExcess: ((principal: Principal) => void) | undefined;
  readonly kept: KeptOpenings;
  readonly end: (id: string) => Promise<void>;
  /** As far as this process knows; 0 = not here. */
  readonly usedAt: (id: string) => number;
};

/** Over all processes on the state. One after the other: each counts what the one before has left. */
function roomMaker({ most, onExcess, kept, end, usedAt }: RoomParts) {
  const makeRoom = async (newcomer: string, principal: Principal) => {
    const own = (await kept.ownedBy(` ${principal.grantId}`))
      .filter(({ id }) => id !== newcomer)
      .map((each) => ({ ...each, keptAt: Math.max(each.keptAt, usedAt(each.id)) }));
    const excess = own.length + 1 - (most(principal) ?? MOST_SESSIONS);
    if (excess > 0) onExcess?.(principal);
    for (const { id } of own.sort(firstToGo(principal)).slice(0, Math.max(0, excess))) await end(id);
  };
  let last: Promise<void> = Promise.resolve();
  return async (newcomer: string, principal: Principal): Promise<void> => {
    const made = last.then(() => makeRoom(newcomer, principal));
    last = made.catch(() => undefined);
    await made;
  };
}

export function sessionBook<S extends LiveSession>({
  store,
  now,
  most,
  onExcess,
  revive,
}: SessionRules<S>): SessionBook<S> {
  const held = new Map<string, Held<S>>();
  const reviving = new Map<string, Promise<S | undefined>>();

  const kept = keptOpenings(store, now, KEPT_MS);
  const drop = async (id: string) => {
    const { session } = held.get(id) ?? {};
    held.delete(id);
    await session?.close();
  };
  const end = async (id: string) => {
    await drop(id);
    await kept.forget(id);
  };
  const makeRoomFor = roomMaker({ most, onExcess, kept, end, usedAt: (id) => held.get(id)?.usedAt ?? 0 });
  const hold = async (id: string, principal: Principal, session: S, opening: Opening) => {
    // kept before it can be made to go: what has ended must leave nothing to take up
    await kept.keep(id, ownerOf(principal), opening);
    held.set(id, { session, principal, opening, usedAt: now(), keptAt: now() });
    await makeRoomFor(id, principal);
  };
  const takeUp = async (id: string, principal: Principal) => {
    const opening = await kept.find(id, ownerOf(principal));
    if (opening === undefined) return undefined;
    const session = await revive(id, principal, opening);
    await hold(id, principal, session, opening);
    return session;
  };

  return {
    async find(id, principal) {
      const known = held.get(id);
      if (known) {
        if (ownerOf(known.principal) !== ownerOf(principal)) return undefined;
        known.usedAt = now();
        known.principal = lasting(known.principal, principal);
        if (known.usedAt - known.keptAt > KEEP_EVERY_MS) {
          known.keptAt = known.usedAt;
          await kept.keep(id, ownerOf(principal), known.opening);
        }
        return known.session;
      }
      // a stranger who asks for it at the same time gets an answer of his own
      const asked = `${id} ${ownerOf(principal)}`;
      const pending = reviving.get(asked) ?? takeUp(id, principal).finally(() => reviving.delete(asked));
      reviving.set(asked, pending);
      return pending;
    },
    add: hold,
    async subscribed(id, subscribed) {
      const known = held.get(id);
      if (!known || JSON.stringify(subscribed).length > MOST_SUBSCRIBED) return;
      known.opening = { ...known.opening, subscribed };
      await kept.keep(id, ownerOf(known.principal), known.opening);
    },
    end,
    size: () => held.size,
    async sweep(holds) {
      for (const [id, { principal, usedAt }] of [...held]) {
        const isIdle = now() - usedAt > IDLE_MS;
        const isOver = !isIdle && (await holds(principal)) === false;
        const keptAt = await kept.keptAt(id);
        if (keptAt === undefined || isOver) await end(id);
        // idle here alone, where another process has kept it since
        else if (isIdle) await (keptAt > usedAt ? drop(id) : end(id));
      }
    },
    async close() {
      // their openings stay: a restart takes them up
      await Promise.all([...held.values()].map(({ session }) => session.close()));
      held.clear();
    },
  };
}
