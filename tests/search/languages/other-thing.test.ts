/** A thing of another class, id or model is not the one that was said. */

import { expect, test } from "bun:test";
import { searchIn, USUAL } from "../small-home.ts";

test("a valve for gas is none for water", async () => {
  const { find } = await searchIn({
    entities: [
      { id: "valve.a", name: "Main", deviceClass: "gas" },
      { id: "valve.b", name: "Lawn", deviceClass: "water" },
    ],
  });
  expect(find("gas valve")).toEqual(["valve.a"]);
  expect(find("sprinklers")).toEqual(["valve.b"]);
});

test("the id of a thing that is not there is no other of its domain", async () => {
  const { ask } = await searchIn(USUAL);
  expect(ask("light.nope").match).toBe("none");
  expect(ask("light.bed").match).toBe("exact");
});

test("another model is not the one that was said", async () => {
  const { ask, find } = await searchIn({ entities: [{ id: "light.a", name: "TRADFRI bulb E27" }] });
  expect(ask("TRADFRI bulb E14").match).toBe("none");
  expect(find("TRADFRI bulb E27")).toEqual(["light.a"]);
  expect(find("tradfri bulb at 2pm")).toEqual(["light.a"]);
});
