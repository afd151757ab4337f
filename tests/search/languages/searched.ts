/** A home in a language, searched with Home Assistant's own words for it. */

import { createSearchIndex } from "../../../src/search/search-index.ts";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { placeOf } from "../small-home.ts";

const ENGLISH = {
  "component.light.title": "Light",
  "component.light.entity_component._.name": "Light",
  "component.fan.title": "Fan",
  "component.light.services.turn_on.name": "Turn on light",
  "component.light.services.turn_off.name": "Turn off light",
  "component.climate.entity_component._.state.cool": "Cool",
  "component.lock.title": "Lock",
  "component.cover.title": "Cover",
  "component.switch.title": "Switch",
  "component.switch.entity_component.switch.name": "Switch",
  "component.switch.entity_component.outlet.name": "Outlet",
  "component.cover.entity_component.garage.name": "Garage",
  "component.binary_sensor.entity_component.moisture.name": "Moisture",
};

/** What Home Assistant says of lights in Japanese: the joints of the language among it. */
export const JAPANESE_LIGHTS = {
  "component.light.title": "照明",
  "component.light.services.turn_on.name": "照明をオンにする",
  "component.light.services.turn_off.name": "照明をオフにする",
  "component.light.services.color.name": "照明の色を設定する",
};

export type Thing = readonly [id: string, name: string, area?: string, deviceClass?: string];

export async function searched(
  language: string,
  words: Readonly<Record<string, string>>,
  things: readonly Thing[],
  inEnglish: Readonly<Record<string, string>> = {},
) {
  const areas = Object.fromEntries(
    things.flatMap(([, , area]) => (area === undefined ? [] : [[area, area]])),
  );
  const entities = things.map(([id, name, area, deviceClass]) => ({
    ...{ id, name },
    ...(area === undefined ? {} : { area }),
    ...(deviceClass === undefined ? {} : { deviceClass }),
  }));
  const languages = [english, await homeLanguage(language, words, { ...ENGLISH, ...inEnglish })];
  const index = createSearchIndex(placeOf({ areas, entities }), { languages });
  await index.build();
  const find = (text: string) => index.search({ text, limit: 5 }, () => true, 0);
  const first = (text: string) => {
    const { match, hits } = find(text);
    return [match, hits.find(({ kind }) => kind === "entity")?.id];
  };
  return Object.assign(first, { all: (text: string) => find(text).hits.map(({ id }) => id) });
}
