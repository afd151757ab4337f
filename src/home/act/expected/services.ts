/** What each service makes of an entity's state, by `domain.service` of the entity. */

import { type JsonObject, plainNumber, plainText } from "../../../core/json.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import {
  anotherOf,
  attribute,
  changed,
  type Expectation,
  numberGoes,
  read,
  state,
  towards,
  unlessIn,
} from "./expectation.ts";

/** Where it depends on what the entity is and on the data. */
type Maker = (before: EntityState, data: JsonObject) => Expectation | undefined;

const WORKING_STATES = ["opening", "closing"];
const jammed = (now: EntityState): boolean => now.state === "jammed";
const still: Expectation = { done: (now) => !WORKING_STATES.includes(now.state) };

/** Open or closed, and at the end of the way where the position is told. */
function endOfWay(position: number): Maker {
  const way = position === 0 ? towards(["closed"], ["closing"]) : towards(["open"], ["opening"]);
  return ({ attributes }) =>
    typeof attributes["current_position"] === "number"
      ? {
          done: (now, was) => way.done(now, was) && isNear(now.attributes["current_position"], position),
          moving: (now, was) => way.moving?.(now) === true || creeps("current_position", position, now, was),
        }
      : way;
}

function tilt(position: number): Expectation {
  const key = "current_tilt_position";
  return {
    done: ({ attributes }) => isNear(attributes[key], position),
    moving: (now, was) => creeps(key, position, now, was),
  };
}

const toggledTilt: Maker = ({ attributes }) => ({
  ...tilt(plainNumber(attributes["current_tilt_position"] ?? 0) > 0 ? 0 : 100),
  relative: true,
});

function isNear(value: unknown, position: number): boolean {
  return typeof value === "number" && Math.abs(value - position) <= 2;
}

/** Nearer to where it is to go than it was, and not there. */
export function creeps(key: string, wanted: number, now: EntityState, before?: EntityState): boolean {
  const [at, from] = [now.attributes[key], before?.attributes[key]];
  if (typeof at !== "number" || typeof from !== "number" || at === from) return false;
  return Math.abs(at - wanted) < Math.abs(from - wanted);
}

const openOrClose: Maker = (before, data) => {
  const opens = before.state === "closed" || before.state === "closing";
  const way = opens
    ? towards(["open"], ["opening"])
    : (endOfWay(0)(before, data) ?? towards(["closed"], ["closing"]));
  return { ...way, relative: true };
};

/** Comparable only where the entity tells the number. */
function goes(key: string, way: 1 | -1, end: (attributes: JsonObject) => unknown): Maker {
  return (before) =>
    Number.isFinite(Number(read(before, key) ?? Number.NaN)) ? numberGoes(key, way, end) : undefined;
}

const playOrPause: Maker = ({ state: was }) => ({
  relative: true,
  ...(was === "playing" ? state("paused", "idle") : towards(["playing"], ["buffering"])),
});

function optionAt(at: number): Maker {
  return ({ attributes }) => {
    const options = attributes["options"];
    const wanted = Array.isArray(options) ? options.at(at) : undefined;
    return typeof wanted === "string" ? state(wanted) : anotherOf("state");
  };
}

function optionBeside(end: number): Maker {
  return ({ attributes }, { cycle }) =>
    anotherOf("state", (before) => {
      const options = Array.isArray(attributes["options"]) ? attributes["options"] : [];
      return options.length === 1 || (cycle === false && options.at(end) === before.state);
    });
}

const timerStarts: Maker = (before) =>
  before.state === "active" ? { ...anotherOf("finishes_at", () => true), partial: true } : state("active");

const counterResets: Maker = ({ attributes }) =>
  typeof attributes["initial"] === "number" ? state(String(attributes["initial"])) : anotherOf("state");

const installs: Expectation = {
  done: ({ state: now, attributes }) =>
    now === "off" ||
    (typeof attributes["latest_version"] === "string" &&
      attributes["installed_version"] === attributes["latest_version"]),
  moving: ({ attributes }) => Boolean(attributes["in_progress"]),
};

const arms = (way: string) => towards([`armed_${way}`], ["arming", "pending"]);

