/** What every step of an evaluation looks at. */

import type { Access } from "../model/access.ts";
import type { DenialCode, Deny, Need } from "../model/decision.ts";
import type { Grant } from "../model/grant.ts";
import type { Request } from "../model/request.ts";
import type { World } from "../model/world.ts";
import { type CompiledAccess, compileAccess } from "./compiled.ts";

export type Context<R extends Request = Request> = {
  readonly request: R;
  readonly grant: Grant;
  /** The grant, the attenuations of the credential, the ceiling: all of them must permit. */
  readonly bounds: readonly CompiledAccess[];
  readonly world: World;
  /** Milliseconds since 1970. */
  readonly now: number;
};

/** Why an evaluation ends here: no, or not without more facts. */
export type Halt = Deny | { readonly need: readonly Need[] };

export function contextOf<R extends Request>(
  request: R,
  grant: Grant,
  ceiling: Access | undefined,
  world: World,
  now: number,
): Context<R> {
  const bounds = [compileAccess(grant.access)];
  for (const access of boundsBeside(request, ceiling)) bounds.push(compileAccess(access));
  return { request, grant, bounds, world, now };
}

const NO_BOUNDS: readonly Access[] = [];

/** What narrows a request beside the grant itself. */
export function boundsBeside({ attenuations }: Request, ceiling: Access | undefined): readonly Access[] {
  if (attenuations === undefined && ceiling === undefined) return NO_BOUNDS;
  return [...(attenuations ?? []), ...(ceiling === undefined ? [] : [ceiling])];
}

export function deny(step: number, code: DenialCode, subject?: string): Deny {
  return subject === undefined ? { deny: true, code, step } : { deny: true, code, step, subject };
}

export function need(...facts: readonly Need[]): Halt {
  return { need: facts };
}

/** Tells a halt from what a step hands on. */
export function halts(result: object): result is Halt {
  return "deny" in result || "need" in result;
}

/** Whether any bound denies the entity. */
export function isDenied({ bounds, world }: Context, entityId: string): boolean {
  for (const bound of bounds) if (bound.deny.has(entityId, world.place)) return true;
  return false;
}

/** Whether every bound opens the service on the entity; `domain.*` asks for all that the domain can do. */
export function isPermitted({ bounds, world }: Context, service: string, entityId: string): boolean {
  for (const bound of bounds) if (!bound.service(service).permits(entityId, world.place)) return false;
  return true;
}
