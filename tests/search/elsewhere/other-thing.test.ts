/** A thing, a kind or a place of another name is not the one that was said. */

import { describe, expect, test } from "bun:test";
import { searched } from "../languages/searched.ts";
import { searchIn, things, USUAL } from "../small-home.ts";

test("a valve for gas is none for water", async () => {
  const { find } = await searchIn({
    entities: things(`
      valve.a Main :gas
      valve.b Lawn :water
    `),
  });
  expect(find("gas valve")).toEqual(["valve.a"]);
  expect(find("sprinklers")).toEqual(["valve.b"]);
});

test("the id of a thing that is not there is no other of its domain", async () => {
  const { ask } = await searchIn(USUAL);
  expect(ask("light.nope").match).toBe("none");
  expect(ask("light.bed").match).toBe("exact");
});

test("another model is not the one that was said", async () => {
  const { ask, find } = await searchIn({ entities: [{ id: "light.a", name: "TRADFRI bulb E27" }] });
  expect(ask("TRADFRI bulb E14").match).toBe("none");
  expect(find("TRADFRI bulb E27")).toEqual(["light.a"]);
  expect(find("tradfri bulb at 2pm")).toEqual(["light.a"]);
});

test("all of a kind is nothing that is called so", async () => {
  const { ask } = await searchIn({
    entities: things(`
      update.router Router
      update.hub Hub Update
      cover.all All Windows
      vacuum.all Vacuum can do all
    `),
  });
  const ids = ask({ text: "all updates" }).hits.map(({ id }) => id);
  expect(ids.toSorted()).toEqual(["update.hub", "update.router"]);
});

test("a place is the one of that whole name, and no floor that bears the word among others", async () => {
  const { ask } = await searchIn({
    floors: { ground: "House & Garden", up: "Upstairs" },
    floorOf: { garden: "ground", hall: "ground" },
    areas: { garden: "Garden", hall: "Hall" },
    entities: things(`
      light.hall Ceiling @hall
      sensor.rain Rain @garden
    `),
  });
  expect(ask({ text: "lights in Garden" }).match).toBe("none");
  expect(ask({ text: "lights in House & Garden" }).hits.map(({ id }) => id)).toEqual(["light.hall"]);
});

test("of two kinds with a word between them the first is no verb", async () => {
  const home = await searched(
    "de",
    {
      "component.light.title": "Lampe",
      "component.light.services.turn_on.name": "Lampe einschalten",
      "component.fan.title": "Ventilator",
      "component.switch.title": "Schalter",
    },
    [
      ["light.bed", "Nachttisch", "Schlafzimmer"],
      ["fan.bed", "Luftzug", "Schlafzimmer"],
      ["light.hall", "Diele", "Flur"],
      ["switch.hall", "Dose", "Flur"],
    ],
  );
  for (const text of ["Lampen und Ventilatoren im Schlafzimmer", "Ventilatoren und Lampen im Schlafzimmer"])
    expect(home.all(text).toSorted()).toEqual(["fan.bed", "light.bed"]);
  expect(home("schalte die Lampe im Flur an")).toEqual(["close", "light.hall"]);
});

test("a kind is rather what a thing is than a word in the name of another", async () => {
  const { find } = await searchIn({
    areas: { lounge: "Lounge" },
    entities: things(`
      media_player.a Acme @lounge :tv
      light.b TV Backlight @lounge
      lock.front Front Door
      lock.shed Shed
      group.locks All Locks
      scene.movie Movie
      sensor.washer Washing Machine Power :power
      cover.sun Sunshade :awning
    `),
  });
  expect(find("tv in the lounge")[0]).toBe("media_player.a");
  expect(find("turn the tv off")[0]).toBe("media_player.a");
  expect(find("all locks").toSorted()).toEqual(["group.locks", "lock.front", "lock.shed"]);
  // a plural that is written like another
  expect(find("movies")).toEqual(["scene.movie"]);
  // what it is may not be known, and what is to be done no word for a place
  expect(find("is the washing machine running")).toEqual(["sensor.washer"]);
  expect(find("retract the awning")[0]).toBe("cover.sun");
});

describe("where some things have the class that is asked for, one without any is none of it", async () => {
  const flat = await searchIn({
    areas: { lounge: "Lounge", kitchen: "Kitchen", bed: "Bedroom", garage: "Garage" },
    entities: things(`
      media_player.bravia Bravia @lounge :tv
      media_player.echo Echo Dot @kitchen
      media_player.fire Fire TV @bed
      cover.one Garage Door 1 @garage :garage
      cover.two Garage Door 2 @garage :garage
      light.left Left Nightstand @bed
    `),
  });

  test("but it may be called so, and be another kind of it", () => {
    expect(flat.ask("kitchen tv")).toMatchObject({ match: "none", unmet: ["tv"] });
    expect(flat.find("tv").toSorted()).toEqual(["media_player.bravia", "media_player.fire"]);
    expect(flat.find("bedroom tv")).toEqual(["media_player.fire"]);
    expect(flat.find("kitchen speaker")).toEqual(["media_player.echo"]);
  });

  test("one of several that are counted is told by the name that they share with a place", () => {
    expect(flat.ask("third garage door")).toMatchObject({ match: "none", unmet: ["third"] });
    expect(flat.find("second garage door")[0]).toBe("cover.two");
    expect(flat.find("bedside lamp")).toEqual(["light.left"]);
  });
});

