/** What is asked for in languages that join one thing to another by small words. */

import { expect, test } from "bun:test";
import { searched, type Thing } from "../languages/searched.ts";

/** Names of kinds that a small word joins. */
const JOINED = Object.fromEntries(
  Array.from({ length: 20 }, (_, at) => [
    `component.sensor.entity_component.j${at}.name`,
    `jonc${at} de chose${at}`,
  ]),
);

const FRENCH = {
  ...JOINED,
  "component.light.title": "Lumière",
  "component.light.services.turn_on.name": "Allumer la lumière",
  "component.light.services.turn_off.name": "Éteindre la lumière",
  "component.media_player.entity_component.tv.name": "TV",
  "component.calendar.title": "Agenda",
  "component.climate.title": "Chauffage",
  "component.sensor.entity_component.moisture.name": "Humidité du sol",
  "component.number.entity_component.moisture.name": "Humidité du sol",
};
const IN_ENGLISH = {
  "component.media_player.entity_component.tv.name": "TV",
  "component.calendar.title": "Calendar",
  "component.climate.title": "Heating",
  "component.sensor.entity_component.moisture.name": "Moisture",
  "component.number.entity_component.moisture.name": "Moisture",
};

const french = (things: readonly Thing[]) => searched("fr", FRENCH, things, IN_ENGLISH);

test("where an article has lost its vowel, capitals still tell names", async () => {
  const find = await french([
    ["media_player.tv", "Télé", "Salon", "tv"],
    ["light.a", "Suspension", "Salon"],
    ["calendar.family", "Famille"],
  ]);
  for (const absent of ["éteins l'Apple TV", "mets l’Apple TV en pause"])
    expect([absent, ...find(absent)]).toEqual([absent, "none", undefined]);
  expect(find("éteins la TV")).toEqual(["close", "media_player.tv"]);
  expect(find("qu'est-ce qu'on a à l'agenda demain ?")).toEqual(["close", "calendar.family"]);
  expect(find("éteins la lumière à minuit")).toEqual(["close", "light.a"]);
});

test("a word for a place that is not here measures nothing, though it is in the name of what is measured", async () => {
  const find = await french([
    ["climate.a", "Tado", "Salon"],
    ["climate.b", "Acme", "Bureau"],
  ]);
  expect(find("baisse le chauffage du sous-sol")).toEqual(["none", undefined]);
  expect(find("baisse le chauffage du bureau")).toEqual(["close", "climate.b"]);
});

test("where words are not written onto others, a word for a kind begins no other", async () => {
  const find = await searched(
    "fr",
    { ...FRENCH, "component.binary_sensor.entity_component.door.name": "Porte" },
    [
      ["switch.a", "Portique", "Jardin"],
      ["binary_sensor.b", "Porte cuisine", "Cuisine", "door"],
    ],
    { ...IN_ENGLISH, "component.binary_sensor.entity_component.door.name": "Door" },
  );
  expect(find("la porte du jardin est-elle ouverte ?")).toEqual(["none", undefined]);
  expect(find("la porte de la cuisine")).toEqual(["exact", "binary_sensor.b"]);
  expect(find("portique")).toEqual(["exact", "switch.a"]);
});

test("a long word for a kind with a fault is that kind, also where an unknown thing may be said", async () => {
  const lights: readonly Thing[] = [
    ["light.a", "Suspension", "Palier"],
    ["switch.b", "Acme", "Salon"],
  ];
  const find = await french(lights);
  expect(find("lumère du palier")).toEqual(["close", "light.a"]);
  expect(find("lumère du salon")).toEqual(["none", undefined]);
  expect(find("sauna du palier")).toEqual(["none", undefined]);
  const spanish = await searched(
    "es",
    { ...JOINED, "component.person.title": "Persona", "component.cover.title": "Persiana" },
    [
      ["switch.a", "Acme", "Dormitorio"],
      ["cover.b", "Bosch", "Dormitorio"],
      ["person.c", "Marta"],
    ],
    { "component.person.title": "Person" },
  );
  expect(spanish("persina del dormitorio")).toEqual(["close", "cover.b"]);
  expect(spanish.all("persina").toSorted()).toEqual(["cover.b", "person.c"]);
});

test("of a word with an ending, what is left is no other with two faults", async () => {
  const find = await searched(
    "fr",
    { ...FRENCH, "component.todo.title": "Courses" },
    [["todo.a", "Courses"]],
    {
      "component.todo.title": "To-do list",
    },
  );
  expect(find("y a-t-il du courrier ?")).toEqual(["none", undefined]);
  expect(find("coursse")).toEqual(["close", "todo.a"]);
});

test("what is said of the things that are named is no place", async () => {
  const find = await searched(
    "fr",
    {
      ...FRENCH,
      "component.fan.title": "Ventilateur",
      "component.sensor.entity_component.speed.name": "Vitesse",
      "component.cover.entity_component.garage.name": "Garage",
    },
    [
      ["fan.a", "Dyson", "Salon"],
      ["light.b", "Suspension", "Salon"],
      ["cover.c", "Acme", "Cour", "garage"],
    ],
    { ...IN_ENGLISH, "component.sensor.entity_component.speed.name": "Speed" },
  );
  expect(find("mets le ventilateur à la vitesse maximale")).toEqual(["close", "fan.a"]);
  expect(find("allume la lumière du garage")[0]).toBe("none");
});

test("behind the word for a routine, what is done to other things says which", async () => {
  const find = await searched(
    "fr",
    {
      ...FRENCH,
      "component.scene.title": "Scène",
      "component.media_player.entity_component._.state.playing": "Lecture",
    },
    [
      ["scene.a", "Cinéma"],
      ["media_player.b", "Télé", "Salon", "tv"],
    ],
    {
      ...IN_ENGLISH,
      "component.scene.title": "Scene",
      "component.media_player.entity_component._.state.playing": "Play",
    },
  );
  expect(find("allume la scène lecture")[0]).toBe("none");
  expect(find("allume la scène cinéma")).toEqual(["close", "scene.a"]);
  expect(find("allume la scène")).toEqual(["close", "scene.a"]);
});

test("a word with one ending is no name with another", async () => {
  const find = await searched(
    "es",
    { ...JOINED, "component.light.title": "Luz", "component.light.services.turn_off.name": "Apagar luz" },
    [
      ["switch.a", "Lavadora", "Cocina"],
      ["switch.b", "Termo", "Trastero"],
    ],
  );
  expect(find("apaga la lavadora cuando termine")).toEqual(["close", "switch.a"]);
  expect(find("apaga los termos")).toEqual(["exact", "switch.b"]);
});
