/** Automations of every day, thirty kinds, none of which opens anything; beside them some that do. */

export type Parts = Readonly<
  Record<
    | "motion"
    | "contact"
    | "light"
    | "other"
    | "hall"
    | "switch"
    | "helper"
    | "opener"
    | "mode"
    | "number"
    | "scene"
    | "player"
    | "person"
    | "climate"
    | "timer"
    | "sensor"
    | "blind"
    | "garage"
    | "lock"
    | "calendar"
    | "script",
    string
  >
>;

const at = (entity_id: string) => ({ target: { entity_id } });
const changes = (entity_id: string, more: object = {}) => ({ trigger: "state", entity_id, ...more });
const event = (event_type: string, event_data?: object) => ({
  trigger: "event",
  event_type,
  ...(event_data ? { event_data } : {}),
});
const tell = { action: "persistent_notification.create", data: { message: "{{ trigger }}" } };

type Automation = { readonly triggers: readonly object[]; readonly actions: readonly object[] };

const kind = (trigger: object, ...actions: readonly object[]): Automation => ({
  triggers: [trigger],
  actions,
});

/** By the name each shall have. */
export function everyday(its: Parts): Readonly<Record<string, Automation>> {
  const on = { action: "light.turn_on", ...at(its.light) };
  const off = { action: "light.turn_off", ...at(its.light) };
  return {
    motion_light: kind(changes(its.motion, { to: "on" }), on),
    motion_over: kind(changes(its.motion, { to: "off", for: "00:02:00" }), off),
    motion_waits: kind(
      changes(its.motion, { to: "on" }),
      on,
      { wait_for_trigger: [changes(its.motion, { to: "off" })] },
      off,
    ),
    tell_of_calls: kind(event("call_service"), tell),
    tell_of_states: kind(event("state_changed"), {
      action: "logbook.log",
      data: { name: "x", message: "{{ trigger.event.data }}" },
    }),
    tell_of_any: kind(event("anything_else"), tell),
    comes_home: kind(changes(its.person, { to: "home" }), on),
    leaves: kind(changes(its.person, { from: "home" }), {
      action: "light.turn_off",
      target: { entity_id: "all" },
    }),
    zone: kind(
      { trigger: "zone", entity_id: its.person, zone: "zone.home", event: "enter" },
      { action: "climate.turn_on", ...at(its.climate) },
    ),
    sunset: kind({ trigger: "sun", event: "sunset" }, on),
    dusk: kind({ trigger: "numeric_state", entity_id: "sun.sun", attribute: "elevation", below: 3 }, on),
    morning: kind({ trigger: "time", at: "07:00:00" }, { action: "scene.turn_on", ...at(its.scene) }),
    each_hour: kind(
      { trigger: "time_pattern", hours: "/1" },
      { action: "homeassistant.update_entity", ...at(its.sensor) },
    ),
    timer_over: kind(event("timer.finished", { entity_id: its.timer }), off),
    timer_begins: kind(changes(its.helper, { to: "on" }), { action: "timer.start", ...at(its.timer) }),
    too_many: kind(
      {
        trigger: "template",
        value_template: "{{ states.light | selectattr('state', 'eq', 'on') | list | count > 3 }}",
      },
      tell,
    ),
    too_much: kind(
      {
        trigger: "template",
        value_template: "{{ states.switch | selectattr('state', 'eq', 'on') | list | count > 3 }}",
      },
      { action: "switch.turn_off", ...at(its.switch) },
    ),
    webhook: kind(
      { trigger: "webhook", webhook_id: "everyday", local_only: true },
      { action: "light.toggle", ...at(its.light) },
    ),
    tag: kind({ trigger: "tag", tag_id: "x" }, { action: "light.toggle", ...at(its.light) }),
    remote: kind(event("zha_event", { command: "toggle" }), { action: "light.toggle", ...at(its.light) }),
    guests: kind(changes(its.helper), { action: "scene.turn_on", ...at(its.scene) }),
    mode: kind(changes(its.mode), {
      choose: [{ conditions: "{{ is_state(trigger.entity_id, 'night') }}", sequence: [off] }],
      default: [on],
    }),
    too_warm: kind(
      { trigger: "numeric_state", entity_id: its.sensor, above: 26 },
      { action: "climate.turn_off", ...at(its.climate) },
    ),
    by_number: kind(changes(its.number), {
      action: "light.turn_on",
      ...at(its.light),
      data: { brightness_pct: "{{ 5 }}" },
    }),
    film: kind(changes(its.player, { to: "playing" }), {
      action: "light.turn_on",
      ...at(its.other),
      data: { brightness_pct: 10 },
    }),
    film_over: kind(changes(its.player, { to: "idle" }), { action: "light.turn_on", ...at(its.other) }),
    scene_told: kind(changes(its.scene), tell),
    script_told: kind(event("script_started"), tell),
    automation_told: kind(event("automation_triggered"), {
      action: "logbook.log",
      data: { name: "x", message: "y" },
    }),
    locks_again: kind(changes(its.contact, { to: "off", for: "00:05:00" }), {
      action: "lock.lock",
      ...at(its.lock),
    }),
    closes_at_night: kind(
      { trigger: "time", at: "23:00:00" },
      { action: "cover.close_cover", ...at(its.garage) },
      { action: "cover.close_cover", ...at(its.blind) },
    ),
    blind_by_light: kind(changes(its.other), { action: "cover.close_cover", ...at(its.blind) }),
    start: kind(
      { trigger: "homeassistant", event: "start" },
      { action: "switch.turn_off", ...at(its.switch) },
    ),
    appointment: kind({ trigger: "calendar", entity_id: its.calendar, event: "start" }, on),
    said: kind(
      { trigger: "conversation", command: ["good evening house"] },
      { action: "script.turn_on", ...at(its.script) },
    ),
    notified: kind(
      { trigger: "persistent_notification", update_type: ["added"] },
      { action: "logbook.log", data: { name: "x", message: "y" } },
    ),
    computed: kind(
      { trigger: "template", value_template: "{{ is_state('light.' ~ 'x', 'on') }}" },
      { action: "switch.turn_off", target: { entity_id: "{{ x }}" } },
    ),
    fires: kind(changes(its.player), { event: "film_began" }),
    film_began: kind(event("film_began"), off),
  };
}

