/** The commands about the past: history, statistics, logbook. */

import { hasPast, type Sample, samplesOf } from "../past/past.ts";
import { boolean, type Check, entityId, listOf, Misfit, mapping, strictText } from "../world/checks.ts";
import { Fault } from "../world/fault.ts";
import type { State } from "../world/states.ts";
import type { World } from "../world/world.ts";
import type { Commands, Session } from "./command.ts";

type Message = Readonly<Record<string, unknown>>;
type Row = {
  readonly state: string;
  readonly attributes: Message;
  readonly updated: number;
  readonly changed: number;
};

function moment(message: Message, key: "start_time" | "end_time"): number | undefined {
  const given = message[key];
  if (given === undefined) return undefined;
  const at = Date.parse(String(given));
  if (Number.isNaN(at)) throw new Fault(`invalid_${key}`, `Invalid ${key}`);
  return at / 1000;
}

function nowOf(world: World): number {
  return world.ticker.date().getTime() / 1000;
}

function rowOf({ state, attributes, lastUpdated, lastChanged }: State): Row {
  return { state, attributes, updated: lastUpdated, changed: lastChanged };
}

/** What an entity was between two moments: a made-up past for sensors, then what really happened. */
function rowsOf({ premises }: Session, id: string, start: number, end: number, withStart: boolean): Row[] {
  const { world, recorder } = premises;
  const state = world.states.get(id);
  if (!state) return [];
  const lived = recorder.statesOf(id);
  const first = lived[0] ?? state;
  const past = hasPast(first)
    ? samplesOf(first, start, Math.min(end, first.lastUpdated - 1), first.lastUpdated).map(
        ({ at, value }) => ({
          state: String(value),
          attributes: first.attributes,
          updated: at,
          changed: at,
        }),
      )
    : [];
  const rows = [...past, ...(lived.length > 0 ? lived : [state]).map(rowOf)].filter(
    ({ updated }) => updated <= end,
  );
  const inside = rows.filter(({ updated }) => updated >= start);
  const before = rows.findLast(({ updated }) => updated < start);
  if (!withStart || !before) return inside;
  return [{ ...before, updated: start, changed: start }, ...inside];
}

/** Domains whose attributes count as changes. */
const significant = new Set(["climate", "device_tracker", "humidifier", "thermostat", "water_heater"]);

function historyOf(session: Session, message: Message): unknown {
  const { world } = session.premises;
  const start = moment(message, "start_time") ?? 0;
  const end = moment(message, "end_time") ?? nowOf(world);
  if (start > nowOf(world)) return {};
  const withStart = message["include_start_time_state"] !== false;
  const all = message["significant_changes_only"] === false;
  const minimal = message["minimal_response"] === true;
  const bare = message["no_attributes"] === true;
  const found: Record<string, unknown> = {};
  for (const id of message["entity_ids"] as readonly string[]) {
    const every = all || significant.has(id.split(".")[0] ?? "");
    const rows = rowsOf(session, id, start, end, withStart).filter(
      (row, index, list) => every || index === 0 || row.state !== list[index - 1]?.state,
    );
    if (rows.length === 0) continue;
    found[id] = rows.map((row, index) => ({
      s: row.state,
      ...(bare || (minimal && index > 0) ? {} : { a: row.attributes }),
      lu: row.updated,
      ...(row.changed === row.updated || minimal ? {} : { lc: row.changed }),
    }));
  }
  return found;
}

const periods: Readonly<Record<string, number>> = {
  "5minute": 300,
  hour: 3600,
  day: 86_400,
  week: 7 * 86_400,
  month: 30 * 86_400,
  year: 365 * 86_400,
};

const period: Check = (value, path) => {
  if (typeof value === "string" && periods[value] !== undefined) return value;
  const words = Object.keys(periods).map((word) => `'${word}'`);
  throw new Misfit(`expected ${words.join(" or ")}`, path, value);
};

/** What is summed up: a mean for measurements, a sum for meters. */
function statistic(
  samples: readonly Sample[],
  meter: boolean,
  from: number,
  before: number,
  first: number,
): Message {
  const values = samples.map(({ value }) => value);
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  if (meter) {
    const last = values.at(-1) ?? from;
    return { last_reset: null, state: last, sum: round(last - first), change: round(last - before) };
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean: round(mean), min: Math.min(...values), max: Math.max(...values), last_reset: null };
}

function statisticsOf(
  world: World,
  id: string,
  start: number,
  end: number,
  seconds: number,
  types: unknown,
): unknown[] {
  const state = world.states.get(id);
  if (!state || !hasPast(state)) return [];
  const meter = state.attributes["state_class"] === "total_increasing";
  const now = nowOf(world);
  const samples = samplesOf(state, start, Math.min(end, now), now);
  const buckets = new Map<number, Sample[]>();
  for (const sample of samples) {
    const bucket = Math.floor(sample.at / seconds) * seconds;
    const own = buckets.get(bucket);
    if (own) own.push(sample);
    else buckets.set(bucket, [sample]);
  }
  const first = samples[0]?.value ?? 0;
  // a meter is read against the measurement before, which may lie before the period that was asked for
  let before = samplesOf(state, start - seconds, start - 1, now).at(-1)?.value ?? first;
  const wanted = Array.isArray(types) ? new Set(types) : undefined;
  // The period that is not over yet has no statistics.
  return [...buckets]
    .filter(([bucket]) => bucket + seconds <= now)
    .map(([bucket, own]) => {
      const made = statistic(own, meter, before, before, first);
      before = own.at(-1)?.value ?? before;
      const kept = Object.entries(made).filter(([key]) => !wanted || wanted.has(key));
      return { start: bucket * 1000, end: (bucket + seconds) * 1000, ...Object.fromEntries(kept) };
    });
}

