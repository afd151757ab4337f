/** A handful of services as Home Assistant describes them. */

import type { WireService, WireServices } from "../../src/hass/wire.ts";

function on(domain: string, fields: WireService["fields"] = {}): WireService {
  return { fields, target: { entity: [{ domain: [domain] }] } };
}

const ANY: WireService = { fields: {}, target: {} };
const PLAIN: WireService = { fields: {} };
const NUMBER = { selector: { number: {} } };

export const SERVICES: WireServices = {
  light: {
    turn_on: on("light", { brightness_pct: NUMBER, profile: { selector: { text: {} } } }),
    turn_off: on("light"),
    toggle: on("light"),
  },
  switch: { turn_on: on("switch"), turn_off: on("switch"), toggle: on("switch") },
  lock: { lock: on("lock"), unlock: on("lock"), open: on("lock") },
  cover: {
    open_cover: on("cover"),
    close_cover: on("cover"),
    stop_cover: on("cover"),
    toggle: on("cover"),
    set_cover_position: on("cover", { position: { required: true, ...NUMBER } }),
    open_cover_tilt: on("cover"),
    close_cover_tilt: on("cover"),
  },
  climate: {
    turn_off: on("climate"),
    set_temperature: on("climate", { temperature: NUMBER, hvac_mode: { selector: { text: {} } } }),
  },
  media_player: {
    turn_on: on("media_player"),
    turn_off: on("media_player"),
    join: on("media_player", { group_members: { selector: { entity: { multiple: true } } } }),
    browse_media: { ...on("media_player"), response: { optional: false } },
  },
  weather: { get_forecasts: { ...on("weather"), response: { optional: false } } },
  scene: {
    turn_on: on("scene"),
    apply: { fields: { entities: { required: true, selector: { object: {} } } } },
    reload: PLAIN,
  },
  group: { reload: PLAIN, set: PLAIN },
  homeassistant: {
    turn_on: ANY,
    turn_off: ANY,
    toggle: ANY,
    update_entity: { fields: { entity_id: { required: true, selector: { entity: { multiple: true } } } } },
    restart: PLAIN,
  },
  notify: { family: { fields: { message: { selector: { text: {} } } } } },
  shell_command: { backup: PLAIN },
  persistent_notification: { dismiss_all: PLAIN },
  profiler: { start: PLAIN },
};

export const SERVICE_NAMES: readonly string[] = Object.entries(SERVICES).flatMap(([domain, services]) =>
  Object.keys(services).map((name) => `${domain}.${name}`),
);
