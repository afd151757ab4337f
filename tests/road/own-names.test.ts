/** An entity that stands under a device, by its own name, wherever an id is taken. */

import { describe, expect, test } from "bun:test";
import { homeOf, type Thing } from "./home-of.ts";
import { grantOf, openRoad } from "./road.ts";

const lamp = (name: string, device: string, ownName: string): Thing => ({
  name,
  device,
  ownName,
  area: "kitchen",
  state: "off",
});
const HOME = homeOf(
  {
    "light.ice_lamp": lamp("Ice maker Door light", "ice", "Door light"),
    "light.ice_panel": lamp("Ice maker Panel", "ice", "Panel"),
    "light.oven_panel": lamp("Oven Panel", "oven", "Panel"),
    "light.hood": lamp("Hood", "hood", ""),
    "light.strip_hall": { ...lamp("Strip Hall", "strip", "Hall"), area: "hall" },
    "light.coat_rack": { name: "Coat rack", area: "hall", state: "off" },
    "light.strip_strip": { ...lamp("Strip Strip", "strip", "Strip"), area: "hall" },
  },
  {
    areas: { kitchen: { name: "Kitchen" }, hall: { name: "Hall" } },
    devices: {
      ice: { name: "Ice maker" },
      oven: { name: "Oven" },
      hood: { name: "Hood" },
      strip: { name: "Strip" },
    },
  },
);
const SERVICES = {
  light: {
    turn_on: {
      fields: { follow: { selector: { entity: {} } } },
      target: { entity: [{ domain: ["light"] }] },
    },
  },
};
const ON = "light.turn_on";

async function road() {
  const grant = grantOf({ access: { read: ["*"], actions: [{ service: "*", target: {} }] } });
  return await openRoad(grant, { home: HOME, services: SERVICES });
}

describe.each(["Door light", "door-light", "Ice maker Door light"])("%s", (name) => {
  test.each<readonly [string, object, string?]>([
    ["ha_read", { ids: [name] }],
    ["ha_wait", { id: name, state: "off" }],
    ["ha_services", { id: name }, ON],
    ["ha_call_service", { service: ON, target: { entity_id: [name] }, dry_run: true }],
  ])("%s", async (tool, args, told = "light.ice_lamp") => {
    const { call } = await road();
    const { code, text } = await call(tool, args);
    expect([code, text]).toEqual(["ok", expect.stringContaining(told)]);
    expect(text).not.toContain("light.ice_panel");
  });

  test("is spared by an exclusion, and meant in data", async () => {
    const { act, sent } = await road();
    await act(ON, { area_id: ["Kitchen"], exclude: { entity_id: [name] } });
    await act(ON, { entity_id: ["Hood"] }, { data: { follow: name } });
    expect(sent.map(({ entityIds, data }) => [[...(entityIds ?? [])].sort(), data])).toEqual([
      [["light.hood", "light.ice_panel", "light.oven_panel"], {}],
      [["light.hood"], { follow: "light.ice_lamp" }],
    ]);
  });
});

test("that two devices have is told with both, and nothing is sent", async () => {
  const { act, sent, call } = await road();
  const { code, text } = await act(ON, { entity_id: ["Panel"] });
  expect([code, text]).toEqual([
    "INPUT_INVALID",
    expect.stringMatching(/light\.ice_panel, light\.oven_panel/),
  ]);
  expect((await call("ha_read", { ids: ["Panel"] })).code).toBe("INPUT_INVALID");
  expect(sent).toEqual([]);
});

test("that a place bears is told with both, where but an entity can be meant, too; its own device is none", async () => {
  const { act, sent, call } = await road();
  const { code, text } = await act(ON, { entity_id: ["hall"] });
  expect([code, text]).toEqual(["INPUT_INVALID", expect.stringMatching(/light\.strip_hall, area:hall/)]);
  expect((await call("ha_wait", { id: "Hall", state: "off" })).code).toBe("INPUT_INVALID");
  expect(sent).toEqual([]);
  await act(ON, { entity_id: ["Strip"] });
  expect(sent.map(({ entityIds }) => entityIds)).toEqual([["light.strip_strip"]]);
});
