/** The home that the grant vectors speak of, as plain data. */

import type { EntityState } from "../../../src/hass/gateway.ts";
import type { Place } from "../../../src/hass/place.ts";
import type { Device, Registries, RegistryEntry } from "../../../src/hass/registries.ts";

export type VectorHome = {
  readonly place: Place;
  /** Scripts and automations. */
  readonly configs: ReadonlyMap<string, unknown>;
};

/** Enough for every service of a domain to be able to act. */
const ALL_FEATURES = 0x7fffffff;

type Entry = Partial<Omit<RegistryEntry, "entityId">> & {
  readonly attributes?: Readonly<Record<string, unknown>>;
};

const ENTITIES: Readonly<Record<string, Entry>> = {
  "light.kitchen": { deviceId: "dev_hue", platform: "hue", labels: ["ai_ok"] },
  "sensor.kitchen_temp": { deviceId: "dev_hue", platform: "hue" },
  "update.hue_fw": { deviceId: "dev_hue", platform: "hue", category: "config" },
  "lock.front": { deviceId: "dev_lock", labels: ["danger"] },
  "binary_sensor.front_contact": { deviceId: "dev_lock" },
  "light.strip": { deviceId: "dev_strip_child" },
  "light.hall": { areaId: "hall", labels: ["danger"] },
  "light.bedroom": { areaId: "bedroom" },
  "light.all_lights": {
    platform: "group",
    attributes: { entity_id: ["light.kitchen", "light.hall", "light.bedroom"] },
  },
  "light.mixed_group": { platform: "group", attributes: { entity_id: ["light.kitchen", "switch.heater"] } },
  "group.downstairs": { platform: "group", attributes: { entity_id: ["light.hall", "lock.front"] } },
  "group.nested": { platform: "group", attributes: { entity_id: ["group.downstairs"] } },
  "group.cycle": { platform: "group", attributes: { entity_id: ["group.cycle", "light.hall"] } },
  "scene.movie": { platform: "homeassistant", attributes: { entity_id: ["light.hall", "media_player.tv"] } },
  "script.good_night": { platform: "script" },
  "script.templated": { platform: "script" },
  "automation.leave": { platform: "automation" },
  "switch.heater": {},
  "cover.awning": { attributes: { device_class: "awning" } },
  "cover.garage": { attributes: { device_class: "garage" } },
  "climate.living": {},
  "media_player.tv": {},
  "media_player.secret": {},
  "tts.cloud": {},
  "camera.door": {},
  "camera.yard": {},
  "sensor.temperature": {},
  "sensor.humidity": {},
  ...Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`sensor.s${index}`, {}])),
  "weather.home": {},
  "calendar.family": {},
  "alarm_control_panel.home": {},
};

const CONFIGS: Readonly<Record<string, unknown>> = {
  "script.good_night": {
    alias: "Good night",
    sequence: [
      { action: "lock.lock", target: { entity_id: "lock.front" } },
      { action: "light.turn_off", target: { entity_id: "all" } },
    ],
  },
  "script.templated": {
    alias: "Templated",
    sequence: [{ action: "light.turn_on", target: { entity_id: "{{ states('input_text.which') }}" } }],
  },
  "automation.leave": {
    alias: "Leave",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.front_contact", to: "on" }],
    conditions: [],
    actions: [{ action: "light.turn_off", target: { entity_id: ["light.hall", "light.kitchen"] } }],
  },
};

function device(id: string, areaId?: string, parentId?: string): Device {
  return { id, name: id, manufacturer: undefined, model: undefined, areaId, labels: [], parentId };
}

function registries(): Registries {
  const area = (id: string, floorId: string | undefined, labels: readonly string[] = []) =>
    [id, { id, name: id, aliases: [], floorId, labels }] as const;
  const devices = [
    device("dev_hue", "kitchen"),
    device("dev_lock", "hall"),
    device("dev_strip"),
    device("dev_strip_child", undefined, "dev_strip"),
  ];
  const floor = (id: string, level: number) => [id, { id, name: id, aliases: [], level }] as const;
  return {
    aliases: new Map(),
    floors: new Map([floor("ground", 0), floor("upper", 1)]),
    areas: new Map([
      area("kitchen", "ground", ["mood"]),
      area("hall", "ground"),
      area("bedroom", "upper"),
      area("empty_area", undefined),
    ]),
    labels: new Map(["mood", "ai_ok", "danger"].map((id) => [id, { id, name: id }])),
    devices: new Map(devices.map((each) => [each.id, each])),
    entities: new Map(Object.entries(ENTITIES).map(([id, entry]) => [id, registryEntry(id, entry)])),
  };
}

function registryEntry(entityId: string, { attributes: _, ...entry }: Entry): RegistryEntry {
  const none = {
    platform: "demo",
    areaId: undefined,
    deviceId: undefined,
    labels: [],
    category: undefined,
    hidden: false,
  };
  return { ...none, ...entry, entityId };
}

/** A state that says nothing but the attributes. */
export function stateOf(
  id: string,
  attributes: Readonly<Record<string, unknown>> = {},
  state = "on",
): EntityState {
  const context = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
  return { id, state, attributes: { supported_features: ALL_FEATURES, ...attributes }, ...context };
}

export function vectorHome(): VectorHome {
  const states = Object.entries(ENTITIES).map(
    ([id, { attributes }]) => [id, stateOf(id, attributes)] as const,
  );
  return {
    place: { states: new Map(states), registries: registries() },
    configs: new Map(Object.entries(CONFIGS)),
  };
}

/** The home after somebody edited what an indirect entity does: it reaches `added` too. */
export function edited(home: VectorHome, id: string, added: string): VectorHome {
  const config = home.configs.get(id);
  if (typeof config === "object" && config !== null) {
    const key = "sequence" in config ? "sequence" : "actions";
    const steps = (config as Readonly<Record<string, unknown>>)[key];
    const more = { action: "homeassistant.turn_on", target: { entity_id: added } };
    const changed = { ...config, [key]: [...(Array.isArray(steps) ? steps : []), more] };
    return { ...home, configs: new Map([...home.configs, [id, changed]]) };
  }
  const state = home.place.states.get(id);
  const members = state?.attributes["entity_id"];
  const attributes = { ...state?.attributes, entity_id: [...(Array.isArray(members) ? members : []), added] };
  return {
    ...home,
    place: { ...home.place, states: new Map([...home.place.states, [id, stateOf(id, attributes)]]) },
  };
}

/** Registries that throw when anything is read. */
export function brokenRegistries(): Registries {
  return new Proxy(registries(), {
    get() {
      throw new Error("the registries cannot be reached");
    },
  });
}
