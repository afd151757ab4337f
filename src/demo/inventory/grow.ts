/** Makes the house as large as a bench wants it: areas, devices of ten, half of the entities sensors. */

import type { DeviceEntry } from "../world/entries.ts";
import { addArea, addEntity, type FirstState } from "../world/furnish.ts";
import type { EntitySpec } from "../world/furniture.ts";
import type { World } from "../world/world.ts";
import { contact, light, onOff, sensor } from "./kinds.ts";

const perDevice = 10;
const areaCount = 24;

const pattern = [
  "sensor",
  "sensor",
  "light",
  "binary_sensor",
  "sensor",
  "switch",
  "sensor",
  "light",
  "binary_sensor",
  "sensor",
];

const measures = [
  ["temperature", "°C", 20],
  ["humidity", "%", 45],
  ["power", "W", 12.5],
  ["battery", "%", 88],
  ["illuminance", "lx", 300],
] as const;

const contacts = ["motion", "door", "window"] as const;

function made(index: number): EntitySpec {
  const number = String(index).padStart(5, "0");
  const kind = pattern[index % pattern.length] ?? "sensor";
  const id = `${kind}.gen_${number}`;
  if (kind === "light") {
    return light(
      id,
      { modes: ["color_temp"], on: index % 3 === 0, brightness: 128 },
      { name: `Light ${number}` },
    );
  }
  if (kind === "switch") return onOff(id, false, { name: `Switch ${number}` });
  if (kind === "binary_sensor") {
    return contact(id, contacts[index % 3] ?? "motion", index % 7 === 0, { name: `Contact ${number}` });
  }
  const [measure, unit, base] = measures[index % measures.length] ?? measures[0];
  const value = Math.round((base + (index % 100) / 10) * 10) / 10;
  return sensor(id, measure, unit, value, {
    name: `${measure.charAt(0).toUpperCase()}${measure.slice(1)} ${number}`,
  });
}

function madeDevice(world: World, index: number, at: number): DeviceEntry {
  const number = String(index).padStart(5, "0");
  return {
    id: world.random.hex(32),
    area_id: `wing_${String(index % areaCount).padStart(2, "0")}`,
    created_at: at,
    disabled_by: null,
    identifiers: [["demo", `gen_${number}`]],
    labels: [],
    modified_at: at,
    name_by_user: null,
    name: `Node ${number}`,
    parent_device_id: null,
    manufacturer: "Demo",
    model: "Generated",
    sw_version: null,
  };
}

/** Adds `count` entities. */
export function grow(world: World, count: number, at: number): FirstState[] {
  if (count <= 0) return [];
  for (let index = 0; index < areaCount; index += 1) {
    const number = String(index).padStart(2, "0");
    addArea(world, { id: `wing_${number}`, name: `Wing ${number}`, floor: null }, at);
  }
  const states: FirstState[] = [];
  let deviceId = "";
  for (let index = 0; index < count; index += 1) {
    if (index % perDevice === 0) {
      const device = madeDevice(world, index / perDevice, at);
      world.registries.addDevice(device);
      deviceId = device.id;
    }
    states.push(addEntity(world, made(index), deviceId, at));
  }
  return states;
}
