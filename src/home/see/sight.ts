/** What the caller may see of the home: the grant's read scopes held against the live home. */

import type { Failure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import { holdsSecret, isSecretKey } from "../../core/sensitive.ts";
import { cleanName } from "../../core/text.ts";
import type { EntityState } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { isVisibleTarget, TARGET_KINDS, type TargetKind, targetsOfKind } from "../../hass/target-kinds.ts";

export type Sight = {
  /** Why no name can be looked up now; undefined = it can. */
  readonly refused?: Failure;
  /** Whether the entity exists and may be read. One answer for both: callers must not tell them apart. */
  sees(id: string): boolean;
  /** Whether the entity exists and may not be read. */
  hides(id: string): boolean;
  /** Attributes without those the grant hides and without secrets. */
  attributes(state: EntityState): JsonObject;
  /** Whether an area, floor, label or device of this id (of any kind: this id or name) is there and holds nothing that is seen. */
  hidesPlace?(kind: TargetKind | undefined, text: string): boolean;
  /** Whether the grant hides attributes at all. */
  readonly excludes?: boolean;
  /** Every entity that may be read. */
  ids(): Iterable<string>;
  /** Whether nothing is hidden: then empty areas and devices may be named too. */
  readonly all: boolean;
};

/** Whether the entity, or some of its attributes, may not be seen: nothing may be told by what it can do. */
export function keepsBack(state: EntityState, sight: Sight): boolean {
  const { id, attributes } = state;
  if (!sight.sees(id)) return true;
  const visible = sight.attributes(state);
  if (visible === attributes) return false;
  return Object.keys(attributes).some(
    (key) => !Object.hasOwn(visible, key) && !isSecretKey(key) && !holdsSecret(attributes[key]),
  );
}

/** The entity as its caller may know it: of what it can do and may not be told, everything. */
export function asKnown(state: EntityState, sight: Sight): EntityState {
  if (!keepsBack(state, sight)) return state;
  const visible = sight.sees(state.id) ? sight.attributes(state) : {};
  return { ...state, attributes: { supported_features: ALL_FEATURES, ...visible } };
}

const ALL_FEATURES = 0x7fffffff;

/** The entity's name as people know it, safe to print; its id when it has none. */
export function nameOf(place: Place, id: string): string {
  const name = place.states.get(id)?.attributes["friendly_name"];
  // a name may be made of nothing that can be seen
  return (typeof name === "string" && cleanName(name)) || id;
}

/** `Sight.hidesPlace` for whoever sees no more than these. */
export function placeHider(
  { registries }: Pick<Place, "registries">,
  seen: Pick<Sight, "ids" | "all">,
): NonNullable<Sight["hidesPlace"]> {
  return (kind, text) => {
    if (seen.all) return false;
    if (kind !== undefined)
      return targetsOfKind(kind, registries).has(text) && !isVisibleTarget(kind, text, registries, seen);
    const wanted = text.trim().toLowerCase();
    return TARGET_KINDS.some((each) =>
      [...targetsOfKind(each, registries).values()].some(
        ({ id, name, aliases = [] }) =>
          [id, name, ...aliases].some((own) => own.toLowerCase() === wanted) &&
          !isVisibleTarget(each, id, registries, seen),
      ),
    );
  };
}
