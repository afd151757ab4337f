/** English words for the states that things are in. */

import type { StateWords } from "../language.ts";

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
  { words: "empty, flat, dead", are: "binary_sensor.battery on, sensor.battery <=5", beside: true },
  { words: "charging", are: "binary_sensor.battery_charging on" },
  { words: "unavailable, offline", are: "* unavailable, binary_sensor.connectivity off" },
  { words: "unknown", are: "* unknown", beside: true },
  {
    words: "running",
    are: "binary_sensor.running on, vacuum cleaning, lawn_mower mowing, timer active, script on, fan on",
  },
  { words: "active", are: "* on", beside: true },
  { words: "active", are: "timer active", beside: true },
  {
    words: "idle",
    are: all("media_player vacuum lawn_mower timer camera assist_satellite", "idle"),
    beside: true,
  },
  { words: "cleaning", are: "vacuum cleaning" },
  { words: "mowing", are: "lawn_mower mowing", beside: true },
  { words: "returning", are: all("vacuum lawn_mower", "returning"), beside: true },
  { words: "docked", are: all("vacuum lawn_mower", "docked") },
  { words: "stuck, failed", are: all("vacuum lawn_mower", "error"), beside: true },
  { words: "opening", are: all("cover valve lock", "opening"), beside: true },
  { words: "closing", are: all("cover valve", "closing"), beside: true },
  { words: "recording", are: "camera recording", beside: true },
  { words: "streaming", are: "camera streaming", beside: true },
  { words: "pending, available, outstanding", are: "update on, binary_sensor.update on", beside: true },
  { words: "enabled", are: all("automation schedule", "on"), beside: true },
  { words: "disabled", are: all("automation schedule", "off"), beside: true },
  {
    words: "home",
    are: `${all("person device_tracker group", "home")}, binary_sensor.presence on`,
    beside: true,
  },
  {
    words: "away",
    are: `${all("person device_tracker group", "not_home")}, binary_sensor.presence off`,
    beside: true,
  },
  { words: "connected", are: "binary_sensor.connectivity on", beside: true },
  { words: "disconnected", are: "binary_sensor.connectivity off", beside: true },
  { words: "unplugged", are: "binary_sensor.plug off", beside: true },
  { words: "heating", are: "climate heat", beside: true },
  { words: "occupied", are: "binary_sensor.occupancy on, binary_sensor.presence on", beside: true },
  { words: "clear", are: DETECTING.map((each) => `binary_sensor.${each} off`).join(", "), beside: true },
  { words: "dry", are: "binary_sensor.moisture off", beside: true },
  {
    words: "normal",
    are: "binary_sensor.battery off, binary_sensor.cold off, binary_sensor.heat off",
    beside: true,
  },
  { words: "hot", are: "binary_sensor.heat on", beside: true },
  { words: "cold", are: "binary_sensor.cold on", beside: true },
  { words: "not charging", are: "binary_sensor.battery_charging off", beside: true },
  { words: "moving", are: "binary_sensor.moving on", beside: true },
  { words: "not moving", are: "binary_sensor.moving off", beside: true },
  { words: "light detected", are: "binary_sensor.light on", beside: true },
  { words: "no light", are: "binary_sensor.light off", beside: true },
  { words: "plugged in", are: "binary_sensor.plug on", beside: true },
  { words: "power", are: "binary_sensor.power on", beside: true },
  { words: "no power", are: "binary_sensor.power off", beside: true },
  { words: "problem", are: "binary_sensor.problem on", beside: true },
  { words: "ok", are: "binary_sensor.problem off", beside: true },
  { words: "not running", are: "binary_sensor.running off", beside: true },
  { words: "unsafe", are: "binary_sensor.safety on", beside: true },
  { words: "safe", are: "binary_sensor.safety off", beside: true },
  { words: "tampering", are: "binary_sensor.tamper on", beside: true },
  { words: "update available", are: "update on, binary_sensor.update on", beside: true },
  { words: "up to date", are: "update off, binary_sensor.update off", beside: true },
  {
    words: "detected, triggered",
    are: `${DETECTING.map((each) => `binary_sensor.${each} on`).join(", ")}, alarm_control_panel triggered`,
  },
];
