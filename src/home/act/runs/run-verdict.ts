/** Scenes, scripts and automations have no state that proves anything: the verdict stands on what they set off. */

import { cleanName } from "../../../core/text.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { isPassword } from "../../../hass/secret-state.ts";
import type { Verdict } from "../../acting.ts";
import { SECRET } from "../../see/rows.ts";
import { isTransitional } from "../expected/expect.ts";
import type { Expectation } from "../expected/expectation.ts";
import type { StateWatch } from "../expected/state-watch.ts";

/** One entity that a run acts on. */
export type RunLeaf = {
  readonly id: string;
  /** undefined: nobody knows what becomes of it, a change of the run's own says that something did. */
  readonly expectation: Expectation | undefined;
  /** Whether the run comes by whatever its conditions say. */
  readonly certain: boolean;
};

export type Run = {
  readonly kind: "scene" | "script" | "automation";
  readonly leaves: readonly RunLeaf[];
};

export type Grounds = {
  readonly watch: StateWatch;
  readonly states: ReadonlyMap<string, EntityState>;
  readonly nameOf?: (id: string) => string | undefined;
};
export type RunTold = { readonly verdict: Verdict; readonly reason?: string };
type LeafLook = "done" | "was_so" | "moving" | "open" | "gone" | "blind";

/** undefined = more waiting may show more; `over`: there is no more waiting. */
export function runVerdict(
  id: string,
  run: Run,
  contextId: string,
  grounds: Grounds,
  over: boolean,
): RunTold | undefined {
  if (isRunning(id, run, grounds)) {
    return { verdict: "in_progress", reason: "it is still running; read it later" };
  }
  const looks = run.leaves.map((leaf) => ({ leaf, look: lookAt(leaf, contextId, grounds) }));
  const certain = looks.filter(({ leaf, look }) => leaf.certain || look === "done" || look === "moving");
  if (certain.some(({ look }) => look === "moving") && certain.every(({ look }) => look !== "gone"))
    return { verdict: "in_progress" };
  const failing = certain.filter(({ look }) => look === "open" || look === "gone" || look === "blind");
  if (failing.length > 0) {
    const waits = failing.some(({ look }) => look === "open");
    if (waits && !over) return undefined;
    return { verdict: "unconfirmed", reason: joined(["ran", ...missed(failing, grounds)]) };
  }
  if (certain.length > 0) {
    const changed = changes(certain, grounds);
    return { ...verdictOf(run, certain), ...(changed.length === 0 ? {} : { reason: joined(changed) }) };
  }
  return { verdict: "unconfirmed", reason: "ran; its steps depend on conditions, and no change was seen" };
}

function isRunning(id: string, { kind }: Run, { states }: Grounds): boolean {
  return kind === "script" && states.get(id)?.state === "on";
}

/** What is so already is nothing to do for a scene; a script ran all the same. */
function verdictOf({ kind }: Run, certain: readonly { readonly look: LeafLook }[]): RunTold {
  const idle = kind === "scene" && certain.every(({ look }) => look === "was_so");
  return { verdict: idle ? "already" : "confirmed" };
}

export function lookAt(
  { id, expectation }: RunLeaf,
  contextId: string,
  { watch, states }: Grounds,
): LeafLook {
  const now = states.get(id);
  const before = watch.before.get(id);
  if (!now || now.state === "unavailable") return "gone";
  const touched = watch.touched(id, contextId);
  if (!expectation || !before) return touched ? (isTransitional(now) ? "moving" : "done") : "blind";
  const made = watch.madeBy(id, contextId) ?? now;
  if (expectation.done(now, before) || expectation.done(made, before) || expectation.idle?.(before))
    return touched || !expectation.done(before, before) ? "done" : "was_so";
  if (expectation.moving?.(now, before) ?? (now !== before && isTransitional(now))) return "moving";
  // a later step, or the device, made something else of it
  return touched && watch.quietMs(id) > 0 && expectation.asked && expectation.asked.length > 0
    ? "done"
    : "open";
}

export type Looked = { readonly leaf: RunLeaf; readonly look: LeafLook };

const MOST_NAMED = 3;

export function missed(failing: readonly Looked[], { nameOf, states }: Grounds): readonly string[] {
  const told = failing.flatMap(({ leaf, look }) => {
    const name = nameOf ? nameOf(leaf.id) : leaf.id;
    if (name === undefined) return [];
    if (look === "gone") return [`${name} is unavailable`];
    if (look === "blind") return [`${name}: no change seen, it may have been so before`];
    return [`${name} is not as asked (${stateOf(states.get(leaf.id))})`];
  });
  return bounded(told);
}

export function changes(looked: readonly Looked[], { nameOf, watch, states }: Grounds): readonly string[] {
  const told = looked.flatMap(({ leaf, look }) => {
    const name = nameOf ? nameOf(leaf.id) : leaf.id;
    if (look !== "done" || name === undefined) return [];
    const [before, now] = [stateOf(watch.before.get(leaf.id)), stateOf(states.get(leaf.id))];
    return [before === now ? name : `${name} ${before} → ${now}`];
  });
  return bounded(told);
}

export function bounded(told: readonly string[]): readonly string[] {
  const rest = told.length - MOST_NAMED;
  return rest > 0 ? [...told.slice(0, MOST_NAMED), `${rest} more`] : told;
}

export function joined(parts: readonly string[]): string {
  return parts.join("; ");
}

export function stateOf(state: EntityState | undefined): string {
  if (!state) return "gone";
  return isPassword(state) ? SECRET : cleanName(state.state);
}
