/** Rows of an answer about a call: of targets that nothing is sent to, and how many rows an answer holds. */

import { cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { ActOutcome, TargetOutcome } from "../acting.ts";
import { SECRET } from "../see/rows.ts";
import { inHomeTime } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import type { AbleCall } from "./ability.ts";
import type { CallForm } from "./form.ts";

type Shown = { readonly gateway: Gateway; readonly sight: Sight };

/** Targets that cannot do it, with the reason. */
export function failedRows({ incapable }: AbleCall, shown: Shown): readonly TargetOutcome[] {
  return [...incapable].map(
    ([id, reason]): TargetOutcome => ({
      ...named(id, shown),
      verdict: "failed",
      ...stateNow(id, shown),
      reason,
    }),
  );
}

/** What a dry run would be sent to. */
export function wouldRunRows({ service, entityIds }: AbleCall, shown: Shown): readonly TargetOutcome[] {
  if (!entityIds) return [{ id: service, verdict: "would_run" }];
  return entityIds.map(
    (id): TargetOutcome => ({ ...named(id, shown), verdict: "would_run", ...stateNow(id, shown) }),
  );
}

function named(id: string, { gateway, sight }: Shown): { readonly id: string; readonly name?: string } {
  const name = nameOf(gateway, id);
  return name === id || !sight.sees(id) ? { id } : { id, name };
}

function stateNow(id: string, { gateway, sight }: Shown): { readonly before?: string } {
  const state = sight.sees(id) ? gateway.states.get(id) : undefined;
  return state ? { before: isPassword(state) ? SECRET : inHomeTime(cleanName(state.state), gateway) } : {};
}

/** Rows shown of one call: what went wrong first, then the rest as counts. */
const ROWS_SHOWN = 30;
const GOOD: readonly string[] = ["confirmed", "already", "would_run"];

/**
 * Without the entities that an area or the like brought in and that the caller may act on but not see: of those there is
 * a number. What it named itself it may hear of again.
 */
export function boundedFor(
  { sight }: Shown,
  form: CallForm,
  rows: readonly TargetOutcome[],
): Pick<ActOutcome, "targets" | "more"> {
  if (sight.all) return bounded(rows);
  const said = new Set(wordsIn([form.service, form.target, form.data]));
  const isTold = ({ id }: TargetOutcome) => sight.sees(id) || said.has(id);
  const kept = rows.filter((row) => !isTold(row));
  const { targets, more } = bounded(rows.filter(isTold));
  const unseen = kept.length === 0 ? undefined : `${countsOf(kept)} of what this grant does not show`;
  const all = [more, unseen].filter((text) => text !== undefined);
  return all.length === 0 ? { targets } : { targets, more: all.join("; ") };
}

const MOST_DEPTH = 20;

/** Every text and key, and what stands between its commas: an id within another name is not named. */
function wordsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value === "string")
    return value
      .toLowerCase()
      .split(",")
      .map((word) => word.trim());
  if (typeof value !== "object" || value === null || depth > MOST_DEPTH) return [];
  const keys = Array.isArray(value) ? [] : Object.keys(value).flatMap((key) => wordsIn(key));
  return [...keys, ...Object.values(value).flatMap((each) => wordsIn(each, depth + 1))];
}

/** A long answer costs a model more than it tells. */
export function bounded(rows: readonly TargetOutcome[]): Pick<ActOutcome, "targets" | "more"> {
  if (rows.length <= ROWS_SHOWN) return { targets: rows };
  const order = [...rows].sort((a, b) => Number(GOOD.includes(a.verdict)) - Number(GOOD.includes(b.verdict)));
  const more = countsOf(order.slice(ROWS_SHOWN));
  return { targets: order.slice(0, ROWS_SHOWN), more: `${more} more; ha_search shows their states` };
}

function countsOf(rows: readonly TargetOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ");
}
