/** What an entity was over a stretch of time, in few words: numbers as means of equal steps, words as changes. */

import type { JsonObject } from "../../core/json.ts";
import { shortTime, spanText, type TimeRange, timeline, wallOffsetMs } from "./range.ts";

/** A state and since when (ms since 1970), in order of time. */
export type Sample = { readonly at: number; readonly state: string };

const GONE = new Set(["unavailable", "unknown", ""]);

export function isNumeric(samples: readonly Sample[]): boolean {
  const told = samples.filter(({ state }) => !GONE.has(state));
  return told.length > 0 && told.every(({ state }) => Number.isFinite(Number(state)));
}

export type Drawing = {
  readonly range: TimeRange;
  readonly zone: string;
  /** At most so many points. */
  readonly points: number;
  /** Digits behind the point that the home shows. */
  readonly digits: number | undefined;
};

/** Means weighted by time; each point is the beginning of its step. What was not known does not count. */
export function numbers(samples: readonly Sample[], { range, zone, points, digits }: Drawing): JsonObject {
  const spans = spansOf(samples, range).filter(({ state }) => !GONE.has(state));
  const values = spans.map((span) => ({ ...span, value: Number(span.state) }));
  const said = (value: number) => Number(value.toFixed(digits ?? digitsOf(values.map(({ state }) => state))));
  const lowest = values.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = values.reduce((a, b) => (b.value > a.value ? b : a));
  const last = values.at(-1) ?? lowest;
  const offset = wallOffsetMs(range.start, zone);
  const step = niceStep(range, offset, points);
  const few = values.length <= points;
  const moments = few
    ? values.map(({ from, value }) => ({ at: from, text: String(said(value)) }))
    : stepMeans(values, range, { step, offset }).map(({ at, mean }) => ({
        at,
        text: String(said(mean)),
      }));
  const at = (instant: number) => shortTime(instant, zone);
  return {
    mean: Number(meanOf(values).toFixed(digits ?? Math.max(1, digitsOf(values.map(({ state }) => state))))),
    min: `${said(lowest.value)} at ${at(lowest.from)}`,
    max: `${said(highest.value)} at ${at(highest.from)}`,
    last: said(last.value),
    ...(few ? {} : { each: spanText(step) }),
    points: timeline(moments, zone, step < 60_000),
  };
}

/** How long it was what, and the latest changes. */
export function words(samples: readonly Sample[], { range, zone, points }: Drawing): JsonObject {
  const spans = spansOf(samples, range);
  const total = new Map<string, number>();
  for (const { state, from, to } of spans) total.set(state, (total.get(state) ?? 0) + to - from);
  const most = [...total].sort((a, b) => b[1] - a[1]);
  const fine = spans.slice(0, -1).some(({ from, to }) => to - from < 60_000);
  const first = spans[0];
  // the state at the start is no change
  const changes = spans.filter(({ from }, at) => at > 0 || from > range.start);
  const shown = changes.slice(-points);
  const earlier = changes.length - shown.length;
  return {
    time_in_state: Object.fromEntries(most.slice(0, 10).map(([state, ms]) => [state, spanText(ms)])),
    ...(first && first.from <= range.start ? { at_start: first.state } : {}),
    // nor is the first that is known of it
    changes: Math.max(0, spans.length - 1),
    points: timeline(
      shown.map(({ from, state }) => ({ at: from, text: state })),
      zone,
      fine,
    ),
    ...(earlier > 0 ? { more: `${earlier} earlier; ask with an earlier end` } : {}),
  };
}

type Span = { readonly state: string; readonly from: number; readonly to: number };

function spansOf(samples: readonly Sample[], { start, end }: TimeRange): readonly Span[] {
  const spans: Span[] = [];
  for (const [index, { at, state }] of samples.entries()) {
    const from = Math.max(at, start);
    const to = Math.min(samples[index + 1]?.at ?? end, end);
    const last = spans.at(-1);
    if (to <= from && index < samples.length - 1) continue;
    if (last?.state === state) spans[spans.length - 1] = { ...last, to };
    else spans.push({ state, from, to: Math.max(from, to) });
  }
  return spans;
}

type Value = Span & { readonly value: number };

function meanOf(values: readonly Value[]): number {
  const whole = values.reduce((sum, { from, to }) => sum + to - from, 0);
  if (whole === 0) return values.reduce((sum, { value }) => sum + value, 0) / values.length;
  return values.reduce((sum, { value, from, to }) => sum + value * (to - from), 0) / whole;
}

type Steps = { readonly step: number; readonly offset: number };

/** By the home's wall clock; steps in which nothing was known are left out. */
function stepMeans(values: readonly Value[], { start, end }: TimeRange, { step, offset }: Steps) {
  const means: { readonly at: number; readonly mean: number }[] = [];
  let next = 0;
  const first = start - ((start + offset) % step);
  for (let begin = first; begin < end; begin += step) {
    const at = Math.max(begin, start);
    const until = Math.min(begin + step, end);
    while ((values[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next++;
    const inside: Value[] = [];
    for (let each = next; each < values.length; each++) {
      const value = values[each];
      if (!value || value.from >= until) break;
      inside.push({ ...value, from: Math.max(value.from, at), to: Math.min(value.to, until) });
    }
    if (inside.length > 0) means.push({ at, mean: meanOf(inside) });
  }
  return means;
}

const DAY_MS = 86_400_000;
const STEPS_MS = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
].map((seconds) => seconds * 1_000);

/** The smallest that people count by and that makes no more points than asked. */
function niceStep({ start, end }: TimeRange, offset: number, points: number): number {
  const count = (step: number) => Math.ceil((end - start + ((start + offset) % step)) / step);
  const days = Math.ceil((end - start) / (DAY_MS * Math.max(1, points - 1)));
  return STEPS_MS.find((step) => count(step) <= points) ?? Math.max(1, days) * DAY_MS;
}

/** As many digits as the home wrote, at most three. */
function digitsOf(states: readonly string[]): number {
  return Math.min(3, Math.max(0, ...states.slice(0, 200).map((state) => state.split(".")[1]?.length ?? 0)));
}
