/** What people ask of a home in words of their own: by another name, of what is measured, where something is sent. */

import { expect, test } from "bun:test";
import { searchIn } from "../small-home.ts";

const home = await searchIn({
  areas: { kitchen: "Kitchen", lounge: "Lounge", study: "Study", hall: "Hall", porch: "Front Porch" },
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
    { id: "sensor.lounge", name: "Lounge Temperature", area: "lounge", deviceClass: "temperature" },
    { id: "sensor.tank", name: "Aquarium Temperature", area: "lounge", deviceClass: "temperature" },
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
  expect(home.find("aquarium temperature in the lounge")[0]).toBe("sensor.tank");
});

test.each(["vacuum the lounge", "hoover the kitchen", "clean the study please"])(
  "what moves is sent to another room than its own: %s",
  (text) => {
    expect(home.find(text)[0]).toBe("vacuum.bot");
  },
);

test.each(["lounge vacuum", "the vacuum in the lounge"])("but does not stand there: %s", (text) => {
  expect(home.ask(text).match).toBe("none");
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
  entities: [
    { id: "light.front", name: "Pendant", area: "front" },
    { id: "light.shelf", name: "Bookshelf", area: "spare" },
    { id: "light.yard", name: "Front Yard Floodlight", area: "yard" },
    { id: "light.main", name: "Ceiling", area: "main" },
    { id: "light.landing", name: "Landing", area: "landing" },
    { id: "sensor.own", name: "Humidity", area: "own", deviceClass: "humidity" },
    { id: "sensor.car", name: "Niro EV Battery", area: "drive", deviceClass: "battery" },
    { id: "camera.drive", name: "Drive Cam", area: "drive" },
    { id: "binary_sensor.post", name: "Letterbox", deviceClass: "opening" },
    { id: "fan.hood", name: "Cooker Hood" },
    { id: "sensor.oven", name: "Oven" },
    { id: "sensor.air", name: "AirGradient CO2", deviceClass: "carbon_dioxide" },
    { id: "cover.coop", name: "Coop Door", area: "coop", deviceClass: "door" },
    { id: "scene.film", name: "Film" },
    { id: "switch.printer", name: "Printer Plug" },
    { id: "sensor.solar", name: "Solar Production", deviceClass: "power" },
  ],
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
