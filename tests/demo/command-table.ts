/** Commands and what a real Home Assistant 2026.11 answered to them. */

import type { Message } from "./client.ts";
import { type Case, invalid, nothingExtracted, type Roles } from "./protocol-case.ts";

const unauthorized: Message = { code: "unauthorized", message: "Unauthorized" };

export function commandTable(roles: Roles): readonly Case[] {
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
