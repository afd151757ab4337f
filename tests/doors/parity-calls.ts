/** Thirty calls whose answers must not depend on the door. */

export type ParityCall = readonly [tool: string, args: unknown];

/** Reads everything but one sensor, acts on lights of the kitchen and two switches; a PIN is not asked for. */
export const PARITY_GRANT = {
  name: "same",
  expires_at: "never",
  access: {
    read: ["*"],
    actions: ["light.*@light.kitchen_counter", "light.*@light.hall", "switch.*@switch.coffee_machine"],
    deny: ["sensor.mailbox_note"],
  },
};

const act = (service: string, entity: unknown, more: object = {}): ParityCall => [
  "ha_call_service",
  { service, target: { entity_id: entity }, ...more },
];

export const PARITY_CALLS: readonly ParityCall[] = [
  ["ha_overview", {}],
  ["ha_search", { query: "kitchen" }],
  ["ha_search", { query: "kichen lihgt" }],
  ["ha_search", { query: "nothing of the kind zzz" }],
  ["ha_search", { query: "light", limit: 3 }],
  ["ha_read", { ids: ["light.hall"] }],
  ["ha_read", { ids: ["light.hall", "sensor.mailbox_sender"], detail: "full" }],
  ["ha_read", { ids: ["sensor.mailbox_note"] }],
  ["ha_read", { ids: ["light.none"] }],
  ["ha_read", { ids: ["kitchen"] }],
  ["ha_read", { ids: [] }],
  ["ha_read", { ids: "light.hall" }],
  ["ha_read", { ids: ["weather.home"], service: "weather.get_forecasts", data: { type: "daily" } }],
  ["ha_services", {}],
  ["ha_services", { id: "light.hall" }],
  ["ha_access", {}],
  act("light.turn_on", ["light.kitchen_counter"], { data: { brightness_pct: 40 } }),
  act("light.turn_on", ["light.kitchen_counter"]),
  act("light.turn_off", ["light.hall", "light.kitchen_counter"]),
  act("switch.toggle", ["switch.coffee_machine"]),
  act("light.turn_on", ["light.kitchen_counter"], { data: { brightness_pct: 4000 } }),
  act("light.turn_on", ["light.kitchen_counter"], { data: { no_such_field: 1 } }),
  act("light.turn_on", ["light.living_room_lamp"]),
  act("lock.unlock", ["lock.front_door"]),
  act("light.no_such_service", ["light.hall"]),
  act("light.turn_on", ["light.hall", "lock.front_door"]),
  act("light.turn_on", [], {}),
  act("<b>light</b>.turn_on", ["light.hall"]),
  ["no_such_tool", {}],
  ["ha_overview", { evil: true }],
  ["ha_search", { query: "<img src=x onerror=alert(1)>kitchen" }],
];
