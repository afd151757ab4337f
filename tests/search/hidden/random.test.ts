/** Whatever is asked of whatever home: a caller who may not see something is answered as if it were not there. */

import { expect, test } from "bun:test";
import fc from "fast-check";
import type { SearchQuery } from "../../../src/search/query.ts";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { randomRuns } from "../../seed.ts";
import { type EntitySpec, type HomeSpec, searchIn } from "../small-home.ts";

const RUNS = randomRuns("SEARCH_SEED", 5);
const QUERIES_PER_HOME = 12;

/** What Home Assistant says of a language, and what people there call rooms and things; `gap` stands between words. */
type Spoken = {
  readonly gap: string;
  readonly kinds: Readonly<Record<string, string>>;
  readonly rooms: readonly string[];
  readonly words: readonly string[];
};

const ENGLISH = {
  "component.light.title": "Light",
  "component.fan.title": "Fan",
  "component.climate.title": "Climate",
  "component.cover.title": "Cover",
  "component.cover.entity_component.garage.name": "Garage door",
  "component.binary_sensor.entity_component.window.name": "Window",
  "component.binary_sensor.entity_component.window.state.on": "Open",
  "component.light.services.turn_on.name": "Turn on light",
};
const KEYS = Object.keys(ENGLISH);
const said = (...texts: readonly string[]) =>
  Object.fromEntries(KEYS.map((key, at) => [key, texts[at] ?? ""]));

const SPOKEN: Readonly<Record<string, Spoken>> = {
  en: {
    gap: " ",
    kinds: ENGLISH,
    rooms: ["Kitchen", "Garage", "Guest Bedroom", "Hall Bath", "Upstairs"],
    words: [
      "lamp",
      "Anna's",
      "left",
      "2",
      "heater",
      "tado",
      "strip",
      "front",
      "door",
      "open",
      "turn",
      "the",
      "in",
    ],
  },
  de: {
    gap: " ",
    kinds: said(
      "Licht",
      "Ventilator",
      "Klima",
      "Abdeckung",
      "Garagentor",
      "Fenster",
      "Offen",
      "Licht einschalten",
    ),
    rooms: ["Küche", "Bad", "Gästezimmer", "Stube", "Obergeschoss"],
    words: [
      "Lampe",
      "Küchenlicht",
      "Annas",
      "rechts",
      "2",
      "schalte",
      "ein",
      "im",
      "der",
      "Rollo",
      "tado",
      "offen",
    ],
  },
  ja: {
    gap: "",
    kinds: said("照明", "扇風機", "気候", "カバー", "ガレージ", "窓", "開", "照明をオンにする"),
    rooms: ["居間", "寝室", "子供部屋", "二階", "ガレージ"],
    words: ["ランプ", "太郎", "星", "の", "を", "消して", "左", "ダイキン", "枕元", "2", "開いている"],
  },
  "zh-Hans": {
    gap: "",
    kinds: said("灯", "风扇", "空调", "窗帘", "车库门", "窗户", "打开", "打开灯"),
    rooms: ["客厅", "厨房", "主卧", "二楼", "车库"],
    words: ["台灯", "小明", "小米", "的", "把", "打开", "左", "吊灯", "床头", "2", "关掉"],
  },
  th: {
    gap: "",
    kinds: said("ไฟ", "พัดลม", "แอร์", "ม่าน", "ประตูโรงรถ", "หน้าต่าง", "เปิด", "เปิดไฟ"),
    rooms: ["ห้องครัว", "ห้องนอน", "ชั้นบน", "โรงรถ"],
    words: ["โคมไฟ", "สมชาย", "เปิด", "ปิด", "ใน", "ซ้าย", "2", "ทีวี"],
  },
};

const CLASSES: Readonly<Record<string, readonly (string | undefined)[]>> = {
  light: [undefined],
  fan: [undefined],
  climate: [undefined],
  media_player: [undefined, "tv"],
  person: [undefined],
  cover: [undefined, "garage", "blind"],
  binary_sensor: ["window", "door", "motion"],
  sensor: ["temperature", "humidity"],
};

