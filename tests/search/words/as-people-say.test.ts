/** What people ask of a home in words of their own: by another name, of what is measured, where something is sent. */

import { describe, expect, test } from "bun:test";
import { searchIn, things } from "../small-home.ts";

const home = await searchIn({
  areas: {
    kitchen: "Kitchen",
    lounge: "Lounge",
    study: "Study",
    hall: "Hall",
    pool: "Pool",
    porch: "Front Porch",
  },
  devices: { bot: ["Deebot N8", "hall"] },
  entities: [
    { id: "media_player.console", name: "PlayStation", area: "lounge" },
    { id: "switch.charger", name: "Wallbox" },
    { id: "sensor.black", name: "OfficeJet Black Cartridge", area: "study" },
    { id: "camera.bell", name: "Doorbell", area: "porch" },
    { id: "binary_sensor.patio", name: "Patio Door", deviceClass: "door" },
    { id: "lock.front", name: "Front Door Lock" },
    { id: "vacuum.bot", name: "Sweepy Clean", device: "bot" },
    { id: "sensor.bot", name: "Charge", device: "bot", deviceClass: "battery" },
    { id: "device_tracker.tom", name: "Tom's Pixel" },
    { id: "sensor.tom", name: "Tom's Pixel Battery", deviceClass: "battery" },
    { id: "sensor.fridge", name: "Fridge Temperature", area: "kitchen", deviceClass: "temperature" },
    { id: "sensor.study", name: "Study Radiator Temperature", area: "study", deviceClass: "temperature" },
    { id: "sensor.lounge", name: "Lounge Temperature", area: "lounge", deviceClass: "temperature" },
    { id: "sensor.tank", name: "Aquarium Temperature", area: "lounge", deviceClass: "temperature" },
    { id: "sensor.pool", name: "Water Temp", area: "pool", deviceClass: "temperature" },
    { id: "light.lounge", name: "Lounge Lamp", area: "lounge" },
  ],
});

test.each([
  ["games console", "media_player.console"],
  ["car charger", "switch.charger"],
  ["black ink", "sensor.black"],
  ["printer ink", "sensor.black"],
  ["front door camera", "camera.bell"],
])("by another word for the same: %s", (text, id) => {
  expect(home.find(text)[0]).toBe(id);
});

test.each(["xbox", "back door lock", "study door camera", "home battery"])(
  "what is of the same kind is not it: %s",
  (text) => {
    expect(home.ask(text).match).toBe("none");
  },
);

test.each([
  ["robot vacuum battery", "sensor.bot"],
  ["phone battery", "sensor.tom"],
  ["battery of the robot vacuum", "sensor.bot"],
])("what is measured of a thing is by its device or its name: %s", (text, id) => {
  expect(home.find(text)[0]).toBe(id);
});

test("how warm it is in a thing is not how warm it is in its room", () => {
  expect(home.ask("kitchen temperature")).toMatchObject({ match: "none", unmet: ["temperature"] });
  expect(home.find("lounge temperature")).toEqual(["sensor.lounge"]);
  expect(home.find("fridge temperature")).toEqual(["sensor.fridge"]);
  // a valve at a radiator measures its room
  expect(home.find("study temperature")).toEqual(["sensor.study"]);
  expect(home.find("pool temperature")).toEqual(["sensor.pool"]);
  expect(home.find("aquarium temperature in the lounge")[0]).toBe("sensor.tank");
});

test.each(["vacuum the lounge", "hoover the kitchen", "clean the study please"])(
  "what moves is sent to another room than its own: %s",
  (text) => {
    expect(home.find(text)[0]).toBe("vacuum.bot");
  },
);

test("also by another word for the room, but to none that is not here", async () => {
  const { ask, find } = await searchIn({
    areas: { front: "Front Room", shed: "Shed" },
    entities: things(`
      vacuum.doris Doris
      light.lamp Lamp @front
      light.shed Lamp @shed
    `),
  });
  for (const present of ["vacuum the lounge", "hoover the sitting room", "vacuum the front room please"])
    expect(find(present)[0]).toBe("vacuum.doris");
  for (const absent of ["vacuum the conservatory", "hoover the ballroom", "hoover the garage"])
    expect(ask(absent).match).toBe("none");
});

test.each(["lounge vacuum", "the vacuum in the lounge"])("but does not stand there: %s", (text) => {
  expect(home.ask(text).match).toBe("none");
});

test("a word is said without the letter that a name has written onto it", async () => {
  const { ask, find } = await searchIn({
    areas: { shed: "Shed" },
    entities: things(`
      sensor.aoife Aoife's iPhone Battery :battery
      switch.charger eBike Charger @shed
      light.shed Lamp @shed
    `),
  });
  expect(find("Aoife's phone battery")).toEqual(["sensor.aoife"]);
  expect(find("charge the bike")[0]).toBe("switch.charger");
  expect(ask("Declan's phone battery").match).toBe("none");
});