/** What opens something, and the entity that sets each off. */
export function openers(its: Parts): Readonly<Record<string, Automation & { readonly by: string }>> {
  return {
    lets_in: {
      ...kind(changes(its.hall, { to: "on" }), { action: "lock.unlock", ...at(its.lock) }),
      by: its.hall,
    },
    garage_by_helper: {
      ...kind(changes(its.opener, { to: "on" }), { action: "cover.open_cover", ...at(its.garage) }),
      by: its.opener,
    },
  };
}

export const DEMO_PARTS: Parts = {
  motion: "binary_sensor.hall_motion",
  contact: "binary_sensor.front_door",
  light: "light.kitchen_counter",
  other: "light.patio",
  hall: "light.cellar",
  switch: "switch.printer_plug",
  helper: "input_boolean.guest_mode",
  opener: "input_boolean.vacation",
  mode: "input_select.house_mode",
  number: "input_number.night_brightness",
  scene: "scene.movie_night",
  player: "media_player.kitchen_radio",
  person: "person.alex",
  climate: "climate.bedroom",
  timer: "timer.laundry",
  sensor: "climate.living_room",
  blind: "cover.living_room_blind",
  garage: "cover.garage_door",
  lock: "lock.front_door",
  calendar: "calendar.family",
  script: "script.slow_start",
};

export const REAL_PARTS: Parts = {
  motion: "binary_sensor.movement_backyard",
  contact: "binary_sensor.basement_floor_wet",
  light: "light.ceiling_lights",
  other: "light.bed_light",
  hall: "light.kitchen_lights",
  switch: "switch.decorative_lights",
  helper: "input_boolean.ci_guest_mode",
  opener: "counter.ci_counter",
  mode: "input_select.ci_mode",
  number: "input_number.ci_target",
  scene: "scene.ci_evening",
  player: "media_player.kitchen",
  person: "person.ci_owner",
  climate: "climate.heatpump",
  timer: "timer.ci_timer",
  sensor: "climate.hvac",
  blind: "cover.hall_window",
  garage: "cover.garage_door",
  lock: "lock.front_door",
  calendar: "calendar.ci_family",
  script: "script.ci_slow",
};
