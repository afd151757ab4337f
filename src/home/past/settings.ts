/** What was set on an entity while its state stayed the same: a temperature, a speed, a volume, a position. */

import { domainOf } from "../../core/entity-id.ts";
import { isJsonObject, type JsonObject, plainText, wordTable } from "../../core/json.ts";
import type { EntityState } from "../../hass/gateway.ts";
import { factOf } from "../act/expected/show.ts";
import type { Moment, TimeRange } from "./range.ts";

/** By domain; `[]`: Home Assistant records when, not what. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = wordTable({
  climate: [
    "temperature",
    "target_temp_low",
    "target_temp_high",
    "humidity",
    "preset_mode",
    "fan_mode",
    "swing_mode",
  ],
  water_heater: ["temperature", "away_mode"],
  humidifier: ["humidity", "mode"],
  fan: ["percentage", "preset_mode", "oscillating", "direction"],
  media_player: ["volume_level", "is_volume_muted", "source"],
  cover: ["current_position", "current_tilt_position"],
  valve: ["current_position"],
  light: [],
});
const UNRECORDED = "brightness, colour or effect changed (Home Assistant keeps no values of them)";

const SETTLES_MS = 2_000;

/** Whether its past is more than its states. */
export function hasSettings(id: string): boolean {
  return Object.hasOwn(SETTINGS, domainOf(id));
}

export type SettingsSeen = {
  /** Those of its attributes that may be seen, as they were. */
  readonly open: (then: EntityState) => JsonObject;
  /** Foreign words as they may be told. */
  readonly say: (text: string) => string;
};

/** `rows` as Home Assistant's history has them with attributes; what was set, in order of time. */
export function settingsIn(
  rows: unknown,
  state: EntityState,
  { start, end }: TimeRange,
  { open, say }: SettingsSeen,
): readonly Moment[] {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  const seen = (each: Recorded): Recorded => ({
    ...each,
    attributes: open({ ...state, attributes: each.attributes }),
  });
  const recorded = list.filter(isJsonObject).map(recordedIn);
  const last = recorded.at(-1);
  // the recorder writes every few seconds
  const now: Recorded = {
    state: state.state,
    attributes: state.attributes,
    at: state.lastUpdated * 1_000,
    changed: state.lastChanged * 1_000,
  };
  if (last && now.at <= end && now.at > last.at + 1) recorded.push(now);
  const keys = SETTINGS[domainOf(state.id)] ?? [];
  const changes = MOVES.has(domainOf(state.id)) ? ways(recorded) : steps(recorded);
  return changes.flatMap(([before, row]): readonly Moment[] => {
    if (row.at < start) return [];
    // what a lamp tells of itself as it goes on is part of that
    if (domainOf(state.id) === "light")
      return row.at - row.changed < SETTLES_MS ? [] : [{ at: row.at, text: UNRECORDED }];
    const facts = factsOf(seen(before), seen(row), keys);
    return facts === "" ? [] : [{ at: row.at, text: say(facts) }];
  });
}

type Change = readonly [before: Recorded, now: Recorded];

/** From row to row, while the state stayed the same. */
function steps(rows: readonly Recorded[]): readonly Change[] {
  return rows.flatMap((row, index): readonly Change[] => {
    const before = rows[index - 1];
    return before?.state === row.state && !isAnew(row) ? [[before, row]] : [];
  });
}

/** A start writes everything anew. */
function isAnew({ at, changed }: Recorded): boolean {
  return changed === at;
}

const MOVES: ReadonlySet<string> = new Set(["cover", "valve"]);
const ABSENT: ReadonlySet<string> = new Set(["unavailable", "unknown"]);
const STEP_MS = 5_000;

/** Of a way in many steps, from where it began to where it ended: its state is another meanwhile, and as it comes there. */
function ways(rows: readonly Recorded[]): readonly Change[] {
  const found: Change[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (!before || ABSENT.has(before.state) || ABSENT.has(row.state)) continue;
    const [first, last] = found.at(-1) ?? [];
    const goesOn = first && last === before && row.at - before.at <= STEP_MS;
    if (goesOn) found[found.length - 1] = [first, row];
    else if (before.state !== row.state || !isAnew(row)) found.push([before, row]);
  }
  return found;
}

type Recorded = {
  readonly state: string;
  readonly attributes: JsonObject;
  /** Milliseconds since 1970, as the next. */
  readonly at: number;
  readonly changed: number;
};

/** `a` the attributes, `lu` when it was written, `lc` since when the state is so, absent where these are one. */
function recordedIn({ s, a, lu, lc }: JsonObject): Recorded {
  const at = Number(lu) * 1_000;
  const changed = lc === undefined ? at : Number(lc) * 1_000;
  return { state: plainText(s), attributes: isJsonObject(a) ? a : {}, at, changed };
}

/** `temperature 20 → 21` */
function factsOf(before: Recorded, now: Recorded, keys: readonly string[]): string {
  const told = keys.flatMap((key) => {
    const [was, is] = [before.attributes[key], now.attributes[key]];
    const fact = plainText(was) === plainText(is) ? undefined : factOf(key, is);
    if (fact === undefined) return [];
    const from = factOf(key, was);
    const word = fact.split(" ")[0] ?? "";
    return [from?.startsWith(`${word} `) ? `${from} → ${fact.slice(word.length + 1)}` : fact];
  });
  return told.join(", ");
}
