/** An area, a floor, a label with nothing in it: told as that by whatever is asked about it. */

import { expect, test } from "bun:test";
import { homeOf } from "./home-of.ts";
import { grantOf, openRoad } from "./road.ts";

const HOME = homeOf(
  { "light.a": { name: "Lamp", area: "kitchen", state: "off" }, "light.b": { area: "vault", state: "off" } },
  {
    areas: {
      kitchen: { name: "Kitchen", floor: "ground" },
      pantry: { name: "Pantry", floor: "ground" },
      vault: { name: "Vault", floor: "ground" },
    },
    floors: { ground: { name: "Ground" }, top: { name: "Top" } },
    labels: { spare: "Spare" },
  },
);

async function road(read: readonly string[]) {
  return await openRoad(grantOf({ access: { read, actions: [] } }), { home: HOME });
}

test.each<readonly [string, object, string]>([
  ["ha_overview", { area: "Pantry" }, "Pantry: 0 entities"],
  ["ha_overview", { floor: "Ground" }, "Pantry: 0 entities"],
  ["ha_overview", { floor: "Top" }, "nothing is there"],
  ["ha_search", { area: ["Pantry"] }, "nothing in area: Pantry"],
  ["ha_search", { label: ["Spare"], floor: ["Top"] }, "nothing in floor: Top and label: Spare"],
  ["ha_search", { area: ["pantry"], domain: ["light"] }, "not here: area: Pantry"],
  ["ha_read", { ids: ["Pantry"] }, "area:pantry Pantry: floor Ground, entities none"],
])("%s %j: %s", async (tool, args, told) => {
  const { call } = await road(["*"]);
  expect((await call(tool, args)).text).toContain(told);
});

test("what holds only what is hidden is not there", async () => {
  const { call } = await road(["light.a"]);
  expect((await call("ha_overview", { floor: "Ground" })).text).not.toMatch(/Vault|Pantry/);
  expect((await call("ha_overview", { area: "Vault" })).code).toBe("NOT_FOUND");
});
