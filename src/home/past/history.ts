/** The past of entities: what they were, their long-term statistics, what happened to them. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { isoInZone } from "../../core/local-time.ts";
import { cleanValue } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError } from "../../hass/hass-error.ts";
import type { HistoryAnswer, HistoryInput, Row } from "../home.ts";
import { blotted } from "../see/blot.ts";
import type { Looking } from "../see/open-sight.ts";
import { permitCapability, permitLook } from "../see/permit-reading.ts";
import { safe, stateText } from "../see/rows.ts";
import { inHomeTime, zoneOf } from "../see/said.ts";
import type { Sight } from "../see/sight.ts";
import { logbookLines } from "./logbook.ts";
import { headingOf, type PastQuestion } from "./past-question.ts";
import { type Moment, timeline, timeRange } from "./range.ts";
import { isNumeric, numbers, type Sample, words } from "./samples.ts";
import { hasSettings, settingsIn } from "./settings.ts";
import { statisticsRows } from "./statistics.ts";

/** The hours of a day, the first and the last of them in part. */
const DEFAULT_POINTS = 25;
const MOST_POINTS = 200;
/** What the recorder would have to read row by row. */
const MOST_STATE_DAYS = 31;
const UNWRITTEN_MS = 10_000;
const DAY_MS = 86_400_000;

/** INPUT_INVALID for times and kinds that cannot be; PERMISSION_DENIED, NOT_FOUND by the grant; HASS_REJECTED without a recorder. */
export async function readHistory(input: HistoryInput, looking: Looking): Promise<HistoryAnswer> {
  const { gateway, grant, clock } = looking.deciding;
  const zone = zoneOf(gateway);
  const kind = input.kind ?? (input.period === undefined ? "states" : "statistics");
  if (input.period !== undefined && kind !== "statistics")
    throw new Failure("INPUT_INVALID", `period is for statistics, not for ${kind}.`, {
      hint: 'Leave period out, or ask with kind: "statistics".',
    });
  const range = timeRange(input, clock.now(), zone, grant.limits.history_hours);
  if (kind === "states" && range.end - range.start > MOST_STATE_DAYS * DAY_MS)
    throw new Failure("INPUT_INVALID", `States are read for at most ${MOST_STATE_DAYS} days at once.`, {
      hint: 'Ask for a shorter time, or with kind: "statistics" and a period (hour, day, week, month, year).',
    });
  if (kind !== "states")
    await permitCapability(kind, `Reading ${kind === "logbook" ? "the logbook" : kind}`, looking);
  const look = await permitLook("history", input.ids, looking);
  const points = Math.min(
    input.points ?? DEFAULT_POINTS,
    MOST_POINTS,
    grant.limits.history_points ?? MOST_POINTS,
  );
  const asked: PastQuestion = { look, range, zone, points, looking };
  const answered = await fromRecorder(async () => {
    if (kind === "logbook") return logbookLines(asked);
    return { found: kind === "states" ? await stateRows(asked) : await statisticsRows(asked, input.period) };
  });
  const { missing, nearest } = look;
  return {
    from: isoInZone(range.start, zone),
    to: isoInZone(range.end, zone),
    ...answered,
    ...(missing.length > 0 ? { not_found: missing } : {}),
    ...(missing.length > 0 && nearest.length > 0 ? { nearest } : {}),
  };
}

async function fromRecorder<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (fault) {
    const cause = fault instanceof Failure ? fault.cause : undefined;
    if (cause instanceof HassError && cause.code === "unknown_command")
      throw new Failure("HASS_REJECTED", "Home Assistant keeps no history here.", {
        hint: "Its recorder (or logbook) is off; ha_read tells what is so now.",
        cause,
      });
    throw fault;
  }
}

