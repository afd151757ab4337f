/** What is not there is said to be so in other languages too, and what is there is what its name says. */

import { describe, expect, test } from "bun:test";
import { writesCapitals } from "../../../src/search/words/languages/capitals.ts";
import { searched } from "../languages/searched.ts";
import { searchIn, things, USUAL } from "../small-home.ts";

describe("a Taiwanese home", () => {
  const words = {
    "component.light.title": "燈光",
    "component.light.services.turn_on.name": "開啟燈光",
    "component.light.services.turn_off.name": "關閉燈光",
    "component.climate.title": "空調",
    "component.climate.entity_component._.state.cool": "冷氣",
    "component.camera.title": "攝影機",
  };
  const home = () =>
    searched(
      "zh-Hant",
      words,
      [
        ["light.living", "客廳主燈", "客廳"],
        ["light.kitchen", "廚房燈", "廚房"],
        ["light.bath", "浴室燈", "浴室"],
        ["light.night", "小夜燈", "小孩房"],
        ["light.study", "Acme 100", "書房"],
        ["climate.living", "客廳冷氣", "客廳"],
        ["camera.entry", "大門攝影機", "玄關"],
      ],
      { "component.camera.title": "Camera" },
    );

  test.each([
    ["小夜燈", "exact", "light.night"],
    ["廚房燈", "exact", "light.kitchen"],
    ["客廳冷氣", "exact", "climate.living"],
    ["書房燈光", "close", "light.study"],
    ["打開廚房的燈", "close", "light.kitchen"],
  ])("%s is %s %s", async (sentence, match, id) => {
    expect((await home())(sentence)).toEqual([match, id]);
  });

  test.each([
    ["泳池燈", "a place right before the kind"],
    ["打開泳池燈", "behind what is to be done"],
    ["地下室的燈", "signs of it are small words by themselves"],
    ["打開地下室燈", "where it meets the kind, another thing is called so"],
    ["後院攝影機", "a word that no dictionary has"],
    ["浴室冷氣", "what climates do is what they are called here"],
    ["老人房的燈", "a word of the dictionary with one more sign"],
    ["打開吊燈", "a word that ends in the sign for a kind is another of it"],
  ])("%s is not there: %s", async (sentence) => {
    expect((await home())(sentence)[0]).toBe("none");
  });

  test.each(["開燈", "關掉燈光", "打開燈", "關掉所有的燈"])(
    "%s is what is to be done with lights",
    async (sentence) => {
      expect((await home())(sentence)[0]).toBe("close");
    },
  );
});

test("a thing that is called like its kind is where it is", async () => {
  const words = {
    "component.climate.title": "空調",
    "component.sensor.entity_component.temperature.name": "溫度",
  };
  const home = await searched(
    "zh-Hant",
    words,
    [
      ["climate.a", "空調", "客廳"],
      ["sensor.t", "溫度", "客廳", "temperature"],
    ],
    { "component.sensor.entity_component.temperature.name": "Temperature" },
  );
  expect(home("書房的空調")[0]).toBe("none");
  expect(home("客廳的空調")).toEqual(["exact", "climate.a"]);
  // what is measured has other words before it than places
  expect(home("室內溫度")).toEqual(["close", "sensor.t"]);
  const { ask } = await searchIn(USUAL);
  expect(ask("the thermostat in the mezzanine").match).toBe("none");
  expect(ask("upstairs thermostat").match).toBe("none");
});

/** As Home Assistant's are, in a language that joins its words. */
function joinedBy(joint: string): Readonly<Record<string, string>> {
  const names = Array.from({ length: 20 }, (_, at) => `Alfa${at} ${joint} Beta${at}`);
  return Object.fromEntries(
    names.map((name, at) => [`component.sensor.entity_component.class${at}.name`, name]),
  );
}

