/** What every bound of a request says of one entity. */

import type { Context } from "./context.ts";

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
