/** One judged target as a row of the answer. */

import { domainOf } from "../../core/entity-id.ts";
import { type JsonObject, wordTable } from "../../core/json.ts";
import { quote } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { TargetOutcome } from "../acting.ts";
import { SECRET } from "../see/rows.ts";
import { keepsBack, type Sight } from "../see/sight.ts";
import { lacking } from "../service/check.ts";
import { factOf, shownAttributes } from "./expected/show.ts";
import type { Judge } from "./judge.ts";
import type { CallProgress } from "./progress.ts";

/** Verdict and time, with name and states only when the caller may read the entity (`name` defined). */
export function outcomeRow(
  id: string,
  name: string | undefined,
  judge: Judge,
  progress: CallProgress,
  ms: number,
  sight: Sight,
): TargetOutcome {
  const { attributes } = sight;
  const { before: was } = judge.statesOf(id, progress);
  const closed = was !== undefined && keepsBack(was, sight);
  const { verdict, reason: told } = judge.final(id, progress);
  // Home Assistant's own words may list what the entity can do
  const reason = closed && progress.name === "failed" && told !== undefined ? REFUSED : told;
  const row: Writable<TargetOutcome> =
    name === undefined || name === id ? { id, verdict } : { id, name, verdict };
  if (name !== undefined) {
    const { before, now } = judge.statesOf(id, progress);
    if (!judge.standsOnOthers(id)) {
      const data = judge.dataFor(id);
      const keys = shownAttributes(judge.service, data, before, now);
      if (before && verdict !== "already") row.before = show(before, keys, attributes);
      if (now)
        row.after = show(now, keys, attributes, verdict === "confirmed" || verdict === "already" ? data : {});
    }
  }
  row.ms = Math.round(ms);
  const unused = closed ? [] : judge.unused(id);
  const untold = verdict === "already" ? untoldOf(id, judge.dataFor(id)) : [];
  const reasons = [
    reason,
    untold.length > 0 ? `no state shows ${untold.join(", ")}` : undefined,
    unused.length > 0 ? `it has no ${lacking(unused)}` : undefined,
  ].filter(Boolean);
  if (reasons.length > 0) row.reason = reasons.join("; ");
  return row;
}

/** By domain, what of the data no state shows: that the rest is so already says nothing of it. */
const UNTOLD: Readonly<Record<string, readonly string[]>> = wordTable({
  siren: ["tone", "duration", "volume_level"],
  light: ["profile"],
});

function untoldOf(id: string, data: JsonObject): readonly string[] {
  return (UNTOLD[domainOf(id)] ?? []).filter((key) => Object.hasOwn(data, key));
}

const REFUSED = "Home Assistant refused it";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function show(
  state: EntityState,
  keys: readonly string[],
  attributes: Sight["attributes"],
  data: JsonObject = {},
): string {
  if (isPassword(state)) return SECRET;
  const text = /^[\w.:+ -]{1,40}$/.test(state.state) ? state.state : quote(state.state, 40);
  if (keys.length === 0) return text;
  const visible = attributes(state);
  const facts = keys.flatMap((key) => {
    // a colour that was named and is shown goes by that name
    const named =
      key === "rgb_color" && typeof data["color_name"] === "string" ? data["color_name"] : undefined;
    return factOf(key, visible[key] === undefined ? undefined : (named ?? visible[key])) ?? [];
  });
  return [text, ...facts.map((fact) => (/^[\w.:+, %-]{1,60}$/.test(fact) ? fact : quote(fact, 60)))].join(
    ", ",
  );
}
