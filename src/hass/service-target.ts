/** Which entities a service can act on, by the service's own description. */

import { domainOf, objectOf } from "../core/entity-id.ts";
import type { EntityState } from "./gateway.ts";
import type { Registries } from "./registries.ts";
import { descriptionOf } from "./service-description.ts";
import type { WireService, WireServices, WireServiceTarget } from "./wire.ts";

/** `kind`: not an entity of the kinds that the service is for. `feature`: of the kind, without the feature it takes. */
export type Ability = "able" | "kind" | "feature";

type TargetFilter = NonNullable<WireServiceTarget["entity"]>[number];

/**
 * Whether the service can act on this entity (helpers/service.py, entity_service_call): any of the description's filters,
 * of each filter every part. An entity without registry entry may be of any integration.
 */
export function abilityOf(
  service: WireService,
  state: EntityState,
  { entities }: Pick<Registries, "entities">,
): Ability {
  const filters = service.target?.entity ?? [];
  if (filters.length === 0) return "able";
  const platform = entities.get(state.id)?.platform;
  const ofKind = filters.filter((filter) => isOfKind(filter, state, platform));
  if (ofKind.length === 0) return "kind";
  return ofKind.some((filter) => hasFeature(filter, state)) ? "able" : "feature";
}

function isOfKind(
  filter: TargetFilter,
  { id, attributes }: EntityState,
  platform: string | undefined,
): boolean {
  const deviceClass = attributes["device_class"];
  return (
    (!filter.domain || filter.domain.includes(domainOf(id))) &&
    (filter.integration === undefined || platform === undefined || filter.integration === platform) &&
    (!filter.device_class || filter.device_class.some((each) => each === deviceClass))
  );
}

/** Any of the masks, each of them whole; a feature is a bit of `supported_features`. */
function hasFeature({ supported_features }: TargetFilter, { attributes }: EntityState): boolean {
  if (!supported_features) return true;
  const { supported_features: given } = attributes;
  const features = typeof given === "number" ? given : 0;
  return supported_features.some((mask) => [mask].flat().every((bit) => (features & bit) === bit));
}

/** The same as a test over many entities; a service that has no description acts on its own domain. */
export function actableBy(
  service: string,
  services: WireServices,
): (state: EntityState, place: { readonly registries: Registries }) => boolean {
  const domain = domainOf(service);
  const description = descriptionOf(services, service);
  if (!description) return ({ id }) => domainOf(id) === domain;
  if ((description.target?.entity ?? []).length === 0)
    return domain === "homeassistant" ? turnable(service, services) : () => true;
  return (state, { registries }) => abilityOf(description, state, registries) === "able";
}

// homeassistant.turn_on and its like pass the call on to the entity's domain, which must have such a service: covers and
// locks have none (components/homeassistant/__init__.py). A group passes it to its members.
function turnable(service: string, services: WireServices): (state: EntityState) => boolean {
  const name = objectOf(service);
  if (name !== "turn_on" && name !== "turn_off" && name !== "toggle") return () => true;
  return ({ id }) =>
    domainOf(id) === "group" || descriptionOf(services, `${domainOf(id)}.${name}`) !== undefined;
}
