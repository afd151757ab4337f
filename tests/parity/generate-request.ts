/** Random calls and reads, hostile spellings among them. */

import type { CallRequest, ReadRequest } from "../../src/security/grant/model/request.ts";
import type { Dice } from "./dice.ts";
import { AREAS, DEVICES, FLOORS, LABELS } from "./generate-home.ts";
import { anyEntity, defined, many, SPECIAL } from "./generate-words.ts";
import { domainOf, type Home } from "./home.ts";
import { SERVICE_NAMES } from "./services.ts";

const GATED = [
  "lock.unlock",
  "lock.open",
  "cover.open_cover",
  "cover.toggle",
  "cover.set_cover_position",
  "homeassistant.toggle",
  "homeassistant.turn_on",
  "homeassistant.turn_off",
  "scene.turn_on",
  "shell_command.backup",
  "homeassistant.restart",
  "scene.reload",
];
const ADDRESSES = ["10.0.0.5", "10.0.1.5", "192.168.1.9", undefined];
const ORIGINS = ["https://home.example", "https://evil.example", undefined];
const PATHS = ["/panel", "/panel/", "/panel/a?x=1", "/other", undefined];

/** Spelled as a caller may spell it. */
function misspelt(roll: Dice, id: string): string {
  switch (roll.number(24)) {
    case 0:
      return id.toUpperCase();
    case 1:
      return ` ${id} `;
    case 2:
      return `${id},${id}`;
    case 3:
      return roll.pick([
        "light",
        "light.a.b",
        "",
        "none",
        "light.\u200bhall",
        "{{ x }}",
        "light.hall,",
        "lıght.hall",
      ]);
    default:
      return id;
  }
}

function oneOrMany(roll: Dice, make: () => string): unknown {
  if (roll.chance(65)) return make();
  const list = many(1 + roll.number(2), make);
  return roll.chance(20) ? list.join(", ") : list;
}

function selectors(roll: Dice, home: Home, service: string): Record<string, unknown> {
  const fitting = home.entities.filter(({ id }) => domainOf(id) === domainOf(service)).map(({ id }) => id);
  const entity = () =>
    misspelt(roll, roll.chance(75) && fitting.length > 0 ? roll.pick(fitting) : anyEntity(roll, home));
  const found: Record<string, unknown> = {};
  if (roll.chance(75))
    found["entity_id"] = roll.chance(6) ? roll.pick(["all", "ALL", [], null, 7]) : oneOrMany(roll, entity);
  const odd = (ids: readonly string[], unknown: string) => () =>
    roll.chance(4) ? unknown : roll.chance(96) ? roll.pick(ids) : roll.pick(ids).toUpperCase();
  if (roll.chance(16)) found["area_id"] = oneOrMany(roll, odd(AREAS, "attic"));
  if (roll.chance(5)) found["floor_id"] = oneOrMany(roll, odd(FLOORS, "roof"));
  if (roll.chance(8)) found["label_id"] = oneOrMany(roll, odd(LABELS, "nope"));
  if (roll.chance(8)) found["device_id"] = oneOrMany(roll, odd(DEVICES, "gone"));
  return found;
}

const TAKES_BRIGHTNESS = ["light.turn_on", "light.toggle", "homeassistant.turn_on", "homeassistant.toggle"];

function serviceData(roll: Dice, home: Home, service: string): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  if (TAKES_BRIGHTNESS.includes(service) && roll.chance(40))
    data["brightness_pct"] = roll.pick([5, 10, 50, 60, 61, "50"]);
  if (TAKES_BRIGHTNESS.includes(service) && roll.chance(20))
    data[roll.pick(["brightness", "white"])] = roll.pick([20, 26, 100, "153", 154, true]);
  if (TAKES_BRIGHTNESS.includes(service) && roll.chance(5)) data["brightness_step"] = 10;
  if (service === "climate.set_temperature") data["hvac_mode"] = roll.pick(["heat", "off", "cool"]);
  if (service === "media_player.join") data["group_members"] = oneOrMany(roll, () => anyEntity(roll, home));
  if (service === "scene.apply") {
    const wanted = [
      "on",
      "cool",
      { state: "on", brightness_pct: 80 },
      { brightness: 200 },
      { state: "heat", transition: 1 },
    ];
    data["entities"] = { [anyEntity(roll, home)]: roll.pick(wanted) };
  }
  if (roll.chance(3)) data["profile"] = misspelt(roll, anyEntity(roll, home));
  if (roll.chance(2)) data["deep"] = { list: [anyEntity(roll, home)] };
  if (roll.chance(1)) data["text"] = "{% if x %}";
  return data;
}

/** Whether the home has an entity of the service's domain, or the service needs none. */
function fits(home: Home, service: string): boolean {
  const domain = domainOf(service);
  return (
    SPECIAL.includes(service) ||
    domain === "homeassistant" ||
    home.entities.some(({ id }) => domainOf(id) === domain)
  );
}

function call(roll: Dice, home: Home): CallRequest {
  const gated = roll.chance(42) ? roll.pick(GATED.filter((name) => fits(home, name))) : undefined;
  const own = SERVICE_NAMES.filter((name) => domainOf(name) === domainOf(roll.pick(home.entities).id));
  const usual = roll.chance(80) && own.length > 0 ? roll.pick(own) : roll.pick(SERVICE_NAMES);
  const name = gated ?? usual;
  const needsNone =
    SPECIAL.includes(name) || /^(?:notify|persistent_notification|group)\.|^scene\.apply/.test(name);
  const service = roll.chance(4)
    ? roll.pick([name.toUpperCase(), ` ${name}`, "light.", "nope.nothing"])
    : name;
  const bare = roll.chance(needsNone ? 90 : 8);
  const chosen = bare ? {} : selectors(roll, home, name);
  const inside = roll.chance(10);
  const excluded = !bare && roll.chance(5) ? { exclude: selectors(roll, home, name) } : {};
  const odd = roll.chance(1) ? { zone_id: "home" } : {};
  const smuggled = roll.chance(4) ? selectors(roll, home, name) : {};
  return {
    operation: "call_service",
    service,
    target: inside ? undefined : { ...chosen, ...excluded, ...odd },
    data: { ...serviceData(roll, home, name), ...smuggled, ...(inside ? chosen : {}) },
    ...caller(roll),
  };
}

function caller(roll: Dice): { address?: string; origin?: string; path?: string } {
  return defined({ address: roll.pick(ADDRESSES), origin: roll.pick(ORIGINS), path: roll.pick(PATHS) });
}

function read(roll: Dice, home: Home): ReadRequest {
  const operation = roll.pick(["read", "read", "subscribe", "history", "camera"] as const);
  const word = () =>
    roll.chance(12)
      ? roll.pick(["*", `${domainOf(anyEntity(roll, home))}.*`])
      : operation === "camera" && roll.chance(80)
        ? roll.pick(["camera.kitchen", "camera.hall", "camera.one"])
        : misspelt(roll, anyEntity(roll, home));
  const ids = roll.chance(2) ? many(12, word) : oneOrMany(roll, word);
  return { operation, entity_ids: ids, ...caller(roll) };
}

export function randomRequest(roll: Dice, home: Home): CallRequest | ReadRequest {
  return roll.chance(75) ? call(roll, home) : read(roll, home);
}
