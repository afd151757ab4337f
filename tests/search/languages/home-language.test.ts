/** A home in a language that is not English, searched with Home Assistant's own words for it. */

import { describe, expect, test } from "bun:test";
import { searched, type Thing } from "./searched.ts";

describe("a German home", () => {
  const words = {
    "component.light.title": "Beleuchtung",
    "component.light.entity_component._.name": "Licht",
    "component.light.services.turn_on.name": "Licht einschalten",
    "component.fan.title": "Ventilator",
    "component.fan.services.turn_on.name": "Ventilator einschalten",
    "component.lock.title": "Schloss",
    "component.cover.title": "Abdeckung",
    "component.cover.entity_component.garage.name": "Garagentor",
    "component.binary_sensor.entity_component.moisture.name": "Feuchtigkeit",
    "component.switch.title": "Schalter",
    "component.switch.entity_component.switch.name": "Schalter",
    "component.switch.entity_component.outlet.name": "Steckdose",
  };
  const home = () =>
    searched("de", words, [
      ["light.m1", "Acme 1", "Küche"],
      ["fan.m2", "Acme 2", "Küche"],
      ["light.m3", "Acme 3", "Wohnzimmer"],
      ["light.m4", "Stehlampe", "Schlafzimmer"],
      ["lock.m5", "Haustür", "Flur"],
    ]);

  test.each([
    ["Licht in der Küche", "light.m1"],
    ["mach bitte mal die Lichter in der Küche an", "light.m1"],
    ["den Ventilator in der Küche langsamer", "fan.m2"],
    ["schalte die Stehlampe im Schlafzimmer gemütlich ein", "light.m4"],
    ["ist das Schloss im Flur zu", "lock.m5"],
    ["light in the Küche", "light.m1"],
  ])("%s", async (sentence, id) => {
    expect((await home())(sentence)).toEqual([expect.not.stringMatching("none"), id]);
  });

  test("a word for a whole domain is for all of its classes", async () => {
    const ask = await searched("de", words, [["switch.m6", "Acme 6", "Flur", "outlet"]]);
    expect(ask("Schalter")).toEqual(["close", "switch.m6"]);
  });

  test.each(["den Ventilator im Wohnzimmer", "öffne das Garagentor", "Licht im Flur", "xyzzy plugh"])(
    "%s is not there",
    async (sentence) => {
      expect((await home())(sentence)[0]).toBe("none");
    },
  );
});

test("endings: a case, a plural, an article written onto the word", async () => {
  const finnish = await searched("fi", { "component.light.title": "Valo" }, [
    ["light.m1", "Acme", "Keittiö"],
    ["light.m2", "Acme", "Eteinen"],
  ]);
  expect(finnish("sammuta keittiön valot")).toEqual(["close", "light.m1"]);
  const spanish = await searched(
    "es",
    { "component.light.title": "Luz", "component.fan.title": "Ventilador" },
    [
      ["light.m1", "Acme", "Cocina"],
      ["fan.m2", "Acme", "Cocina"],
    ],
  );
  expect(spanish("apaga las luces de la cocina")).toEqual(["close", "light.m1"]);
  const hebrew = await searched("he", { "component.light.title": "תאורה" }, [["light.m1", "Acme", "מטבח"]]);
  expect(hebrew("התאורה במטבח")).toEqual(["close", "light.m1"]);
});

test("a thing by its whole name with an ending, beside words for what it has", async () => {
  const words = {
    "component.light.title": "Lampa",
    "component.climate.entity_component._.state_attributes.temperature.name": "Temperatur",
    "component.sensor.entity_component.temperature.name": "Temperatur",
    "component.weather.title": "Vader",
  };
  const find = await searched("sv", words, [
    ["light.garage", "garagelampa"],
    ["sensor.bastu", "Bastutemperatur"],
    ["weather.hemma", "Hemma"],
  ]);
  expect(await find("ändra färgtemperaturen på garagelampan till 2700 kelvin")).toEqual([
    "close",
    "light.garage",
  ]);
  expect(await find("vänligen sätt garagelampan till 50%")).toEqual(["close", "light.garage"]);
  // what an ending has left of a long word is no word with a typing fault
  expect(await find("vänligen")).toEqual(["none", undefined]);
});

