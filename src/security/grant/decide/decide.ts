/** A decision about a live request: evaluate, observe what is missing, evaluate again. */

import type { Clock } from "../../../core/clock.ts";
import { Failure } from "../../../core/failure.ts";
import type { Gateway } from "../../../hass/gateway.ts";
import { evaluate, isDecision } from "../evaluate/evaluate.ts";
import type { Access } from "../model/access.ts";
import type { Decision } from "../model/decision.ts";
import type { Grant } from "../model/grant.ts";
import { deny } from "../model/halt.ts";
import type { Request } from "../model/request.ts";
import { NO_TRIGGERS, type TriggerTable, type World } from "../model/world.ts";
import { boundsBeside } from "../scope/context.ts";
import { needsExposed } from "../scope/readable.ts";
import { homeTriggers } from "./home-triggers.ts";
import { type Observer, observe } from "./observe.ts";

// One for every kind of fact: targets, references, identities, closures, what they stir, PIN and template, usage, approval.
export const ROUNDS = 8;

/** Where a decision finds its facts. */
export type Deciding = Pick<Observer, "counters" | "approval" | "tried"> & {
  readonly grant: Grant;
  /** Bounds every grant. */
  readonly ceiling?: Access | undefined;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly killed?: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** Never throws but CANCELLED, when `signal` ends it. Nothing is counted: `reserve` is the caller's, just before sending. */
export async function decide(request: Request, deciding: Deciding): Promise<Decision> {
  const { grant, ceiling, clock, signal } = deciding;
  try {
    const first = firstWorld(request, deciding);
    let world = first instanceof Promise ? await first : first;
    for (let round = 0; round <= ROUNDS; round++) {
      const now = clock.now();
      const answer = evaluate(request, grant, ceiling, world, now);
      if (isDecision(answer)) return answer;
      if (round === ROUNDS) break;
      world = await observe(answer.need, world, { ...deciding, request, now });
      if (signal?.aborted) break;
    }
  } catch (error) {
    if (error instanceof Failure && error.code === "HASS_UNAVAILABLE")
      return deny(13, "resolver_unavailable");
    return deny(0, "policy_error", error instanceof Error ? error.message : undefined);
  }
  if (signal?.aborted) throw new Failure("CANCELLED", "The call was cancelled before anything was sent.");
  return deny(0, "policy_error", "the facts kept changing");
}

/** What lies at hand is had at once: most decisions wait for nothing. */
function firstWorld(request: Request, deciding: Deciding): World | Promise<World> {
  const { gateway, grant, ceiling } = deciding;
  const gated = request.operation === "call_service" && grant.gates?.physical !== "allow";
  const triggers = gated ? homeTriggers(gateway) : NO_TRIGGERS;
  const exposed = needsExposed(grant, boundsBeside(request, ceiling)) ? gateway.exposedToAssist() : undefined;
  if (exposed === undefined && !(triggers instanceof Promise)) return worldOf(deciding, triggers, undefined);
  return Promise.all([triggers, exposed]).then(([known, ids]) => worldOf(deciding, known, ids));
}

function worldOf(
  { gateway, killed, clock }: Deciding,
  triggers: TriggerTable,
  exposed: ReadonlySet<string> | undefined,
): World {
  const { states, registries, services, house } = gateway;
  return {
    killed: killed === true,
    clockSuspect: clock.suspect === true,
    place: exposed ? { states, registries, exposed } : { states, registries },
    services,
    timeZone: house.timeZone,
    triggers,
  };
}
