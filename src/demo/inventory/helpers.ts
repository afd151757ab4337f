/** What a house has that is no device: helpers, people, routines, weather, lists. */

import { notifyFeature } from "../services/core.ts";
import { calendarFeature, todoFeature, weatherFeature } from "../services/lists.ts";
import type { EntitySpec, Furniture } from "../world/furniture.ts";
import { onOff } from "./kinds.ts";
import { mask } from "./mask.ts";
import { automations, scenes, scripts } from "./routines.ts";

const scriptEntities = Object.entries(scripts).map(
  ([key, { alias }]): EntitySpec => ({
    id: `script.${key}`,
    state: "off",
    name: alias,
    platform: "script",
    attributes: { last_triggered: null, mode: "single", current: 0 },
    memory: { key },
  }),
);

const sceneEntities = Object.entries(scenes).map(
  ([key, { name, entities }]): EntitySpec => ({
    id: `scene.${key}`,
    state: "unknown",
    name,
    platform: "homeassistant",
    attributes: { entity_id: Object.keys(entities), id: key },
    memory: { key },
  }),
);

const automationEntities = Object.entries(automations).map(
  ([key, { alias, id }]): EntitySpec => ({
    id: `automation.${key}`,
    state: "on",
    name: alias,
    platform: "automation",
    attributes: { id, last_triggered: null, mode: "single", current: 0 },
    memory: { key },
  }),
);

const shopping = [
  { uid: "5f1c0e0a7d1f4b0a9a5e0c1d2e3f4a5b", summary: "Milk", status: "needs_action" },
  { uid: "6a2d1f1b8e205c1bab6f1d2e3f405b6c", summary: "Bread", status: "needs_action" },
  { uid: "7b3e202c9f316d2cbc702e3f40516c7d", summary: "Batteries", status: "completed" },
] as const;

const weatherAttributes = {
  temperature: 12.3,
  temperature_unit: "°C",
  humidity: 71,
  pressure: 1013.2,
  pressure_unit: "hPa",
  wind_bearing: 240,
  wind_speed: 14.4,
  wind_speed_unit: "km/h",
  visibility_unit: "km",
  precipitation_unit: "mm",
  attribution: "Made up by the demo house",
};

const helper = (
  id: string,
  state: string,
  name: string,
  attributes: EntitySpec["attributes"],
  rest: Partial<EntitySpec> = {},
): EntitySpec => ({
  id,
  state,
  name,
  platform: id.split(".")[0] ?? "",
  attributes: { editable: true, ...attributes },
  ...rest,
});

export const helpers: Furniture = {
  devices: [],
  entities: [
    ...scriptEntities,
    ...sceneEntities,
    ...automationEntities,
    {
      ...onOff(
        "input_boolean.guest_mode",
        false,
        { name: "Guest mode", platform: "input_boolean" },
        { editable: true },
      ),
    },
    {
      ...onOff(
        "input_boolean.vacation",
        false,
        { name: "Vacation", platform: "input_boolean" },
        { editable: true },
      ),
    },
    helper("input_number.night_brightness", "20.0", "Night brightness", {
      initial: null,
      min: 1,
      max: 100,
      step: 1,
      mode: "slider",
    }),
    helper("input_select.house_mode", "home", "House mode", { options: ["home", "away", "night"] }),
    helper("input_text.note", "Buy bread", "Note", { min: 0, max: 100, pattern: null, mode: "text" }),
    helper("input_datetime.wake_up", "06:45:00", "Wake up", {
      has_date: false,
      has_time: true,
      hour: 6,
      minute: 45,
      second: 0,
      timestamp: 24_300,
    }),
    helper("input_button.doorbell_test", "unknown", "Doorbell test", {}),
    helper("timer.laundry", "idle", "Laundry", { duration: "1:00:00", last_transition: null }),
    helper("counter.visitors", "0", "Visitors", { initial: 0, step: 1 }),
    {
      id: "calendar.family",
      state: "off",
      name: "Family",
      platform: "local_calendar",
      features: mask(calendarFeature),
    },
    {
      id: "todo.shopping",
      state: "2",
      name: "Shopping",
      platform: "local_todo",
      features: mask(todoFeature),
      memory: { entries: shopping },
    },
    {
      id: "weather.home",
      state: "partlycloudy",
      name: "Home",
      platform: "met",
      attributes: weatherAttributes,
      features: mask(weatherFeature, "daily", "hourly"),
    },
    {
      id: "notify.phone_alex",
      state: "unknown",
      name: "Alex's phone",
      platform: "mobile_app",
      features: mask(notifyFeature),
    },
    {
      id: "person.alex",
      state: "home",
      name: "Alex",
      platform: "person",
      attributes: { editable: true, id: "alex", device_trackers: [], in_zones: [] },
    },
    {
      id: "person.sam",
      state: "not_home",
      name: "Sam",
      platform: "person",
      attributes: { editable: true, id: "sam", device_trackers: [], in_zones: [] },
    },
    {
      id: "zone.home",
      state: "1",
      name: "Home",
      unregistered: true,
      attributes: {
        latitude: 52.3731,
        longitude: 4.8903,
        radius: 100,
        passive: false,
        persons: ["person.alex"],
        editable: true,
        icon: "mdi:home",
      },
    },
    {
      id: "sun.sun",
      state: "above_horizon",
      name: "Sun",
      unregistered: true,
      attributes: { elevation: 21.4, azimuth: 162.2, rising: true },
    },
  ],
};

/** Old-style groups: no registry entry, state and members only. */
export const groups = [
  {
    id: "group.downstairs_lights",
    name: "Downstairs lights",
    members: ["light.kitchen_ceiling", "light.kitchen_counter", "light.hall"],
  },
] as const;
