/** Things asked for in other words than their names: written together, by what they nearly are, by whose they are. */

import { expect, test } from "bun:test";
import { searchIn, things } from "../small-home.ts";

const home = await searchIn({
  areas: {
    great: "Great Room",
    rec: "Rec Room",
    bath: "Hall Bath",
    gym: "Gym",
    garage: "Garage",
    mia: "Mia's Room",
    kitchen: "Kitchen",
  },
  entities: things(`
    light.cans Great Room Cans @great
    fan.great Great Room Fan @great
    light.rec Rec Room Lights @rec
    light.vanity Vanity @bath
    fan.exhaust Exhaust Fan @bath
    media_player.gym Gym Speaker @gym :speaker
    cover.garage Left Garage Door @garage :garage =open
    light.mia Mia's Ceiling @mia
    switch.coffee Coffee Maker @kitchen
    switch.popcorn Popcorn Machine @rec
    switch.fireplace Gas Fireplace @great
    switch.rachio Lawn Sprinklers
    valve.main Main Shutoff :water =open
    sensor.power Panel Power :power =2100
    person.dana Dana =home
  `),
});

test.each<readonly [string, readonly string[]]>([
  ["recroom lights", ["light.rec"]],
  ["gymspeaker", ["media_player.gym"]],
  ["bathroom fan", ["fan.exhaust"]],
])("words written together are those of one name: %s", (text, ids) => {
  expect(home.find(text)).toEqual([...ids]);
});

test.each(["how much power are we using", "how much power"])("how much is no place: %s", (text) => {
  expect(home.find(text)).toEqual(["sensor.power"]);
});

test.each([
  ["run the sprinklers", "switch.rachio"],
  ["is the garage open", "cover.garage"],
])("what is called so, and can be so, comes first: %s", (text, id) => {
  expect(home.find(text)[0]).toBe(id);
});

test.each([
  ["garbage disposal", "disposal"],
  ["Dana's phone", "phone"],
  ["hallway lights", "hallway"],
  ["gas meter", "meter"],
])(
  "nearly the word for a place, whose it is, the room beside, a word of its name: none of these is what was asked for: %s",
  (text, unmet) => {
    const answer = home.ask(text);
    expect([answer.match, answer.unmet]).toEqual(["none", [unmet]]);
  },
);

const routines = await searchIn({
  areas: { hall: "Hall" },
  entities: things(`
    script.leave Leaving The House
    scene.film Film Night
    automation.bins Bin Day Reminder
    light.hall Hall Light @hall
  `),
});

test.each([
  "good morning script",
  "run the good night script",
  "leaving the house scene",
  "arriving home script",
  "bin day script",
  "night scene in the morning routine",
  "sleepy time scene",
])("a routine that is called otherwise, or is another kind of one, is not what was asked for: %s", (text) => {
  expect(routines.ask(text).match).toBe("none");
});

test.each([
  ["leaving script", "script.leave"],
  ["run the leaving the house script", "script.leave"],
  ["bin day automation", "automation.bins"],
  ["the night scene", "scene.film"],
  ["please start a script", "script.leave"],
  ["is there another scene", "scene.film"],
  ["bin day routine", "automation.bins"],
])("one that is called so is: %s", (text, id) => {
  expect(routines.find(text)[0]).toBe(id);
});

const family = await searchIn({
  areas: { study: "Study" },
  entities: things(`
    switch.computer Ben's Computer @study
    light.sarah Sarah's Bedside Lamp
    fan.toilet Toilet Extractor
    device_tracker.tom Tom's iPhone
    person.sarah Sarah =home
    person.ben Ben =home
  `),
});

test.each(["Sarah's computer", "Ben's phone", "Sarah's extractor"])(
  "somebody is no thing of theirs, though others have one: %s",
  (text) => {
    expect(family.ask(text).match).toBe("none");
  },
);

test.each([
  ["Ben's computer", "switch.computer"],
  ["Sarah's location", "person.sarah"],
  ["where is Sarah", "person.sarah"],
])("what is theirs, and where they are: %s", (text, id) => {
  expect(family.find(text)[0]).toBe(id);
});

