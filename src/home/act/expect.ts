/** What an entity should look like after a service: the yardstick of the verdict. */

import { domainOf, objectOf } from "../../core/entity-id.ts";
import type { JsonObject } from "../../core/json.ts";
import type { EntityState } from "../../hass/gateway.ts";

/** Looks at the state now and, where a change is the point, at the state before. */
export type Expectation = {
  /** The data says more than can be compared: being as wanted before does not mean that nothing was done. */
  readonly partial?: boolean;
  /** The data's own values differ, be it by less than a device may round. */
  readonly moved?: (now: EntityState, before: EntityState) => boolean;
  /** What is wanted depends on the state before, which somebody else may have changed a moment ago. */
  readonly relative?: boolean;
  /** As wanted. */
  readonly done: (now: EntityState, before: EntityState) => boolean;
  /** On its way there. */
  readonly moving?: (now: EntityState) => boolean;
  /** It tried and could not. */
  readonly stuck?: (now: EntityState) => boolean;
};

const state = (...wanted: readonly string[]): Expectation => ({ done: (now) => wanted.includes(now.state) });
const towards = (wanted: readonly string[], ways: readonly string[]): Expectation => ({
  done: (now) => wanted.includes(now.state),
  moving: (now) => ways.includes(now.state),
});
const jammed = (now: EntityState): boolean => now.state === "jammed";
/** The state is a time stamp or a counter: any change of it is the effect. */
const changed: Expectation = {
  done: (now, before) => now.state !== before.state || now.lastUpdated !== before.lastUpdated,
};

const TRANSITIONAL =
  /^(opening|closing|locking|unlocking|arming|disarming|pending|returning|jammed_?|buffering|starting|stopping)$/;
const ON = ["on"];
const WORKING_STATES = ["opening", "closing"];

/** By `domain.service`; the data of the call may add to it (see `attributesWanted`). */
const BY_SERVICE: Readonly<Record<string, Expectation>> = {
  "cover.open_cover": towards(["open"], ["opening"]),
  "cover.close_cover": towards(["closed"], ["closing"]),
  "cover.stop_cover": { done: (now) => !WORKING_STATES.includes(now.state) },
  "valve.open_valve": towards(["open"], ["opening"]),
  "valve.close_valve": towards(["closed"], ["closing"]),
  "valve.stop_valve": { done: (now) => !WORKING_STATES.includes(now.state) },
  "lock.lock": { ...towards(["locked"], ["locking"]), stuck: jammed },
  "lock.unlock": { ...towards(["unlocked", "open"], ["unlocking", "opening"]), stuck: jammed },
  "lock.open": { ...towards(["open", "unlocked"], ["opening", "unlocking"]), stuck: jammed },
  "alarm_control_panel.alarm_disarm": towards(["disarmed"], ["disarming"]),
  "alarm_control_panel.alarm_arm_away": towards(["armed_away"], ["arming", "pending"]),
  "alarm_control_panel.alarm_arm_home": towards(["armed_home"], ["arming", "pending"]),
  "alarm_control_panel.alarm_arm_night": towards(["armed_night"], ["arming", "pending"]),
  "alarm_control_panel.alarm_arm_vacation": towards(["armed_vacation"], ["arming", "pending"]),
  "media_player.media_play": towards(["playing"], ["buffering"]),
  "media_player.media_pause": state("paused"),
  "media_player.media_stop": state("idle", "off", "standby", "stopped"),
  "media_player.turn_on": { done: (now) => !["off", "standby"].includes(now.state) },
  "media_player.turn_off": state("off", "standby"),
  "vacuum.start": state("cleaning"),
  "vacuum.pause": state("paused"),
  "vacuum.stop": { done: (now) => now.state !== "cleaning" },
  "vacuum.return_to_base": towards(["docked"], ["returning"]),
  "lawn_mower.start_mowing": state("mowing"),
  "lawn_mower.pause": state("paused"),
  "lawn_mower.dock": towards(["docked"], ["returning"]),
  "timer.start": state("active"),
  "timer.pause": state("paused"),
  "timer.cancel": state("idle"),
  "timer.finish": state("idle"),
  "climate.turn_on": { done: (now) => now.state !== "off" },
  "water_heater.turn_on": { done: (now) => now.state !== "off" },
  "automation.trigger": {
    done: (now, before) => now.attributes["last_triggered"] !== before.attributes["last_triggered"],
  },
  "camera.turn_on": { done: (now) => now.state !== "idle" && now.state !== "off" },
  "camera.turn_off": state("idle", "off"),
  "cover.open_cover_tilt": { done: (now) => now.attributes["current_tilt_position"] === 100 },
  "cover.close_cover_tilt": { done: (now) => now.attributes["current_tilt_position"] === 0 },
  "update.install": {
    done: (now) => now.state === "off",
    moving: (now) => Boolean(now.attributes["in_progress"]),
  },
};

