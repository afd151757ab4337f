import { describe, expect, test } from "bun:test";
import { searchIn, things, USUAL } from "./small-home.ts";

const home = await searchIn(USUAL);

describe("how sure", () => {
  test.each([
    ["Floor Lamp", "exact"],
    ["turn on the floor lamp please", "exact"],
    ["counter lamp in the kitchen", "exact"],
    ["Bedroom", "exact"],
    ["kitchen lights", "close"],
    ["flor lamp", "close"],
    ["kitchen fan", "none"],
    ["veranda ceiling", "none"],
    ["vacuum the kitchen", "none"],
    ["xylophone", "none"],
    ["💡", "none"],
    ["!?", "none"],
  ] as const)("%s is %s", (text, match) => {
    expect(home.ask(text).match).toBe(match);
  });

  test("none has no hits, but what comes nearest", () => {
    const answer = home.ask("kitchen fan");
    expect(answer.hits).toEqual([]);
    expect(answer.total).toBe(0);
    expect(answer.nearest).toContain("light.kitchen_ceiling");
    expect(home.ask("xylophone").nearest).toEqual([]);
  });

  test("a number that is a value need not be found, one that is a name counts", async () => {
    expect(home.find("set the thermostat to 21 degrees")[0]).toBe("climate.living");
    const numbered = await searchIn({
      areas: { a: "Bedroom 1", b: "Bedroom 2" },
      entities: things(`
        light.a Lamp @a
        light.b Lamp @b
      `),
    });
    expect(numbered.find("bedroom 2 lamp")).toEqual(["light.b"]);
  });

  test("a name may hold a word twice", async () => {
    const names = await searchIn({
      areas: { a: "New New York" },
      entities: things(`
        sensor.next Backup Next scheduled automatic backup
        sensor.last Backup Last successful automatic backup
        light.a Lamp @a
      `),
    });
    for (const [text, id] of [
      ["Backup Next scheduled automatic backup", "sensor.next"],
      ["backup last successful automatic backup", "sensor.last"],
      ["New New York", "a"],
    ] as const) {
      const { match, hits } = names.ask(text);
      expect([match, hits[0]?.id]).toEqual(["exact", id]);
    }
    expect(names.ask("Backup scheduled next automatic backup").match).toBe("close");
  });

  test("everything is no every and no thing, though things are called so", async () => {
    const called = await searchIn({
      areas: { bedroom: "Bedroom" },
      entities: things(`
        light.bed Bed Light @bedroom
        media_player.bedroom Bedroom
        switch.lamp Every lamp
        group.evening Evening thing
      `),
    });
    expect(called.find("everything in the bedroom")).toEqual(["media_player.bedroom", "light.bed"]);
    expect(called.find("everylamp")[0]).toBe("switch.lamp");
    expect(called.find("everylamp")).toEqual(called.find("every lamp"));
  });

  test("what is played is no name", () => {
    expect(home.find("play bohemian rhapsody in the lounge")[0]).toBe("media_player.tv");
  });
});

describe("bounds", () => {
  test("the total counts all, the hits are limited", async () => {
    const many = await searchIn({
      entities: Array.from({ length: 300 }, (_, at) => ({ id: `light.l${at}`, name: `Lamp ${at}` })),
    });
    const answer = many.ask({ text: "lamp", limit: 5 });
    expect(answer.hits.length).toBe(5);
    expect(answer.totalIs).toBe("at_least");
    expect(answer.total).toBeGreaterThanOrEqual(5);
    expect(many.ask({ domain: ["light"], limit: 5 })).toMatchObject({ total: 300, totalIs: "exact" });
    expect(many.ask("lamp 77")).toMatchObject({ match: "exact", total: 1, hits: [{ id: "light.l77" }] });
  });

  test("a limit outside 1 to 50 is brought inside", () => {
    expect(home.ask({ limit: 0 }).hits.length).toBe(1);
    expect(home.ask({ limit: 1000 }).hits.length).toBe(USUAL.entities.length);
  });

  test.each([
    ["words", "kitchen light ".repeat(720)],
    ["one word", "x".repeat(10_000)],
    ["different words", Array.from({ length: 2_000 }, (_, at) => `w${at}`).join(" ")],
    ["signs", "灯".repeat(10_000)],
  ])("ten thousand characters of %s are answered", (_, text) => {
    const { match, hits } = home.ask(text);
    const known = text.startsWith("kitchen light");
    expect(match === "none").toBe(!known);
    expect(hits.map(({ id }) => id).includes("light.kitchen_ceiling")).toBe(known);
  });

  test("an empty home", async () => {
    const empty = await searchIn({ entities: [] });
    const rest = { hits: [], total: 0, totalIs: "exact" as const, nearest: [], unmet: ["lamp"] };
    expect(empty.ask("lamp")).toEqual({ match: "none", ...rest });
    expect(empty.ask("")).toEqual({ match: "none", hits: [], total: 0, totalIs: "exact" });
  });
});
