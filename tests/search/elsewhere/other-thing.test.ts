/** A thing, a kind or a place of another name is not the one that was said. */

import { describe, expect, test } from "bun:test";
import { searched } from "../languages/searched.ts";
import { searchIn, USUAL } from "../small-home.ts";

test("a valve for gas is none for water", async () => {
  const { find } = await searchIn({
    entities: [
      { id: "valve.a", name: "Main", deviceClass: "gas" },
      { id: "valve.b", name: "Lawn", deviceClass: "water" },
    ],
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
    entities: [
      { id: "update.router", name: "Router" },
      { id: "update.hub", name: "Hub Update" },
      { id: "cover.all", name: "All Windows" },
      { id: "vacuum.all", name: "Vacuum can do all" },
    ],
  });
  const ids = ask({ text: "all updates" }).hits.map(({ id }) => id);
  expect(ids.toSorted()).toEqual(["update.hub", "update.router"]);
});

test("a place is the one of that whole name, and no floor that bears the word among others", async () => {
  const { ask } = await searchIn({
    floors: { ground: "House & Garden", up: "Upstairs" },
    floorOf: { garden: "ground", hall: "ground" },
    areas: { garden: "Garden", hall: "Hall" },
    entities: [
      { id: "light.hall", name: "Ceiling", area: "hall" },
      { id: "sensor.rain", name: "Rain", area: "garden" },
    ],
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
    entities: [
      { id: "media_player.a", name: "Acme", area: "lounge", deviceClass: "tv" },
      { id: "light.b", name: "TV Backlight", area: "lounge" },
      { id: "lock.front", name: "Front Door" },
      { id: "lock.shed", name: "Shed" },
      { id: "group.locks", name: "All Locks" },
      { id: "scene.movie", name: "Movie" },
      { id: "sensor.washer", name: "Washing Machine Power", deviceClass: "power" },
      { id: "cover.sun", name: "Sunshade", deviceClass: "awning" },
    ],
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
    entities: [
      { id: "media_player.bravia", name: "Bravia", area: "lounge", deviceClass: "tv" },
      { id: "media_player.echo", name: "Echo Dot", area: "kitchen" },
      { id: "media_player.fire", name: "Fire TV", area: "bed" },
      { id: "cover.one", name: "Garage Door 1", area: "garage", deviceClass: "garage" },
      { id: "cover.two", name: "Garage Door 2", area: "garage", deviceClass: "garage" },
      { id: "light.left", name: "Left Nightstand", area: "bed" },
    ],
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
    entities: [
      { id: "light.living", name: "Living Room", area: "living" },
      { id: "binary_sensor.living", name: "FP2", area: "living", deviceClass: "occupancy" },
    ],
  });
  expect(ask("living room").match).toBe("exact");
  const answer = ask("is anyone in the living room");
  expect([answer.match, answer.hits.map(({ id }) => id).includes("binary_sensor.living")]).toEqual([
    "close",
    true,
  ]);
});
