/** What words mean, learnt from texts in two languages. */

import { expect, test } from "bun:test";
import { align } from "../../../src/search/words/languages/alignment.ts";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { everydayWords } from "../../../src/search/words/languages/everyday-words.ts";
import { learntWords } from "../../../src/search/words/languages/learnt-words.ts";
import { compileLexicon } from "../../../src/search/words/lexicon.ts";
import { searched, type Thing } from "./searched.ts";

const lexicon = compileLexicon([english]);
const learn = async (code: string, texts: Readonly<Record<string, readonly [string, string]>>) => {
  const pick = (at: 0 | 1) => Object.fromEntries(Object.entries(texts).map(([key, both]) => [key, both[at]]));
  const words = await learntWords(pick(0), pick(1), { code, stem: (word) => word, lexicon });
  return new Map(
    words.map(({ word, role, senses }) => [word, [role, [...(senses[0]?.serves.keys() ?? [])][0]]]),
  );
};

test("the word that always stands where another does is its twin", async () => {
  const found = await align([
    { own: ["a", "x"], english: ["light", "on"] },
    { own: ["a", "y"], english: ["light", "off"] },
    { own: ["b", "x"], english: ["fan", "on"] },
  ]);
  const best = (word: string) => [...(found.get(word) ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];
  expect(["a", "b", "x", "y"].map(best)).toEqual(["light", "fan", "on", "off"]);
});

test("a kind that no title has, a deed, and words of a script without spaces", async () => {
  const hungarian = await learn("hu", {
    a: ["Lámpa kapcsolása", "Toggle light"],
    b: ["Lámpa lezárása", "Close light"],
    c: ["Redőny lezárása", "Close cover"],
    d: ["Redőny kapcsolása", "Toggle cover"],
  });
  expect(hungarian.get("lampa")).toEqual(["noun", "light"]);
  expect(hungarian.get("lezarasa")?.[0]).toBe("act");
  const japanese = await learn("ja", {
    a: ["ライトをオンにする", "Turn on light"],
    b: ["ライトをオフにする", "Turn off light"],
    c: ["ファンをオンにする", "Turn on fan"],
    d: ["ファンをオフにする", "Turn off fan"],
  });
  expect(japanese.get("ライト")).toEqual(["noun", "light"]);
  expect(japanese.get("ファン")).toEqual(["noun", "fan"]);
});

test("in signs nothing is done by the name of what a thing has", async () => {
  const played = "component.media_player.entity_component._.state_attributes.media_content_type.state";
  const chinese = await learn("zh-Hans", {
    [`${played}.movie`]: ["电影", "Movie"],
    "component.media_player.services.media_play.name": ["播放", "Play"],
  });
  expect(chinese.has("电影")).toBe(false);
  expect(chinese.get("播放")?.[0]).toBe("act");
});

test("what a thermostat does is what it is called, also where Home Assistant says so of an attribute alone", async () => {
  const does = "component.climate.entity_component._.state_attributes.hvac_action.state.heating";
  const spanish = await searched(
    "es",
    { "component.light.title": "Luz", [does]: "Calefacción" },
    [
      ["climate.m1", "Tado", "Salón"],
      ["light.m2", "Acme", "Cocina"],
    ],
    { [does]: "Heating" },
  );
  expect(spanish("enciende la calefacción")).toEqual(["close", "climate.m1"]);
  expect(spanish("la calefacción de la cocina")[0]).toBe("none");
  const heats = "component.climate.entity_component._.state.heat";
  const things: Thing[] = [
    ["climate.m1", "Tado", "居間"],
    ["light.m2", "Acme", "台所"],
  ];
  const japanese = await searched("ja", { "component.light.title": "照明", [heats]: "暖房" }, things, {
    [heats]: "Heat",
  });
  expect(japanese("居間の暖房を入れて")).toEqual(["close", "climate.m1"]);
  expect(japanese("台所の暖房")[0]).toBe("none");
});

test("the title of a class is no domain: power may be how much is done", async () => {
  const spanish = await searched(
    "es",
    { "component.fan.title": "Ventilador", "component.power.title": "Potencia" },
    [["fan.m1", "Acme", "Salón"]],
    { "component.power.title": "Power" },
  );
  expect(spanish("pon el ventilador del salón a máxima potencia")).toEqual(["close", "fan.m1"]);
});

test("a word before a hyphen is not said of anything: it may be a thing", async () => {
  const words = await everydayWords("de", ["Lüfter-Betriebsart", "lave-linge", "Modus"]);
  expect(["betriebsart", "linge", "modus"].filter((word) => !words.has(word))).toEqual([]);
  expect(["lufter", "lave"].filter((word) => words.has(word))).toEqual([]);
});
