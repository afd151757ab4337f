/** What stands where nothing else is said than which thing is meant, and is called so nowhere here: it is another thing. */

import { describe, expect, test } from "bun:test";
import { searched } from "../languages/searched.ts";
import { searchIn, things } from "../small-home.ts";

describe("in English", async () => {
  const boat = await searchIn({
    areas: { fore: "Fore Cabin", aft: "Aft Cabin", saloon: "Saloon" },
    entities: things(`
      binary_sensor.hatch Fore Hatch @fore :window
      climate.aft Aft Heating @aft
      light.maya Maya's Bedside @aft
      fan.saloon Blower @saloon
      person.claire Claire
      scene.movie Movie
    `),
  });

  test.each([
    ["crew cabin hatch", "beside a word that cabins share"],
    ["turn the crew cabin heater on", "beside a word that cabins share"],
    ["the hatch in the crew cabin", "behind a preposition, beside a name"],
    ["is the hatch in the cockpit open", "before what it is to be"],
    ["Anna's bedside light", "an owner beside a name"],
    ["Claire's fan", "of somebody who lives here"],
    ["turn off Roborock", "what is done with anything says nothing of another"],
    ["leak sensor in the fore cabin", "a sensor of something else"],
  ])("%s is not there: %s", (text) => {
    expect(boat.ask(text).match).toBe("none");
  });

  test.each([
    ["fore cabin hatch", "binary_sensor.hatch"],
    ["heater in the aft cabin", "climate.aft"],
    ["Maya's bedside light", "light.maya"],
    ["where is Claire", "person.claire"],
  ])("%s is %s", (text, id) => {
    expect(boat.find(text)[0]).toBe(id);
  });
});

/** As Home Assistant's are, in a language that joins its words. */
function joinedBy(joint: string): Readonly<Record<string, string>> {
  const names = Array.from({ length: 20 }, (_, at) => `Alfa${at} ${joint} Beta${at}`);
  return Object.fromEntries(
    names.map((name, at) => [`component.sensor.entity_component.class${at}.name`, name]),
  );
}

describe("in Spanish", () => {
  const home = () =>
    searched(
      "es",
      {
        ...joinedBy("de"),
        "component.light.title": "Luz",
        "component.light.services.turn_on.name": "Encender luz",
        "component.binary_sensor.entity_component.smoke.name": "Humo",
      },
      [
        ["media_player.tele", "Tele", "Salón"],
        ["light.lucia", "Acme", "Cuarto de Lucía"],
        ["light.salon", "Acme", "Salón"],
      ],
      { "component.binary_sensor.entity_component.smoke.name": "Smoke" },
    );

  test.each([
    ["tele en el sótano", "behind a name and small words"],
    ["encender la tele de gimnasio", "joined to a name"],
    ["luz de Hugo", "a name is no kind that but ends like it"],
    ["luz del cuarto de invitados", "joined to a word that places share"],
  ])("%s is not there: %s", async (text) => {
    expect((await home())(text)[0]).toBe("none");
  });

  test("what is there is found", async () => {
    const ask = await home();
    expect(ask("tele en el salón")[1]).toBe("media_player.tele");
    expect(ask("luz del cuarto de Lucía")[1]).toBe("light.lucia");
  });
});

test("in French, a kind that nothing here is called by is a place", async () => {
  const home = await searched(
    "fr",
    {
      ...joinedBy("de"),
      "component.light.title": "Lumière",
      "component.cover.entity_component.garage.name": "Garage",
    },
    [
      ["light.a", "Acme", "Cuisine"],
      ["cover.b", "Volet", "Salon"],
    ],
  );
  expect(home("lumière dans le garage")[0]).toBe("none");
  expect(home("lumière dans la cuisine")).toEqual(["close", "light.a"]);
  expect(home("démarre le four dans la cuisine")[0]).toBe("none");
});

