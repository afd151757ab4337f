/** Questions and the answers a real Home Assistant 2026.11 gave to them, for any home that has these roles. */

import type { Message } from "./client.ts";

/** Entity ids by what they stand for. */
export type Roles = {
  /** Dimmable, with colour temperature, able to be on. */
  readonly light: string;
  readonly switch: string;
  /** Cannot be opened beyond unlocking. */
  readonly lock: string;
  /** Opens and closes, has no position. */
  readonly garage: string;
  /** Has a position. */
  readonly blind: string;
  readonly climate: string;
  readonly fail: string;
  readonly reject: string;
  readonly liar: string;
  readonly offline: string;
  /** Answers a fixed response. */
  readonly script: string;
  readonly automation: string;
};

export type Case = {
  readonly name: string;
  readonly as?: "user";
  readonly type: string;
  readonly message: Message;
  /** undefined: it succeeds. */
  readonly error?: Message;
  /** The result, or a part of it. */
  readonly result?: unknown;
};

const noTarget = "at least one of ['entity_id', 'device_id', 'area_id', 'floor_id', 'label_id'] is required";
const misplaced = "expected 'all' or 'none'";

function invalid(message: string): Message {
  return { code: "invalid_format", message };
}

function unsupported(domain: string, service: string, entityId: string): Message {
  return {
    code: "service_validation_error",
    message: `Validation error: Entity ${entityId} does not support action ${domain}.${service}`,
    translation_key: "service_not_supported",
    translation_placeholders: { domain, service, entity_id: entityId },
    translation_domain: "homeassistant",
  };
}

const unauthorized: Message = { code: "unauthorized", message: "Unauthorized" };

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

