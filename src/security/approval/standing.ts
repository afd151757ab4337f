/** What a kept question says at an instant (milliseconds since 1970). */

import { type Approval, REMEMBERED_MS } from "./approval.ts";

export function isYes(row: Approval | undefined, now: number): row is Approval {
  return row?.state === "approved" && now < row.expires_at;
}

export function isNo(row: Approval | undefined, now: number): row is Approval {
  return row?.state === "denied" && now < (row.decided_at ?? 0) + REMEMBERED_MS;
}

type Asking = Pick<Approval, "credential" | "tool" | "stake">;

/** The latest no to the same service on some of what is asked for now: asked for with more, it stays one. */
export function noTo(
  { credential, tool, stake }: Asking,
  rows: readonly Approval[],
  now: number,
): Approval | undefined {
  if (stake === undefined) return undefined;
  const asked = new Set(stake.entities);
  return rows
    .filter((row) => isNo(row, now) && row.credential === credential && row.tool === tool)
    .filter(({ stake: was }) => was?.service === stake.service && was.entities.every((id) => asked.has(id)))
    .sort((a, b) => (b.decided_at ?? 0) - (a.decided_at ?? 0))[0];
}

/** A yes that was said after a no. */
export function isLater(row: Approval | undefined, no: Approval): boolean {
  return row?.state === "approved" && (row.decided_at ?? 0) > (no.decided_at ?? 0);
}

/** What ended it by itself; undefined while it is open or the yes is good. */
export function endOf(
  { state, expires_at, decided_at = 0 }: Approval,
  now: number,
): "denied" | "expired" | "none" | undefined {
  if (state === "denied") return now < decided_at + REMEMBERED_MS ? "denied" : "none";
  return now < expires_at ? undefined : "expired";
}
