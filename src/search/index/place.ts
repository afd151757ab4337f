/** The home as the search reads it. */

import type { EntityState } from "../../hass/gateway.ts";
import type { Registries } from "../../hass/registries.ts";

/** Read live: both may be replaced between two reads, a gateway is one. */
export type SearchPlace = {
  readonly states: ReadonlyMap<string, EntityState>;
  readonly registries: Registries;
};

/** The name that an entity shows; undefined when it has none of its own. */
export function nameOf(state: EntityState | undefined): string | undefined {
  const name = state?.attributes["friendly_name"];
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** The device class, e.g. `motion`; undefined when it has none. */
export function deviceClassOf(state: EntityState | undefined): string | undefined {
  const deviceClass = state?.attributes["device_class"];
  return typeof deviceClass === "string" && deviceClass !== "" ? deviceClass : undefined;
}