describe("an Italian home", () => {
  const words = {
    ...joinedBy("della"),
    "component.light.title": "Luce",
    "component.light.services.turn_on.name": "Accendi luce",
    "component.fan.title": "Ventilatore",
    "component.climate.entity_component._.state.fan_only": "Ventilatore",
    "component.media_player.entity_component.tv.name": "TV",
    "component.cover.entity_component.shutter.name": "Tapparella",
    "component.binary_sensor.entity_component.moisture.state.on": "Bagnato",
    "component.binary_sensor.entity_component.moisture.name": "Umidità",
    "component.binary_sensor.entity_component.lock.name": "Serratura",
    "component.binary_sensor.entity_component.lock.state.on": "Sbloccato/a",
    "component.binary_sensor.entity_component.lock.state.off": "Bloccato/a",
  };
  const inEnglish = {
    "component.media_player.entity_component.tv.name": "TV",
    "component.cover.entity_component.shutter.name": "Shutter",
    "component.climate.entity_component._.state.fan_only": "Fan only",
    "component.binary_sensor.entity_component.moisture.state.on": "Wet",
    "component.binary_sensor.entity_component.moisture.name": "Moisture",
    "component.binary_sensor.entity_component.lock.name": "Lock",
    "component.binary_sensor.entity_component.lock.state.on": "Unlocked",
    "component.binary_sensor.entity_component.lock.state.off": "Locked",
  };
  const home = () =>
    searched(
      "it",
      words,
      [
        ["light.a", "Piantana", "Soggiorno"],
        ["light.b", "Specchio", "Bagno"],
        ["switch.studio", "Studio", "Studio"],
        ["climate.camera", "Camera", "Camera matrimoniale"],
        ["fan.tower", "Torre", "Soggiorno"],
        ["media_player.tv", "Samsung", "Soggiorno", "tv"],
        ["cover.a", "Tapparella", "Soggiorno", "shutter"],
        ["calendar.a", "Famiglia"],
        ["binary_sensor.lock", "Cantina", "Soggiorno", "lock"],
      ],
      inEnglish,
    );

  test.each([
    ["luce balcone", "a kind and its place alone"],
    ["accendi la luce nella mia piscina", "a place behind small words"],
    ["accendi le luci della mansarda", "a place behind small words"],
    ["tapparella bagno", "a place that sounds like something wet"],
    ["tv in camera", "a thing that is called like the place"],
    ["piantana in studio", "a thing that is called like the place"],
    ["accendi la lavastoviglie", "a verb that is nearly an agenda"],
    ["che ore sono", "small words alone"],
    ["serrature bloccate", "a state that is written with two endings"],
  ])("%s is not there: %s", async (sentence) => {
    expect((await home())(sentence)[0]).toBe("none");
  });

  test.each([
    ["accendi la luce in bagno", "light.b"],
    ["ventilatore", "fan.tower"],
    ["piantana in soggiorno", "light.a"],
    ["tv in soggiorno", "media_player.tv"],
    ["serrature sbloccate", "binary_sensor.lock"],
  ])("%s is %s", async (sentence, id) => {
    expect((await home())(sentence)[1]).toBe(id);
  });
});

test.each([
  ["cs", "Světlo", "Zapnout světlo", "rozsviť světlo"],
  ["ru", "Свет", "Включить свет", "засвети свет"],
  ["ko", "조명", "조명 켜기", "조명 밝혀줘"],
  ["tr", "Işık", "Işık aç", "ışık yaksana"],
])(
  "%s: a verb that nobody knows stands where verbs do: %s, %s, %s",
  async (code, title, service, sentence) => {
    const words = { "component.light.title": title, "component.light.services.turn_on.name": service };
    const home = await searched(code, words, [["light.a", "Acme", "Alfa"]]);
    expect(home(sentence)).toEqual(["close", "light.a"]);
  },
);

test("a room with its article, in Swedish, is no room with a meter", async () => {
  const home = await searched("sv", { "component.light.title": "Lampa" }, [["light.a", "Acme", "Sovrum"]]);
  expect(home("tänd i sovrummet")[0]).not.toBe("none");
});

test.each([
  ["es", "Luz", "pon la luz en azul"],
  ["fr", "Lumière", "mets la lumière en bleu"],
  ["nl", "Lamp", "zet de lamp op blauw"],
  ["it", "Luce", "metti la luce in blu"],
])("%s: behind a single small word may stand how it is to be: %s, %s", async (code, title, sentence) => {
  const home = await searched(code, { "component.light.title": title }, [["light.a", title, "Alfa"]]);
  expect(home(sentence)[0]).not.toBe("none");
});

