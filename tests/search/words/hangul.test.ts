/** Korean, whose syllables are letters: words that are misspelt, and words with endings. */

import { describe, expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn } from "../small-home.ts";

const OWN = {
  "component.light.title": "조명",
  "component.cover.title": "여닫이",
  "component.cover.entity_component.curtain.name": "커튼",
  "component.binary_sensor.entity_component.power.name": "전원",
  "component.light.services.turn_on.name": "조명 켜기",
  "component.light.services.turn_off.name": "조명 끄기",
  "component.cover.services.open_cover.name": "여닫이 열기",
};
const TWIN = {
  "component.light.title": "Light",
  "component.cover.title": "Cover",
  "component.cover.entity_component.curtain.name": "Curtain",
  "component.binary_sensor.entity_component.power.name": "Power",
  "component.light.services.turn_on.name": "Turn on light",
  "component.light.services.turn_off.name": "Turn off light",
  "component.cover.services.open_cover.name": "Open cover",
};

async function korean() {
  return {
    languages: [english, await homeLanguage("ko", OWN, TWIN)],
    aliasesOf: () => [],
  };
}

describe("a syllable with another vowel is misspelt, and no other word", async () => {
  const home = await searchIn(
    {
      areas: { one: "안방", two: "거실" },
      entities: [
        { id: "light.mood", name: "무드등", area: "one" },
        { id: "switch.air", name: "에어컨", area: "one" },
        { id: "cover.m1", name: "거실 커튼", area: "two", deviceClass: "curtain" },
        { id: "binary_sensor.m2", name: "Acme 2", area: "two", deviceClass: "power" },
      ],
    },
    await korean(),
  );

  test.each([
    ["무두등", "light.mood"],
    ["에어콘 켜", "switch.air"],
    ["거실 커텐", "cover.m1"],
  ])("%s", (text, id) => {
    expect(home.find(text)[0]).toBe(id);
  });

  test("but with other letters it is another", () => {
    expect(home.ask("정원").match).toBe("none");
  });

  test("what is not here is told as it was written", () => {
    expect(home.ask("안방 커튼")).toMatchObject({ match: "none", unmet: ["안방"] });
  });
});

describe("what ends as places here do is another place", async () => {
  const home = await searchIn(
    {
      areas: { one: "안방", two: "주방", three: "서재" },
      entities: [
        { id: "light.m1", name: "Acme 1", area: "one" },
        { id: "light.m2", name: "Acme 2", area: "two" },
      ],
    },
    await korean(),
  );

  test.each([
    ["다락방 조명 켜", "none"],
    ["다락방에 조명 켜", "none"],
    ["안방 조명 켜", "close"],
    ["안방에 조명 켜", "close"],
    ["주방의 조명 켜", "close"],
  ] as const)("%s", (text, match) => {
    expect(home.ask(text).match).toBe(match);
  });

  test.each(["다락방 조명 켜", "다락방에 조명 켜"])("%s names it", (text) => {
    expect(home.ask(text)).toMatchObject({ unmet: [text.split(" ")[0]] });
  });
});

describe("particles are written onto other letters", async () => {
  const home = await searchIn(
    {
      areas: { one: "안방", two: "거실" },
      entities: [
        { id: "switch.pc", name: "게이밍 PC", area: "one" },
        { id: "media_player.m1", name: "Bravia TV", area: "two" },
      ],
    },
    await korean(),
  );

  test.each([
    ["PC를 켜", "switch.pc"],
    ["게이밍PC 켜", "switch.pc"],
    ["거실 TV는 켜져 있어", "media_player.m1"],
  ])("%s", (text, id) => {
    expect(home.find(text)[0]).toBe(id);
  });

  test("also in a room where there is none", () => {
    expect(home.ask("거실 PC를 켜").match).toBe("none");
  });
});
