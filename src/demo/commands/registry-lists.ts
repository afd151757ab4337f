/** The commands that read the registries. */

import { entityId, listOf, strictText } from "../world/checks.ts";
import { deviceRow, displayRow, entityRow, extendedEntityRow } from "../world/entries.ts";
import { Fault } from "../world/fault.ts";
import type { Commands } from "./command.ts";

const categories = { "0": "config", "1": "diagnostic" };

export const registryListCommands: Commands = {
  "config/area_registry/list": { run: ({ premises }) => [...premises.world.registries.areas.values()] },
  "config/floor_registry/list": { run: ({ premises }) => [...premises.world.registries.floors.values()] },
  "config/label_registry/list": { run: ({ premises }) => [...premises.world.registries.labels.values()] },
  "config/category_registry/list": { required: { scope: strictText }, run: () => [] },
  "config/device_registry/list": {
    run: ({ premises }) => [...premises.world.registries.devices.values()].map(deviceRow),
  },
  "config/entity_registry/list": {
    run: ({ premises }) => [...premises.world.registries.entities.values()].map(entityRow),
  },
  "config/entity_registry/list_for_display": {
    run({ premises }) {
      const enabled = [...premises.world.registries.entities.values()].filter(
        (entry) => entry.disabled_by === null,
      );
      return { entity_categories: categories, entities: enabled.map(displayRow) };
    },
  },
  "config/entity_registry/get": {
    required: { entity_id: entityId },
    run({ premises }, message) {
      const entry = premises.world.registries.entities.get(String(message["entity_id"]));
      if (!entry) throw new Fault("not_found", "Entity not found");
      return extendedEntityRow(entry);
    },
  },
  "config/entity_registry/get_entries": {
    required: { entity_ids: listOf(entityId) },
    run({ premises }, message) {
      const ids = message["entity_ids"] as readonly string[];
      const rows = ids.map((id) => {
        const entry = premises.world.registries.entities.get(id);
        return [id, entry ? extendedEntityRow(entry) : null];
      });
      return Object.fromEntries(rows);
    },
  },
};