export const BY_SERVICE: Readonly<Record<string, Expectation | Maker>> = {
  "cover.open_cover": endOfWay(100),
  "cover.close_cover": endOfWay(0),
  "cover.stop_cover": still,
  "cover.toggle": openOrClose,
  "cover.open_cover_tilt": tilt(100),
  "cover.close_cover_tilt": tilt(0),
  "cover.toggle_cover_tilt": toggledTilt,
  "valve.open_valve": endOfWay(100),
  "valve.close_valve": endOfWay(0),
  "valve.stop_valve": still,
  "valve.toggle": openOrClose,
  "lock.lock": { ...towards(["locked"], ["locking"]), stuck: jammed },
  "lock.unlock": { ...towards(["unlocked", "open"], ["unlocking", "opening"]), stuck: jammed },
  "lock.open": { ...towards(["open", "unlocked"], ["opening", "unlocking"]), stuck: jammed },
  "alarm_control_panel.alarm_disarm": towards(["disarmed"], ["disarming"]),
  "alarm_control_panel.alarm_arm_away": arms("away"),
  "alarm_control_panel.alarm_arm_home": arms("home"),
  "alarm_control_panel.alarm_arm_night": arms("night"),
  "alarm_control_panel.alarm_arm_vacation": arms("vacation"),
  "alarm_control_panel.alarm_arm_custom_bypass": arms("custom_bypass"),
  "alarm_control_panel.alarm_trigger": towards(["triggered"], ["pending"]),
  "media_player.media_play": towards(["playing"], ["buffering"]),
  "media_player.media_pause": unlessIn(["off", "standby"], "paused"),
  "media_player.media_play_pause": playOrPause,
  "media_player.media_stop": state("idle", "off", "standby", "stopped"),
  "media_player.turn_on": { done: (now) => !["off", "standby"].includes(now.state) },
  "media_player.turn_off": state("off", "standby"),
  "media_player.volume_up": goes("volume_level", 1, () => 1),
  "media_player.volume_down": goes("volume_level", -1, () => 0),
  "vacuum.start": state("cleaning"),
  "vacuum.clean_spot": state("cleaning"),
  "vacuum.pause": unlessIn(["docked", "idle"], "paused"),
  "vacuum.stop": { done: (now) => now.state !== "cleaning" },
  "vacuum.return_to_base": towards(["docked"], ["returning"]),
  "lawn_mower.start_mowing": state("mowing"),
  "lawn_mower.pause": unlessIn(["docked"], "paused"),
  "lawn_mower.dock": towards(["docked"], ["returning"]),
  "lawn_mower.stop": { done: (now) => now.state !== "mowing" && now.state !== "returning" },
  "timer.start": timerStarts,
  "timer.pause": unlessIn(["idle"], "paused"),
  "timer.change": anotherOf("finishes_at"),
  "timer.cancel": state("idle"),
  "timer.finish": state("idle"),
  "climate.turn_on": { done: (now) => now.state !== "off" },
  "water_heater.turn_on": { done: (now) => now.state !== "off" },
  "automation.trigger": {
    done: (now, before) => now.attributes["last_triggered"] !== before.attributes["last_triggered"],
    missed: (_now, _before, answered) =>
      answered ? "it did not run: its conditions do not hold, or it runs already" : undefined,
  },
  "camera.turn_on": { done: (now) => now.state !== "idle" && now.state !== "off" },
  "camera.turn_off": state("idle", "off"),
  "camera.enable_motion_detection": attribute("motion_detection", true),
  "camera.disable_motion_detection": { done: ({ attributes }) => attributes["motion_detection"] !== true },
  "fan.increase_speed": goes("percentage", 1, () => 100),
  "fan.decrease_speed": goes("percentage", -1, () => 0),
  "input_number.increment": goes("state", 1, ({ max }) => max),
  "input_number.decrement": goes("state", -1, ({ min }) => min),
  "counter.increment": goes("state", 1, ({ maximum }) => maximum),
  "counter.decrement": goes("state", -1, ({ minimum }) => minimum),
  "counter.reset": counterResets,
  "select.select_first": optionAt(0),
  "select.select_last": optionAt(-1),
  "select.select_next": optionBeside(-1),
  "select.select_previous": optionBeside(0),
  "input_select.select_first": optionAt(0),
  "input_select.select_last": optionAt(-1),
  "input_select.select_next": optionBeside(-1),
  "input_select.select_previous": optionBeside(0),
  "update.install": installs,
  "update.skip": {
    done: ({ attributes }) => attributes["skipped_version"] === attributes["latest_version"],
  },
  "update.clear_skipped": { done: ({ attributes }) => typeof attributes["skipped_version"] !== "string" },
};

/** Nothing of the home shows these: what Home Assistant answered is all that can be had. */
export const UNSEEN: ReadonlySet<string> = new Set([
  "vacuum.locate",
  "cover.stop_cover_tilt",
  "vacuum.send_command",
  "remote.send_command",
  "remote.learn_command",
  "remote.delete_command",
  "calendar.create_event",
  "camera.snapshot",
  "camera.record",
  "camera.play_stream",
  "image.snapshot",
  "todo.update_item",
  "todo.remove_completed_items",
  "homeassistant.update_entity",
  "media_player.media_seek",
  "media_player.clear_playlist",
]);

const hasStarted = ({ attributes }: EntityState, before: EntityState): boolean =>
  attributes["last_triggered"] !== before.attributes["last_triggered"];

/** What runs already starts again by its mode alone. */
const scriptRuns: Expectation = {
  done: (now, was) => hasStarted(now, was) && now.state !== "on",
  moving: (now) => now.state === "on",
  missed(now, was) {
    if (was.state !== "on" || hasStarted(now, was)) return undefined;
    const { mode, max } = was.attributes;
    return mode === "single"
      ? "it did not start: it was running already, and its mode is single"
      : `it did not start: as many runs as it may have (${plainText(max)}) were under way`;
  },
};

/** What the name of a service says of any entity. */
export function byVerb(domain: string, verb: string, before: EntityState): Expectation | undefined {
  // stateless: the state is the time of the last press, activation or message
  if (["scene", "button", "input_button", "notify", "event"].includes(domain)) return changed;
  const stops = verb === "turn_off" || (verb === "toggle" && before.state !== "off");
  if (domain === "script" && !stops) return scriptRuns;
  if (domain === "cover" || domain === "valve") {
    if (verb === "turn_on") return towards(["open"], ["opening"]);
    return verb === "turn_off" ? towards(["closed"], ["closing"]) : undefined;
  }
  if (verb === "turn_on") return state("on");
  if (verb === "turn_off") return state("off");
  if (verb === "toggle") {
    const done = (now: EntityState) => (now.state === "off") !== (before.state === "off");
    return { relative: true, done };
  }
  if (["increment", "decrement", "reset", "press"].includes(verb)) return changed;
  return undefined;
}
