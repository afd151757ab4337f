/** What a grant lets a caller see: entities. */

import type { Place } from "../../../hass/place.ts";
import type { Access } from "../model/access.ts";
import type { Grant } from "../model/grant.ts";
import { type CompiledAccess, compileAccess } from "./compiled.ts";

/** The lists that open a kind of seeing. */
export type Seeing = "read" | "subscribe" | "history" | "camera";

/** Whether a selector of the grant asks for the exposed entities, which must then stand in `place.exposed`. */
export function needsExposed(grant: Grant, bounds: readonly Access[] = []): boolean {
  return (
    compileAccess(grant.access).needsExposed || bounds.some((access) => compileAccess(access).needsExposed)
  );
}

/**
 * The grant's own list of that kind, less `deny`, within every bound (ceiling, attenuations); existence is not asked.
 * Selectors are looked up in `place` at every call, so the function may be kept while the grant lives. It throws
 * TypeError when a selector needs the exposed entities and they were not handed in.
 */
export function seen(
  kind: Seeing,
  grant: Grant,
  place: Place,
  bounds: readonly Access[] = [],
): (id: string) => boolean {
  const compiled = [grant.access, ...bounds].map(compileAccess);
  if (compiled.every((each) => each[kind].everything && each.deny.empty)) return () => true;
  const [only] = compiled;
  if (compiled.length === 1 && only) return (id) => only[kind].has(id, place) && !only.deny.has(id, place);
  return (id) =>
    compiled.every((each: CompiledAccess) => each[kind].has(id, place) && !each.deny.has(id, place));
}

/** Which entities may be read. */
export function readable(grant: Grant, place: Place, bounds?: readonly Access[]): (id: string) => boolean {
  return seen("read", grant, place, bounds);
}
