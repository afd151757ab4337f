/** The verdict on each target: what really happened, from the live map and not from Home Assistant's "success". */

import { type JsonObject, plainNumber } from "../../core/json.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { Verdict } from "../acting.ts";
import { isTransitional } from "./expected/expect.ts";
import type { Expectation } from "./expected/expectation.ts";
import { type Making, madeOf } from "./expected/made-of.ts";
import { expectationOf } from "./expected/members.ts";
import { UNSEEN } from "./expected/services.ts";
import type { StateWatch } from "./expected/state-watch.ts";
import { type CallProgress, contextOf, saidBy } from "./progress.ts";
import { withMembers } from "./runs/members-told.ts";
import { type Run, type RunTold, runVerdict } from "./runs/run-verdict.ts";

export type JudgedCall = {
  readonly service: string;
  readonly data: JsonObject;
  /** By target, data that it has no use for. */
  readonly unused?: ReadonlyMap<string, readonly string[]>;
  readonly watch: StateWatch;
  /** What the call is sent to; undefined = whatever is watched. */
  readonly targets?: readonly string[];
  readonly states: ReadonlyMap<string, EntityState>;
  /** IANA name of the home's time zone. */
  readonly zone?: string;
  /** What may be told of an entity; undefined = nothing. */
  readonly nameOf?: (id: string) => string | undefined;
};

/** Judges one call; made before it is sent. */
export class Judge {
  readonly #call: JudgedCall;
  readonly #expectations = new Map<string, Expectation>();
  readonly #wasDone = new Set<string>();
  /** What scenes, scripts and automations come to, by target. */
  #runs: ReadonlyMap<string, Run> = new Map();

  constructor(call: JudgedCall) {
    this.#call = call;
    for (const [id, before] of call.watch.before) {
      const expectation = expectationOf(call.service, this.dataFor(id), before, call.states, call.zone);
      if (!expectation) continue;
      this.#expectations.set(id, expectation);
      if (expectation.done(before, before) || expectation.idle?.(before)) this.#wasDone.add(id);
    }
  }

  get service(): string {
    return this.#call.service;
  }

  get data(): JsonObject {
    return this.#call.data;
  }

  /** These targets stand on what they set off. */
  standOn(runs: ReadonlyMap<string, Run>): void {
    this.#runs = runs;
  }

  standsOnOthers(id: string): boolean {
    return this.#runs.has(id);
  }

  /** The data that the entity has a use for. */
  dataFor(id: string): JsonObject {
    const { data } = this.#call;
    const unused = this.unused(id);
    if (unused.length === 0) return data;
    return Object.fromEntries(Object.entries(data).filter(([key]) => !unused.includes(key)));
  }

  /** Data that the entity has no use for. */
  unused(id: string): readonly string[] {
    return this.#call.unused?.get(id) ?? NONE;
  }

  /** Whether there is anything to compare for this entity. */
  comparable(id: string): boolean {
    return this.#expectations.has(id) || this.#runs.has(id);
  }

