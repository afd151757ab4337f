/** Keys that models write for those of a tool. */

import { describe, expect, test } from "bun:test";
import type * as v from "valibot";
import type { Failure } from "../../../src/core/failure.ts";
import { validateInput } from "../../../src/registry/validate.ts";
import { CATALOGUE } from "../../../src/tools/catalogue.ts";

function inputOf(name: string): v.GenericSchema {
  const tool = CATALOGUE.find((each) => each.name === name);
  if (!tool) throw new Error(`no ${name}`);
  return tool.input;
}

describe("a key by another word for it", () => {
  test.each([
    ["ha_read", { entity_id: "light.a" }, { ids: ["light.a"] }],
    ["ha_read", { id: ["light.a", "light.b"] }, { ids: ["light.a", "light.b"] }],
    ["ha_history", { entity_ids: ["sensor.a"], start_time: "1h" }, { ids: ["sensor.a"], start: "1h" }],
    [
      "ha_wait",
      { ids: ["light.a"], until: "on", timeout: "5" },
      { id: "light.a", state: "on", timeout_s: 5 },
    ],
    ["ha_services", { service: "climate.set_temperature" }, { id: "climate.set_temperature" }],
    ["ha_services", { domain: "vacuum" }, { id: "vacuum" }],
    ["ha_diagnose", { entity_id: "light.a" }, { about: "light.a" }],
    ["ha_camera", { entity_id: "camera.a" }, { id: "camera.a" }],
    ["ha_search", { area_id: "Kitchen", domains: ["light"] }, { area: ["Kitchen"], domain: ["light"] }],
    ["ha_overview", { area_id: "Kitchen" }, { area: "Kitchen" }],
    [
      "ha_call_service",
      { action: "light.turn_on", target: { area: "Kitchen" } },
      { service: "light.turn_on", target: { area_id: ["Kitchen"] } },
    ],
    [
      "ha_call_service",
      { service: "light.turn_on", area: "Kitchen" },
      { service: "light.turn_on", target: { area_id: ["Kitchen"] } },
    ],
    [
      "ha_call_service",
      { calls: [{ action: "light.turn_on", target: { entity: "light.a" } }] },
      { calls: [{ service: "light.turn_on", target: { entity_id: ["light.a"] } }] },
    ],
    [
      "ha_call_service",
      { domain: "light", action: "turn_on", entity_id: "light.a" },
      { service: "light.turn_on", target: { entity_id: ["light.a"] } },
    ],
    ["ha_search", { name: "desk lamp", domain: "light" }, { query: "desk lamp", domain: ["light"] }],
  ])("%s %j", (tool, written, meant) => {
    expect(validateInput(inputOf(tool), written)).toEqual(meant);
  });
});

describe("is refused where it is not clear", () => {
  test.each([
    ["ha_read", { ids: ["light.a"], entity_id: "light.b" }, "unknown key entity_id"],
    ["ha_read", { id: "light.a", entity_id: "light.b" }, "unknown keys id, entity_id"],
    ["ha_services", { domain: "light", service: "turn_on" }, "unknown keys domain, service"],
    ["ha_wait", { ids: ["light.a", "light.b"], state: "on" }, "id: expected a text"],
    [
      "ha_call_service",
      { service: "a.b", target: '{"__proto__":{},"entity_id":"light.a"}' },
      "unknown key __proto__",
    ],
    ["ha_call_service", { service: "a.b", service_data: '{"constructor":1}' }, "unknown key constructor"],
    [
      "ha_call_service",
      { service: "a.b", data: `{"a":${"[".repeat(70)}${"]".repeat(70)}}` },
      "nested more than",
    ],
    [
      "ha_call_service",
      { service: "a.b", data: `{"a":[${"0,".repeat(120_000)}0]}` },
      "more than 120000 values",
    ],
  ])("%s %j", (tool, written, said) => {
    let message = "fits";
    try {
      validateInput(inputOf(tool), written);
    } catch (failure) {
      ({ message } = failure as Failure);
    }
    expect(message).toContain(said);
  });
});
