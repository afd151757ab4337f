/** Numbers in names: which of several is meant, and which is not there. */

import { describe, expect, test } from "bun:test";
import { searchIn } from "./small-home.ts";

const home = await searchIn({
  areas: { north: "Wing 07" },
  entities: [
    { id: "switch.s1", name: "Socket 1" },
    { id: "switch.s2", name: "Socket 2" },
    { id: "switch.pump", name: "Pump" },
    { id: "number.mixer", name: "Mixer 1" },
    { id: "light.bench", name: "Bench light" },
    { id: "switch.maker", name: "Device 00005 Switch", area: "north" },
  ],
});

describe("a number that its like have otherwise is not there", () => {
  test.each<readonly [string, string, string]>([
    ["socket 5", "5", "switch.s1"],
    ["turn on socket 7", "7", "switch.s1"],
    ["mixer 2", "2", "number.mixer"],
  ])("%s", (text, unmet, nearest) => {
    const answer = home.ask(text);
    expect(answer).toMatchObject({ match: "none", unmet: [unmet] });
    expect(answer.nearest?.[0]).toBe(nearest);
  });
});

test.each<readonly [string, string]>([
  ["socket 2", "switch.s2"],
  ["set mixer 1 to 40", "number.mixer"],
  ["mixer 1 40", "number.mixer"],
  ["bench light 50", "light.bench"],
  ["bench light 50 percent", "light.bench"],
])("%s is there", (text, id) => {
  expect(home.ask(text).match).not.toBe("none");
  expect(home.find(text)[0]).toBe(id);
});
