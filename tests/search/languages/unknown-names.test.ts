/** What tells a thing from its like is part of its name: nothing here that lacks it is meant. */

import { describe, expect, test } from "bun:test";
import { searched } from "./searched.ts";

const SPANISH = {
  "component.light.title": "Luz",
  "component.light.entity_component._.name": "Lámpara",
  "component.light.services.turn_on.name": "Encender luz",
  "component.light.services.turn_off.name": "Apagar luz",
  "component.fan.title": "Ventilador",
  "component.cover.title": "Cortina",
  // joints are seen in many names
  ...Object.fromEntries(
    "dióxido carbono,calidad aire,presión agua,caudal gas,tensión red,humedad suelo,fuerza señal,tasa datos,índice ruido,velocidad viento,tamaño disco,fecha salida,sensor polvo,medidor lluvia,aviso humo,control acceso"
      .split(",")
      .map((name, at) => [`component.sensor.entity_component.c${at}.name`, name.replace(" ", " de ")]),
  ),
};

describe("a Spanish home", async () => {
  const home = await searched("es", SPANISH, [
    ["light.a", "Lámpara A"],
    ["light.k", "Lámpara Cocina", "Cocina"],
    ["cover.b", "Cortina derecha", "Cocina"],
    ["fan.c", "Ventilador", "Cocina"],
  ]);

  test.each([
    ["apaga la lámpara de la mesilla a medianoche", "what joins it to the kind, whatever follows"],
    ["apaga la lámpara de la mesilla en la cocina", "beside a place that is here"],
    ["abre la cortina izquierda en la cocina", "right behind the kind"],
    ["enciende la lámpara halógena", "at the end"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test.each([
    ["abre la cortina lentamente", "cover.b", "how it is done"],
    ["en la cocina el ventilador apaga", "fan.c", "what is to be done, behind place and kind"],
    ["lámpara a", "light.a", "a small word that is all of its name"],
  ])("%s is %s: %s", (sentence, id) => {
    expect(home(sentence)[1]).toBe(id);
  });
});

test("where what tells one from another comes first, a word before the kind does", async () => {
  const home = await searched(
    "ru",
    {
      "component.light.title": "Лампа",
      "component.light.services.turn_on.name": "Включить лампу",
      "component.cover.title": "Штора",
      "component.cover.services.open_cover.name": "Открыть штору",
    },
    [
      ["cover.a", "Правая штора"],
      ["light.b", "Лампа на кухне"],
    ],
    { "component.cover.services.open_cover.name": "Open cover" },
  );
  expect(home("открой левая штора")[0]).toBe("none");
  expect(home("открой штора")).toEqual(["close", "cover.a"]);
});

test("a noun that nobody knows in a place that is here is a thing that is not", async () => {
  const german = {
    "component.light.title": "Licht",
    ...Object.fromEntries(
      ["an", "aus", "um", "heller", "dunkler"].map((how) => [
        `component.light.services.${how}.name`,
        `Das Licht ${how}`,
      ]),
    ),
  };
  const home = await searched("de", german, [
    ["light.a", "Acme 1", "Wohnzimmer"],
    ["cover.b", "Wohnzimmerfenster", "Wohnzimmer"],
  ]);
  expect(home("lass den Rover im Wohnzimmer fahren")[0]).toBe("none");
  expect(home("mach mal das Wohnzimmer gemütlich")[0]).toBe("close");
});

test("a name is not said by the beginning of it", async () => {
  const home = await searched("de", { "component.climate.title": "Thermostat" }, [
    ["cover.b", "Wohnzimmerfenster", "Wohnzimmer"],
    ["climate.c", "Thermostat", "Küche"],
  ]);
  expect(home("wie warm ist das Wohnzimmerthermostat")[0]).toBe("none");
});

describe("a Dutch home", async () => {
  const home = await searched(
    "nl",
    {
      "component.light.title": "Lamp",
      "component.automation.title": "Automatisering",
      "component.binary_sensor.entity_component.heat.state.on": "Heet",
    },
    [
      ["light.a", "Govee strip", "Keuken"],
      ["light.b", "Acme", "Schuur"],
      ["lawn_mower.gras", "Shaun", "Tuin"],
      ["binary_sensor.c", "Rookmelder overloop", "Zolder"],
      ["automation.d", "Melding was klaar"],
      ["script.e", "Bedtijd Teun"],
      ["light.f", "Booglamp links", "Keuken"],
    ],
    { "component.automation.title": "Automation" },
  );

  test.each([
    ["lamp in het zwembad", "a small word with the stem of a state is none"],
    ["lampen overloop", "several of a kind are no verb"],
    ["laad de auto op", "a word is no beginning of an English domain"],
    ["start bedtijd Hanneke nu", "another word where the name has one"],
    ["start bedtijd Lotte nu", "a name is no small word of English by a Dutch ending"],
    ["lamp Lotte", "a name behind a kind"],
    ["wandlamp links aan", "a word that ends in a kind, beside a word of another's name"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });

  test("a name that is misspelt is no other of its kind", () => {
    expect(home("boglamp links aan")).toEqual(["close", "light.f"]);
  });

  test("what is to be done may come last", () => {
    expect(home("laat de bedtijd beginnen")).toEqual(["close", "script.e"]);
  });

  test("a name of three letters has no endings", () => {
    expect(home("govee strip uit graag")).toEqual(["close", "light.a"]);
  });
});

describe("a Polish home", async () => {
  const home = await searched(
    "pl",
    {
      "component.light.title": "Światło",
      "component.light.services.turn_on.name": "Włącz światło",
      "component.light.services.turn_off.name": "Wyłącz światło",
      "component.light.services.set.name": "Ustaw światło",
      "component.climate.title": "Klimatyzacja",
      "component.media_player.entity_component.projector.name": "Projektor",
    },
    [
      ["light.a", "Acme 1", "Gabinet"],
      ["light.b", "Acme 2", "Łazienka"],
      ["climate.c", "Acme 3", "Salon"],
      ["media_player.d", "Acme 4", "Salon"],
    ],
    {
      "component.light.services.set.name": "Set light",
      "component.climate.title": "Air conditioner",
      "component.media_player.entity_component.projector.name": "Projector",
    },
  );

  test.each([
    ["światło w gabinecie", "light.a"],
    ["włącz światło w łazience", "light.b"],
    ["ustaw światło na niebiesko", "light.a"],
  ])("%s is %s", (sentence, id) => {
    expect(home(sentence)).toEqual(["close", id]);
  });

  test.each([
    ["włącz światło w piwnicy", "a place that is not here, behind one small word"],
    ["klimatyzacja w gabinecie", "in a place that is here, by another ending"],
  ])("%s is not there: %s", (sentence) => {
    expect(home(sentence)[0]).toBe("none");
  });
});

test("what sounds like a word of Home Assistant in English is none: coser", async () => {
  const words = { "component.light.title": "Luz", "component.cover.title": "Persiana" };
  const home = await searched("gl", words, [["cover.a", "Somfy 1", "Salón"]], {
    "component.cover.title": "Cover",
  });
  expect(home("máquina de coser")[0]).toBe("none");
  expect(home("persiana do salón")).toEqual(["close", "cover.a"]);
});

test("what is nearly written like a kind is asked for where nothing else is", async () => {
  const home = await searched(
    "pl",
    { "component.light.title": "Światło", "component.light.services.turn_on.name": "Włącz światło" },
    [
      ["light.a", "Acme 1", "Gabinet"],
      ["media_player.d", "Acme 4", "Salon"],
    ],
  );
  expect(home("włącz projektor")).toEqual(["close", "media_player.d"]);
  expect(home("włącz humidifer")[0]).toBe("none");
});

describe("courtesy and manner tell nothing", () => {
  test.each([
    ["fr", "Lumière", "allume la lumière s'il te plaît"],
    ["fr", "Lumière", "allume la lumière tamisée"],
    ["es", "Luz", "apaga la luz ahora mismo por favor"],
    ["nl", "Licht", "zet het licht op een gezellig standje"],
    ["pl", "Światło", "włącz szybko światło"],
  ])("%s: %s, %s", async (code, light, sentence) => {
    const home = await searched(code, { "component.light.title": light }, [
      ["light.a", "Acme 1", "Acme"],
      ["media_player.b", "Sonos", "Acme"],
    ]);
    expect(home(sentence)).toEqual(["close", "light.a"]);
  });

  test("a room of three letters may have an ending", async () => {
    const home = await searched("sv", { "component.light.title": "Lampa" }, [
      ["light.a", "Acme 1", "Kök"],
      ["light.b", "Acme 2", "Hall"],
    ]);
    expect(home.all("tänd lampan i köket")).toEqual(["light.a"]);
  });
});
