/** A decision about a live request: evaluate, observe what is missing, evaluate again. */

import type { Clock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Access } from "./access.ts";
import { deny } from "./context.ts";
import type { Decision } from "./decision.ts";
import { evaluate, isDecision } from "./evaluate.ts";
import type { Grant } from "./grant.ts";
import { homeWatch } from "./home-watch.ts";
import { type Observer, observe } from "./observe.ts";
import { needsExposed } from "./readable.ts";
import type { Request } from "./request.ts";
import type { World } from "./world.ts";

// One for every kind of fact: targets, references, identities, closures, what they stir, PIN and template, usage, approval.
const ROUNDS = 8;

/** Where a decision finds its facts. */
export type Deciding = Pick<Observer, "counters" | "renderTemplate" | "approval"> & {
  readonly grant: Grant;
  /** Bounds every grant. */
  readonly ceiling?: Access | undefined;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly killed?: boolean;
  /** The wall clock and the stored mark disagree by more than a day. */
  readonly clockSuspect?: boolean;
  readonly signal?: AbortSignal | undefined;
};

/** Never throws but CANCELLED, when `signal` ends it. Nothing is counted: `reserve` is the caller's, just before sending. */
export async function decide(request: Request, deciding: Deciding): Promise<Decision> {
  const { grant, ceiling, clock, signal } = deciding;
  try {
    let world = await firstWorld(request, deciding);
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

async function firstWorld(
  request: Request,
  { gateway, grant, ceiling, ...deciding }: Deciding,
): Promise<World> {
  const bounds = [...(request.attenuations ?? []), ...(ceiling ? [ceiling] : [])];
  const exposed = needsExposed(grant, bounds) ? await gateway.exposedToAssist() : undefined;
  const gated = request.operation === "call_service" && grant.gates?.physical !== "allow";
  const watch = gated ? homeWatch(gateway) : undefined;
  const known = watch instanceof Promise ? await watch : watch;
  const { states, registries, services, house } = gateway;
  return {
    killed: deciding.killed === true,
    clockSuspect: deciding.clockSuspect === true,
    place: exposed ? { states, registries, exposed } : { states, registries },
    services,
    timeZone: house.timeZone,
    ...(known ? { watch: known } : {}),
  };
}
