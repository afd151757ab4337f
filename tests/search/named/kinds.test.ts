/** Where a word for a kind stands beside one of a name. */

import { expect, test } from "bun:test";
import { searchIn, things } from "../small-home.ts";

test("what is of a domain is of its kind, though its name says another that it may be as well", async () => {
  const { ask } = await searchIn({
    entities: things(`
      water_heater.tank Immersion heater
      siren.roof Roof alarm
      climate.den Den radiator
    `),
  });
  for (const text of ["hot water", "water heater", "is the water heater on"])
    expect(ask(text)).toMatchObject({ match: "close", hits: [{ id: "water_heater.tank" }] });
  expect(ask("turn off the siren")).toMatchObject({ match: "close", hits: [{ id: "siren.roof" }] });
});

test("a name that is said comes before a place that has one of its words", async () => {
  const { find } = await searchIn({
    areas: { kitchen: "Kitchen", yard: "Back garden" },
    entities: things(`
      lock.back Back Door @kitchen
      lock.shed Shed Lock @yard
    `),
  });
  expect(find("lock the back door")[0]).toBe("lock.back");
});

test("small words and words for all tell no kind from another", async () => {
  const { ask } = await searchIn({
    entities: things(`
      sensor.gas Gas Meter :gas
      lock.front Front lock
    `),
  });
  expect(ask("how much gas have we used").hits[0]).toMatchObject({ id: "sensor.gas" });
  expect(ask("lock everything").hits[0]).toMatchObject({ id: "lock.front" });
});

test("tomatoes are a tomato", async () => {
  const { ask } = await searchIn({
    entities: things(`
      sensor.tomato Tomato plant
      sensor.potatoes Potatoes
      water_heater.tank Tank
    `),
  });
  expect(ask("tomatoes").hits.map(({ id }) => id)).toEqual(["sensor.tomato"]);
  expect(ask("potatoes")).toMatchObject({ match: "exact", hits: [{ id: "sensor.potatoes" }] });
});

test("what is written together is what stands together", async () => {
  const { ask } = await searchIn({
    areas: { living: "Living Room", den: "Den" },
    entities: things(`
      light.play Hue Play @living
      light.guest Desk Lamp @den
    `),
  });
  expect(ask("playroom lights")).toMatchObject({ match: "none", unmet: ["playroom"] });
  expect(ask("desklamp").hits.map(({ id }) => id)).toEqual(["light.guest"]);
  expect(ask("livingroom").hits[0]).toMatchObject({ id: "living" });
  expect(ask("dendesk").hits.map(({ id }) => id)).toContain("light.guest");
});

test("what is measured of a thing is that of no other", async () => {
  const { ask } = await searchIn({
    entities: things(`
      sensor.remote_battery Remote Battery :battery
      binary_sensor.bell Doorbell pressed
    `),
  });
  expect(ask("battery of the doorbell").hits.map(({ id }) => id)).toEqual(["binary_sensor.bell"]);
});

test("a short maker is no misspelling of what Home Assistant calls a domain", async () => {
  const { ask } = await searchIn({ entities: [{ id: "todo.shopping", name: "Shopping" }] });
  expect(ask("tado")).toMatchObject({ match: "none" });
  expect(ask("todoo")).toMatchObject({ match: "close" });
});

test("what only tells a temperature sets none", async () => {
  const sensors = [
    { id: "weather.home", name: "Station" },
    { id: "sensor.t", name: "Meter", deviceClass: "temperature" },
    { id: "light.den", name: "Lamp" },
  ];
  const { ask } = await searchIn({ entities: sensors });
  expect(ask("set the temperature to 22 C")).toMatchObject({ match: "none", unmet: ["temperature"] });
  expect(ask("what is the temperature").hits[0]).toMatchObject({ id: "sensor.t" });
  const warm = await searchIn({ entities: [...sensors, { id: "climate.den", name: "Acme" }] });
  expect(warm.find("set the temperature to 22 C")).toContain("climate.den");
});

test("a word of another thing's name makes no name exact", async () => {
  const { ask } = await searchIn({
    entities: things(`
      light.kitchen Kitchen Light
      light.play Play Corner
      vacuum.rover Rover
    `),
  });
  expect(ask("turn on the kitchen play corner lights").match).toBe("close");
  expect(ask("turn on the kitchen light").match).toBe("exact");
  expect(ask("return rover to base")).toMatchObject({ match: "exact", hits: [{ id: "vacuum.rover" }] });
});

test("an alarm for a gas is told by what it measures", async () => {
  const { ask } = await searchIn({
    entities: things(`
      binary_sensor.co Aico CO :carbon_monoxide
      binary_sensor.smoke Aico Smoke Alarm :smoke
      alarm_control_panel.home Texecom
      sensor.rain Rain gauge
    `),
  });
  expect(ask("carbon monoxide alarm").hits).toMatchObject([{ id: "binary_sensor.co" }]);
  for (const text of ["solar panels", "car charger", "towel rail"])
    expect([text, ask(text).match]).toEqual([text, "none"]);
});
