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
export type Deciding = Pick<Observer, "counters" | "owner" | "tried"> & {
  readonly grant: Grant;
  /** Bounds every grant. */
  readonly ceiling?: Access | undefined;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly killed?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Of `homeNow`, a moment ago: for whoever decides much about one home at once. */
  readonly world?: World;
  /** What is allowed is taken from the counters next, which says no where nothing is left: they need not be asked before. */
  readonly countsNext?: boolean;
};

/** Never throws but CANCELLED, when `signal` ends it. Nothing is counted: `reserve` is the caller's, just before sending. */
export async function decide(request: Request, deciding: Deciding): Promise<Decision> {
  const { signal } = deciding;
  try {
    const first = deciding.world ?? firstWorld(request, deciding);
    const known = first instanceof Promise ? await first : first;
    const decision = countsOnlyItself(deciding)
      ? await settleInHope(request, deciding, known)
      : (await settle(request, deciding, known)).decision;
    if (decision) return decision;
  } catch (error) {
    if (error instanceof Failure && error.code === "HASS_UNAVAILABLE")
      return deny(13, "resolver_unavailable");
    return deny(0, "policy_error", error instanceof Error ? error.message : undefined);
  }
  if (signal?.aborted) throw new Failure("CANCELLED", "The call was cancelled before anything was sent.");
  return deny(0, "policy_error", "the facts kept changing");
}

/** `decision` is missing where the caller gave up, or the facts kept changing. */
/** What every call is decided on at first. */
export async function homeNow(deciding: Deciding): Promise<World> {
  return firstWorld({ operation: "call_service", service: "", data: {} }, deciding);
}

type Settled = { readonly decision: Decision | undefined; readonly world: World };

async function settle(request: Request, deciding: Deciding, known: World): Promise<Settled> {
  const { grant, ceiling, clock, signal, gateway } = deciding;
  let world = known;
  for (let round = 0; round <= ROUNDS; round++) {
    const now = clock.now();
    const answer = evaluate(request, grant, ceiling, world, now);
    if (isDecision(answer)) return { decision: answer, world };
    if (round === ROUNDS) break;
    world = await observe(answer.need, world, { ...deciding, request, now });
    if (signal?.aborted) break;
    // what was found out in the meantime may rest on newer registries than those at hand
    if (world.place.registries !== gateway.registries)
      world = { ...(await firstWorld(request, deciding)), ...countedIn(world) };
  }
  return { decision: undefined, world };
}

/** What does not rest on the registries. */
function countedIn({ usage, pins, pinRetrySeconds, templates }: World): Partial<World> {
  return {
    ...(usage === undefined ? {} : { usage }),
    ...(pins === undefined ? {} : { pins }),
    ...(pinRetrySeconds === undefined ? {} : { pinRetrySeconds }),
    ...(templates === undefined ? {} : { templates }),
  };
}

/** As if nothing were used up yet; where that is no yes, what is used up is said before what else is wrong. */
async function settleInHope(
  request: Request,
  deciding: Deciding,
  known: World,
): Promise<Decision | undefined> {
  const { decision, world } = await settle(request, deciding, { ...known, usage: NOTHING_USED });
  if (decision === undefined || "allow" in decision) return decision;
  const { usage: _, ...observed } = world;
  return (await settle(request, deciding, observed)).decision;
}

const NOTHING_USED: NonNullable<World["usage"]> = new Map();

/** With restrictions of its own, what is used up decides what else is asked and shown: a PIN, entities kept back. */
function countsOnlyItself({ countsNext, grant }: Deciding): boolean {
  return countsNext === true && grant.restrictions.every(({ enabled }) => !enabled);
}

/** What lies at hand is had at once: most decisions wait for nothing. */
function firstWorld(request: Request, deciding: Deciding): World | Promise<World> {
  const { gateway, grant, ceiling } = deciding;
  const triggers = request.operation === "call_service" ? homeTriggers(gateway) : NO_TRIGGERS;
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
