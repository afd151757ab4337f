/** The scripts, automations and scenes of the house. */

import type { AutomationConfig, SceneConfig, ScriptConfig } from "../world/routine.ts";

export const scripts: Readonly<Record<string, ScriptConfig>> = {
  slow_start: { alias: "Slow start", description: "Waits twenty seconds", sequence: [{ delay: "00:00:20" }] },
  house_report: {
    alias: "House report",
    description: "Answers with a few facts",
    sequence: [
      { variables: { report: { people: 2, mood: "good" } } },
      { stop: "done", response_variable: "report" },
    ],
  },
  let_me_in: {
    alias: "Let me in",
    description: "Unlocks the front door",
    sequence: [{ action: "lock.unlock", target: { entity_id: "lock.front_door" } }],
  },
  all_off: {
    alias: "All off",
    description: "Turns the downstairs lights and the coffee machine off",
    sequence: [
      { action: "light.turn_off", target: { entity_id: "group.downstairs_lights" } },
      { action: "switch.turn_off", target: { entity_id: "switch.coffee_machine" } },
    ],
  },
};

export const automations: Readonly<Record<string, AutomationConfig>> = {
  guest_light: {
    id: "1700000000001",
    alias: "Guest light",
    description: "Turns the bathroom mirror light on in guest mode",
    triggers: [{ trigger: "state", entity_id: "input_boolean.guest_mode", to: "on" }],
    conditions: [],
    actions: [{ action: "light.turn_on", target: { entity_id: "light.bathroom_mirror" } }],
    mode: "single",
  },
  leak_alarm: {
    id: "1700000000002",
    alias: "Leak alarm",
    description: "Sounds the siren when the sink leaks",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.sink_leak", to: "on" }],
    conditions: [],
    actions: [{ action: "siren.turn_on", target: { entity_id: "siren.indoor" } }],
    mode: "single",
  },
};

export const scenes: Readonly<Record<string, SceneConfig>> = {
  movie_night: {
    name: "Movie night",
    entities: {
      "light.living_room_lamp": { state: "on", brightness: 40 },
      "light.living_room_ceiling": "off",
      "light.tv_backlight": { state: "on", brightness: 90 },
    },
  },
  good_night: {
    name: "Good night",
    entities: { "light.bedside_lamp": { state: "on", brightness: 20 }, "light.bedroom_ceiling": "off" },
  },
};
