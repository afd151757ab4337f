/** Long-term statistics: means and extremes of what is measured, growth of what is counted. */

import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { Row } from "../home.ts";
import { headingOf, type PastQuestion } from "./past-question.ts";
import { shortTime, type TimeRange, timeline } from "./range.ts";

export const PERIODS = ["5minute", "hour", "day", "week", "month", "year"] as const;
export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;
const LENGTH_MS: Readonly<Record<Period, number>> = {
  "5minute": 300_000,
  hour: 3_600_000,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 28 * DAY_MS,
  year: 365 * DAY_MS,
};

/** One row per entity that has statistics; `period` is chosen by the time where nobody names one. */
export async function statisticsRows(
  asked: PastQuestion,
  wanted: Period | undefined,
): Promise<readonly Row[]> {
  const { look, range, zone, points, looking } = asked;
  const { gateway } = looking.deciding;
  const period = wanted ?? periodFor(range, points);
  const count = (range.end - range.start) / LENGTH_MS[period];
  if (count > MOST_READ)
    throw new Failure("INPUT_INVALID", `That would be ${Math.round(count)} steps of a ${period}.`, {
      hint: "Ask for a longer period or a shorter time.",
    });
  const answer = await gateway.query({
    type: "recorder/statistics_during_period",
    start_time: new Date(range.start).toISOString(),
    end_time: new Date(range.end).toISOString(),
    statistic_ids: look.ids,
    period,
    types: ["mean", "min", "max", "sum", "state", "change"],
  });
  const all = isJsonObject(answer) ? answer : {};
  return look.ids.map((id): Row => {
    const heading = headingOf(id, look.sight, gateway);
    const list: readonly unknown[] = Array.isArray(all[id]) ? all[id] : [];
    const rows = list.filter(isJsonObject);
    if (rows.length === 0) return { ...heading, note: "no statistics in this time" };
    return { ...heading, period, ...summary(rows, { zone, points, days: LENGTH_MS[period] >= DAY_MS }) };
  });
}

const MOST_READ = 5_000;

/** The finest whose steps are few enough. */
function periodFor({ start, end }: TimeRange, points: number): Period {
  return (
    PERIODS.find((period) => period !== "5minute" && (end - start) / LENGTH_MS[period] <= points) ?? "year"
  );
}

type Saying = { readonly zone: string; readonly points: number; readonly days: boolean };

function summary(rows: readonly JsonObject[], { zone, points, days }: Saying): JsonObject {
  const shown = rows.slice(-points);
  const more = rows.length - shown.length;
  const lines = (text: (row: JsonObject) => string): readonly string[] => {
    const moments = shown.map((row) => ({ at: Number(row["start"]), text: text(row) }));
    return days
      ? moments.map(({ at, text: said }) => `${shortTime(at, zone).slice(0, 5)} ${said}`)
      : timeline(moments, zone, false);
  };
  const rest =
    more > 0 ? { more: `${more} earlier; ask with an earlier end or more points (at most 200)` } : {};
  const grows = rows.some((row) => isNumber(row["change"]));
  if (grows) {
    const total = rows.reduce((sum, row) => sum + (isNumber(row["change"]) ? row["change"] : 0), 0);
    return {
      total: rounded(total),
      points: lines((row) => number(row["change"])),
      ...rest,
    };
  }
  const extreme = (key: "min" | "max") => rows.map((row) => row[key]).filter(isNumber);
  const means = rows.map((row) => row["mean"]).filter(isNumber);
  return {
    ...(means.length > 0 ? { mean: rounded(means.reduce((a, b) => a + b, 0) / means.length) } : {}),
    ...(extreme("min").length > 0 ? { min: rounded(Math.min(...extreme("min"))) } : {}),
    ...(extreme("max").length > 0 ? { max: rounded(Math.max(...extreme("max"))) } : {}),
    columns: "time mean min max",
    points: lines((row) => [row["mean"], row["min"], row["max"]].map(number).join(" ")),
    ...rest,
  };
}

function number(value: unknown): string {
  return isNumber(value) ? String(rounded(value)) : "-";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Four digits that count, and whole ones above a thousand. */
function rounded(value: number): number {
  return Math.abs(value) >= 1_000 ? Math.round(value) : Number(value.toPrecision(4));
}