  /** Whether waiting may show anything at all. */
  showsLater(): boolean {
    return !UNSEEN.has(this.#call.service);
  }

  /** The state before the call, and the one now. */
  statesOf(id: string, progress: CallProgress) {
    const { watch } = this.#call;
    const contextId = contextOf(progress);
    const turned = contextId === undefined ? undefined : watch.turnedFrom(id, contextId);
    return { before: turned ?? watch.before.get(id), now: this.#judged(id, contextId) };
  }

  /** A verdict that more waiting cannot improve; undefined = not yet. */
  settled(id: string, progress: CallProgress): Verdict | undefined {
    if (progress.name === "running") return undefined;
    const run = this.#runs.get(id);
    const contextId = contextOf(progress);
    if (this.#missed(id, progress)) return "unconfirmed";
    if (run && contextId !== undefined && run.leaves.length > 0)
      return runVerdict(id, run, contextId, this.#call, false)?.verdict;
    const done = run && contextId === undefined ? undefined : this.#reached(id, contextId);
    if (done) return done;
    if (progress.name === "failed" && !progress.several) return "failed";
    if (progress.name === "lost") return "unknown";
    if (progress.name === "ended" && (this.#isStuck(id) || this.#isGone(id))) return "failed";
    if (this.#moves(id, contextId)) return "in_progress";
    if (progress.name === "failed") return this.#restIsDone(id) ? "failed" : undefined;
    if (this.#turnedFrom(id, progress.contextId)) return "confirmed";
    if (this.#made(id, progress.contextId)?.settled) return "confirmed";
    return !this.comparable(id) && this.#call.watch.touched(id, progress.contextId) ? "confirmed" : undefined;
  }

  /** The verdict when waiting is over. */
  final(id: string, progress: CallProgress): { readonly verdict: Verdict; readonly reason?: string } {
    const run = this.#runs.get(id);
    const missed = this.#missed(id, progress);
    if (missed !== undefined) return { verdict: "unconfirmed", reason: missed };
    if (run && progress.name === "ended" && run.leaves.length > 0)
      return runVerdict(id, run, progress.contextId, this.#call, true) ?? this.#open(id, progress);
    // before Home Assistant answered, "already" would be a guess: only a change that was seen counts
    const early =
      progress.name === "running" && !run && this.#reached(id) === "confirmed"
        ? ("confirmed" as const)
        : undefined;
    const verdict = this.settled(id, progress) ?? early;
    if (progress.name === "failed" && (verdict ?? "failed") === "failed") {
      const one = verdict === "failed" || this.#openTargets(progress) <= 1;
      return this.#withMembers(id, progress, {
        verdict: one ? "failed" : "unconfirmed",
        reason: saidBy(progress),
      });
    }
    if (verdict === "unknown")
      return { verdict, reason: "connection lost after sending; read before repeating" };
    if (verdict === "failed")
      return { verdict, reason: this.#isGone(id) ? "it is unavailable" : "it tried and is stuck" };
    if (verdict && this.#isOverturned(id, progress)) return { verdict, reason: "it was changed again since" };
    // with nothing to look at, it ran, and that is all there is to say
    if (run && verdict === "confirmed") return { verdict, reason: "ran" };
    return this.#withMembers(
      id,
      progress,
      verdict ? this.#withMade(verdict, id, progress) : this.#open(id, progress),
    );
  }

  /** A group's own state may not show what its members did. */
  #withMembers(id: string, progress: CallProgress, told: RunTold): RunTold {
    if (this.standsOnOthers(id)) return told;
    const call = { ...this.#call, data: this.dataFor(id), quotes: progress.name === "failed" };
    return withMembers(id, contextOf(progress), told, call);
  }

  /** Targets of which nobody knows what became: where Home Assistant named an error of one, it may be any of them. */
  #openTargets(progress: CallProgress): number {
    const { targets, watch } = this.#call;
    return [...(targets ?? watch.before.keys())].filter((id) => this.settled(id, progress) === undefined)
      .length;
  }

  /** All other targets show it: the error was this one's. */
  #restIsDone(id: string): boolean {
    const { targets, watch } = this.#call;
    const others = [...(targets ?? watch.before.keys())].filter((other) => other !== id);
    return others.length > 0 && others.every((other) => this.#reached(other) === "confirmed");
  }

  /** What the device made of what was asked, where that is something else. */
  #withMade(verdict: Verdict, id: string, progress: CallProgress) {
    const contextId = contextOf(progress);
    const made = contextId === undefined ? undefined : this.#made(id, contextId);
    const told = verdict === "confirmed" || verdict === "already" ? made?.asked : undefined;
    return told === undefined ? { verdict } : { verdict, reason: `asked ${told}` };
  }

  #open(id: string, progress: CallProgress): { readonly verdict: Verdict; readonly reason: string } {
    if (progress.name === "running")
      return { verdict: "in_progress", reason: "Home Assistant is still at it; read it later" };
    const { data, states, watch } = this.#call;
    const transition = plainNumber(data["transition"] ?? 0);
    if (transition > 0) return { verdict: "in_progress", reason: `transition of ${transition} s` };
    if (!this.comparable(id))
      return { verdict: "unconfirmed", reason: "accepted; no state shows it, so do not simply repeat it" };
    const [now, before] = [states.get(id), watch.before.get(id)];
    const same = !now || !before || !isAnother(now, before);
    return {
      verdict: "unconfirmed",
      reason: same ? "accepted, no change seen" : "accepted, but it is not as asked",
    };
  }

  #made(id: string, contextId: string): Making | undefined {
    const before = this.#call.watch.before.get(id);
    const now = this.#judged(id, contextId);
    const expectation = this.#expectations.get(id);
    return before && now && expectation
      ? madeOf(id, now, before, expectation, contextId, this.#call.watch)
      : undefined;
  }

  #reached(id: string, contextId?: string): Verdict | undefined {
    const { watch } = this.#call;
    const now = this.#judged(id, contextId);
    const [before, expectation] = [watch.before.get(id), this.#expectations.get(id)];
    if (!now || !before || !expectation) return undefined;
    if (!expectation.done(now, before)) {
      const rests = this.#wasDone.has(id) && expectation.idle?.(before) === true;
      return rests && contextId !== undefined && now.state === before.state ? "already" : undefined;
    }
    if (!this.#wasDone.has(id)) return "confirmed";
    // it was so before, or near enough, yet the call may have done something: an event of its own says so
    const acted =
      contextId !== undefined &&
      now !== before &&
      watch.touched(id, contextId) &&
      (expectation.partial ||
        expectation.moved?.(now, before) ||
        isAnother(now, before) ||
        // somebody else had changed it a moment ago, and the call changed it back
        this.#turnedBack(id, contextId, expectation));
    return acted ? "confirmed" : "already";
  }

  #turnedBack(id: string, contextId: string, { done }: Expectation): boolean {
    const turned = this.#call.watch.turnedFrom(id, contextId);
    return turned !== undefined && !done(turned, turned);
  }

  /** The state that the verdict rests on: the call's own, where somebody else has changed it again since. */
  #judged(id: string, contextId: string | undefined): EntityState | undefined {
    const { states, watch } = this.#call;
    const now = states.get(id);
    const made = contextId === undefined ? undefined : watch.madeBy(id, contextId);
    const [before, expectation] = [watch.before.get(id), this.#expectations.get(id)];
    if (!now || !made || made === now || !before || !expectation) return now;
    if (expectation.relative) return made;
    return expectation.done(made, before) && !expectation.done(now, before) ? made : now;
  }

  #isOverturned(id: string, progress: CallProgress): boolean {
    const now = this.#call.states.get(id);
    return this.#judged(id, contextOf(progress))?.state !== now?.state;
  }

  /** Why it did not come about, where Home Assistant's answer would have shown it. */
  #missed(id: string, progress: CallProgress): string | undefined {
    const { states, watch } = this.#call;
    const [now, before] = [states.get(id), watch.before.get(id)];
    const { missed, done } = this.#expectations.get(id) ?? {};
    if (!missed || !now || !before || done?.(now, before)) return undefined;
    const asks = progress.name === "ended" || progress.name === "running";
    return asks ? missed(now, before, progress.name === "ended") : undefined;
  }

  #moves(id: string, contextId: string | undefined): boolean {
    const now = this.#judged(id, contextId);
    const before = this.#call.watch.before.get(id);
    if (!now || !before) return false;
    const moving = this.#expectations.get(id)?.moving?.(now, before);
    return moving ?? (now !== before && isTransitional(now));
  }

  /** Named among the data, not as a target: what cannot be reached as a target is not sent to. */
  #isGone(id: string): boolean {
    const isGone = (state: EntityState | undefined) => state?.state === "unavailable";
    return (
      this.comparable(id) && isGone(this.#call.states.get(id)) && isGone(this.#call.watch.before.get(id))
    );
  }

  #isStuck(id: string): boolean {
    const now = this.#call.states.get(id);
    const isNew = now !== undefined && now !== this.#call.watch.before.get(id);
    return isNew && this.#expectations.get(id)?.stuck?.(now) === true;
  }

  /** What the state was when the call turned it, where that decides what was asked for. */
  #turnedFrom(id: string, contextId: string): EntityState | undefined {
    return this.#expectations.get(id)?.relative ? this.#call.watch.turnedFrom(id, contextId) : undefined;
  }
}

const NONE: readonly string[] = [];

/** Some attribute is another, or the state. */
function isAnother(now: EntityState, before: EntityState): boolean {
  if (now.state !== before.state) return true;
  const keys = new Set([...Object.keys(now.attributes), ...Object.keys(before.attributes)]);
  return [...keys].some(
    (key) => JSON.stringify(now.attributes[key]) !== JSON.stringify(before.attributes[key]),
  );
}
