/** What a word of another language is part of, or an end of: compounds, endings, signs, names. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn, things } from "../small-home.ts";
import { searched } from "./searched.ts";

describe("a German home whose bath is called Bad", () => {
  const words = {
    "component.light.title": "Licht",
    "component.light.services.turn_on.name": "Licht dimmen",
    "component.cover.title": "Abdeckung",
    "component.cover.services.open_cover.name": "Abdeckung öffnen",
    "component.cover.entity_component.garage.name": "Garagentor",
    "component.binary_sensor.entity_component.smoke.name": "Rauch",
    "component.climate.title": "Thermostat",
  };
  const home = () =>
    searched("de", words, [
      ["light.m1", "Acme", "Küche"],
      ["switch.m2", "Acme", "Bad"],
      ["cover.m3", "Garagentor", "Garage"],
      ["cover.m4", "Rollo", "Bad"],
      ["binary_sensor.m5", "Rauch", "Flur"],
      ["climate.m6", "Fußbodenheizung", "Bad"],
    ]);

  test.each([
    ["Licht im Bad", "a small word of English is a place here"],
    ["Stromverbrauch", "smoke at the end of a word that nobody knows"],
    ["dimme den Ofen", "what is done with a thing that nobody knows"],
    ["öffne den Schrank", "what is done with a thing that nobody knows"],
  ])("%s is not there: %s", async (sentence) => {
    expect((await home())(sentence)[0]).toBe("none");
  });

  test("a switch that is an outlet", async () => {
    const texts = (word: string) => ({
      "component.switch.title": word,
      "component.switch.entity_component.switch.name": word,
    });
    const languages = [english, await homeLanguage("de", texts("Schalter"), texts("Switch"))];
    const outlet = { id: "switch.m1", name: "Acme", area: "k", deviceClass: "outlet" };
    const german = await searchIn({ areas: { k: "Küche" }, entities: [outlet] }, { languages });
    expect(german.find("Schalter in der Küche")).toEqual(["switch.m1"]);
  });

  test("a thermostat by another name", async () => {
    expect((await home())("Thermostat im Bad")).toEqual(["close", "climate.m6"]);
  });
});

test("what is on a floor, behind an article that has lost its vowel", async () => {
  const home = await searchIn({
    floors: { up: "Étage", down: "Rez-de-chaussée" },
    floorOf: { bed: "up", salon: "down" },
    areas: { bed: "Chambre", salon: "Salon" },
    entities: things(`
      light.up Acme @bed
      light.down Acme @salon
    `),
  });
  expect(home.find("lights à l'étage")).toEqual(["light.up"]);
});

test("of a kind, only what is of the place however it is spelled", async () => {
  const home = await searchIn({
    areas: { bed: "Bedroom", bath: "Bathroom" },
    entities: things(`
      light.a Acme @bed
      light.b Acme @bath
      cover.g Door :garage
      cover.b Blind @bed :blind
    `),
  });
  expect(home.find("lights bedrom")).toEqual(["light.a"]);
  expect(home.find("open the garage door")).toEqual(["cover.g"]);
});

test("one sign of a Chinese word for a kind that things here end in", async () => {
  const chinese = await searched("zh-Hans", { "component.light.title": "灯光" }, [
    ["light.m1", "吸顶灯", "客厅"],
    ["light.m2", "床头灯", "主卧"],
    ["climate.m3", "客厅空调", "客厅"],
    ["switch.m4", "洗衣机", "阳台"],
  ]);
  expect(chinese("打开客厅的灯")).toEqual(["close", "light.m1"]);
  expect(chinese("主卧灯")).toEqual(["close", "light.m2"]);
  expect(chinese("阳台的灯")[0]).toBe("none");
  // no place here is called so
  expect(chinese("阁楼的灯")[0]).toBe("none");
});

test("a word that begins like another is not the other with an ending", async () => {
  const dutch = await searched(
    "nl",
    {
      "component.event.entity_component.doorbell.name": "Deurbel",
      "component.climate.title": "Klimaat",
      "component.climate.entity_component._.state.cool": "Koel",
      "component.binary_sensor.entity_component.door.name": "Deur",
    },
    [
      ["cover.m1", "Deur", "Garage"],
      ["climate.m2", "Klimaat", "Woonkamer"],
    ],
    {
      "component.event.entity_component.doorbell.name": "Doorbell",
      "component.climate.title": "Climate",
      "component.binary_sensor.entity_component.door.name": "Door",
    },
  );
  expect(dutch("deurbel")[0]).toBe("none");
  expect(dutch("koelkast")[0]).toBe("none");
});

test("a small word of a whole name is part of it", async () => {
  const spanish = await searched(
    "es",
    {
      "component.binary_sensor.entity_component.door.name": "Puerta",
      "component.cover.services.close_cover.name": "Cerrar cubierta",
      "component.cover.title": "Cubierta",
    },
    [
      ["cover.a", "Puerta", "Garaje"],
      ["lock.b", "Puerta principal", "Entrada"],
    ],
    {
      "component.binary_sensor.entity_component.door.name": "Door",
      "component.cover.services.close_cover.name": "Close cover",
    },
  );
  expect(spanish("cerrar la puerta principal")).toEqual(["exact", "lock.b"]);
});

test("the end of one Japanese word with the beginning of the next names nothing", async () => {
  const japanese = await searched("ja", { "component.light.title": "照明" }, [
    ["binary_sensor.m1", "寝室の窓", "寝室"],
    ["light.m2", "枕元", "寝室"],
  ]);
  expect(japanese("地下室の電気")[0]).toBe("none");
  expect(japanese("寝室の照明")).toEqual(["close", "light.m2"]);
});

describe("what a word begins with is not what it is", () => {
  const WATER = "component.valve.entity_component.water.name";

  test("a valve of water is no kettle", async () => {
    const find = await searched(
      "nl",
      { [WATER]: "Water", "component.light.title": "Licht" },
      [
        ["valve.m1", "Acme", "Hal"],
        ["light.m2", "Acme", "Keuken"],
      ],
      { [WATER]: "Water" },
    );
    expect(find("zet de waterkoker uit")[0]).toBe("none");
    expect(find("draai het water open")).toEqual(["close", "valve.m1"]);
  });

  test("a kind with the letter behind it is nobody's name", async () => {
    const find = await searched("it", { "component.light.title": "Luce" }, [
      ["person.luca", "Luca"],
      ["switch.m1", "Acme", "Cucina"],
    ]);
    expect(find("spegni la luce a soffitto")[0]).toBe("none");
    expect(find("dov'è Luca")[1]).toBe("person.luca");
  });
});
