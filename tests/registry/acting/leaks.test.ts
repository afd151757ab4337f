/** Ids, areas and attributes that may not be read come out of no other answer. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { ServiceCall } from "../../../src/hass/gateway.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf } from "../../road/home-of.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const HOME = homeOf(
  {
    "person.a": {
      state: "home",
      area: "hall",
      attributes: { source: "device_tracker.hidden", note: "fine" },
    },
    "sensor.last": { state: "lock.hidden", area: "hall", device: "d" },
    "sensor.t": {
      state: "21",
      area: "hall",
      attributes: { device_class: "temperature", unit_of_measurement: "°C" },
    },
    "climate.c": { state: "heat", area: "hall", attributes: { current_temperature: 19 } },
    "lock.hidden": { area: "vault" },
    "device_tracker.hidden": {},
  },
  {
    areas: { hall: { name: "Hall" }, vault: { name: "Secret vault" } },
    devices: { d: { name: "Device", area: "vault" } },
  },
);
const ACCESS = {
  read: ["person.*", "sensor.*", "climate.*"],
  exclude_attributes: { "climate.*": ["current_temperature"] },
};

test.each([
  ["ha_read", { ids: ["person.a"], fields: ["source", "note"] }, "note fine"],
  ["ha_read", { ids: ["sensor.last"] }, "(not in this grant)"],
  ["ha_read", { ids: ["sensor.last"], fields: ["state"] }, "(not in this grant)"],
  ["ha_read", { ids: ["device:d"] }, "sensor.last"],
  ["ha_search", { query: "sensor.last" }, "(not in this grant)"],
  ["ha_overview", {}, "Hall: 21°"],
])("%s %j", async (tool, args, shown) => {
  const road = await openRoad(grantOf({ access: ACCESS }), { home: HOME });
  const said = await road.call(tool, args);
  expect(said.text).toContain(shown);
  expect(said.text).not.toMatch(/\.hidden|vault|20°|19/);
});

const SERVICES = {
  select: {
    select_option: {
      fields: { option: { selector: { text: {} } } },
      target: { entity: [{ domain: ["select"] }] },
    },
  },
  weather: { get_forecasts: { fields: {}, response: { optional: false } } },
} as unknown as WireServices;

test("how an entity that may not be seen spells its options changes nothing", async () => {
  const shown = { state: "x", area: "hall", attributes: { options: ["Away", "x"] } };
  const hidden = { state: "x", area: "vault", attributes: { options: ["AWAY", "x"] } };
  const areas = { hall: { name: "Hall" }, vault: { name: "Vault" } };
  const grant = grantOf({ access: { read: ["select.a"], actions: ["*@select.a"] } });
  for (const things of [{ "select.a": shown }, { "select.a": shown, "select.hidden": hidden }]) {
    const sent: unknown[] = [];
    const onCall = async ({ data }: ServiceCall) => {
      sent.push(data);
      return { contextId: "c", response: undefined };
    };
    const road = await openRoad(grant, { home: homeOf(things, { areas }), services: SERVICES, onCall });
    await road.act("select.select_option", { area_id: ["hall"] }, { data: { option: "away" } });
    expect(sent).toEqual([{ option: "Away" }]);
  }
});

describe("a refusal of what only reads", () => {
  const home = homeOf({ "weather.a": {}, "weather.b": {}, "weather.hidden": { name: "Villa Xanadu" } });
  const onCall = async ({ entityIds = [] }: ServiceCall) => {
    if (!entityIds.includes("weather.b")) return { contextId: "c", response: { "weather.a": { sun: 1 } } };
    const words = "weather.hidden of Villa Xanadu has none";
    const cause = new HassError("service_validation_error", words);
    throw new Failure("HASS_REJECTED", `Home Assistant refused to do it: «${words}»`, { cause });
  };

  test.each([[["weather.b"]], [["weather.a", "weather.b"]]])("on %j names nothing hidden", async (ids) => {
    const grant = grantOf({ access: { read: ["weather.a", "weather.b"] } });
    const road = await openRoad(grant, { home, services: SERVICES, onCall });
    const said = await road.call("ha_read", { ids, service: "weather.get_forecasts" });
    expect(said.text).toContain("Home Assistant refused");
    expect(said.text).not.toMatch(/hidden|Xanadu/);
  });
});

test("a group whose members are kept back is told of as if it had none", async () => {
  const home = homeOf(
    {
      "light.pair": { name: "Pair", area: "hall", attributes: { entity_id: ["light.a"] } },
      "light.a": { name: "Lamp", area: "hall" },
    },
    { areas: { hall: { name: "Hall" } } },
  );
  const overview = async (exclude_attributes: object) => {
    const road = await openRoad(grantOf({ access: { read: ["*"], exclude_attributes } }), { home });
    return (await road.call("ha_overview", {})).text;
  };
  expect(await overview({})).not.toContain("Pair");
  expect(await overview({ "light.pair": ["entity_id"] })).toContain("Pair");
});
