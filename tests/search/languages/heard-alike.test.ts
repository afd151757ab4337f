/** Words of the home's language that look like others, and are none of them. */

import { expect, test } from "bun:test";
import { english } from "../../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../../src/search/words/languages/home-language.ts";
import { searchIn, things } from "../small-home.ts";

const ENTITY = "entity_component";
const ENGLISH = {
  "component.light.title": "Light",
  "component.humidifier.title": "Humidifier",
  [`component.humidifier.${ENTITY}.dehumidifier.name`]: "Dehumidifier",
  [`component.sensor.${ENTITY}.humidity.name`]: "Humidity",
  [`component.sensor.${ENTITY}.temperature.name`]: "Temperature",
  [`component.climate.${ENTITY}._.name`]: "Thermostat",
  [`component.climate.${ENTITY}._.state.heat`]: "Heat",
  [`component.climate.${ENTITY}._.state.dry`]: "Dry",
};
/** As many as show what joins one thing to another. */
const joined = (by: string) =>
  Object.fromEntries(
    Array.from({ length: 16 }, (_, at) => [
      `component.number.${ENTITY}.n${at}.name`,
      `Sensor ${by} prova${at}`,
    ]),
  );
const ITALIAN = {
  ...joined("di"),
  "component.light.title": "Luce",
  "component.humidifier.title": "Umidificatore",
  [`component.humidifier.${ENTITY}.dehumidifier.name`]: "Deumidificatore",
  [`component.sensor.${ENTITY}.humidity.name`]: "Umidità",
  [`component.sensor.${ENTITY}.temperature.name`]: "Temperatura",
  [`component.climate.${ENTITY}._.name`]: "Termostato",
  [`component.climate.${ENTITY}._.state.heat`]: "Riscaldamento",
  [`component.climate.${ENTITY}._.state.dry`]: "Deumidificazione",
};

test("in Italian", async () => {
  const home = await searchIn(
    {
      floors: { terra: "Piano terra" },
      floorOf: { bagno: "terra" },
      areas: { bagno: "Bagno", terrazza: "Terrazza", giulia: "Camera di Giulia" },
      entities: things(`
        light.bagno Luce specchio @bagno
        light.terrazza Luce terrazza @terrazza
        climate.bagno Termoarredo @bagno =heat
        sensor.um Umidità bagno @bagno :humidity
        sensor.t Temperatura Giulia @giulia :temperature
      `),
    },
    { languages: [english, await homeLanguage("it", ITALIAN, ENGLISH)] },
  );
  // what a thermostat does is what people call it
  expect(home.find("riscaldamento del bagno")[0]).toBe("climate.bagno");
  // "terra" begins "terrazza"
  expect(home.find("luci del piano terra")).toEqual(["light.bagno"]);
  expect(home.find("che temperatura c'è in camera di Giulia")[0]).toBe("sensor.t");
  for (const text of ["umidificatore", "deumidificatore in bagno", "apri il lucernario"])
    expect([text, home.ask(text).match]).toEqual([text, "none"]);
});

test("in Swedish", async () => {
  const own = {
    "component.light.title": "Lampa",
    [`component.sensor.${ENTITY}.temperature.name`]: "Temperatur",
  };
  const home = await searchIn(
    {
      areas: { sov: "Sovrum" },
      entities: things(`
        light.erik Eriks sänglampa @sov
        sensor.t Temperatur sovrum @sov :temperature
      `),
    },
    { languages: [english, await homeLanguage("sv", own, ENGLISH)] },
  );
  // no forms of "annan" and "kalla"
  expect(home.ask("släck Annas sänglampa")).toMatchObject({ match: "none", unmet: ["annas"] });
  expect(home.ask("temperatur i källaren")).toMatchObject({ match: "none", unmet: ["kallaren"] });
  expect(home.find("släck Eriks sänglampa")).toEqual(["light.erik"]);
  expect(home.find("temperatur i sovrummet")).toEqual(["sensor.t"]);
});

test("in Portuguese what stands behind the place of a thing says how", async () => {
  const own = {
    ...joined("da"),
    "component.light.title": "Luz",
    [`component.cover.${ENTITY}.blind.name`]: "Persiana",
  };
  const inEnglish = { ...ENGLISH, [`component.cover.${ENTITY}.blind.name`]: "Blind" };
  const home = await searchIn(
    {
      areas: { sala: "Sala" },
      entities: [{ id: "cover.sala", name: "Acme", area: "sala", deviceClass: "blind", state: "open" }],
    },
    { languages: [english, await homeLanguage("pt-BR", own, inEnglish)] },
  );
  expect(home.find("abra a persiana da sala até a metade")).toEqual(["cover.sala"]);
  expect(home.ask("abra a persiana até a varanda").match).toBe("none");
});
