/** The embedded-widget preset: which services a widget's entity takes, by domain, as data. */

import { domainOf, isEntityId } from "../../../core/entity-id.ts";
import { kindOfService } from "../model/service-kinds.ts";
import { at, type Faults } from "./fault.ts";

export type WidgetLevel = "badge" | "read" | "read-write";

type Allowed = { readonly services: readonly string[]; readonly keys?: readonly string[] };

const SWITCHING: Allowed = { services: ["turn_on", "turn_off", "toggle"] };
const LIGHT_KEYS =
  "brightness brightness_pct color_temp color_temp_kelvin rgb_color rgbw_color rgbww_color hs_color xy_color color_mode effect flash transition";
const CLIMATE_SERVICES =
  "turn_on turn_off set_temperature set_hvac_mode set_fan_mode set_preset_mode set_swing_mode";
const CLIMATE_KEYS =
  "temperature target_temp_low target_temp_high hvac_mode fan_mode preset_mode swing_mode aux_heat";
const FAN_SERVICES =
  "turn_on turn_off toggle set_percentage oscillate set_direction set_preset_mode increase_speed decrease_speed";
const MEDIA_SERVICES =
  "media_play_pause media_next_track media_previous_track media_seek volume_up volume_down volume_set volume_mute select_source turn_on turn_off";
const MEDIA_KEYS =
  "volume_level is_volume_muted media_content_id media_content_type source sound_mode seek_position";

function words(services: string, keys?: string): Allowed {
  return { services: services.split(" "), ...(keys === undefined ? {} : { keys: keys.split(" ") }) };
}

// Without keys: whatever the service takes.
const TABLE: ReadonlyMap<string, Allowed> = new Map([
  ["light", { ...SWITCHING, keys: LIGHT_KEYS.split(" ") }],
  ["switch", SWITCHING],
  ["input_boolean", SWITCHING],
  ["fan", words(FAN_SERVICES, "percentage oscillating direction preset_mode")],
  [
    "cover",
    words(
      "open_cover close_cover stop_cover set_cover_position set_cover_tilt_position",
      "position tilt_position",
    ),
  ],
  ["climate", words(CLIMATE_SERVICES, CLIMATE_KEYS)],
  ["media_player", words(MEDIA_SERVICES, MEDIA_KEYS)],
  [
    "remote",
    words("turn_on turn_off send_command", "command device num_repeats delay_secs hold_secs activity"),
  ],
  ["input_number", words("set_value", "value")],
  ["number", words("set_value")],
  ["input_select", words("select_option", "option")],
  ["select", words("select_option")],
  ["timer", words("start pause cancel finish")],
  ["lock", words("lock unlock open")],
  ["button", words("press")],
  ["input_button", words("press")],
  ["script", words("turn_on")],
  ["automation", words("trigger turn_on turn_off")],
]);

/** Off until the owner asks for the domain. */
const SENSITIVE: ReadonlySet<string> = new Set([
  "cover",
  "lock",
  "button",
  "input_button",
  "script",
  "automation",
]);
/** The third tier: never in a widget. */
const BLOCKED: ReadonlySet<string> = new Set([
  "alarm_control_panel",
  "device_tracker",
  "camera",
  "scene",
  "update",
]);

/** Entities with their level, and the sensitive domains that the owner asks for. */
export type WidgetEntities = {
  readonly entities: Readonly<Record<string, WidgetLevel>>;
  readonly sensitive: readonly string[];
};

/** Access and data keys in the plain form; entities of the third tier are faults. Other domains are shown only. */
export function widgetAccess({ entities, sensitive }: WidgetEntities, faults: Faults) {
  const read: string[] = [];
  const actions: string[] = [];
  const services = new Set<string>();
  const exclude_attributes: Record<string, readonly string[]> = {};
  const data_keys: Record<string, readonly string[]> = {};
  for (const [id, level] of Object.entries(entities)) {
    const domain = domainOf(id);
    if (!isEntityId(id)) faults.add("invalid_scope", at("entities", id), "A widget shows entity ids.");
    if (BLOCKED.has(domain))
      faults.add("invalid_scope", at("entities", id), `A widget never shows ${domain} entities.`);
    read.push(id);
    if (level === "badge") exclude_attributes[id] = ["*"];
    const allowed = level === "read-write" ? TABLE.get(domain) : undefined;
    if (!allowed || (SENSITIVE.has(domain) && !sensitive.includes(domain))) continue;
    for (const name of allowed.services) {
      const service = `${domain}.${name}`;
      actions.push(`${service}@${id}`);
      if (kindOfService(service) === "special") services.add(service);
      if (allowed.keys) data_keys[service] = allowed.keys;
    }
  }
  return { access: { read, actions, services: [...services], exclude_attributes }, data_keys };
}