test("who asks what is in a place means no thing that is called like it", async () => {
  const { ask } = await searchIn({
    areas: { living: "Living Room" },
    entities: things(`
      light.living Living Room @living
      binary_sensor.living FP2 @living :occupancy
    `),
  });
  expect(ask("living room").match).toBe("exact");
  const answer = ask("is anyone in the living room");
  expect([answer.match, answer.hits.map(({ id }) => id).includes("binary_sensor.living")]).toEqual([
    "close",
    true,
  ]);
});

/** Joints are seen in many names. */
const measured = ["Velocità", "Direzione", "Livello", "Stato", "Durata"].flatMap((each, at) =>
  ["vento", "liquido", "motore", "segnale"].map(
    (of) => [`component.sensor.entity_component.${of}${at}.name`, `${each} di ${of}`] as const,
  ),
);
const ITALIAN = { "component.light.title": "Luce", ...Object.fromEntries(measured) };

describe("what but begins like something here is another thing", () => {
  test("where the language's own endings are short", async () => {
    const find = await searched("it", ITALIAN, [
      ["sensor.a", "Frigo", "Cucina"],
      ["light.b", "Acme", "Camera"],
    ]);
    expect(find("friggitrice")[0]).toBe("none");
    expect(find("accendi la luce nella cameretta")[0]).toBe("none");
    expect(find("luci in camera")).toEqual(["close", "light.b"]);
  });

  test("what is left without a long ending is nearly as much of other words", async () => {
    const words = { ...ITALIAN, "component.media_player.services.browse_media.name": "Sfoglia contenuti" };
    const find = await searched("it", { ...words, "component.media_player.title": "Contenuti" }, [
      ["media_player.a", "Acme", "Cucina"],
    ]);
    expect(find("congelatore")[0]).toBe("none");
    expect(find("contenuti")).toEqual(["close", "media_player.a"]);
  });

  test("whose a thing is, behind what joins the two", async () => {
    const find = await searched("it", ITALIAN, [
      ["light.a", "Lampada Giulia", "Camera"],
      ["light.b", "Lampada scrivania", "Studio"],
      ["person.marta", "Marta"],
    ]);
    expect(find("lampada di Marco")[0]).toBe("none");
    expect(find("lampada di Gulia")).toEqual(["close", "light.a"]);
  });

  test("a thing that nobody knows, of a room that is here", async () => {
    const find = await searched("it", ITALIAN, [
      ["light.a", "Lampada Giulia", "Camera Giulia"],
      ["switch.b", "Stampante", "Camera Giulia"],
    ]);
    expect(find("condizionatore di Giulia")[0]).toBe("none");
    expect(find("stampante di Giulia")[1]).toBe("switch.b");
    expect(find("luci di Giulia")).toEqual(["close", "light.a"]);
  });

  test("nor is a small word of a name one with an ending", async () => {
    const find = await searched("pl", { "component.light.title": "Światło" }, [
      ["light.a", "Lampa przy lustrze", "Łazienka"],
    ]);
    expect(find("przycisz muzykę na tarasie")[0]).toBe("none");
    expect(find("lampa przy lustrze")).toEqual(["exact", "light.a"]);
  });
});

test("what heats the water has a temperature, which is none of its room", async () => {
  const { ask, find } = await searchIn({
    areas: { kitchen: "Kitchen", bedroom: "Bedroom" },
    entities: things(`
      water_heater.a Vaillant Boiler @kitchen
      climate.b Daikin @bedroom
    `),
  });
  expect(find("raise the temperature of the boiler")[0]).toBe("water_heater.a");
  expect(find("bedroom temperature")).toEqual(["climate.b"]);
  expect(ask("what is the temperature in the kitchen").match).toBe("none");
});

test("what is done to another kind of thing is not exactly the sensor of that name", async () => {
  const { ask } = await searchIn({
    areas: { entry: "Entry" },
    entities: things(`
      binary_sensor.a Front door @entry :door
      sensor.b Entry temperature @entry :temperature
      lock.c Nuki @entry
    `),
  });
  for (const text of ["unlock the front door", "set the entry temperature to 20"])
    expect(ask(text).match).toBe("close");
  for (const text of ["front door", "check the front door", "entry temperature"])
    expect(ask(text).match).toBe("exact");
});

test("whether anyone is somewhere is told by what feels them, before any other thing there", async () => {
  const { ask } = await searchIn({
    areas: { landing: "Landing" },
    entities: things(`
      light.landing Ceiling @landing
      binary_sensor.smoke Detector @landing :smoke
      binary_sensor.pir Hue 3 @landing :motion
    `),
  });
  expect(ask("is there anyone on the landing").hits[0]?.id).toBe("binary_sensor.pir");
});
