/** Homes that are not tidy, as Home Assistant's messages have them: only what needs the odd value does without it. */

import { expect, test } from "bun:test";
import { withValueAt } from "../hass/odd/values.ts";
import { openOddHome } from "./odd-home.ts";
import { LC, STATES } from "./odd-words.ts";

const HALL = {
  ...{ area_id: "hall", name: "Hall", floor_id: "down", aliases: [], labels: ["bright"] },
  temperature_entity_id: "sensor.warmth",
};

/** The answer to one command, with one value replaced. */
function withAnswer(type: string, path: readonly (string | number)[], value: unknown) {
  return (frame: unknown, about: string) =>
    about === type ? withValueAt(frame, ["result", ...path], value) : frame;
}

test("a device whose name is a number is searched and read by name like any other", async () => {
  const odd = await openOddHome(withAnswer("config/device_registry/list", [2, "name"], 12345));
  for (const [tool, args] of [
    ["ha_search", { query: "hall lamp" }],
    ["ha_read", { ids: ["Hall lamp"] }],
    ["ha_overview", {}],
  ] as const) {
    const { code, text } = await odd.call(tool, args);
    expect([code, text]).toEqual(["ok", expect.stringContaining("Hall")]);
  }
  expect(odd.errors).toEqual([]);
  odd.close();
});

test("a service whose fields are null is listed and can be called", async () => {
  const odd = await openOddHome(withAnswer("get_services", ["switch", "turn_on", "fields"], null));
  expect((await odd.call("ha_services", { id: "switch" })).text).toContain("turn_on");
  const target = { entity_id: ["light.hall"] };
  expect((await odd.call("ha_call_service", { service: "light.turn_on", target })).code).toBe("ok");
  const all = { service: "switch.turn_on", target: { entity_id: ["all"] } };
  expect((await odd.call("ha_call_service", all)).code).not.toBe("DEFECT");
  odd.close();
});

test("an alias in the first call waits for the aliases", async () => {
  const odd = await openOddHome((frame) => frame);
  const [read, found] = await Promise.all([
    odd.call("ha_read", { ids: ["Entrance light"] }),
    odd.call("ha_search", { query: "entrance light" }),
  ]);
  expect(read).toMatchObject({ code: "ok", text: expect.stringContaining("light.hall") });
  expect(found.text).toContain("light.hall");
  odd.close();
});

test("an area's own sensor speaks for it, whatever else is cold there", async () => {
  const cold = { friendly_name: "Freezer", device_class: "temperature", unit_of_measurement: "°C" };
  const states = Object.fromEntries(
    [-18.2, 4.1].map((degrees, at) => [
      `sensor.cold_${at}`,
      { s: String(degrees), a: cold, c: { id: "0".repeat(26) }, lc: LC },
    ]),
  );
  const odd = await openOddHome((frame, about) => {
    if (about === "config/area_registry/list") return withValueAt(frame, ["result", 0], HALL);
    if (about !== "config/entity_registry/list_for_display") return frame;
    const { result } = frame as { result: { entities: object[] } };
    const entities = Object.keys(states).map((ei) => ({ ei, pl: "zha", ai: "hall", lb: [] }));
    return withValueAt(frame, ["result", "entities"], [...result.entities, ...entities]);
  });
  odd.hass.first = { ...STATES, ...states };
  const { text } = await odd.call("ha_overview", { area: "Hall" });
  expect(text).toContain("21.5");
  expect(text).not.toContain("-18");
  odd.close();
});