/** Data keys that come back as an attribute, or as the state itself (`state`). */
const KEY_TO_ATTRIBUTE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  light: {
    brightness: "brightness",
    color_temp_kelvin: "color_temp_kelvin",
    rgb_color: "rgb_color",
    rgbw_color: "rgbw_color",
    rgbww_color: "rgbww_color",
    hs_color: "hs_color",
    xy_color: "xy_color",
    effect: "effect",
  },
  fan: {
    percentage: "percentage",
    preset_mode: "preset_mode",
    oscillating: "oscillating",
    direction: "direction",
  },
  climate: {
    temperature: "temperature",
    target_temp_low: "target_temp_low",
    target_temp_high: "target_temp_high",
    hvac_mode: "state",
    preset_mode: "preset_mode",
    fan_mode: "fan_mode",
    swing_mode: "swing_mode",
    humidity: "humidity",
  },
  water_heater: { temperature: "temperature", operation_mode: "operation_mode" },
  humidifier: { humidity: "humidity", mode: "mode" },
  cover: { position: "current_position", tilt_position: "current_tilt_position" },
  valve: { position: "current_position" },
  media_player: {
    volume_level: "volume_level",
    is_volume_muted: "is_volume_muted",
    source: "source",
    sound_mode: "sound_mode",
  },
  vacuum: { fan_speed: "fan_speed" },
  number: { value: "state" },
  input_number: { value: "state" },
  counter: { value: "state" },
  select: { option: "state" },
  input_select: { option: "state" },
  text: { value: "state" },
  input_text: { value: "state" },
  remote: { activity: "current_activity" },
};

/**
 * The yardstick for one entity, or undefined when nothing can be compared (then only an event with the call's context
 * says that something happened). `homeassistant.turn_on` and its like are judged as the entity's own domain.
 */
export function expectationFor(
  service: string,
  data: JsonObject,
  before: EntityState,
): Expectation | undefined {
  const domain = domainOf(before.id);
  const verb = objectOf(service);
  const base = BY_SERVICE[`${domain}.${verb}`] ?? byVerb(domain, verb, before);
  // toggling something off takes no brightness along
  const goesOff = verb === "toggle" && before.state !== "off";
  const wanted = goesOff ? [] : attributesWanted(domain, verb, data);
  const partial =
    !goesOff && Object.keys(data).some((key) => !JUDGED_OTHERWISE.has(key) && !isCompared(domain, key));
  if (wanted.length === 0) return base && partial ? { ...base, partial } : base;
  const matches = (now: EntityState) =>
    wanted.every(([key, value]) => similar(read(now, key), value, toleranceOf(key)));
  const own = wanted.some(([key]) => key === "state"); // the data names the state: the verb says nothing more
  const moves = domain === "cover" || domain === "valve";
  const moving = moves ? (now: EntityState) => WORKING_STATES.includes(now.state) : base?.moving;
  return {
    partial,
    done: (now, was) =>
      matches(now) && (own || base === undefined || base === changed || base.done(now, was)),
    moved: (now, was) => wanted.some(([key]) => !similar(read(now, key), read(was, key), 0)),
    ...(moving ? { moving } : {}),
    ...(base?.relative ? { relative: true } : {}),
  };
}

/** Data that changes how, not what. */
const JUDGED_OTHERWISE = new Set(["transition", "code", "flash"]);

function isCompared(domain: string, key: string): boolean {
  return (
    Object.hasOwn(KEY_TO_ATTRIBUTE[domain] ?? {}, key) || (domain === "light" && key === "brightness_pct")
  );
}

