/** The latest time that any process on the state has seen: what has expired stays so, also over a start with a clock that was set back. */

import type { ForwardClock } from "../../../core/clock.ts";
import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";
import { changeRow, readRow } from "./rows.ts";

const KEY = storeKey("clock", "mark");
/** A mark so near is not worth a write. */
const STEP_MS = 60_000;

type Mark = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How often the owner has said that the machine's clock is right. */
  readonly accepted: number;
};

/** Milliseconds since 1970; undefined = none was kept yet. */
export async function readMark(store: Store): Promise<number | undefined> {
  return (await readRow<Mark>(store, KEY))?.at;
}

/** Lifts the mark to `now`; one that is later stays. */
export async function keepMark(store: Store, now: number): Promise<void> {
  const lift = (before: Mark | undefined) =>
    before && before.at >= now ? undefined : { at: now, accepted: before?.accepted ?? 0 };
  await changeRow<Mark>(store, KEY, lift, { durability: "counted" });
}

/** The owner says that `now` is right, whatever was seen before: running processes take it over. */
export async function acceptMark(store: Store, now: number): Promise<void> {
  const accept = (before: Mark | undefined) => ({ at: now, accepted: (before?.accepted ?? 0) + 1 });
  await changeRow<Mark>(store, KEY, accept, { durability: "acknowledged" });
}

/** Holds the clock against the mark, now and whenever what it resolves to is called; moves the mark on when time has. */
export async function followMark(store: Store, clock: ForwardClock): Promise<() => Promise<void>> {
  let accepted: number | undefined;
  const look = async () => {
    const mark = await readRow<Mark>(store, KEY);
    if (mark && accepted !== undefined && mark.accepted > accepted) clock.restart(mark.at);
    else if (mark) clock.raise(mark.at);
    accepted = mark?.accepted ?? 0;
    const now = clock.now();
    if (mark === undefined || now - mark.at >= STEP_MS) await keepMark(store, now);
  };
  await look();
  return look;
}
