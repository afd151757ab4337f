/** What tells a thing from its like is part of its name: nothing here that lacks it is meant. */

import { expect, test } from "bun:test";
import { searched } from "./searched.ts";

test("a name is not said by the beginning of it", async () => {
  const home = await searched("de", { "component.climate.title": "Thermostat" }, [
    ["cover.b", "Wohnzimmerfenster", "Wohnzimmer"],
    ["climate.c", "Thermostat", "Küche"],
  ]);
  expect(home("wie warm ist das Wohnzimmerthermostat")[0]).toBe("none");
});
