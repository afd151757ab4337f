/** English words for the states that things are in. */

import type { StateWords } from "../../language.ts";

const OPENINGS = ["door", "window", "opening", "garage_door"];
const openings = (state: string) => OPENINGS.map((each) => `binary_sensor.${each} ${state}`).join(", ");
const DETECTING = ["motion", "occupancy", "smoke", "gas", "carbon_monoxide", "sound", "vibration", "tamper"];

const ARMED = ["home", "away", "night", "vacation", "custom_bypass"];
const armed = ARMED.map((each) => `alarm_control_panel armed_${each}`).join(", ");
const all = (domains: string, state: string) =>
  domains
    .split(" ")
    .map((domain) => `${domain} ${state}`)
    .join(", ");

/** As Home Assistant calls them in English, and as people do. */
export const englishStates: readonly StateWords[] = [
  { words: "open, opened", are: `${openings("on")}, ${all("cover valve lock", "open")}` },
  { words: "closed, shut", are: `${openings("off")}, ${all("cover valve", "closed")}` },
  {
    words: "on, lit",
    are: `* on, media_player playing, media_player paused, media_player idle, media_player buffering, climate heat, climate cool, climate heat_cool, climate auto, climate dry, climate fan_only, vacuum cleaning, lawn_mower mowing`,
  },
  { words: "off", are: "* off" },
  { words: "locked", are: "lock locked, binary_sensor.lock off" },
  { words: "unlocked", are: "lock unlocked, lock open, binary_sensor.lock on" },
  { words: "jammed", are: "lock jammed" },
  { words: "playing", are: "media_player playing" },
  { words: "paused", are: all("media_player vacuum lawn_mower timer", "paused") },
  { words: "armed", are: armed },
  { words: "disarmed", are: "alarm_control_panel disarmed" },
  { words: "wet, leaking", are: "binary_sensor.moisture on" },
  { words: "low", are: "binary_sensor.battery on, sensor.battery <=20" },
  { words: "empty, flat, dead", are: "binary_sensor.battery on, sensor.battery <=5", asks: "beside" },
  { words: "charging", are: "binary_sensor.battery_charging on" },
  { words: "unavailable, offline", are: "* unavailable, binary_sensor.connectivity off" },
  { words: "unknown", are: "* unknown", asks: "beside" },
  {
    words: "running",
    are: "binary_sensor.running on, vacuum cleaning, lawn_mower mowing, timer active, script on, fan on",
  },
  { words: "active", are: "* on", asks: "beside" },
  { words: "active", are: "timer active", asks: "beside" },
  {
    words: "idle",
    are: `${all("media_player vacuum lawn_mower timer camera assist_satellite", "idle")}, climate.idle !=off`,
    asks: "beside",
  },
  { words: "cleaning", are: "vacuum cleaning" },
  { words: "mowing", are: "lawn_mower mowing", asks: "beside" },
  { words: "returning", are: all("vacuum lawn_mower", "returning"), asks: "beside" },
  { words: "docked", are: all("vacuum lawn_mower", "docked") },
  { words: "stuck, failed", are: all("vacuum lawn_mower", "error"), asks: "beside" },
  { words: "opening", are: all("cover valve lock", "opening"), asks: "beside" },
  { words: "closing", are: all("cover valve", "closing"), asks: "beside" },
  { words: "recording", are: "camera recording", asks: "beside" },
  { words: "streaming", are: "camera streaming", asks: "beside" },
  { words: "pending, available, outstanding", are: "update on, binary_sensor.update on", asks: "beside" },
  { words: "enabled", are: all("automation schedule", "on"), asks: "beside" },
  { words: "disabled", are: all("automation schedule", "off"), asks: "beside" },
  {
    words: "home",
    are: `${all("person device_tracker group", "home")}, binary_sensor.presence on`,
    asks: "beside",
  },
  {
    words: "away",
    are: `${all("person device_tracker group", "not_home")}, binary_sensor.presence off`,
    asks: "beside",
  },
  { words: "connected", are: "binary_sensor.connectivity on", asks: "beside" },
  { words: "disconnected", are: "binary_sensor.connectivity off", asks: "beside" },
  { words: "unplugged", are: "binary_sensor.plug off", asks: "beside" },
  {
    words: "heating",
    are: "climate heat, climate.heating !=off, climate.preheating !=off",
    asks: "beside",
  },
  { words: "cooling", are: "climate cool, climate.cooling !=off", asks: "beside" },
  { words: "drying", are: "climate dry, climate.drying !=off", asks: "beside" },
  { words: "occupied", are: "binary_sensor.occupancy on, binary_sensor.presence on", asks: "beside" },
  { words: "clear", are: DETECTING.map((each) => `binary_sensor.${each} off`).join(", "), asks: "beside" },
  { words: "dry", are: "binary_sensor.moisture off", asks: "beside" },
  {
    words: "normal",
    are: "binary_sensor.battery off, binary_sensor.cold off, binary_sensor.heat off",
    asks: "never",
  },
  { words: "hot", are: "binary_sensor.heat on", asks: "never" },
  { words: "cold", are: "binary_sensor.cold on", asks: "never" },
  { words: "not charging", are: "binary_sensor.battery_charging off", asks: "never" },
  { words: "moving", are: "binary_sensor.moving on", asks: "never" },
  { words: "not moving", are: "binary_sensor.moving off", asks: "never" },
  { words: "light detected", are: "binary_sensor.light on", asks: "never" },
  { words: "no light", are: "binary_sensor.light off", asks: "never" },
  { words: "plugged in", are: "binary_sensor.plug on", asks: "never" },
  { words: "power", are: "binary_sensor.power on", asks: "never" },
  { words: "no power", are: "binary_sensor.power off", asks: "never" },
  { words: "problem", are: "binary_sensor.problem on", asks: "never" },
  { words: "ok", are: "binary_sensor.problem off", asks: "never" },
  { words: "not running", are: "binary_sensor.running off", asks: "never" },
  { words: "unsafe", are: "binary_sensor.safety on", asks: "never" },
  { words: "safe", are: "binary_sensor.safety off", asks: "never" },
  { words: "tampering", are: "binary_sensor.tamper on", asks: "never" },
  { words: "update available", are: "update on, binary_sensor.update on", asks: "never" },
  { words: "up to date", are: "update off, binary_sensor.update off", asks: "never" },
  {
    words: "detected, triggered",
    are: `${DETECTING.map((each) => `binary_sensor.${each} on`).join(", ")}, alarm_control_panel triggered`,
  },
];
