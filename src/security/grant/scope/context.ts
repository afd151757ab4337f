/** What every step of an evaluation looks at. */

import type { Access } from "../model/access.ts";
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
