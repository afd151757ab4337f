/** People are called by their names as these are written. */

import { describe, expect, test } from "bun:test";
import { searched, type Thing } from "../languages/searched.ts";

describe("Luca, whose name has the stem of a lamp", async () => {
  const home = await searched(
    "it",
    { "component.light.title": "Luce", "component.person.title": "Persona" },
    [
      ["light.a", "Acme 1", "Cucina"],
      ["light.b", "Acme 2", "Sala"],
      ["person.luca", "Luca"],
    ],
  );

  test.each(["accendi la luce in soffitta", "luci del vialetto", "la luce della taverna"])(
    "is not meant by %s",
    (sentence) => {
      expect(home(sentence)[0]).toBe("none");
    },
  );

  test("is found alone, and no lamp with him", () => {
    expect(home("Luca")).toEqual(["exact", "person.luca"]);
    expect(home.all("dov'è Luca")).toEqual(["person.luca"]);
  });

  test("is no lamp", () => {
    expect(home.all("luci")).toEqual(["light.a", "light.b"]);
  });

  test("is not what is said to be his", async () => {
    const things: readonly Thing[] = [
      ["light.a", "Lampada Giulia"],
      ["person.luca", "Luca"],
    ];
    const find = await searched("it", { "component.light.title": "Luce" }, things);
    expect(find("lampada di Luca")[0]).toBe("none");
    expect(find("dov'è Luca")).toEqual(["exact", "person.luca"]);
  });
});