async function stateRows(question: PastQuestion): Promise<readonly Row[]> {
  const { look, range, zone, points, looking } = question;
  const { gateway } = looking.deciding;
  const [rich, plain] = [look.ids.filter(hasSettings), look.ids.filter((id) => !hasSettings(id))];
  const [withAttributes, without] = await Promise.all([
    recordedOf(rich, true, question),
    recordedOf(plain, false, question),
  ]);
  const all = { ...withAttributes, ...without };
  const share = Math.max(4, Math.floor(points / Math.max(1, look.ids.length / 4)));
  return look.ids.map((id): Row => {
    const samples = untilNow(
      samplesIn(all[id], (text) => saidOf(text, id, look.sight, gateway)),
      id,
      question,
    );
    const heading = headingOf(id, look.sight, gateway);
    const set = settingsOf(id, all[id], question);
    if (samples.length === 0) return { ...heading, note: "nothing recorded in this time" };
    const drawing = { range, zone, points: Math.min(points, share), digits: digitsOf(id, gateway) };
    const since = samples[0]?.at ?? range.start;
    return {
      ...heading,
      ...(since > range.start + 1_000
        ? { known_from: isoInZone(since, zone).slice(0, 16).replace("T", " ") }
        : {}),
      ...(isNumeric(samples) ? numbers(samples, drawing) : words(samples, drawing)),
      ...(set.length > 0 ? { set: timeline(set.slice(-drawing.points), zone, true) } : {}),
      ...(set.length > drawing.points
        ? { set_more: `${set.length - drawing.points} earlier; ask with an earlier end` }
        : {}),
    };
  });
}

async function recordedOf(
  ids: readonly string[],
  withAttributes: boolean,
  { range, looking }: PastQuestion,
): Promise<JsonObject> {
  if (ids.length === 0) return {};
  const answer = await looking.deciding.gateway.query({
    type: "history/history_during_period",
    start_time: new Date(range.start).toISOString(),
    end_time: new Date(range.end).toISOString(),
    entity_ids: ids,
    minimal_response: !withAttributes,
    no_attributes: !withAttributes,
    significant_changes_only: false,
  });
  return isJsonObject(answer) ? answer : {};
}

function settingsOf(id: string, rows: unknown, { look, range, looking }: PastQuestion): readonly Moment[] {
  const { gateway } = looking.deciding;
  const state = gateway.states.get(id);
  if (!state || !hasSettings(id) || !look.sight.sees(id)) return [];
  return settingsIn(rows, state, range, {
    open: look.sight.attributes,
    say: (text) => String(safe(blotted(text, gateway, look.sight), look.sight)),
  });
}

function digitsOf(id: string, { registries }: Looking["deciding"]["gateway"]): number | undefined {
  return registries.entities.get(id)?.precision;
}

/** The recorder writes every few seconds: what changed since is known all the same. */
function untilNow(
  samples: readonly Sample[],
  id: string,
  { range, look, looking }: PastQuestion,
): readonly Sample[] {
  const { gateway, clock } = looking.deciding;
  const state = gateway.states.get(id);
  if (!state || clock.now() - range.end > UNWRITTEN_MS) return samples;
  const at = state.lastChanged * 1_000;
  const last = samples.at(-1);
  const said = saidOf(state.state, id, look.sight, gateway);
  if (at > range.end || (last && (at <= last.at || said === last.state))) return samples;
  return last === undefined ? samples : [...samples, { at, state: said }];
}

/** A past state as it would be said now: no secret, no name that is hidden. */
function saidOf(text: string, id: string, sight: Sight, gateway: Gateway): string {
  const state = gateway.states.get(id);
  if (!state) return cleanValue(text);
  const { unit_of_measurement: _, ...attributes } = sight.sees(id) ? sight.attributes(state) : {};
  return stateText({ ...state, state: inHomeTime(text, gateway) }, attributes, sight);
}

/** Rows of `history_during_period`: `s` the state, `lc` since when in seconds, absent where it is `lu`. */
function samplesIn(rows: unknown, said: (state: string) => string): readonly Sample[] {
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [];
  return list.flatMap((row): readonly Sample[] => {
    if (!isJsonObject(row)) return [];
    const at = numberIn(row, "lc") ?? numberIn(row, "lu");
    return typeof row["s"] === "string" && at !== undefined
      ? [{ at: at * 1_000, state: said(row["s"]) }]
      : [];
  });
}

function numberIn(row: JsonObject, key: string): number | undefined {
  const value = row[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
