/** Random small homes. */

import type { Dice } from "./dice.ts";
import { domainOf, type Home, type PlainArea, type PlainDevice, type PlainEntity } from "./home.ts";

export const FLOORS = ["ground", "upper"];
export const LABELS = ["mood", "danger", "physical", "blind"];
export const AREAS = ["kitchen", "hall", "bedroom", "cellar"];
export const DEVICES = ["dev_hue", "dev_lock", "dev_strip", "dev_child"];
const DOMAINS = [
  "light",
  "light",
  "light",
  "light",
  "switch",
  "switch",
  "lock",
  "cover",
  "cover",
  "climate",
  "media_player",
  "weather",
  "sensor",
  "sensor",
  "camera",
  "siren",
  "button",
  "input_button",
];
const NAMES = ["kitchen", "hall", "front", "lamp", "one"];
const COVER_CLASSES = ["garage", "door", "awning", "shutter", "gate", "window", undefined, undefined];

function optional<Value>(key: string, value: Value | undefined): Readonly<Record<string, Value>> {
  return value === undefined ? {} : { [key]: value };
}

function areas(roll: Dice): readonly PlainArea[] {
  return AREAS.slice(0, 2 + roll.number(3)).map((id) => ({
    id,
    labels: roll.some(LABELS, 1).filter(() => roll.chance(40)),
    ...optional("floor", roll.chance(80) ? roll.pick(FLOORS) : undefined),
  }));
}

function devices(roll: Dice, rooms: readonly PlainArea[]): readonly PlainDevice[] {
  return DEVICES.map((id, index) => ({
    id,
    labels: roll.chance(20) ? [roll.pick(LABELS)] : [],
    ...optional("area", roll.chance(55) ? roll.pick(rooms).id : undefined),
    ...optional("parent", index > 1 && roll.chance(60) ? DEVICES[index - 2] : undefined),
  }));
}

function entity(
  roll: Dice,
  id: string,
  rooms: readonly PlainArea[],
  members?: readonly string[],
): PlainEntity {
  const domain = domainOf(id);
  const deviceClass =
    domain === "cover"
      ? roll.pick([...COVER_CLASSES, "garage"])
      : domain === "sensor"
        ? "temperature"
        : undefined;
  const base = {
    id,
    attributes: { ...optional("device_class", deviceClass), ...(members ? { entity_id: members } : {}) },
    registryId: `reg_${id}`,
    platform: members ? "group" : roll.pick(["hue", "zha"]),
    exposed: roll.chance(60),
  };
  if (roll.chance(8)) return { ...base, registered: false, labels: [], hidden: false };
  return {
    ...base,
    registered: true,
    labels: roll.chance(25) ? [roll.pick(LABELS)] : [],
    hidden: roll.chance(6),
    ...optional("area", roll.chance(45) ? roll.pick(rooms).id : undefined),
    ...optional("device", roll.chance(45) ? roll.pick(DEVICES) : undefined),
    ...(roll.chance(6) ? { category: roll.pick(["config", "diagnostic"] as const) } : {}),
  };
}

export function randomHome(roll: Dice): Home {
  const rooms = areas(roll);
  const ids = new Set<string>();
  const count = 5 + roll.number(16);
  for (let index = 0; index < count; index++) ids.add(`${roll.pick(DOMAINS)}.${roll.pick(NAMES)}`);
  const single = [...ids];
  const lights = single.filter((id) => domainOf(id) === "light");
  const groups: [string, readonly string[]][] = [];
  if (roll.chance(60)) groups.push(["light.all_lights", [...roll.some(lights, 3), ...roll.some(single, 1)]]);
  if (roll.chance(30)) groups.push(["cover.all_covers", single.filter((id) => domainOf(id) === "cover")]);
  if (roll.chance(50)) groups.push(["group.downstairs", roll.some(single, 3)]);
  if (roll.chance(30)) groups.push(["group.nested", ["group.downstairs", ...roll.some(single, 1)]]);
  if (roll.chance(20))
    groups.push(["group.cycle", ["group.cycle", "light.all_lights", ...roll.some(single, 1)]]);
  if (roll.chance(60)) groups.push(["scene.movie", roll.some(single, 3)]);
  if (roll.chance(20)) groups.push(["scene.party", [...roll.some(lights, 2), "light.all_lights"]]);
  return {
    floors: FLOORS,
    labels: LABELS,
    areas: rooms,
    devices: devices(roll, rooms),
    entities: [
      ...single.map((id) => entity(roll, id, rooms)),
      ...groups.map(([id, members]) => entity(roll, id, rooms, [...new Set(members)])),
    ],
  };
}