test("a script without spaces", async () => {
  const chinese = await searched(
    "zh-Hans",
    { "component.light.title": "灯光", "component.fan.title": "风扇", "component.lock.title": "锁" },
    [
      ["light.m1", "Acme 1", "厨房"],
      ["fan.m2", "Acme 2", "厨房"],
      ["light.m3", "Acme 3", "客厅"],
    ],
  );
  expect(chinese("厨房的灯开着吗")).toEqual(["close", "light.m1"]);
  expect(chinese("打开厨房风扇")).toEqual(["close", "fan.m2"]);
});

test("compounds, and what a compound is no name of", async () => {
  const words = { "component.light.title": "Licht", "component.fan.title": "Ventilator" };
  const german = await searched("de", words, [
    ["light.m1", "Acme 1", "Küche"],
    ["light.m2", "Acme 2", "Wohnzimmer"],
    ["light.m3", "Küchenfensterlicht", "Flur"],
  ]);
  expect(german("Wohnzimmerlicht an")).toEqual(["close", "light.m2"]);
  expect(german("Wohnzimmerventilator an")[0]).toBe("none");
  expect(german("den Ventilator in der Küche")[0]).toBe("none");
});

test("a place whose name is one sign", async () => {
  const things: Thing[] = [
    ["light.m1", "Acme 1", "居間"],
    ["fan.m2", "Acme 2", "庭"],
  ];
  const words = { "component.light.title": "照明" };
  expect((await searched("ja", words, things))("庭の照明")[0]).toBe("none");
  const find = await searched("ja", words, [...things, ["lock.m3", "庭の門", "居間"]]);
  expect(find("庭の門")).toEqual(["exact", "lock.m3"]);
});

test("a verb with the stem of a kind hides nothing; a short word is no shorter form of one", async () => {
  const words = { "component.switch.title": "Schalter", "component.weather.title": "Wetter" };
  const inEnglish = { "component.switch.title": "Switch", "component.weather.title": "Weather" };
  const things: Thing[] = [
    ["light.m1", "Acme RGB Leselampe", "Flur"],
    ["switch.m2", "Acme 2", "Küche"],
  ];
  things.push(["binary_sensor.m3", "Floor wet"], ["weather.m4", "Acme"]);
  const german = await searched("de", words, things, inEnglish);
  expect(german("schalte die Leselampe aus")).toEqual(["close", "light.m1"]);
  expect(german("schalte die Leselampen bitte aus")).toEqual(["close", "light.m1"]);
  for (const text of ["Schalter Leselampe", "die Schalter im Flur", "schalte den Flur"])
    expect(german(text)[0]).toBe("none");
  expect(german("das Wetter")).toEqual(["close", "weather.m4"]);
});

test("what an ending of another language leaves of an English word is no word of it", async () => {
  const words = { "component.light.title": "Lumière", "component.climate.title": "Thermostat" };
  const find = await searched("fr", words, [
    ["light.m1", "Acme", "Salon"],
    ["climate.m2", "Tado", "Salon"],
    ["sensor.m3", "Acme", "Cave", "water"],
  ]);
  // "mets", put, has the stem that French leaves of "meter"
  expect(find("mets la lumière du salon en bleu")).toEqual(["close", "light.m1"]);
  expect(find("mets le salon à 21")[0]).toBe("close");
  expect(find("water meter")).toEqual(["close", "sensor.m3"]);
});

test("a plural of a kind that is not there is none", async () => {
  const spanish = await searched(
    "es",
    { "component.light.title": "Luz", "component.fan.title": "Ventilador" },
    [
      ["light.m1", "Acme", "Cocina"],
      ["fan.m2", "Acme", "Salón"],
    ],
  );
  expect(spanish("apaga las luces del salón")[0]).toBe("none");
  expect(spanish("apaga los ventiladores de la cocina")[0]).toBe("none");
});

test("of names that differ for the eye alone the one that is written comes first", async () => {
  const italian = await searched("it", { "component.light.title": "Luce" }, [
    ["light.m1", "Faro", "cucina"],
    ["light.m2", "Lampada", "Cucina"],
  ]);
  expect(italian("accendi la luce in Cucina")[1]).toBe("light.m2");
  expect(italian("accendi la luce in cucina")[1]).toBe("light.m1");
});

