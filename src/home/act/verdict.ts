/** The verdict on one target: what really happened, from the live map and not from Home Assistant's "success". */

import type { JsonObject } from "../../core/json.ts";
import { quote } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import { isPassword } from "../../hass/password.ts";
import type { TargetOutcome, Verdict } from "../home.ts";
import { SECRET } from "../see/rows.ts";
import { type Expectation, expectationFor, isTransitional, shownAttributes } from "./expect.ts";
import type { Watch } from "./watch.ts";

/** How far the call itself is: Home Assistant's handler runs, ended, failed, or the connection broke. */
export type Progress =
  | { readonly name: "running" }
  | { readonly name: "lost" }
  | { readonly name: "ended"; readonly contextId: string }
  /** `several`: one of the targets failed, and nobody says which; the others may have done it. */
  | { readonly name: "failed"; readonly text: string; readonly several?: boolean };

export type Judge = {
  /** A verdict that more waiting cannot improve; undefined = not yet. */
  settled(id: string, progress: Progress): Verdict | undefined;
  /** The verdict when waiting is over. */
  final(id: string, progress: Progress): { readonly verdict: Verdict; readonly reason?: string };
  /** Whether there is anything to compare for this entity. */
  comparable(id: string): boolean;
  /** Data that the entity has no use for. */
  unused(id: string): readonly string[];
  /** Before and after as text. */
  states(
    id: string,
    progress: Progress,
  ): { readonly before: string | undefined; readonly after: string | undefined };
};

export type JudgedCall = {
  readonly service: string;
  readonly data: JsonObject;
  /** By target, data that it has no use for. */
  readonly unused?: ReadonlyMap<string, readonly string[]>;
  readonly watch: Watch;
  readonly states: ReadonlyMap<string, EntityState>;
  /** The attributes of a state that the caller may see. */
  readonly visible: (state: EntityState) => JsonObject;
};

export function createJudge({ service, data, unused, watch, states, visible }: JudgedCall): Judge {
  const dataFor = (id: string) => without(data, unused?.get(id));
  const expectations = new Map<string, Expectation>();
  const wasDone = new Set<string>();
  for (const [id, before] of watch.before) {
    const expectation = expectationFor(service, dataFor(id), before);
    if (!expectation) continue;
    expectations.set(id, expectation);
    if (expectation.done(before, before)) wasDone.add(id);
  }
  const reached = (id: string, contextId?: string): Verdict | undefined => {
    const [now, before, expectation] = [states.get(id), watch.before.get(id), expectations.get(id)];
    if (!now || !before || !expectation?.done(now, before)) return undefined;
    if (!wasDone.has(id)) return "confirmed";
    // it was so before, or near enough, yet the call may have done something: an event of its own says so
    const acted =
      (expectation.partial || expectation.moved?.(now, before)) &&
      contextId !== undefined &&
      now !== before &&
      watch.touched(id, contextId);
    return acted ? "confirmed" : "already";
  };
  const moves = (id: string): boolean => {
    const now = states.get(id);
    if (!now) return false;
    return expectations.get(id)?.moving?.(now) ?? (now !== watch.before.get(id) && isTransitional(now));
  };
  const isStuck = (id: string): boolean => {
    const now = states.get(id);
    return now !== undefined && now !== watch.before.get(id) && expectations.get(id)?.stuck?.(now) === true;
  };
  const turnedFrom = (id: string, contextId: string): EntityState | undefined =>
    expectations.get(id)?.relative ? watch.turnedFrom(id, contextId) : undefined;
  const settled: Judge["settled"] = (id, progress) => {
    if (progress.name === "running") return undefined;
    const done = reached(id, progress.name === "ended" ? progress.contextId : undefined);
    if (done) return done;
    if (progress.name === "failed" && !progress.several) return "failed";
    if (progress.name === "lost") return "unknown";
    if (progress.name === "ended" && isStuck(id)) return "failed";
    if (moves(id)) return "in_progress";
    if (progress.name === "failed") return undefined;
    if (turnedFrom(id, progress.contextId)) return "confirmed";
    return !expectations.has(id) && watch.touched(id, progress.contextId) ? "confirmed" : undefined;
  };
  return {
    settled,
    comparable: (id) => expectations.has(id),
    unused: (id) => unused?.get(id) ?? [],
    final(id, progress) {
      // before Home Assistant answered, "already" would be a guess: only a change that was seen counts
      const early = progress.name === "running" && reached(id) === "confirmed" ? "confirmed" : undefined;
      const verdict = settled(id, progress) ?? early;
      if (progress.name === "failed" && (verdict ?? "failed") === "failed") {
        const said = progress.text.trim() === "" ? "gave no reason" : `said ${quote(progress.text)}`;
        return {
          verdict: "failed",
          reason: `Home Assistant ${said}${progress.several ? ", of one target" : ""}`,
        };
      }
      if (verdict === "unknown")
        return { verdict, reason: "connection lost after sending; read before repeating" };
      if (verdict === "failed") return { verdict, reason: "it tried and is stuck" };
      if (verdict) return { verdict };
      if (progress.name === "running")
        return { verdict: "in_progress", reason: "Home Assistant is still at it; read it later" };
      const transition = Number(data["transition"] ?? 0);
      if (transition > 0) return { verdict: "in_progress", reason: `transition of ${transition} s` };
      return {
        verdict: "unconfirmed",
        reason: expectations.has(id)
          ? states.get(id)?.state === watch.before.get(id)?.state
            ? "accepted, no change seen"
            : "accepted, but it is not as asked"
          : "accepted; no state shows it, so do not simply repeat it",
      };
    },
    states(id, progress) {
      const turned = progress.name === "ended" ? turnedFrom(id, progress.contextId) : undefined;
      const before = turned ?? watch.before.get(id);
      const now = states.get(id);
      const keys = shownAttributes(service, dataFor(id), id);
      return { before: before && show(before, keys, visible), after: now && show(now, keys, visible) };
    },
  };
}

/** One row: verdict and time, with name and states only when the caller may read the entity (`name` defined). */
export function outcomeRow(
  id: string,
  name: string | undefined,
  judge: Judge,
  progress: Progress,
  ms: number,
): TargetOutcome {
  const { verdict, reason } = judge.final(id, progress);
  const row: Writable<TargetOutcome> =
    name === undefined || name === id ? { id, verdict } : { id, name, verdict };
  if (name !== undefined) {
    const { before, after } = judge.states(id, progress);
    if (before !== undefined && verdict !== "already") row.before = before;
    if (after !== undefined) row.after = after;
  }
  row.ms = Math.round(ms);
  const unused = name === undefined ? [] : judge.unused(id);
  const reasons = [reason, unused.length > 0 ? `it has no ${unused.join(", ")}` : undefined].filter(Boolean);
  if (reasons.length > 0) row.reason = reasons.join("; ");
  return row;
}

function without(data: JudgedCall["data"], keys: readonly string[] | undefined): JudgedCall["data"] {
  if (keys === undefined) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function show(state: EntityState, keys: readonly string[], visible: JudgedCall["visible"]): string {
  if (isPassword(state)) return SECRET;
  const text = /^[\w.:+ -]{1,40}$/.test(state.state) ? state.state : quote(state.state, 40);
  if (keys.length === 0) return text;
  const attributes = visible(state);
  const facts = keys
    .map((key) => attributes[key])
    .flatMap((value, index) =>
      value === undefined || value === null ? [] : [`${keys[index]} ${String(value)}`],
    );
  return [text, ...facts.map((fact) => (/^[\w.:+, -]{1,60}$/.test(fact) ? fact : quote(fact, 60)))].join(
    ", ",
  );
}
