/** In other languages too what a caller may not see counts as absent. */

import { expect, test } from "bun:test";
import fc from "fast-check";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { randomRuns } from "../../seed.ts";
import { type HomeSpec, searchIn } from "../small-home.ts";

const RUNS = randomRuns("SEARCH_SEED", 15);
const AREAS = { a: "Kök", b: "居間", c: "Gabinet", d: "二楼", e: "Garage", f: "Hall Bath" };
const ENTITIES = [
  { id: "light.a", name: "雲のランプ", area: "b" },
  { id: "light.b", name: "Lampa lewa", area: "c" },
  { id: "light.c", name: "Lampa", area: "a" },
  { id: "lawn_mower.gras", name: "Shaun", area: "a" },
  { id: "climate.d", name: "ダイキン", area: "b" },
  { id: "climate.e", name: "Tado" },
  { id: "media_player.f", name: "Player", area: "c" },
  { id: "camera.g", name: "大門", area: "d" },
  // alone of its class, in an area of its own, whose name that is
  { id: "cover.h", name: "Left door", area: "e", deviceClass: "garage" },
  { id: "valve.i", name: "Shutoff", deviceClass: "water" },
  { id: "binary_sensor.j", name: "Hall bath window", area: "f", deviceClass: "window" },
  { id: "person.k", name: "Dana" },
  { id: "update.l", name: "Firmware", area: "c" },
];
const QUERIES = [
  "lampa prawa w gabinecie",
  "lampa i köket",
  "星のランプを消して",
  "ダイソンを止めて",
  "三楼的灯",
  "graag lampa",
  "tado w salonie",
  "plait",
  "lampa Lotte",
  "start the oven in the garage",
  "is the garage open",
  "shut off the main water",
  "gabinetplayer",
  "hallway lampa",
  "Dana's phone",
  "garbage disposal",
  "gabinet updates",
  "居間のエアコン",
  "居間が開いている",
];

test.each(["pl", "ja", "sv", "en"])("%s", async (code) => {
  const words = {
    "component.light.title": code === "ja" ? "照明" : "Lampa",
    "component.light.services.color.name": "照明の色を設定する",
    "component.light.services.turn_on.name": "照明をオンにする",
  };
  const own = code === "en" ? [] : [await homeLanguage(code, words, { "component.light.title": "Light" })];
  const languages = [english, ...own];
  const spec: HomeSpec = { areas: AREAS, entities: ENTITIES };
  const whole = await searchIn(spec, { languages });
  await fc.assert(
    fc.asyncProperty(fc.subarray(ENTITIES.map(({ id }) => id)), async (ids) => {
      const hidden = new Set(ids);
      const rest = await searchIn(
        { ...spec, entities: ENTITIES.filter(({ id }) => !hidden.has(id)) },
        { languages },
      );
      for (const text of QUERIES) expect(whole.ask(text, (id) => !hidden.has(id))).toEqual(rest.ask(text));
    }),
    RUNS,
  );
});