function calls(roles: Roles): readonly Case[] {
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

const nothingExtracted = {
  referenced_entities: [],
  referenced_devices: [],
  referenced_areas: [],
  missing_devices: [],
  missing_areas: [],
  missing_floors: [],
  missing_labels: [],
};

function commands(roles: Roles): readonly Case[] {
  const ask = (
    name: string,
    type: string,
    message: Message,
    rest: Omit<Case, "name" | "type" | "message"> = {},
  ): Case => ({
    name,
    type,
    message,
    ...rest,
  });
  return [
    ask(
      "an unknown command",
      "nope",
      {},
      { error: { code: "unknown_command", message: "Unknown command." } },
    ),
    ask(
      "a key too many",
      "subscribe_entities",
      { nope: 1 },
      { error: invalid("not a valid option at 'nope'. Got 1") },
    ),
    ask(
      "a key too many in a filter",
      "subscribe_entities",
      { exclude: { nope: [] } },
      {
        error: invalid("not a valid option at 'exclude.nope'. Got []"),
      },
    ),
    ask(
      "a call without a service",
      "call_service",
      { domain: "light" },
      {
        error: invalid("required key not provided at 'service'. Got None"),
      },
    ),
    ask(
      "a target that is a word",
      "call_service",
      { domain: "light", service: "turn_on", target: "x" },
      {
        error: invalid("expected a mapping at 'target'. Got 'x'"),
      },
    ),
    ask(
      "data that is a word",
      "call_service",
      { domain: "light", service: "turn_on", service_data: "x" },
      {
        error: invalid("expected dict at 'service_data'. Got 'x'"),
      },
    ),
    ask(
      "an unknown target key",
      "call_service",
      { domain: "light", service: "turn_on", target: { nope: 1 } },
      {
        error: invalid("not a valid option at 'target.nope'. Got 1"),
      },
    ),
    ask(
      "a subscription that is not there",
      "unsubscribe_events",
      { subscription: 999_999 },
      {
        error: { code: "not_found", message: "Subscription not found." },
      },
    ),
    ask(
      "calls, watched by an ordinary user",
      "subscribe_events",
      { event_type: "call_service" },
      { as: "user", error: unauthorized },
    ),
    ask(
      "everything, watched by an ordinary user",
      "subscribe_events",
      {},
      { as: "user", error: unauthorized },
    ),
    ask(
      "an area made by an ordinary user",
      "config/area_registry/create",
      { name: "x" },
      { as: "user", error: unauthorized },
    ),
    ask(
      "an entity changed by an ordinary user",
      "config/entity_registry/update",
      { entity_id: "switch.nope", name: "x" },
      {
        as: "user",
        error: unauthorized,
      },
    ),
    ask(
      "exposure, read by an ordinary user",
      "homeassistant/expose_entity/list",
      {},
      { as: "user", error: unauthorized },
    ),
    ask(
      "an automation, read by an ordinary user",
      "automation/config",
      { entity_id: roles.automation },
      {
        as: "user",
        error: unauthorized,
      },
    ),
    ask(
      "an automation that is not there",
      "automation/config",
      { entity_id: "automation.nope" },
      {
        error: { code: "not_found", message: "Entity not found" },
      },
    ),
    ask("an empty target", "extract_from_target", { target: {} }, { result: nothingExtracted }),
    ask(
      "all as a target",
      "extract_from_target",
      { target: { entity_id: "all" } },
      {
        error: invalid("Entity ID all is not a valid entity ID at 'target.entity_id[0]'. Got 'a'"),
      },
    ),
    ask(
      "no target at all",
      "extract_from_target",
      {},
      { error: invalid("required key not provided at 'target'. Got None") },
    ),
    ask(
      "a target of nothing known",
      "extract_from_target",
      {
        target: { area_id: "x", floor_id: "f", label_id: "l", device_id: "d", entity_id: "a.b" },
      },
      {
        result: {
          ...nothingExtracted,
          referenced_entities: ["a.b"],
          referenced_devices: ["d"],
          referenced_areas: ["x"],
          missing_devices: ["d"],
          missing_areas: ["x"],
          missing_floors: ["f"],
          missing_labels: ["l"],
        },
      },
    ),
    ask("services of nobody", "get_services_for_target", { target: { entity_id: "nope.x" } }, { result: [] }),
    ask(
      "an entity that has no entry",
      "config/entity_registry/get",
      { entity_id: "light.nope" },
      {
        error: { code: "not_found", message: "Entity not found" },
      },
    ),
    ask(
      "entries of nobody",
      "config/entity_registry/get_entries",
      { entity_ids: ["light.nope"] },
      { result: { "light.nope": null } },
    ),
    ask(
      "an area that is not there, changed",
      "config/area_registry/update",
      { area_id: "nope", name: "x" },
      {
        error: { code: "unknown_error", message: "Unknown error" },
      },
    ),
    ask(
      "an area that is not there, deleted",
      "config/area_registry/delete",
      { area_id: "nope" },
      {
        error: { code: "invalid_info", message: "Area ID doesn't exist" },
      },
    ),
    ask(
      "a device that is not there",
      "config/device_registry/update",
      { device_id: "nope", area_id: null },
      {
        error: { code: "not_found", message: "Device not found" },
      },
    ),
    ask(
      "a new id that is taken",
      "config/entity_registry/update",
      { entity_id: roles.fail, new_entity_id: roles.switch },
      {
        error: { code: "invalid_info", message: "Entity with this ID is already registered" },
      },
    ),
    ask(
      "a new id of another domain",
      "config/entity_registry/update",
      { entity_id: roles.fail, new_entity_id: "light.x" },
      {
        error: { code: "invalid_info", message: "New entity ID should be same domain" },
      },
    ),
    ask(
      "hidden by somebody",
      "config/entity_registry/update",
      { entity_id: roles.fail, hidden_by: "nope" },
      {
        error: invalid("not a valid value at 'hidden_by'. Got 'nope'"),
      },
    ),
    ask(
      "exposed to somebody",
      "homeassistant/expose_entity",
      { assistants: ["nope"], entity_ids: [roles.light], should_expose: true },
      {
        error: invalid(
          "value must be one of ['cloud.alexa', 'cloud.google_assistant', 'conversation'] at 'assistants[0]'. Got 'nope'",
        ),
      },
    ),
    ask(
      "a history of nobody",
      "history/history_during_period",
      { start_time: "2026-01-01T00:00:00Z", entity_ids: [] },
      { result: {} },
    ),
    ask(
      "a history without entities",
      "history/history_during_period",
      { start_time: "2026-01-01T00:00:00Z" },
      {
        error: invalid("required key not provided at 'entity_ids'. Got None"),
      },
    ),
    ask(
      "a history from never",
      "history/history_during_period",
      { start_time: "x", entity_ids: [roles.light] },
      {
        error: { code: "invalid_start_time", message: "Invalid start_time" },
      },
    ),
    ask(
      "statistics by the blink",
      "recorder/statistics_during_period",
      {
        start_time: "2026-01-01T00:00:00Z",
        statistic_ids: ["x.y"],
        period: "nope",
      },
      {
        error: invalid(
          "expected '5minute' or 'hour' or 'day' or 'week' or 'month' or 'year' at 'period'. Got 'nope'",
        ),
      },
    ),
    ask(
      "a dashboard that is not there",
      "lovelace/config",
      { url_path: "nope-x" },
      {
        error: { code: "config_not_found", message: "Unknown config specified: nope-x" },
      },
    ),
    ask("relations of nothing", "search/related", { item_type: "device", item_id: "x" }, { result: {} }),
    ask(
      "a list that is not there",
      "todo/item/list",
      { entity_id: "todo.nope" },
      {
        error: { code: "not_found", message: "Entity not found" },
      },
    ),
  ];
}

export function protocolTable(roles: Roles): readonly Case[] {
  return [...calls(roles), ...commands(roles)];
}