test("in German, behind a name of more words than were said, or right beside a noun", async () => {
  const capitals = Object.fromEntries(
    Array.from({ length: 6 }, (_, at) => [`component.light.services.do${at}.name`, "Das Licht"]),
  );
  const home = await searched("de", { ...capitals, "component.light.title": "Licht" }, [
    ["climate.kind", "Heizung Kinderzimmer", "Kinderzimmer"],
  ]);
  for (const text of ["ist Annas Heizung an", "Heizung Anna", "schalte die Heizung Anna ein"])
    expect([text, home(text)[0]]).toEqual([text, "none"]);
  expect(home("Heizung in der Werkstatt")[0]).toBe("none");
  expect(home("ist die Heizung in der Werkstatt an")[0]).toBe("none");
  expect(home("Heizung im Kinderzimmer")[1]).toBe("climate.kind");
});

describe("in Chinese", () => {
  const home = () =>
    searched(
      "zh-Hans",
      { "component.light.title": "灯光", "component.light.services.turn_on.name": "打开灯光" },
      [
        ["media_player.a", "音箱", "书房"],
        ["light.b", "台灯", "书房"],
        ["light.c", "吸顶灯", "客厅"],
      ],
    );

  test.each([
    ["打开阁楼的音箱", "a place before a thing that is called so"],
    ["客厅的冰箱", "a thing behind its place"],
    ["打开客厅的冰箱", "a thing behind its place"],
    ["奶奶的台灯", "an owner"],
  ])("%s is not there: %s", async (text) => {
    expect((await home())(text)[0]).toBe("none");
  });

  test.each([
    ["打开书房的音箱", "media_player.a"],
    ["书房里的台灯", "light.b"],
    ["书房音箱声音小一点", "media_player.a"],
    ["让音箱回去", "media_player.a"],
    ["打开客厅的灯", "light.c"],
  ])("%s is %s", async (text, id) => {
    expect((await home())(text)[1]).toBe(id);
  });
});

describe("in Japanese", () => {
  const home = () =>
    searched(
      "ja",
      {
        "component.light.title": "照明",
        "component.light.services.turn_on.name": "照明の色を設定する",
        "component.fan.services.turn_on.name": "照明を消す",
        "component.climate.services.turn_on.name": "エアコンをオン",
        "component.sensor.entity_component.temperature.name": "温度",
      },
      [
        ["fan.a", "扇風機", "居間"],
        ["climate.a", "居間のエアコン", "居間"],
        ["lock.a", "玄関の鍵", "玄関"],
        ["light.n", "庭の照明", "庭"],
        ["light.b", "照明", "書斎"],
      ],
      { "component.climate.services.turn_on.name": "Air conditioner" },
    );

  test.each([
    ["次郎の扇風機", "an owner before a whole name"],
    ["居間の鍵", "a thing of one sign, elsewhere"],
    ["書斎のエアコン", "a loan word that things here are called by"],
    ["庭の扇風機", "a place of one sign that a thing is called by"],
  ])("%s is not there: %s", async (text) => {
    expect((await home())(text)[0]).toBe("none");
  });

  test.each([
    ["居間の扇風機", "fan.a"],
    ["玄関の鍵", "lock.a"],
    ["居間のエアコン", "climate.a"],
    ["庭の照明", "light.n"],
  ])("%s is %s", async (text, id) => {
    expect((await home())(text)[1]).toBe(id);
  });
});

test("where orders end with what is to be done, what nobody knows says which routine if that was said before", async () => {
  const find = await searched(
    "nl",
    {
      "component.light.title": "Licht",
      "component.light.services.turn_on.name": "Licht inschakelen",
      "component.light.services.turn_off.name": "Licht uitschakelen",
      "component.scene.title": "Scène",
      "component.vacuum.services.start.name": "Stofzuiger start",
      "component.vacuum.title": "Stofzuiger",
    },
    [
      ["scene.a", "Filmavond"],
      ["vacuum.b", "Robbie"],
    ],
    {
      "component.scene.title": "Scene",
      "component.vacuum.title": "Vacuum",
      "component.vacuum.services.start.name": "Start vacuum",
    },
  );
  expect(find("start de scène lezen")[0]).toBe("none");
  expect(find("start de scène filmavond")).toEqual(["close", "scene.a"]);
});
