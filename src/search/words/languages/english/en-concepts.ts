/** English words for what a home holds: each with the domains and device classes that serve it. */

import type { Concept } from "../../language.ts";
import { englishMeasures } from "./en-measures.ts";

const objects: readonly Concept[] = [
  {
    words:
      "light, lamp, bulb, lighting, light bulb, lightbulb, led, illumination, chandelier, spotlight, downlight, nightlight, floodlight, lantern",
    serves: "light, switch 0.3",
  },
  { words: "light strip, led strip, string light, fairy light", serves: "light, switch 0.35" },
  { words: "light switch", serves: "light, switch 0.8" },
  {
    words: "contact, contact sensor",
    serves: "binary_sensor.door, binary_sensor.window, binary_sensor.opening, binary_sensor.garage_door",
  },
  { words: "switch, relay", serves: "switch, input_boolean 0.5, light 0.2", embraces: true },
  {
    words: "plug, outlet, socket, power outlet, wall outlet, smart plug, power point, power socket",
    serves: "switch.outlet, switch 0.8, binary_sensor.plug 0.4, sensor.energy 0.3, sensor.power 0.3",
  },
  {
    words:
      "blind, shade, shutter, roller blind, roller shutter, window blind, window shade, sunblind, venetian",
    serves: "cover.blind, cover.shade, cover.shutter, cover 0.7",
  },
  { words: "cover", serves: "cover", general: true, embraces: true },
  { words: "curtain, drape", serves: "cover.curtain, cover 0.7" },
  { words: "awning, sunshade, canopy", serves: "cover.awning, cover 0.7" },
  {
    words: "garage door, garage gate",
    serves: "cover.garage, cover.garage_door, binary_sensor.garage_door, cover 0.6 unclassed",
  },
  { words: "gate", serves: "cover.gate, cover 0.6 unclassed, lock 0.3, binary_sensor.door 0.3, switch 0.2" },
  {
    words: "door",
    serves:
      "binary_sensor.door, cover.door, lock, binary_sensor.garage_door, cover.garage 0.8, cover.gate 0.4, binary_sensor.lock 0.6, binary_sensor.opening 0.7",
  },
  {
    words: "window",
    serves:
      "binary_sensor.window, cover.window, binary_sensor.opening 0.7, cover.blind 0.5, cover.shade 0.5, cover.curtain 0.5",
  },
  {
    words: "lock, door lock, deadbolt, latch, smart lock",
    serves: "lock, binary_sensor.lock 0.6",
    general: true,
    embraces: true,
  },
  {
    words:
      "doorbell, door bell, who is at the door, whos at the door, anyone at the door, someone at the door, somebody at the door",
    serves: "event.doorbell, camera 0.35, binary_sensor 0.3, event 0.3, button 0.3",
  },
  {
    words: "fan, ventilator, ventilation, exhaust fan, exhaust, extractor, air circulation",
    serves: "fan, switch 0.3",
  },
  {
    words: "thermostat, thermostats, climate, climate control, hvac, trv",
    serves: "climate",
    general: true,
    embraces: true,
  },
  {
    words: "heating, heater, heat, radiator, furnace, underfloor heating, heat pump, boiler",
    serves: "climate, water_heater 0.8, binary_sensor.heat 0.4, switch 0.25",
  },
  {
    words: "air conditioner, air conditioning, ac, aircon, a c, cooling",
    serves: "climate, fan 0.3, switch 0.2",
  },
  { words: "water heater, hot water", serves: "water_heater, climate 0.3, switch 0.3", embraces: true },
  { words: "humidifier", serves: "humidifier, humidifier.humidifier, switch 0.2" },
  { words: "dehumidifier", serves: "humidifier.dehumidifier, humidifier, switch 0.2" },
  { words: "air purifier, purifier, air cleaner", serves: "fan, humidifier 0.3, switch 0.3" },
  {
    words: "tv, television, telly, smart tv",
    serves: "media_player.tv, media_player 0.6 unclassed, remote 0.5",
  },
  {
    words: "speaker, loudspeaker, soundbar, smart speaker",
    serves: "media_player.speaker, media_player 0.7",
  },
  {
    words: "receiver, amplifier, amp, av receiver",
    serves: "media_player.receiver, media_player 0.6 unclassed",
  },
  { words: "projector", serves: "media_player.projector, media_player 0.6 unclassed, switch 0.3" },
  {
    words: "stereo, hifi, radio, sound system, home theater, entertainment",
    serves: "media_player",
  },
  {
    words: "media player, player, media",
    serves: "media_player",
    general: true,
    embraces: true,
  },
  { words: "sound, audio", serves: "media_player 0.9, *.sound, sensor.sound_pressure" },
  {
    words: "music, song, playlist, album, track, tune, podcast, audiobook, radio station",
    serves: "media_player.speaker, media_player 0.95",
    role: "verb",
    freeText: true,
  },
  {
    words: "movie, film, video, channel, episode, show on",
    serves: "media_player.tv, media_player.projector, media_player 0.9",
    role: "verb",
    freeText: true,
  },
  {
    words: "vacuum, vacuum cleaner, robot vacuum, hoover, roomba, robovac, cleaning robot",
    serves: "vacuum",
  },
  { words: "robot", serves: "vacuum, lawn_mower 0.6" },
  { words: "mower, lawn mower, lawnmower, mowing robot", serves: "lawn_mower, vacuum 0.3" },
  {
    words: "sprinkler, irrigation, watering, irrigation system, sprinkler system",
    serves: "valve.water, valve 0.9, switch 0.35",
  },
  {
    words: "valve, tap, faucet, water valve, spigot, hose",
    serves: "valve, valve.water, valve.gas, switch 0.35",
    embraces: true,
  },
  {
    words: "camera, webcam, cctv, surveillance",
    serves: "camera, image 0.5, binary_sensor.motion 0.3, binary_sensor.occupancy 0.3",
    embraces: true,
  },
  {
    words: "alarm, burglar alarm, alarm system, security system, security",
    serves: "alarm_control_panel, siren 0.7, binary_sensor.safety 0.6, binary_sensor.tamper 0.5",
  },
  { words: "siren, chime", serves: "siren, switch 0.3", embraces: true },
  { words: "scene, mood", serves: "scene" },
  { words: "script", serves: "script" },
  { words: "routine", serves: "script, automation 0.4" },
  { words: "automation, rule", serves: "automation" },
  { words: "timer, countdown", serves: "timer" },
  { words: "counter", serves: "counter 0.8" },
  { words: "calendar, appointment, agenda", serves: "calendar" },
  { words: "todo, to do, shopping list, grocery list, todo list, to do list, task", serves: "todo" },
  { words: "sensor, detector", serves: "sensor, binary_sensor", general: true },
  {
    words: "person, people, resident",
    serves: "person, device_tracker 0.6, binary_sensor.occupancy 0.6, binary_sensor.presence 0.6",
  },
  {
    words:
      "who is home, who is at home, whos home, whos at home, anyone home, anyone at home, anybody home, anybody at home, someone home, somebody home, somebody at home, nobody home, nobody at home, who is away, who is out",
    serves: "person",
  },
  { words: "tracker, location, whereabouts", serves: "device_tracker, person" },
  { words: "phone, mobile phone, cell phone, smartphone", serves: "device_tracker 0.7" },
  { words: "remote, remote control", serves: "remote, event 0.3" },
  { words: "button", serves: "button, input_button, event 0.5" },
  {
    words: "helper, dropdown",
    serves: "input_boolean, input_number, input_select, input_text, input_datetime, select 0.7, number 0.7",
  },
  { words: "software update, firmware, firmware update", serves: "update" },
  { words: "sun, sunrise, sunset", serves: "sun" },
  { words: "weather, forecast, weather station", serves: "weather, sensor.temperature 0.2" },
  { words: "sunny, cloudy, foggy, overcast, stormy", serves: "weather" },
];