describe("a Japanese home", () => {
  const words = {
    "component.light.title": "照明",
    "component.light.services.turn_on.name": "ライトをオン",
    "component.light.services.turn_off.name": "ライトをオフ",
    "component.climate.entity_component._.state.cool": "冷房",
  };
  const home = () =>
    searched("ja", words, [
      ["light.m1", "Acme 1", "リビング"],
      ["climate.m2", "エアコン", "リビング"],
      ["switch.m3", "デスクの電源", "書斎"],
    ]);

  test.each([
    ["リビングのライトを消して", "light.m1"],
    ["リビングの電気を消して", "light.m1"],
    ["エアコンを止めて", "climate.m2"],
    ["デスクの電源を入れて", "switch.m3"],
  ])("%s", async (sentence, id) => {
    expect((await home())(sentence)).toEqual([expect.not.stringMatching("none"), id]);
  });

  test.each(["冷蔵庫", "書斎のエアコン", "書斎の照明"])("%s is not there", async (sentence) => {
    expect((await home())(sentence)[0]).toBe("none");
  });
});

describe("one sign of a Japanese word for a kind", () => {
  const words = {
    "component.light.title": "照明",
    "component.cover.entity_component.tilt.name": "チルト",
    "component.notify.title": "通知",
    "component.binary_sensor.entity_component.occupancy.name": "在室",
    "component.binary_sensor.entity_component.smoke.name": "煙",
  };
  const english = {
    "component.cover.entity_component.tilt.name": "Tilt",
    "component.notify.title": "Notifications",
    "component.binary_sensor.entity_component.occupancy.name": "Occupancy",
    "component.binary_sensor.entity_component.smoke.name": "Smoke",
  };
  const things: Thing[] = [
    ["light.m1", "Acme 1", "応接室"],
    ["cover.m2", "Acme チルト", "リビング"],
  ];
  const home = () => searched("ja", words, [...things, ["notify.m3", "Notifier"]], english);

  test.each([
    ["応接室の照明", "light.m1"],
    ["チルトを26度にして", "cover.m2"],
  ])("%s", async (sentence, id) => {
    expect((await home())(sentence)).toEqual(["close", id]);
  });

  test.each(["煙検知器", "扉の検知器"])("%s is not there", async (sentence) => {
    expect((await home())(sentence)[0]).toBe("none");
  });
});

describe("what decides nothing, in English too", () => {
  const home = () =>
    searched("de", {}, [
      ["light.lamp", "Lamp", "Lounge"],
      ["cover.blind", "Blind", "Lounge"],
      ["humidifier.h", "Humidifier", "Nursery"],
      ["fan.f", "Fan", "Study"],
    ]);

  test("words of manner beside what is there", async () => {
    const found = (id: string) => [expect.not.stringMatching("none"), id];
    expect((await home())("dim the lounge lamp ever so gracefully")).toEqual(found("light.lamp"));
    expect((await home())("have the study fan whirl briskly")).toEqual(found("fan.f"));
  });

  test.each(["the fan in the lounge", "open the curtain in the lounge", "the dehumidifier in the nursery"])(
    "%s is another thing, or elsewhere",
    async (sentence) => {
      expect((await home())(sentence)[0]).toBe("none");
    },
  );
});

test("what things do, and what they are called for it, is one kind", async () => {
  const inEnglish = {
    "component.climate.entity_component._.state.heat": "Heat",
    "component.climate.entity_component._.state.heat_cool": "Heat/Cool",
  };
  const german = {
    "component.climate.entity_component._.state.heat": "Heizbetrieb",
    "component.climate.entity_component._.state.heat_cool": "Heizen/Kühlen",
  };
  const find = await searched(
    "de",
    german,
    [
      ["climate.bath", "tado Regler", "Badezimmer"],
      ["climate.hall", "Heizung Flur", "Flur"],
      ["light.bath", "Spiegel", "Badezimmer"],
    ],
    inEnglish,
  );
  expect(await find("Heizung Badezimmer höher")).toEqual(["close", "climate.bath"]);
});
