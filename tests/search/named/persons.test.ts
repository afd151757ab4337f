/** People are called by their names as these are written. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searched, type Thing } from "../languages/searched.ts";
import { searchIn } from "../small-home.ts";

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

describe("who is at home, where an alarm is armed as well when somebody is", async () => {
  const words = {
    "component.person.title": "Persona",
    "component.person.entity_component._.state.home": "Casa",
    "component.person.entity_component._.state.not_home": "Ausente",
    "component.alarm_control_panel.services.alarm_arm_home.name": "Armar en casa",
  };
  const languages = [
    english,
    await homeLanguage("es", words, {
      "component.person.title": "Person",
      "component.person.entity_component._.state.home": "Home",
      "component.person.entity_component._.state.not_home": "Away",
      "component.alarm_control_panel.services.alarm_arm_home.name": "Arm alarm home",
    }),
  ];
  const entities = [
    { id: "person.marta", name: "Marta", state: "home" },
    { id: "person.ugo", name: "Ugo", state: "not_home" },
    { id: "alarm_control_panel.a", name: "Acme" },
  ];
  const home = await searchIn({ areas: {}, entities }, { languages });

  test("is asked of people", () => {
    expect(home.find("quién está en casa")).toEqual(["person.marta"]);
  });
});
