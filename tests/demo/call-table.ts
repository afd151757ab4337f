/** Service calls and what a real Home Assistant 2026.11 answered to them. */

import type { Message } from "./client.ts";
import { type Case, invalid, type Roles } from "./protocol-case.ts";

const noTarget = "at least one of ['entity_id', 'device_id', 'area_id', 'floor_id', 'label_id'] is required";
const misplaced = "expected 'all' or 'none'";

function unsupported(domain: string, service: string, entityId: string): Message {
  return {
    code: "service_validation_error",
    message: `Validation error: Entity ${entityId} does not support action ${domain}.${service}`,
    translation_key: "service_not_supported",
    translation_placeholders: { domain, service, entity_id: entityId },
    translation_domain: "homeassistant",
  };
}

type Call = Omit<Case, "type" | "message"> & {
  readonly action: string;
  readonly data?: Message;
  readonly target?: Message;
  readonly rest?: Message;
};

function call({ action, data, target, rest, ...asked }: Call): Case {
  const [domain, service] = action.split(".");
  const message = {
    domain,
    service,
    ...(data ? { service_data: data } : {}),
    ...(target ? { target } : {}),
    ...rest,
  };
  return { ...asked, type: "call_service", message };
}

export function callTable(roles: Roles): readonly Case[] {
  const light = { entity_id: roles.light };
  const on = (name: string, data: Message, message?: string): Case =>
    call({
      name,
      action: "light.turn_on",
      data,
      target: light,
      ...(message ? { error: invalid(message) } : {}),
    });
  return [
    call({
      name: "a service that does not exist",
      action: "light.nope",
      target: light,
      error: {
        code: "not_found",
        message: "Service light.nope not found.",
        translation_key: "service_not_found",
        translation_placeholders: { domain: "light", service: "nope" },
        translation_domain: "homeassistant",
      },
    }),
    on("an unknown field", { nope: 1 }, "not a valid option at 'nope'"),
    on(
      "a field that was removed",
      { color_temp: 300 },
      "not a valid option, did you mean 'color_temp_kelvin' or 'color_name'? at 'color_temp'",
    ),
    on(
      "two brightnesses",
      { brightness: 1, brightness_pct: 2 },
      "two or more values in the same group of exclusion 'brightness' at '<brightness>'",
    ),
    on("a word for a number", { brightness: "x" }, "expected int at 'brightness'"),
    on(
      "a percentage too large",
      { brightness_pct: 150 },
      "expected a percentage between 0 and 100 at 'brightness_pct'",
    ),
    on("a colour too short", { rgb_color: [1, 2] }, "expected a sequence of 3 items at 'rgb_color'"),
    on("a colour too bright", { rgb_color: [1, 2, 300] }, "value must be at most 255 at 'rgb_color[2]'"),
    on("a brightness that is clamped", { brightness: 999 }),
    call({ name: "no target", action: "light.turn_on", error: invalid(noTarget) }),
    call({ name: "an empty target", action: "light.turn_on", target: {}, error: invalid(noTarget) }),
    call({ name: "an empty list", action: "light.turn_on", target: { entity_id: [] } }),
    call({ name: "none", action: "light.turn_on", target: { entity_id: "none" } }),
    call({
      name: "no entity id in the data",
      action: "light.turn_on",
      data: { entity_id: "notanid" },
      error: invalid(`${misplaced} at 'entity_id'`),
    }),
    call({
      name: "no entity id in the target",
      action: "light.turn_on",
      target: { entity_id: "a b" },
      error: invalid(`${misplaced} at 'target.entity_id'. Got 'a b'`),
    }),
    call({
      name: "an exclusion alone",
      action: "light.turn_on",
      target: { exclude: light },
      error: invalid(noTarget),
    }),
    call({
      name: "an exclusion of something unknown",
      action: "light.turn_on",
      target: { area_id: "nowhere", exclude: { nope: 1 } },
      error: invalid("not a valid option at 'target.exclude.nope'. Got 1"),
    }),
    call({
      name: "an entity that does not exist",
      action: "light.turn_on",
      target: { entity_id: "light.nope" },
    }),
    call({ name: "an area that does not exist", action: "light.turn_on", target: { area_id: "nowhere" } }),
    call({
      name: "an entity of another domain",
      action: "light.turn_on",
      target: { entity_id: roles.switch },
    }),
    call({
      name: "capitals and commas",
      action: "light.turn_on",
      target: { entity_id: `${roles.light.toUpperCase()}, ${roles.switch}` },
    }),
    call({ name: "capitals in the name of the service", action: "LIGHT.Turn_On", target: light }),
    call({
      name: "a device that fails",
      action: "switch.turn_on",
      target: { entity_id: roles.fail },
      error: { code: "home_assistant_error", message: "the device did not answer" },
    }),
    call({
      name: "a device that rejects",
      action: "switch.turn_on",
      target: { entity_id: roles.reject },
      error: { code: "service_validation_error", message: "Validation error: this value is not allowed" },
    }),
    call({ name: "a device that lies", action: "switch.turn_on", target: { entity_id: roles.liar } }),
    call({
      name: "a device that is not there",
      action: "switch.turn_on",
      target: { entity_id: roles.offline },
    }),
    call({
      name: "a lock that cannot open",
      action: "lock.open",
      target: { entity_id: roles.lock },
      error: unsupported("lock", "open", roles.lock),
    }),
    call({
      name: "a garage door without a position",
      action: "cover.set_cover_position",
      data: { position: 30 },
      target: { entity_id: roles.garage },
      error: unsupported("cover", "set_cover_position", roles.garage),
    }),
    call({
      name: "a position too large",
      action: "cover.set_cover_position",
      data: { position: 130 },
      target: { entity_id: roles.blind },
      error: invalid("expected a percentage between 0 and 100 at 'position'"),
    }),
    call({
      name: "a position missing",
      action: "cover.set_cover_position",
      target: { entity_id: roles.blind },
      error: invalid("required key not provided at 'position'"),
    }),
    call({
      name: "a mode no thermostat has",
      action: "climate.set_hvac_mode",
      data: { hvac_mode: "nope" },
      target: { entity_id: roles.climate },
      error: invalid(
        "expected HVACMode or one of 'off', 'heat', 'cool', 'heat_cool', 'auto', 'dry', 'fan_only' at 'hvac_mode'",
      ),
    }),
    call({
      name: "a temperature missing",
      action: "climate.set_temperature",
      target: { entity_id: roles.climate },
      error: invalid("at least one of ['temperature', 'target_temp_high', 'target_temp_low'] is required"),
    }),
    call({
      name: "a response from a service without one",
      action: "light.turn_on",
      target: light,
      rest: { return_response: true },
      error: {
        code: "service_validation_error",
        message:
          "Validation error: An action which does not return responses can't be called with return_response=True",
        translation_key: "service_does_not_support_response",
        translation_placeholders: { return_response: "return_response=True" },
        translation_domain: "homeassistant",
      },
    }),
    call({
      name: "no response from a service that only responds",
      action: "weather.get_forecasts",
      data: { type: "daily" },
      target: { entity_id: "weather.nope" },
      error: {
        code: "service_validation_error",
        message:
          "Validation error: The action requires responses and must be called with return_response=True",
        translation_key: "service_lacks_response_request",
        translation_placeholders: { return_response: "return_response=True" },
        translation_domain: "homeassistant",
      },
    }),
    call({
      name: "a response from nobody",
      action: "weather.get_forecasts",
      data: { type: "daily" },
      target: { entity_id: "weather.nope" },
      rest: { return_response: true },
      error: {
        code: "home_assistant_error",
        message: "Service call requested response data but did not match any entities",
      },
    }),
    call({
      name: "a script with a target and data of its own",
      action: roles.script,
      data: { x: 1 },
      target: light,
    }),
    call({
      name: "a restart by an ordinary user",
      as: "user",
      action: "homeassistant.restart",
      error: { code: "home_assistant_error", message: "Unauthorized" },
    }),
    call({
      name: "homeassistant.turn_on hands its data on",
      action: "homeassistant.turn_on",
      data: { brightness: 1 },
      target: { entity_id: roles.switch },
      error: invalid("not a valid option at 'brightness'"),
    }),
    call({
      name: "homeassistant.turn_off leaves locks alone",
      action: "homeassistant.turn_off",
      target: { entity_id: roles.lock },
    }),
  ];
}
