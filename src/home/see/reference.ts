/** What an id or a name leads to. */

import type { Place } from "../../hass/place.ts";
import { isVisibleTarget, memberTest } from "../../hass/target-kinds.ts";
import type { Sight } from "./sight.ts";

/** Everything that a name may mean. */
export const KINDS = ["entity", "area", "floor", "device", "label"] as const;
export type Kind = (typeof KINDS)[number];
export type Reference = { readonly kind: Kind; readonly id: string };

/** Whether what is named exists and may be seen. */
export function isVisible({ kind, id }: Reference, place: Place, sight: Sight): boolean {
  return kind === "entity" ? sight.sees(id) : isVisibleTarget(kind, id, place.registries, sight);
}

/** Whether an entity is the one meant, or lies in the area, on the floor, belongs to the device, bears the label. */
export function belongsTo(entityId: string, { kind, id }: Reference, { registries }: Place): boolean {
  return kind === "entity" ? entityId === id : memberTest(kind, id, registries)(entityId);
}