const made = await searchIn(
  {
    areas: { kitchen: "Kitchen" },
    entities: things(`
      sensor.dishwasher Bosch Dishwasher @kitchen
      sensor.ink Epson Black Ink
      fan.dyson Dyson Pure
      binary_sensor.patio Patio Door :door
      lock.front Front Door Lock
    `),
  },
  { aliasesOf: (id) => (id === "fan.dyson" ? ["air purifier"] : []) },
);

test.each([
  ["Siemens dishwasher", "siemens"],
  ["Canon ink", "canon"],
  ["air fryer", "fryer"],
  ["patio door lock", "lock"],
])(
  "a maker nearly written like a kind, one before a colour, a word behind an alias's, a class behind a name: it is another: %s",
  (text, unmet) => {
    const answer = made.ask(text);
    expect([answer.match, answer.unmet]).toEqual(["none", [unmet]]);
  },
);

test.each([
  ["black ink", "sensor.ink"],
  ["air purifier", "fan.dyson"],
  ["Epson ink", "sensor.ink"],
  ["is the patio door open", "binary_sensor.patio"],
])("and with what it is called by it is found: %s", (text, id) => {
  expect(made.find(text)[0]).toBe(id);
});

const many = await searchIn({
  entities: [
    { id: "script.morning", name: "Good Morning" },
    ...Array.from({ length: 40 }, (_, at) => ({ id: `light.spot_${at}`, name: `Spot ${at}` })),
  ],
});

test.each(["good morning", "run good morning", "turn on the good morning"])(
  "small words are a name also behind what is to be done: %s",
  (text) => {
    expect(many.find(text)[0]).toBe("script.morning");
  },
);

const appliances = await searchIn({
  areas: { kitchen: "Kitchen", laundry: "Laundry" },
  entities: things(`
    switch.coffee Coffee Maker @kitchen
    light.table Coffee Table Lamp
    sensor.washer Washer @laundry
    sensor.tank Water Tank =40
    vacuum.dusty Dusty
  `),
});

test.each([
  ["coffee machine", "switch.coffee"],
  ["espresso machine in the kitchen", "switch.coffee"],
  ["washing machine", "sensor.washer"],
  ["start hoovering", "vacuum.dusty"],
  ["how much water is left in the tank", "sensor.tank"],
])("the same by another word, or by two for one: %s", (text, id) => {
  expect(appliances.find(text)[0]).toBe(id);
});

test.each(["sewing machine", "popcorn maker", "coffee grinder", "ice machine"])(
  "another machine is none of them: %s",
  (text) => {
    expect(appliances.ask(text).match).toBe("none");
  },
);

test("everything is all with which it can be done, but for what is left out", () => {
  expect(appliances.find("turn on everything")).toContain("switch.coffee");
  const rest = appliances.find("turn on everything except the coffee maker");
  expect([rest.includes("light.table"), rest.includes("switch.coffee")]).toEqual([true, false]);
});

const terrace = await searchIn({
  areas: { lounge: "Lounge", nursery: "Nursery", bath: "Bathroom", garden: "Garden" },
  entities: things(`
    light.one Lounge Ceiling 1 @lounge
    switch.fish Fish Tank Light @lounge
    sensor.lily Peace Lily Soil Moisture @lounge :moisture
    camera.nursery Nursery Camera @nursery
    climate.towel Towel Radiator @bath
    switch.hose Garden Hose @garden
    sensor.rate Octopus Current Rate :monetary
    sensor.wan Router Download :data_rate
    sensor.washer Washing Machine State
    device_tracker.pixel Ravi's Pixel
    switch.kettle Kettle
  `),
});

test.each([
  ["lounge lights", "light.one"],
  ["aquarium light", "switch.fish"],
  ["does the peace lily need watering", "sensor.lily"],
  ["baby monitor", "camera.nursery"],
  ["towel rail", "climate.towel"],
  ["water the garden", "switch.hose"],
  ["electricity price", "sensor.rate"],
  ["internet speed", "sensor.wan"],
  ["is the washing machine finished", "sensor.washer"],
  ["Ravi's phone", "device_tracker.pixel"],
])("as people call it: %s", (text, id) => {
  expect(terrace.find(text)[0]).toBe(id);
});

test.each(["baby scale", "towel cabinet", "second kettle", "Anna's phone"])(
  "and what it is not: %s",
  (text) => {
    expect(terrace.ask(text).match).toBe("none");
  },
);
