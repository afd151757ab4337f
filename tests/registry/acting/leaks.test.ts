/** Ids, areas and attributes that may not be read come out of no other answer. */

import { expect, test } from "bun:test";
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
