/** English words for the states that things are in. */

import type { StateWords } from "../language.ts";

const OPENINGS = ["door", "window", "opening", "garage_door"];
const openings = (state: string) => OPENINGS.map((each) => `binary_sensor.${each} ${state}`).join(", ");
const DETECTING = ["motion", "occupancy", "smoke", "gas", "carbon_monoxide", "sound", "vibration", "tamper"];

export const englishStates: readonly StateWords[] = [
  { words: "open, opened", are: `${openings("on")}, cover open, valve open, lock open` },
  { words: "closed, shut", are: `${openings("off")}, cover closed, valve closed` },
  {
    words: "on, lit",
    are: "* on, media_player playing, media_player paused, media_player idle, media_player buffering, climate heat, climate cool, climate heat_cool, climate auto, climate dry, climate fan_only, vacuum cleaning, lawn_mower mowing",
  },
  { words: "off", are: "* off" },
  { words: "locked", are: "lock locked, binary_sensor.lock off" },
  { words: "unlocked", are: "lock unlocked, lock open, binary_sensor.lock on" },
  { words: "playing", are: "media_player playing" },
  { words: "paused", are: "media_player paused, vacuum paused, lawn_mower paused, timer paused" },
  {
    words: "armed",
    are: "alarm_control_panel armed_home, alarm_control_panel armed_away, alarm_control_panel armed_night, alarm_control_panel armed_vacation, alarm_control_panel armed_custom_bypass",
  },
  { words: "disarmed", are: "alarm_control_panel disarmed" },
  { words: "wet, leaking", are: "binary_sensor.moisture on" },
  { words: "low", are: "binary_sensor.battery on, sensor.battery <=20" },
  { words: "charging", are: "binary_sensor.battery_charging on" },
  { words: "unavailable, offline", are: "* unavailable, binary_sensor.connectivity off" },
  {
    words: "running",
    are: "binary_sensor.running on, vacuum cleaning, lawn_mower mowing, timer active, script on, fan on",
  },
  { words: "cleaning", are: "vacuum cleaning" },
  { words: "docked", are: "vacuum docked, lawn_mower docked" },
  {
    words: "detected, triggered",
    are: `${DETECTING.map((each) => `binary_sensor.${each} on`).join(", ")}, alarm_control_panel triggered`,
  },
];
