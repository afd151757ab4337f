/** Scenes, scripts and automations have no state that proves anything: the verdict stands on what they set off. */

import { cleanName } from "../../../core/text.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { isPassword } from "../../../hass/secret-state.ts";
import type { Verdict } from "../../acting.ts";
import { SECRET } from "../../see/rows.ts";
import { isTransitional } from "../expected/expect.ts";
import type { Expectation } from "../expected/expectation.ts";
import { actedLeaves, leavesOf } from "../expected/members.ts";
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

type Grounds = {
  readonly watch: StateWatch;
  readonly states: ReadonlyMap<string, EntityState>;
  readonly nameOf?: (id: string) => string | undefined;
};
type Told = { readonly verdict: Verdict; readonly reason?: string };
type LeafLook = "done" | "was_so" | "moving" | "open" | "gone" | "blind";

/** undefined = more waiting may show more; `over`: there is no more waiting. */
export function runVerdict(
  id: string,
  run: Run,
  contextId: string,
  grounds: Grounds,
  over = false,
): Told | undefined {
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
function verdictOf({ kind }: Run, certain: readonly { readonly look: LeafLook }[]): Told {
  const idle = kind === "scene" && certain.every(({ look }) => look === "was_so");
  return { verdict: idle ? "already" : "confirmed" };
}

function lookAt({ id, expectation }: RunLeaf, contextId: string, { watch, states }: Grounds): LeafLook {
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

type Looked = { readonly leaf: RunLeaf; readonly look: LeafLook };

const MOST_NAMED = 3;

/** What is to be told of a group's members: those that changed, or of a group that is not as asked, those that are not. */
export function membersTold(
  members: readonly RunLeaf[],
  verdict: Verdict,
  contextId: string,
  grounds: Grounds,
): string | undefined {
  const looks = members.map((leaf) => ({ leaf, look: lookAt(leaf, contextId, grounds) }));
  const open = looks.filter(({ look }) => look === "open" || look === "gone");
  const told = verdict === "confirmed" ? changes(looks, grounds) : missed(open, grounds);
  return told.length === 0 ? undefined : joined(told);
}

/** Of a group of several kinds, how those of its members are that the service acts on. */
export function partAt(
  id: string,
  service: string,
  { states, nameOf }: Omit<Grounds, "watch">,
): string | undefined {
  const acted = actedLeaves(service, id, states);
  if (acted.length === leavesOf(id, states).length) return undefined;
  const told = acted.flatMap((leaf) => {
    const name = nameOf ? nameOf(leaf) : leaf;
    return name === undefined ? [] : [`${name} is ${stateOf(states.get(leaf))}`];
  });
  return told.length === 0 ? undefined : joined(bounded(told));
}

function missed(failing: readonly Looked[], { nameOf, states }: Grounds): readonly string[] {
  const told = failing.flatMap(({ leaf, look }) => {
    const name = nameOf ? nameOf(leaf.id) : leaf.id;
    if (name === undefined) return [];
    if (look === "gone") return [`${name} is unavailable`];
    if (look === "blind") return [`${name}: no change seen, it may have been so before`];
    return [`${name} is not as asked (${stateOf(states.get(leaf.id))})`];
  });
  return bounded(told);
}

function changes(looked: readonly Looked[], { nameOf, watch, states }: Grounds): readonly string[] {
  const told = looked.flatMap(({ leaf, look }) => {
    const name = nameOf ? nameOf(leaf.id) : leaf.id;
    if (look !== "done" || name === undefined) return [];
    const [before, now] = [stateOf(watch.before.get(leaf.id)), stateOf(states.get(leaf.id))];
    return [before === now ? name : `${name} ${before} → ${now}`];
  });
  return bounded(told);
}

function bounded(told: readonly string[]): readonly string[] {
  const rest = told.length - MOST_NAMED;
  return rest > 0 ? [...told.slice(0, MOST_NAMED), `${rest} more`] : told;
}

function joined(parts: readonly string[]): string {
  return parts.join("; ");
}

function stateOf(state: EntityState | undefined): string {
  if (!state) return "gone";
  return isPassword(state) ? SECRET : cleanName(state.state);
}
