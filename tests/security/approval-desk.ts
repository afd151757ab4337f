/** A desk of its own for tests: nobody can be asked unless told. */

import type { Clock } from "../../src/core/clock.ts";
import { NO_PLACE, type Place } from "../../src/hass/place.ts";
import type { Approval } from "../../src/security/approval/approval.ts";
import { type Desk, type Notice, openDesk } from "../../src/security/approval/desk.ts";
import { memoryStore } from "../../src/store/memory-store.ts";
import type { Store } from "../../src/store/store.ts";

export type TestDesk = Desk & {
  readonly store: Store;
  /** What the owner was told, with the nonce of the notification. */
  readonly told: (readonly [Approval, string | undefined])[];
  readonly answered: Approval[];
};

export type TestDeskOptions = {
  readonly clock: Clock;
  readonly place?: () => Place;
  readonly notifies?: boolean;
  /** Half a sentence; undefined = nobody can be asked. */
  readonly how?: string;
  readonly store?: Store;
};

export const LIFETIME_MS = 10 * 60_000;

export function testDesk({
  clock,
  place = () => NO_PLACE,
  notifies = false,
  how,
  store = memoryStore(clock),
}: TestDeskOptions): TestDesk {
  const told: (readonly [Approval, string | undefined])[] = [];
  const answered: Approval[] = [];
  const notice: Notice = {
    notifies,
    how: (id, notified) =>
      how === undefined ? undefined : `${how} ${id}${notifies && !notified ? " in a minute" : ""}`.trim(),
    tell: (approval, nonce) => void told.push([approval, nonce]),
    notify: (approval, nonce) => void told.push([approval, nonce]),
  };
  const onAnswer = (approval: Approval) => void answered.push(approval);
  const desk = openDesk({ store, clock, place, notice, onAnswer, lifetimeMs: LIFETIME_MS });
  return { ...desk, store, told, answered };
}