function statistics({ premises: { world } }: Session, message: Message): unknown {
  const start = moment(message, "start_time") ?? 0;
  const end = moment(message, "end_time") ?? nowOf(world);
  const seconds = periods[String(message["period"])] ?? 3600;
  const found: Record<string, unknown> = {};
  for (const id of message["statistic_ids"] as readonly string[]) {
    const rows = statisticsOf(world, id, start, end, seconds, message["types"]);
    if (rows.length > 0) found[id] = rows;
  }
  return found;
}

const unitClasses: Readonly<Record<string, string>> = {
  temperature: "temperature",
  power: "power",
  energy: "energy",
};

function statisticIds({ premises: { world } }: Session, message: Message): unknown {
  const wanted = message["statistic_type"];
  const rows = [];
  for (const state of world.states.all()) {
    if (!hasPast(state)) continue;
    const meter = state.attributes["state_class"] === "total_increasing";
    if ((wanted === "mean" && meter) || (wanted === "sum" && !meter)) continue;
    const unit = state.attributes["unit_of_measurement"];
    rows.push({
      statistic_id: state.id,
      display_unit_of_measurement: unit,
      has_mean: !meter,
      mean_type: meter ? 0 : 1,
      has_sum: meter,
      name: null,
      source: "recorder",
      statistics_unit_of_measurement: unit,
      unit_class: unitClasses[String(state.attributes["device_class"])] ?? null,
    });
  }
  return rows;
}

/** Sensors that measure all day are not in the logbook. */
function isContinuous({ id, attributes }: State): boolean {
  return (
    id.startsWith("sensor.") && (attributes["unit_of_measurement"] ?? attributes["state_class"]) !== undefined
  );
}

function logbook({ premises: { recorder, world } }: Session, message: Message): unknown[] {
  const start = moment(message, "start_time") ?? 0;
  const end = moment(message, "end_time") ?? nowOf(world) + 1;
  const ids = message["entity_ids"] as readonly string[] | undefined;
  const wanted = ids ? new Set(ids) : undefined;
  const context = message["context_id"];
  return recorder
    .all()
    .filter(
      (state) =>
        state.lastChanged === state.lastUpdated && state.lastUpdated >= start && state.lastUpdated <= end,
    )
    .filter((state) => (wanted ? wanted.has(state.id) : !isContinuous(state)))
    .filter((state) => context === undefined || state.context.id === context)
    .map((state) => {
      const cause = recorder.causeOf(state.context.id);
      return {
        state: state.state,
        entity_id: state.id,
        when: state.lastUpdated,
        ...(state.context.user_id === null ? {} : { context_user_id: state.context.user_id }),
        ...cause,
      };
    });
}

/** Before what happened in it: when the house came up is of no entity. */
function startsIn({ premises: { recorder } }: Session, message: Message): unknown[] {
  if (message["entity_ids"] !== undefined || message["context_id"] !== undefined) return [];
  const start = moment(message, "start_time") ?? 0;
  const end = moment(message, "end_time") ?? Number.POSITIVE_INFINITY;
  return recorder
    .starts()
    .filter((when) => when >= start && when <= end)
    .map((when) => ({ name: "Home Assistant", message: "started", domain: "homeassistant", when }));
}

function actionCalls({ premises: { recorder } }: Session, message: Message): unknown {
  const start = moment(message, "start_time") ?? 0;
  const end = moment(message, "end_time") ?? Number.POSITIVE_INFINITY;
  return recorder.calls().filter(({ when }) => when >= start && when <= end);
}

/** The owner's choice of meters. */
const ENERGY_PREFERENCES = {
  energy_sources: [{ type: "grid", stat_energy_from: "sensor.house_energy", stat_energy_to: null }],
  device_consumption: [
    { stat_consumption: "sensor.car_charger_energy", name: "Car" },
    { stat_consumption: "sensor.coffee_machine_energy" },
  ],
  device_consumption_water: [],
};

export const historyCommands: Commands = {
  "energy/get_prefs": { run: () => ENERGY_PREFERENCES },
  "history/history_during_period": {
    required: { start_time: strictText, entity_ids: listOf(entityId) },
    optional: {
      end_time: strictText,
      include_start_time_state: boolean,
      significant_changes_only: boolean,
      minimal_response: boolean,
      no_attributes: boolean,
    },
    run: historyOf,
  },
  "recorder/list_statistic_ids": { optional: { statistic_type: strictText }, run: statisticIds },
  "recorder/statistics_during_period": {
    required: { start_time: strictText, statistic_ids: listOf(strictText), period },
    optional: { end_time: strictText, units: mapping, types: listOf(strictText) },
    run: statistics,
  },
  "logbook/get_events": {
    required: { start_time: strictText },
    optional: {
      end_time: strictText,
      entity_ids: listOf(entityId),
      device_ids: listOf(strictText),
      context_id: strictText,
    },
    run: (session, message) => [...startsIn(session, message), ...logbook(session, message)],
  },
  "logbook/get_action_calls": {
    admin: true,
    required: { start_time: strictText },
    optional: { end_time: strictText },
    run: actionCalls,
  },
};
