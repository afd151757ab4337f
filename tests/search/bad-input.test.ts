/** What nobody should have to ask, in homes that nobody should have to search. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { createSearchIndex } from "../../src/search/search-index.ts";
import { english } from "../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../src/search/words/languages/home-language.ts";
import { workMsSince } from "../own-work.ts";
import { searchIn, USUAL } from "./small-home.ts";

const home = await searchIn(USUAL);

describe("texts", () => {
  test.each([
    ["ten thousand letters", "x".repeat(10_000)],
    ["ten thousand signs", "灯".repeat(10_000)],
    ["ten thousand emoji", "💡".repeat(5_000)],
    ["emoji", "💡🔥🛋️"],
    ["digits", "0123456789 42 7"],
    ["one sign of another script", "灯"],
    ["marks alone", "\u0301\u0300\ufe0f\u200d"],
    ["half a pair", "\ud83d lamp \udca1".slice(0, 2)],
    ["nothing but blanks and signs", " \t\n!?…,;:—"],
    ["scripts without end", "กขค".repeat(2_000)],
  ])("%s: none, in time", (_, text) => {
    const started = process.cpuUsage();
    expect(home.ask(text).match).toBe("none");
    expect(workMsSince(started)).toBeLessThan(500);
  });

  test("one letter is answered, and a name in ten thousand characters is found", () => {
    expect(["none", "close"]).toContain(home.ask("k").match);
    expect(home.find(`Counter Lamp ${" please".repeat(1_400)}`)[0]).toBe("light.kitchen_counter");
  });

  test("scripts mixed in one word", async () => {
    const mixed = await searchIn({ entities: [{ id: "light.a", name: "Küchen灯 Лампа" }] });
    for (const text of ["küchen灯 лампа", "Лампа", "KUCHEN"]) expect(mixed.find(text)).toEqual(["light.a"]);
  });
});

describe("homes", () => {
  test("without names it is searched by ids", async () => {
    const nameless = await searchIn({ entities: [{ id: "light.desk_lamp" }, { id: "switch.fan" }] });
    expect(nameless.find("desk lamp")).toEqual(["light.desk_lamp"]);
    expect(nameless.ask("bath tub").match).toBe("none");
  });

  test("of one name for everything all are found, page by page", async () => {
    const entities = Array.from({ length: 120 }, (_, at) => ({ id: `light.l${at}`, name: "Lamp" }));
    const same = await searchIn({ entities });
    const pages = [0, 50, 100].flatMap((offset) => same.find({ text: "lamp", limit: 50, offset }));
    expect(new Set(pages).size).toBe(120);
  });

  test("fifty thousand areas", async () => {
    const count = 50_000;
    const areas = new Map(
      Array.from({ length: count }, (_, at) => {
        const area = { id: `a${at}`, name: `Room ${at}`, aliases: [], floorId: undefined, labels: [] };
        return [area.id, area] as const;
      }),
    );
    const state: EntityState = {
      ...{ id: "light.a", state: "on", contextId: "", parentContextId: undefined },
      ...{ attributes: { friendly_name: "Lamp" }, lastChanged: 0, lastUpdated: 0 },
    };
    const entry = {
      ...{ entityId: "light.a", areaId: "a49999", deviceId: undefined, platform: undefined, labels: [] },
      ...{ category: undefined, hidden: false },
    };
    const registries = { ...NO_REGISTRIES, areas, entities: new Map([["light.a", entry]]) };
    const index = createSearchIndex({ states: new Map([["light.a", state]]), registries });
    await index.build();
    const ask = (text: string) => index.search({ text, limit: 5, seesAll: true }, () => true, 0);
    const started = process.cpuUsage();
    expect(ask("lamp in room 49999").hits[0]?.id).toBe("light.a");
    expect(ask("room 31234").hits[0]?.id).toBe("a31234");
    expect(ask("room").hits).toHaveLength(5);
    expect(workMsSince(started)).toBeLessThan(2_000);
  });
});

describe("languages", () => {
  const searched = async (code: string, words: Readonly<Record<string, string>>) =>
    searchIn(USUAL, { languages: [english, await homeLanguage(code, words, {})] });

  test.each([
    ["one that Home Assistant does not know", "tlh", {}],
    ["none at all", "", {}],
    ["one without words", "de", {}],
    ["words that are no words", "de", { "component.light.title": "", "component.fan.title": "🌀!!" }],
    ["other keys", "de", { "component.light": "x", "": "y", "component.a.title": "b" }],
    ["a text without end", "de", { "component.light.title": "Licht ".repeat(5_000) }],
  ])("%s: English all the same", async (_, code, words) => {
    const { find, ask } = await searched(code, words);
    expect(find("counter lamp in the kitchen")[0]).toBe("light.kitchen_counter");
    expect(ask("xylophone").match).toBe("none");
  });
});
