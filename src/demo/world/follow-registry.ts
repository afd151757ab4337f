/** What a change of a registry does to the states: new names, new ids, disabled entities. */

import type { EntityEntry } from "./entries.ts";
import { isAvailable, type World } from "./world.ts";

type Data = Readonly<Record<string, unknown>>;

/** Called after the event went out, as in Home Assistant. */
export function followRegistry(world: World, type: string, data: Data): void {
  const changes = data["changes"] as Data | undefined;
  if (!changes) return;
  if (type === "device_registry_updated" && "name_by_user" in changes) {
    for (const entry of world.registries.entitiesOfDevice(String(data["device_id"]))) showName(world, entry);
  }
  if (type !== "entity_registry_updated") return;
  const entry = world.registries.entities.get(String(data["entity_id"]));
  if (!entry) return;
  if (typeof data["old_entity_id"] === "string") rename(world, data["old_entity_id"], entry.entity_id);
  if ("disabled_by" in changes) disable(world, entry);
  if ("name" in changes) showName(world, entry);
}

function showName(world: World, entry: EntityEntry): void {
  const state = world.states.get(entry.entity_id);
  if (!state) return;
  const attributes = { ...state.attributes, friendly_name: world.registries.nameOf(entry) };
  world.states.set(entry.entity_id, state.state, attributes, world.states.context());
}

function rename(world: World, from: string, to: string): void {
  const state = world.states.get(from);
  const entity = world.entities.get(from);
  if (!entity) return;
  world.entities.delete(from);
  entity.id = to;
  world.entities.set(to, entity);
  if (!state) return;
  world.states.remove(from, world.states.context());
  world.states.set(to, state.state, state.attributes, world.states.context());
}

/** A disabled entity has no state; one enabled again is `unavailable` until its integration was reloaded. */
function disable(world: World, entry: EntityEntry): void {
  const id = entry.entity_id;
  if (entry.disabled_by !== null) {
    world.states.remove(id, world.states.context());
    return;
  }
  if (isAvailable(world.states.get(id)?.state)) return;
  const features = world.entities.get(id)?.features ?? 0;
  const kind = entry.original_device_class === null ? {} : { device_class: entry.original_device_class };
  const name = world.registries.nameOf(entry);
  const attributes = { restored: true, ...kind, friendly_name: name, supported_features: features };
  world.states.set(id, "unavailable", attributes, world.states.context());
}
