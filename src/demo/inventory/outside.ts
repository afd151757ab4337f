/** The furniture of garden and garage. */

import { valveFeature } from "../services/cover.ts";
import { cameraFeature, mowerFeature } from "../services/machines.ts";
import type { Furniture } from "../world/furniture.ts";
import { contact, cover, light, onOff, sensor } from "./kinds.ts";
import { mask } from "./mask.ts";

export const outside: Furniture = {
  devices: [
    { key: "patio_lights", name: "Patio lights", area: "garden", maker: "Shelly", model: "1PM" },
    { key: "mower", name: "Shaun", area: "garden", maker: "Husqvarna", model: "Automower 305" },
    {
      key: "irrigation",
      name: "Garden irrigation",
      area: "garden",
      maker: "Gardena",
      model: "Water control",
    },
    { key: "awning", name: "Terrace awning", area: "garden", maker: "Somfy", model: "Sunea" },
    {
      key: "weather_station",
      name: "Weather station",
      area: "garden",
      maker: "Netatmo",
      model: "Outdoor module",
    },
    { key: "camera", name: "Garden camera", area: "garden", maker: "Reolink", model: "E1" },
    {
      key: "garage_opener",
      name: "Garage door",
      area: "garage",
      maker: "Hörmann",
      model: "SupraMatic",
      labels: ["safety"],
    },
    {
      key: "charger",
      name: "Car charger",
      area: "garage",
      maker: "go-e",
      model: "Gemini",
      labels: ["energy"],
    },
  ],
  entities: [
    light("light.patio", { modes: ["onoff"] }, { device: "patio_lights", name: "Patio" }),
    { id: "lawn_mower.shaun", state: "docked", device: "mower", features: mask(mowerFeature) },
    sensor("sensor.shaun_battery", "battery", "%", 100, {
      device: "mower",
      name: "Battery",
      category: "diagnostic",
    }),
    {
      id: "valve.garden_water",
      state: "closed",
      device: "irrigation",
      attributes: { device_class: "water", is_closed: true },
      features: mask(valveFeature, "open", "close"),
      memory: { position: 0 },
    },
    cover("cover.terrace_awning", "awning", 0, false, { device: "awning" }),
    sensor("sensor.outdoor_temperature", "temperature", "°C", 12.3, {
      device: "weather_station",
      name: "Temperature",
    }),
    sensor("sensor.outdoor_humidity", "humidity", "%", 71, { device: "weather_station", name: "Humidity" }),
    sensor("sensor.outdoor_illuminance", "illuminance", "lx", 5400, {
      device: "weather_station",
      name: "Illuminance",
    }),
    {
      id: "camera.garden",
      state: "idle",
      device: "camera",
      attributes: { access_token: "0".repeat(64), entity_picture: "/api/camera_proxy/camera.garden" },
      features: mask(cameraFeature),
    },
    contact("binary_sensor.garden_motion", "motion", false, { device: "camera", name: "Motion" }),
    {
      id: "camera.front_door",
      state: "idle",
      name: "Front door camera",
      area: "hall",
      attributes: { access_token: "1".repeat(64), entity_picture: "/api/camera_proxy/camera.front_door" },
      features: mask(cameraFeature, "onOff"),
    },

    cover("cover.garage_door", "garage", undefined, false, { device: "garage_opener", exposed: false }),
    light("light.garage", { modes: ["onoff"] }, { name: "Garage light", area: "garage" }),
    onOff("switch.car_charger", false, { device: "charger" }),
    sensor("sensor.car_charger_power", "power", "W", 0, { device: "charger", name: "Power" }),
    sensor("sensor.car_charger_energy", "energy", "kWh", 1520.3, { device: "charger", name: "Energy" }),
    contact("binary_sensor.garage_side_door", "door", false, { name: "Garage side door", area: "garage" }),
    onOff("switch.garage_freezer", true, { name: "Garage freezer", area: "garage", labels: ["energy"] }),
  ],
};