const verbs: readonly Concept[] = [
  { words: "lock, unlock, bolt, unbolt", serves: "lock, binary_sensor.lock 0.6", role: "verb" },
  { words: "locked, unlocked", serves: "lock, binary_sensor.lock 0.9", role: "verb" },
  { words: "play, listen, stream, watch, cast", serves: "media_player", role: "verb", freeText: true },
  {
    words: "pause, resume, playing, paused, unpause, skip, rewind, mute, unmute, volume, louder, quieter",
    serves: "media_player",
    role: "verb",
  },
  { words: "vacuuming, hoovering, sweep, sweeping, mop, mopping, hoover", serves: "vacuum", role: "verb" },
  { words: "clean, cleaning, dock, tidy, dust", serves: "vacuum, fan 0.2, button 0.3", role: "act" },
  { words: "mow, mowing", serves: "lawn_mower", role: "verb" },
  {
    words: "open, close, shut, opening, closing",
    serves:
      "cover, valve 0.9, lock 0.5, binary_sensor.door 0.4, binary_sensor.window 0.4, binary_sensor.opening 0.4, binary_sensor.garage_door 0.4",
    servesAsked:
      "cover, binary_sensor.door, binary_sensor.window, binary_sensor.opening, binary_sensor.garage_door, valve 0.9, lock 0.3",
    role: "act",
  },
  {
    words: "opened, closed",
    serves:
      "cover, valve 0.9, binary_sensor.door 0.9, binary_sensor.window 0.9, binary_sensor.opening 0.9, binary_sensor.garage_door 0.9",
    role: "hint",
  },
  { words: "dim, dimmer, brighten, brightness, illuminate, brighter, darker", serves: "light", role: "act" },
  { words: "irrigate, sprinkle, water the", serves: "valve, switch 0.4", role: "verb" },
  { words: "arm, disarm, armed, disarmed", serves: "alarm_control_panel", role: "verb" },
  {
    words:
      "turn on, turn off, switch on, switch off, toggle, power on, power off, power up, power down, activate, deactivate, enable, disable, shut off, shut down, turn * on, turn * off, switch * on, switch * off, shut * off, shut * down, power * on, power * off, put * on",
    serves:
      "light, switch, fan, media_player, climate, humidifier, input_boolean, siren, water_heater, group, valve 0.9, vacuum 0.8, lawn_mower 0.8, cover 0.7, camera 0.6, scene 0.7, script 0.7, automation 0.7, alarm_control_panel 0.5, remote 0.6",
    role: "act",
  },
  {
    words:
      "set, change, adjust, increase, decrease, raise, lower, reduce, boost, turn up, turn down, turn * up, turn * down, turn * to, set * to, crank, maximize, minimize",
    serves:
      "light, climate, fan, media_player, cover, humidifier, water_heater, number, input_number, select 0.9, input_select 0.9, valve 0.8, switch 0.7, input_boolean 0.6, timer 0.6, scene 0.6, alarm_control_panel 0.6, vacuum 0.6, lock 0.5",
    role: "act",
  },
  {
    words: "start, stop, run, begin, end",
    serves:
      "vacuum, lawn_mower, valve, media_player, fan, timer, script, switch, light, climate, siren, cover 0.9, automation 0.8, scene 0.7, humidifier, water_heater, button 0.7",
    role: "act",
  },
  {
    words:
      "warmer, colder, cooler, warm up, cool down, warm, cool, heat up, chilly, too hot, too cold, freezing",
    serves: "climate, water_heater 0.6, sensor.temperature 0.4, fan 0.3",
    role: "act",
  },
  {
    words:
      "make * warmer, make * colder, make * cooler, warm * up, cool * down, heat * up, cool down, warm up",
    serves: "climate, water_heater 0.6, fan 0.3",
    role: "verb",
  },
  { words: "next, previous, next track, previous track, playback", serves: "media_player", role: "act" },
  {
    words: "return to base, return home, return to dock, send home, locate, charging station, clean spot",
    serves: "vacuum, lawn_mower 0.8, device_tracker 0.3",
    role: "act",
  },
  { words: "update", serves: "update", role: "hint" },
  { words: "position, tilt", serves: "cover, valve 0.9", role: "hint" },
  {
    words: "preset, hvac mode, target temperature, setpoint, set point",
    serves: "climate, water_heater 0.7",
    role: "act",
  },
  {
    words: "degree, celsius, fahrenheit",
    serves: "climate, water_heater 0.7",
    servesAsked: "sensor.temperature, climate 0.7, weather 0.5, water_heater 0.35",
    role: "act",
  },
  { words: "effect, color temperature, colour temperature", serves: "light", role: "hint" },
  { words: "oscillate, oscillation, fan speed, fan mode", serves: "fan, climate 0.6", role: "verb" },
  {
    words: "source, input source, sound mode, shuffle, repeat",
    serves: "media_player, select 0.4",
    role: "act",
  },
  {
    words: "how much, how many, what is, level, reading, percentage",
    serves: "sensor, weather 0.5",
    role: "hint",
  },
  {
    words: "is there, are there, has, detected, low, triggered",
    serves: "binary_sensor",
    role: "hint",
  },
  {
    words: "anyone, anybody, someone, somebody",
    serves: "binary_sensor.occupancy, binary_sensor.presence, binary_sensor.motion",
    role: "hint",
  },
  {
    words: "bright, colour, color, red, green, blue, yellow, orange, purple, pink, white",
    serves: "light",
    role: "hint",
  },
];

export const englishConcepts: readonly Concept[] = [...objects, ...englishMeasures, ...verbs];
