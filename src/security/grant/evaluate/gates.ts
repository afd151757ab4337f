/** Step 20: what the owner must say yes to. */

import type { Ask, DenialCode } from "../model/decision.ts";
import { type Capability, capability, type Mode } from "../model/grant.ts";
import { deny, type Halt, need } from "../model/halt.ts";
import { kindOfService } from "../model/service-kinds.ts";
import type { Subject } from "../model/subject.ts";
import type { ApprovalState } from "../model/world.ts";
import { isPhysical, isPhysicalAlone, isPhysicalLeaf } from "../reach/physical.ts";
import type { Context } from "../scope/context.ts";

const STEP = 20;

// What an answer that is no yes comes to.
const REFUSALS: Readonly<Record<Exclude<ApprovalState, "none" | "open" | "approved">, DenialCode>> = {
  denied: "approval_denied",
  expired: "approval_expired",
  mismatch: "approval_mismatch",
  unavailable: "approval_unavailable",
  closure_changed: "closure_changed",
};

/** undefined = nobody has to be asked; `use` = the owner said yes, one use is to be taken. */
export function checkGates(
  context: Context,
  subject: Subject,
  approval: string | undefined,
  sent: Pick<Ask, "data" | "left_out">,
): { readonly use: true } | Ask | Halt | undefined {
  const reasons: string[] = [];
  for (const [why, mode] of gatesOf(context, subject)) {
    if (mode === "deny") return deny(STEP, "approval_denied", gateSubject(context, subject, why));
    if (mode === "confirm") reasons.push(why);
  }
  if (subject.asks !== undefined) reasons.push(subject.asks);
  if (approval !== undefined) reasons.push(approval);
  const [why] = reasons;
  if (why === undefined) return undefined;
  const targets = subject.targets.length === 0 ? undefined : subject.targets;
  const by = why === "physical" ? decider(context, subject) : undefined;
  const asked: Ask = { ask: true, step: STEP, why, targets, leaves: subject.leaves, ...sent };
  const ask: Ask = by === undefined ? asked : { ...asked, subject: by };
  const answer = context.world.approval;
  if (answer === undefined) return need({ fact: "approval", ask });
  if (answer === "approved") return { use: true };
  if (answer === "none" || answer === "open") return ask;
  return deny(STEP, REFUSALS[answer]);
}

function gatesOf(context: Context, subject: Subject): readonly (readonly [string, Mode])[] {
  const { gates } = context.grant;
  const closed: [string, Mode][] = [];
  if (subject.capability !== undefined) {
    closed.push([subject.capability, capability(context.grant, subject.capability as Capability)]);
  }
  if (subject.service === undefined || subject.operations.includes("read")) return closed;
  if (isSpecial(subject)) closed.push(["special", gates.special]);
  if (gates.physical !== "allow" && hasPhysical(context, subject)) closed.push(["physical", gates.physical]);
  return closed;
}

function isSpecial({ service, leaves }: Subject): boolean {
  const special = (name: string | undefined): boolean =>
    name !== undefined && kindOfService(name) === "special";
  return special(service) || leaves.some((leaf) => special(leaf.service));
}

function hasPhysical({ world }: Context, { service, targets, leaves }: Subject): boolean {
  const { place } = world;
  if (service !== undefined && targets.length === 0 && isPhysicalAlone(service, place)) return true;
  if (targets.some((id) => isPhysical(service, id, place))) return true;
  return leaves.some((leaf) => isPhysicalLeaf(leaf, place));
}

function gateSubject(context: Context, subject: Subject, why: string): string {
  if (why !== "physical") return why;
  const { place } = context.world;
  const target = subject.targets.find((id) => isPhysical(subject.service, id, place));
  return target ?? decider(context, subject) ?? why;
}

/** The entity behind the gate, where the call did not name it as its target. */
function decider({ world }: Context, { service, targets, leaves }: Subject): string | undefined {
  if (targets.some((id) => isPhysical(service, id, world.place))) return undefined;
  return leaves.find((leaf) => leaf.entityId !== undefined && isPhysicalLeaf(leaf, world.place))?.entityId;
}