describe("Chinese and Japanese orders", () => {
  const chinese = () =>
    searched(
      "zh-Hans",
      {
        "component.light.title": "灯光",
        "component.light.services.turn_on.name": "打开灯光",
        "component.light.services.turn_off.name": "关闭灯光",
        "component.climate.title": "空调",
        "component.cover.services.open_cover.name": "打开窗帘",
      },
      [
        ["light.a", "吸顶灯", "厨房"],
        ["climate.a", "空调", "客厅"],
        ["cover.a", "窗帘", "客厅"],
      ],
    );

  test.each([
    ["开灯", "signs of two words that stand side by side in a service's name are no word"],
    ["打开灯", "what is opened is what is said"],
    ["把灯调亮", "the last sign of a word for a kind is not that kind"],
    ["请帮我开灯", "small words before a verb are no place"],
  ])("%s means the lights: %s", async (sentence) => {
    expect((await chinese())(sentence)).toEqual(["close", "light.a"]);
  });

  test("all of them, in Japanese, is no place", async () => {
    const home = await searched("ja", { "component.light.title": "照明" }, [["light.a", "照明", "寝室"]]);
    expect(home("全部の照明を消して")).toEqual(["close", "light.a"]);
    expect(home("屋根裏の照明を消して")[0]).toBe("none");
  });
});

test("nouns have capitals in German, though what the weather is like has none", async () => {
  const texts = [...Array.from({ length: 6 }, () => "Das Licht"), "Es ist bewölkt"];
  const isKind = (word: string) => ["licht", "bewolkt"].includes(word);
  expect(await writesCapitals(texts, isKind)).toBe(true);
  expect(await writesCapitals(["Sin luz", "Una luz", "Con luz", "La luz", "Luz y Luz"], () => true)).toBe(
    false,
  );
});

describe("two wishes in one sentence", () => {
  const two = async (language: string, title: string, names: readonly string[], sentence: string) => {
    const [lamp = "", fan = "", hall = "", kitchen = ""] = names;
    const things = [
      ["light.a", lamp, hall],
      ["switch.b", fan, kitchen],
      ["light.c", "Acme", kitchen],
      ["switch.d", "Acme", hall],
    ] as const;
    const home = await searched(language, { "component.light.title": title }, things);
    return home.all(sentence);
  };

  test("in German", async () => {
    const names = ["Piccolo", "Sauna", "Flur", "Küche"];
    const found = await two("de", "Licht", names, "schalte Piccolo im Flur und die Sauna in der Küche aus");
    expect(found.toSorted()).toEqual(["light.a", "switch.b"]);
  });

  test("in Chinese", async () => {
    const names = ["落地燈", "電熱水壺", "客廳", "廚房"];
    const found = await two("zh-Hant", "燈光", names, "關閉客廳的落地燈和廚房的電熱水壺");
    expect(found.toSorted()).toEqual(["light.a", "switch.b"]);
  });
});

test("a place that is there is no beginning of another", async () => {
  const { ask, find } = await searchIn({
    areas: { bed: "Bed Nook", bedroom: "Bedroom" },
    entities: things(`
      light.a Acme @bed
      fan.b Acme @bedroom
    `),
  });
  expect(ask("fan in the bed nook").match).toBe("none");
  expect(ask("bed fan").match).toBe("none");
  expect(find("bedr fan")).toEqual(["fan.b"]);
});

test("the back door is no front door", async () => {
  const { ask, find } = await searchIn({
    entities: [{ id: "lock.front", name: "Front Door", state: "locked" }],
  });
  for (const text of ["back door", "is the back door locked", "open the back door"])
    expect([text, ask(text).match]).toEqual([text, "none"]);
  for (const text of ["lock the door", "get back to the front door", "lower the door"])
    expect(find(text)).toEqual(["lock.front"]);
});

test("the weather is asked for by how it is", async () => {
  const { find } = await searchIn({
    areas: { out: "Outside" },
    entities: things(`
      sensor.a Outside @out :humidity
      weather.home Home
    `),
  });
  expect(find("is it cloudy")).toEqual(["weather.home"]);
  expect(find("is it sunny outside")).toEqual([]);
});