const orchard = await searchIn({
  areas: {
    front: "Front Room",
    yard: "Front Yard",
    main: "Main Bedroom",
    spare: "Spare Room",
    own: "En-suite",
    landing: "Landing",
    drive: "Drive",
    coop: "Coop",
  },
  floors: { ground: "Ground Floor", upper: "First Floor" },
  floorOf: { front: "ground", landing: "upper", main: "upper" },
  entities: things(`
    light.front Pendant @front
    light.shelf Bookshelf @spare
    light.yard Front Yard Floodlight @yard
    light.main Ceiling @main
    light.landing Landing @landing
    sensor.own Humidity @own :humidity
    sensor.car Niro EV Battery @drive :battery
    camera.drive Drive Cam @drive
    binary_sensor.post Letterbox :opening
    fan.hood Cooker Hood
    sensor.oven Oven
    sensor.air AirGradient CO2 :carbon_dioxide
    cover.coop Coop Door @coop :door
    scene.film Film
    switch.printer Printer Plug
    sensor.solar Solar Production :power
  `),
});

test.each<readonly [string, readonly string[]]>([
  ["living room lights", ["light.front"]],
  ["turn off the lights in the lounge", ["light.front"]],
  ["bookcase light", ["light.shelf"]],
  ["master bedroom light", ["light.main"]],
  ["guest room light", ["light.shelf"]],
  ["ensuite humidity", ["sensor.own"]],
  ["upstairs hallway light", ["light.landing"]],
  ["car battery", ["sensor.car"]],
  ["driveway camera", ["camera.drive"]],
  ["mailbox", ["binary_sensor.post"]],
  ["range hood", ["fan.hood"]],
  ["security light", ["light.yard"]],
  ["solar panels", ["sensor.solar"]],
])("a room, a part of it or a thing by the other word for it: %s", (text, ids) => {
  expect(orchard.find(text)).toEqual([...ids]);
});

test.each(["air fryer", "rice cooker", "garage door", "reading scene", "3d printer"])(
  "a word that two things share makes neither the other: %s",
  (text) => {
    expect(orchard.ask(text).match).toBe("none");
  },
);

const condo = await searchIn({
  areas: {
    suite: "Primary Suite",
    bath: "Primary Bath",
    guest: "Guest Bedroom",
    powder: "Powder Room",
    rec: "Rec Room",
    patio: "Back Patio",
    garage: "Garage",
  },
  entities: things(`
    light.suite Ceiling @suite
    fan.suite Big Fan @suite
    light.bath Vanity @bath
    light.guest Lamp @guest
    light.powder Mirror @powder
    light.rec Overhead @rec
    switch.espresso Gaggia Espresso
    switch.charge ChargePoint Flex @garage
    lock.car Polestar Doors @garage
    media_player.patio Patio Speaker @patio :speaker
    switch.tub Hot Tub @patio
    sensor.washer LG Washer
    lawn_mower.one Gustav
    binary_sensor.net Eero Internet :connectivity
  `),
});

test.each<readonly [string, readonly string[]]>([
  ["master bedroom lights", ["light.suite"]],
  ["bedroom fan", ["fan.suite"]],
  ["master bathroom light", ["light.bath"]],
  ["downstairs toilet light", ["light.powder"]],
  ["game room lights", ["light.rec"]],
  ["coffee maker", ["switch.espresso"]],
  ["ev charger", ["switch.charge"]],
  ["lock the car", ["lock.car"]],
  ["outdoor speakers", ["media_player.patio"]],
  ["jacuzzi", ["switch.tub"]],
  ["is the laundry done", ["sensor.washer"]],
  ["is the robot mowing", ["lawn_mower.one"]],
  ["wifi", ["binary_sensor.net"]],
])("a suite, a powder room, a maker's name: what is meant by the everyday word: %s", (text, ids) => {
  expect(condo.find(text)).toEqual([...ids]);
});

test.each(["suite heater", "rice maker", "guest bedroom fan"])(
  "and half of such a name is not the thing: %s",
  (text) => {
    expect(condo.ask(text).match).toBe("none");
  },
);

describe("what is done in a room that is called by it", async () => {
  const laundry = await searchIn({
    areas: { laundry: "Laundry Room" },
    entities: [
      { id: "sensor.washer", name: "Washing Machine", area: "laundry" },
      { id: "light.laundry", name: "Acme", area: "laundry" },
    ],
  });

  test("is asked of what does it, not of the room", () => {
    expect(laundry.find("is the laundry done")).toEqual(["sensor.washer"]);
    expect(laundry.find("light in the laundry room")).toEqual(["light.laundry"]);
  });
});
