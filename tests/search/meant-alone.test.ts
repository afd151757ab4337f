/** What a word means where the home has it in other names too. */

import { expect, test } from "bun:test";
import { searchIn } from "./small-home.ts";

test("all of a kind is nothing that is called so", async () => {
  const { ask } = await searchIn({
    entities: [
      { id: "update.router", name: "Router" },
      { id: "update.hub", name: "Hub Update" },
      { id: "cover.all", name: "All Windows" },
      { id: "vacuum.all", name: "Vacuum can do all" },
    ],
  });
  const ids = ask({ text: "all updates" }).hits.map(({ id }) => id);
  expect(ids.toSorted()).toEqual(["update.hub", "update.router"]);
});

test("a place is the one of that whole name, and no floor that bears the word among others", async () => {
  const { ask } = await searchIn({
    floors: { ground: "House & Garden", up: "Upstairs" },
    floorOf: { garden: "ground", hall: "ground" },
    areas: { garden: "Garden", hall: "Hall" },
    entities: [
      { id: "light.hall", name: "Ceiling", area: "hall" },
      { id: "sensor.rain", name: "Rain", area: "garden" },
    ],
  });
  expect(ask({ text: "lights in Garden" }).match).toBe("none");
  expect(ask({ text: "lights in House & Garden" }).hits.map(({ id }) => id)).toEqual(["light.hall"]);
});
