/** The search cases: homes with sentences, made into what the search reads. */

import type { EntityState } from "../../src/hass/gateway.ts";
import { NO_REGISTRIES, type RegistryEntry } from "../../src/hass/registries.ts";
import type { SearchPlace } from "../../src/search/index/place.ts";

export type CaseHome = {
  readonly home: string;
  readonly areas: readonly { readonly id: string; readonly name: string }[];
  readonly devices: readonly {
    readonly id: string;
    readonly name: string;
    readonly area: string | null;
    readonly manufacturer?: string | null;
    readonly model?: string | null;
  }[];
  readonly entities: readonly {
    readonly id: string;
    readonly name: string;
    readonly area: string | null;
    readonly device: string | null;
    readonly state: string | null;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly cases: readonly { readonly sentence: string; readonly entity: string }[];
  readonly absent: readonly string[];
};

/** The home as the search reads it; an id that occurs again gets a suffix. */
export function placeOf(home: CaseHome): SearchPlace {
  const states = new Map<string, EntityState>();
  const entries = new Map<string, RegistryEntry>();
  for (const { id, name, area, device, state, attributes } of home.entities) {
    let own = id;
    for (let count = 2; states.has(own); count++) own = `${id}_dup${count}`;
    const deviceClass = attributes["device_class"];
    const shown = {
      ...attributes,
      friendly_name: name,
      ...(typeof deviceClass === "string" ? { device_class: plainClass(deviceClass) } : {}),
    };
    states.set(own, stateOf(own, state ?? "unknown", shown));
    entries.set(own, entryOf(own, area ?? undefined, device ?? undefined));
  }
  const areas = home.areas.map(
    ({ id, name }) => [id, { id, name, aliases: [], floorId: undefined, labels: [] }] as const,
  );
  const devices = home.devices.map(({ id, name, area, manufacturer, model }) => {
    const maker = { manufacturer: manufacturer ?? undefined, model: model ?? undefined };
    return [id, { id, name, areaId: area ?? undefined, ...maker, labels: [], parentId: undefined }] as const;
  });
  const registries = {
    ...NO_REGISTRIES,
    areas: new Map(areas),
    devices: new Map(devices),
    entities: entries,
  };
  return { states, registries };
}

/** The id that a case means by one that was found. */
export function withoutSuffix(id: string): string {
  return id.replace(/_dup\d+$/, "");
}

/** `sensor.SensorDeviceClass.BATTERY`, as the collection prints it, is `battery` in a home. */
function plainClass(printed: string): string {
  return printed.slice(printed.lastIndexOf(".") + 1).toLowerCase();
}

function stateOf(id: string, state: string, attributes: Record<string, unknown>): EntityState {
  return { id, state, attributes, contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
}

function entryOf(entityId: string, areaId: string | undefined, deviceId: string | undefined): RegistryEntry {
  const rest = { platform: undefined, labels: [], category: undefined, hidden: false };
  return { entityId, areaId, deviceId, ...rest };
}