const AREAS = ["r0", "r1", "r2", "r3"] as const;

function homesOf({ gap, kinds, rooms, words }: Spoken) {
  const word = fc.constantFrom(...new Set([...Object.values(kinds), ...rooms, ...words]));
  const phrase = (most: number) =>
    fc.array(word, { minLength: 1, maxLength: most }).map((all) => all.join(gap));
  const entity = fc.constantFrom(...Object.entries(CLASSES)).chain(([domain, classes]) =>
    fc.record({
      domain: fc.constant(domain),
      name: phrase(3),
      deviceClass: fc.constantFrom(...classes),
      area: fc.option(fc.constantFrom(...AREAS), { nil: undefined }),
      state: fc.constantFrom("on", "off", "open", "21", "unavailable"),
      isHidden: fc.boolean(),
      hidesClass: fc.boolean(),
    }),
  );
  const misspelt = fc
    .tuple(word, fc.nat())
    .map(([text, at]) => text.slice(0, at % text.length) + text.slice((at % text.length) + 1));
  // a number stands for the name of one of the things
  const piece = fc.oneof({ weight: 3, arbitrary: word }, misspelt, fc.nat());
  const filter: fc.Arbitrary<Partial<SearchQuery>> = fc.oneof(
    { weight: 4, arbitrary: fc.constant({}) },
    fc.constantFrom(...AREAS).map((area) => ({ area: [area] })),
    fc.constantFrom(...Object.keys(CLASSES)).map((domain) => ({ domain: [domain] })),
    fc.constantFrom("window", "garage", "tv", "temperature").map((each) => ({ device_class: [each] })),
    fc.constantFrom("on", "!=off", ">20", "open").map((state) => ({ state })),
  );
  return fc.record({
    names: fc.tuple(...AREAS.map(() => phrase(2))),
    things: fc.array(entity, { minLength: 1, maxLength: 12 }),
    queries: fc.array(fc.record({ pieces: fc.array(piece, { minLength: 1, maxLength: 3 }), more: filter }), {
      minLength: QUERIES_PER_HOME,
      maxLength: QUERIES_PER_HOME,
    }),
  });
}

function dropClass({ deviceClass: _, ...entity }: EntitySpec): EntitySpec {
  return entity;
}

test.each(Object.entries(SPOKEN))("%s", async (code, spoken) => {
  const own = code === "en" ? [] : [await homeLanguage(code, spoken.kinds, ENGLISH)];
  const options = { languages: [english, ...own] };
  await fc.assert(
    fc.asyncProperty(homesOf(spoken), async ({ names, things, queries }) => {
      const entities = things.map(({ domain, name, deviceClass, area, state }, at) => ({
        id: `${domain}.e${at}`,
        ...{ name, state },
        ...(area === undefined ? {} : { area }),
        ...(deviceClass === undefined ? {} : { deviceClass }),
      }));
      const of = (key: "isHidden" | "hidesClass") =>
        new Set(entities.filter((_, at) => things[at]?.[key]).map(({ id }) => id));
      const [hidden, classless] = [of("isHidden"), of("hidesClass")];
      const home: HomeSpec = {
        areas: Object.fromEntries(AREAS.map((id, at) => [id, names[at] ?? ""])),
        entities,
      };
      const shown = entities.filter(({ id }) => !hidden.has(id));
      const bare = shown.map((entity) => (classless.has(entity.id) ? dropClass(entity) : entity));
      const whole = await searchIn(home, options);
      const rest = await searchIn({ ...home, entities: bare }, options);
      for (const { pieces, more } of queries) {
        const texts = pieces.map((each) =>
          typeof each === "number" ? (things[each % things.length]?.name ?? "") : each,
        );
        const query = { text: texts.join(spoken.gap), ...more };
        const narrowed = { ...query, hidesClass: (id: string) => classless.has(id) };
        expect([query, whole.ask(narrowed, (id) => !hidden.has(id))]).toEqual([query, rest.ask(query)]);
      }
    }),
    RUNS,
  );
});
