/** The furniture of office, bedroom, kids room and bathroom. */

import { fanFeature, humidifierFeature } from "../services/air.ts";
import { mediaFeature } from "../services/media.ts";
import type { Furniture } from "../world/furniture.ts";
import { contact, cover, light, onOff, sensor, thermostat } from "./kinds.ts";
import { mask } from "./mask.ts";

export const upperFloor: Furniture = {
  devices: [
    { key: "desk_lamp", name: "Desk lamp", area: "office", maker: "Signify", model: "Color lamp" },
    { key: "office_plug", name: "Printer plug", area: "office", maker: "Shelly", model: "Plug S" },
    { key: "office_air", name: "Office air", area: "office", maker: "Netatmo", model: "Healthy Home Coach" },
    { key: "bedroom_lamp", name: "Bedside lamp", area: "bedroom", maker: "IKEA", model: "White spectrum" },
    { key: "bedroom_ceiling", name: "Bedroom ceiling", area: "bedroom", maker: "Shelly", model: "Dimmer 2" },
    { key: "bedroom_fan", name: "Bedroom fan", area: "bedroom", maker: "Dyson", model: "AM07" },
    {
      key: "bedroom_blind",
      name: "Bedroom blind",
      area: "bedroom",
      maker: "Somfy",
      model: "Sunea",
      labels: ["night"],
    },
    { key: "bedroom_radiator", name: "Bedroom radiator", area: "bedroom", maker: "tado", model: "VA02" },
    { key: "kids_night_light", name: "Night light", area: "kids_room", maker: "Nanoleaf", model: "Canvas" },
    {
      key: "kids_humidifier",
      name: "Kids room humidifier",
      area: "kids_room",
      maker: "Xiaomi",
      model: "Evaporative 2",
    },
    { key: "bath_light", name: "Bathroom mirror light", area: "bathroom", maker: "Shelly", model: "1" },
    { key: "bath_sensor", name: "Bathroom climate", area: "bathroom", maker: "Aqara", model: "TH-S02" },
    { key: "bath_washer", name: "Washing machine", area: "bathroom", maker: "Miele", model: "WWD 120" },
  ],
  entities: [
    light(
      "light.desk_lamp",
      { modes: ["color_temp", "hs"], on: true, brightness: 230, kelvin: 4000 },
      { device: "desk_lamp" },
    ),
    onOff("switch.printer_plug", true, { device: "office_plug" }, { device_class: "outlet" }),
    sensor("sensor.printer_plug_power", "power", "W", 6.2, { device: "office_plug", name: "Power" }),
    sensor("sensor.office_temperature", "temperature", "°C", 22.1, {
      device: "office_air",
      name: "Temperature",
    }),
    sensor("sensor.office_co2", "carbon_dioxide", "ppm", 745, { device: "office_air", name: "CO2" }),
    contact("binary_sensor.office_window", "window", true, { name: "Office window", area: "office" }),
    onOff("switch.office_heater", false, { name: "Office heater", area: "office", platform: "demo" }),
    {
      id: "media_player.office_speaker",
      state: "idle",
      name: "Office speaker",
      area: "office",
      attributes: { volume_level: 0.2, is_volume_muted: false },
      features: mask(mediaFeature, "pause", "volume", "mute", "play", "step", "resume"),
      memory: { volume: 0.2 },
    },
    {
      id: "number.desk_height",
      state: "74.0",
      name: "Desk height",
      area: "office",
      attributes: {
        min: 62,
        max: 127,
        step: 0.5,
        mode: "slider",
        unit_of_measurement: "cm",
        device_class: "distance",
      },
    },
    {
      id: "select.desk_preset",
      state: "sit",
      name: "Desk preset",
      area: "office",
      attributes: { options: ["sit", "stand", "custom"] },
    },
    {
      id: "text.desk_display",
      state: "Hello",
      name: "Desk display",
      area: "office",
      attributes: { mode: "text", min: 0, max: 40, pattern: null },
    },

    light(
      "light.bedside_lamp",
      { modes: ["color_temp"], brightness: 60 },
      { device: "bedroom_lamp", labels: ["night"] },
    ),
    light("light.bedroom_ceiling", { modes: ["brightness"] }, { device: "bedroom_ceiling" }),
    {
      id: "fan.bedroom",
      state: "off",
      device: "bedroom_fan",
      attributes: {
        preset_modes: ["auto", "sleep"],
        oscillating: false,
        percentage: 0,
        percentage_step: 10,
        preset_mode: null,
      },
      features: mask(fanFeature, "speed", "oscillate", "preset", "off", "on"),
      memory: { percentage: 50 },
    },
    cover("cover.bedroom_blind", "blind", 0, false, { device: "bedroom_blind" }),
    thermostat("climate.bedroom", 18, 18.6, { device: "bedroom_radiator" }),
    sensor("sensor.bedroom_radiator_battery", "battery", "%", 54, {
      device: "bedroom_radiator",
      name: "Battery",
      category: "diagnostic",
    }),
    sensor("sensor.bedroom_temperature", "temperature", "°C", 18.7, {
      name: "Bedroom temperature",
      area: "bedroom",
    }),
    sensor("sensor.bedroom_humidity", "humidity", "%", 52, { name: "Bedroom humidity", area: "bedroom" }),
    contact("binary_sensor.bedroom_window", "window", false, { name: "Bedroom window", area: "bedroom" }),

    light(
      "light.night_light",
      { modes: ["rgb"], on: false, brightness: 40, effects: ["Northern lights", "Sunset"] },
      { device: "kids_night_light" },
    ),
    light("light.kids_room_ceiling", { modes: ["onoff"] }, { name: "Kids room ceiling", area: "kids_room" }),
    {
      id: "humidifier.kids_room",
      state: "on",
      device: "kids_humidifier",
      attributes: {
        min_humidity: 30,
        max_humidity: 70,
        available_modes: ["normal", "sleep"],
        humidity: 50,
        current_humidity: 44,
        mode: "normal",
        device_class: "humidifier",
      },
      features: mask(humidifierFeature),
    },
    sensor("sensor.kids_room_temperature", "temperature", "°C", 20.2, {
      name: "Kids room temperature",
      area: "kids_room",
    }),

    light("light.bathroom_mirror", { modes: ["onoff"], on: false }, { device: "bath_light" }),
    sensor("sensor.bathroom_temperature", "temperature", "°C", 22.8, {
      device: "bath_sensor",
      name: "Temperature",
    }),
    sensor("sensor.bathroom_humidity", "humidity", "%", 63, { device: "bath_sensor", name: "Humidity" }),
    contact("binary_sensor.bathroom_motion", "motion", false, { name: "Bathroom motion", area: "bathroom" }),
    onOff("switch.washing_machine", false, { device: "bath_washer" }),
    sensor("sensor.washing_machine_power", "power", "W", 0.6, {
      device: "bath_washer",
      name: "Power",
      labels: ["energy"],
    }),
  ],
};
