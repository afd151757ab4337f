/** Instants of the home, wherever an answer has them: in the home's own time. */

import { expect, test } from "bun:test";
import type { Gateway } from "../../src/hass/gateway.ts";
import { homeOf, type Thing } from "./home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "./road.ts";

const GRANT = grantOf({ access: { read: ["*"], actions: [{ service: "*", target: {} }] } });
const INSTANT = "2026-06-12T12:05:00.123456+00:00";
const HERE = "2026-06-12T14:05:00+02:00";
const SERVICES = {
  button: { press: { fields: {}, target: { entity: [{ domain: ["button"] }] } } },
  todo: {
    get_items: { fields: {}, target: { entity: [{ domain: ["todo"] }] }, response: { optional: false } },
  },
};

function inAmsterdam(things: Readonly<Record<string, Thing>>, options: RoadOptions = {}) {
  const through = (gateway: Gateway) => ({
    ...gateway,
    house: { ...gateway.house, timeZone: "Europe/Amsterdam" },
  });
  return openRoad(GRANT, { home: homeOf(things, {}), services: SERVICES, through, ...options });
}

test("when a timer ends", async () => {
  const timer = { name: "Egg", state: "active", attributes: { remaining: "0:05:00", finishes_at: INSTANT } };
  const { call } = await inAmsterdam({ "timer.egg": timer });
  expect((await call("ha_read", { ids: ["timer.egg"] })).text).toContain(`finishes ${HERE}`);
});

test("when a button was pressed", async () => {
  const { act } = await inAmsterdam(
    { "button.bell": { name: "Bell", state: INSTANT } },
    {
      onCall: async (_, { states, set }) => {
        const before = states.get("button.bell");
        if (before) set({ ...before, state: "2026-06-12T12:06:00+00:00", contextId: "ours" });
        return { contextId: "ours", response: undefined };
      },
    },
  );
  const { text } = await act("button.press", { entity_id: ["button.bell"] });
  expect(text).toContain(`confirmed ${HERE} → 2026-06-12T14:06:00+02:00`);
});

test("what a button would be pressed for", async () => {
  const { act } = await inAmsterdam({ "button.bell": { name: "Bell", state: INSTANT } });
  const { text } = await act("button.press", { entity_id: ["button.bell"] }, { dry_run: true });
  expect(text).toContain(`would_run ${HERE}`);
});

test("what a service answers", async () => {
  const response = { "todo.list": { items: [{ summary: "Milk", completed: INSTANT }] } };
  const { act } = await inAmsterdam(
    { "todo.list": { name: "List", state: "1" } },
    { onCall: async () => ({ contextId: "ours", response }) },
  );
  const { text } = await act("todo.get_items", { entity_id: ["todo.list"] }, { return_response: true });
  expect(text).toContain(HERE);
});
