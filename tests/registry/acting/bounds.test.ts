/** Calls that are too large: bounded before anybody walks them, and refused in a few rows. */

import { expect, test } from "bun:test";
import type { Gateway } from "../../../src/hass/gateway.ts";
import { grantOf, openRoad } from "../../road/road.ts";

const GRANT = grantOf({ access: { read: ["*"], actions: ["light.*", "script.*"] } });
const many = (count: number) => Array.from({ length: count }, (_, at) => `light.n${at}`);

test("a call of many ids that is refused is one row, and no id is decided by itself", async () => {
  let looked = 0;
  const counted = (gateway: Gateway): Gateway =>
    Object.create(gateway, {
      registries: {
        get: () => {
          looked++;
          return gateway.registries;
        },
      },
    });
  const few = await openRoad(GRANT, { through: counted });
  const ask = (ids: readonly string[]) =>
    few.call("ha_call_service", { calls: [{ service: "light.turn_on", target: { entity_id: ids } }] });
  await ask(many(31));
  const once = looked;
  for (const count of [1_000, 5_000, 40_000]) {
    looked = 0;
    const said = await ask(many(count));
    expect(said.structured["targets"]).toMatchObject([{ call: 0, id: "light.turn_on", verdict: "refused" }]);
    expect(said.text).toContain(`It names ${count}; none was acted on.`);
    expect(looked).toBeLessThanOrEqual(once);
  }
  const named = await ask(many(3));
  expect(named.structured["targets"]).toMatchObject(many(3).map((id) => ({ id, verdict: "refused" })));
});

test("data of too many keys or elements are refused, unwalked", async () => {
  const road = await openRoad(GRANT);
  const target = { entity_id: ["light.hall"] };
  for (const data of [
    Object.fromEntries(many(20_000).map((id, at) => [`k${at}`, id])),
    { a: many(20_000) },
    { a: Array.from({ length: 200 }, () => many(100)) },
    Object.fromEntries(many(200_000).map((id, at) => [`k${at}`, id])),
  ])
    expect((await road.act("light.turn_on", target, { data })).code).toBe("INPUT_INVALID");
  expect(road.sent).toEqual([]);
  expect((await road.act("light.turn_on", target, { data: { a: many(20).map(() => 1) } })).code).toBe("ok");
});
