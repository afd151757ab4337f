/** The verdict on each target: what really happened, from the live map and not from Home Assistant's "success". */

import type { JsonObject } from "../../core/json.ts";
import { quote } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { Verdict } from "../home.ts";
import { type Expectation, expectationFor, isTransitional } from "./expect.ts";
import { ofAllMembers } from "./members.ts";
import type { StateWatch } from "./state-watch.ts";

/** How far the call itself is: Home Assistant's handler runs, ended, failed, or the connection broke. */
export type CallProgress =
  | { readonly name: "running" }
  | { readonly name: "lost" }
  | { readonly name: "ended"; readonly contextId: string }
  /** `several`: one of the targets failed, and nobody says which; the others may have done it. */
  | { readonly name: "failed"; readonly text: string; readonly several?: boolean };

export type JudgedCall = {
  readonly service: string;
  readonly data: JsonObject;
  /** By target, data that it has no use for. */
  readonly unused?: ReadonlyMap<string, readonly string[]>;
  readonly watch: StateWatch;
  readonly states: ReadonlyMap<string, EntityState>;
};

/** Judges one call; made before it is sent. */
export class Judge {
  readonly #call: JudgedCall;
  readonly #expectations = new Map<string, Expectation>();
  readonly #wasDone = new Set<string>();

  constructor(call: JudgedCall) {
    this.#call = call;
    for (const [id, before] of call.watch.before) {
      const wanted = expectationFor(call.service, this.dataFor(id), before);
      if (!wanted) continue;
      const expectation = ofAllMembers(wanted, call.service, id, call.states);
      this.#expectations.set(id, expectation);
      if (expectation.done(before, before)) this.#wasDone.add(id);
    }
  }

  get service(): string {
    return this.#call.service;
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
    return this.#expectations.has(id);
  }

  /** The state before the call, and the one now. */
  statesOf(id: string, progress: CallProgress) {
    const { watch } = this.#call;
    const contextId = progress.name === "ended" ? progress.contextId : undefined;
    const turned = contextId === undefined ? undefined : this.#turnedFrom(id, contextId);
    return { before: turned ?? watch.before.get(id), now: this.#judged(id, contextId) };
  }

  /** A verdict that more waiting cannot improve; undefined = not yet. */
  settled(id: string, progress: CallProgress): Verdict | undefined {
    if (progress.name === "running") return undefined;
    const done = this.#reached(id, progress.name === "ended" ? progress.contextId : undefined);
    if (done) return done;
    if (progress.name === "failed" && !progress.several) return "failed";
    if (progress.name === "lost") return "unknown";
    if (progress.name === "ended" && this.#isStuck(id)) return "failed";
    if (this.#moves(id, progress.name === "ended" ? progress.contextId : undefined)) return "in_progress";
    if (progress.name === "failed") return undefined;
    const { contextId } = progress;
    if (this.#turnedFrom(id, contextId)) return "confirmed";
    return !this.comparable(id) && this.#call.watch.touched(id, contextId) ? "confirmed" : undefined;
  }

  /** The verdict when waiting is over. */
  final(id: string, progress: CallProgress): { readonly verdict: Verdict; readonly reason?: string } {
    // before Home Assistant answered, "already" would be a guess: only a change that was seen counts
    const early =
      progress.name === "running" && this.#reached(id) === "confirmed" ? ("confirmed" as const) : undefined;
    const verdict = this.settled(id, progress) ?? early;
    if (progress.name === "failed" && (verdict ?? "failed") === "failed") {
      const one = verdict === "failed" || this.#openTargets(progress) <= 1;
      return { verdict: one ? "failed" : "unconfirmed", reason: saidBy(progress) };
    }
    if (verdict === "unknown")
      return { verdict, reason: "connection lost after sending; read before repeating" };
    if (verdict === "failed") return { verdict, reason: "it tried and is stuck" };
    if (verdict && this.#isOverturned(id, progress)) return { verdict, reason: "it was changed again since" };
    return verdict ? { verdict } : this.#open(id, progress);
  }

  /** Targets of which nobody knows what became: where Home Assistant named an error of one, it may be any of them. */
  #openTargets(progress: CallProgress): number {
    return [...this.#call.watch.before.keys()].filter((id) => this.settled(id, progress) === undefined)
      .length;
  }

  #open(id: string, progress: CallProgress): { readonly verdict: Verdict; readonly reason: string } {
    if (progress.name === "running")
      return { verdict: "in_progress", reason: "Home Assistant is still at it; read it later" };
    const { data, states, watch } = this.#call;
    const transition = Number(data["transition"] ?? 0);
    if (transition > 0) return { verdict: "in_progress", reason: `transition of ${transition} s` };
    if (!this.comparable(id))
      return { verdict: "unconfirmed", reason: "accepted; no state shows it, so do not simply repeat it" };
    const same = states.get(id)?.state === watch.before.get(id)?.state;
    return {
      verdict: "unconfirmed",
      reason: same ? "accepted, no change seen" : "accepted, but it is not as asked",
    };
  }

  #reached(id: string, contextId?: string): Verdict | undefined {
    const { watch } = this.#call;
    const now = this.#judged(id, contextId);
    const [before, expectation] = [watch.before.get(id), this.#expectations.get(id)];
    if (!now || !before || !expectation?.done(now, before)) return undefined;
    if (!this.#wasDone.has(id)) return "confirmed";
    // it was so before, or near enough, yet the call may have done something: an event of its own says so
    const acted =
      (expectation.partial || expectation.moved?.(now, before)) &&
      contextId !== undefined &&
      now !== before &&
      watch.touched(id, contextId);
    return acted ? "confirmed" : "already";
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
    const judged = progress.name === "ended" ? this.#judged(id, progress.contextId) : now;
    return judged?.state !== now?.state;
  }

  #moves(id: string, contextId: string | undefined): boolean {
    const now = this.#judged(id, contextId);
    if (!now) return false;
    const moving = this.#expectations.get(id)?.moving?.(now);
    return moving ?? (now !== this.#call.watch.before.get(id) && isTransitional(now));
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

function saidBy({ text, several }: Extract<CallProgress, { name: "failed" }>): string {
  const said = text.trim() === "" ? "gave no reason" : `said ${quote(text)}`;
  return `Home Assistant ${said}${several ? ", of one target" : ""}`;
}