function byVerb(domain: string, verb: string, before: EntityState): Expectation | undefined {
  // stateless: the state is the time of the last press, activation or message
  if (["scene", "button", "input_button", "notify", "event"].includes(domain)) return changed;
  if (domain === "script" && verb !== "turn_off") {
    return {
      done: (now, was) =>
        now.attributes["last_triggered"] !== was.attributes["last_triggered"] && now.state !== "on",
      moving: (now) => now.state === "on",
    };
  }
  if (domain === "cover" || domain === "valve") {
    if (verb === "toggle" || verb === "turn_on" || verb === "turn_off") return moveTo(verb, before);
    return undefined;
  }
  if (verb === "turn_on") return { done: (now) => ON.includes(now.state) };
  if (verb === "turn_off") return state("off");
  if (verb === "toggle") {
    const done = (now: EntityState) => (now.state === "off") !== (before.state === "off");
    return { relative: true, done };
  }
  if (["increment", "decrement", "reset", "press", "select_next", "select_previous"].includes(verb))
    return changed;
  return undefined;
}

function moveTo(verb: string, before: EntityState): Expectation {
  const opens =
    verb === "turn_on" || (verb === "toggle" && (before.state === "closed" || before.state === "closing"));
  const way = opens ? towards(["open"], ["opening"]) : towards(["closed"], ["closing"]);
  return { ...way, relative: verb === "toggle" };
}

function attributesWanted(domain: string, verb: string, data: JsonObject): [string, unknown][] {
  if (verb === "turn_off") return [];
  const wanted: [string, unknown][] = [];
  const keys = KEY_TO_ATTRIBUTE[domain] ?? {};
  for (const [key, value] of Object.entries(data)) {
    const attribute = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (attribute !== undefined) wanted.push([attribute, value]);
    if (domain === "light" && key === "brightness_pct" && Number.isFinite(Number(value)))
      wanted.push(["brightness", Math.round((Number(value) * 255) / 100)]);
  }
  // off by brightness 0 has no brightness to compare
  return domain === "light" && wanted.some(([key, value]) => key === "brightness" && value === 0)
    ? [["state", "off"]]
    : wanted;
}

function read(now: EntityState, key: string): unknown {
  return key === "state" ? now.state : now.attributes[key];
}

const NONE_SHOWN: readonly string[] = [];

/** The attributes that the data of a call speaks of: worth showing before and after. */
export function shownAttributes(service: string, data: JsonObject, id: string): readonly string[] {
  if (Object.keys(data).length === 0) return NONE_SHOWN;
  const verb = objectOf(service);
  const keys = attributesWanted(domainOf(id), verb, data).map(([key]) => key);
  return [...new Set(keys)].filter((key) => key !== "state");
}

/** How far a device may round, in the attribute's own unit. */
const TOLERANCE: Readonly<Record<string, number>> = {
  brightness: 3,
  rgb_color: 4,
  rgbw_color: 4,
  rgbww_color: 4,
  hs_color: 1.5,
  xy_color: 0.01,
  color_temp_kelvin: 60,
  percentage: 2,
  current_position: 2,
  current_tilt_position: 2,
  volume_level: 0.011,
  humidity: 0.5,
  temperature: 0.1,
  target_temp_low: 0.1,
  target_temp_high: 0.1,
};

function toleranceOf(key: string): number {
  return TOLERANCE[key] ?? 1e-6;
}

/** Numbers within the tolerance, colours element by element, anything else as text. */
function similar(actual: unknown, wanted: unknown, tolerance: number): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((value, index) => similar(actual[index], value, tolerance))
    );
  }
  if (
    typeof wanted === "number" ||
    (typeof wanted === "string" && wanted.trim() !== "" && Number.isFinite(Number(wanted)))
  ) {
    return actual !== null && actual !== "" && Math.abs(Number(actual) - Number(wanted)) <= tolerance;
  }
  return actual === wanted || String(actual) === String(wanted);
}

/** A state that is on its way somewhere, whatever the service was. */
export function isTransitional(now: EntityState): boolean {
  return TRANSITIONAL.test(now.state);
}
