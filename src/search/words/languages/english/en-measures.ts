/** English words for what sensors measure. */

import type { Concept } from "../../language.ts";

export const englishMeasures: readonly Concept[] = [
  {
    words: "temperature, temp, thermometer, degrees outside",
    serves:
      "sensor.temperature, climate 0.7, weather 0.5, water_heater 0.5, binary_sensor.heat 0.3, binary_sensor.cold 0.3",
  },
  {
    words: "humidity, humid, dampness",
    serves:
      "sensor.humidity, sensor.moisture 0.7, humidifier 0.6, climate 0.3, weather 0.4, binary_sensor.moisture 0.3",
  },
  {
    words: "moisture, soil moisture, wet",
    serves: "sensor.moisture, binary_sensor.moisture, sensor.humidity 0.6",
  },
  {
    words: "leak, water leak, leak detector, water alarm, flood, flooding",
    serves: "binary_sensor.moisture, binary_sensor.problem 0.3",
  },
  {
    words: "motion, movement, motion sensor, motion detector",
    serves:
      "binary_sensor.motion, binary_sensor.moving 0.8, binary_sensor.occupancy 0.6, binary_sensor.presence 0.6",
  },
  {
    words: "occupancy, presence, occupied, presence sensor",
    serves:
      "binary_sensor.occupancy, binary_sensor.presence, binary_sensor.motion 0.7, person 0.4, device_tracker 0.4",
  },
  { words: "smoke, smoke detector, smoke alarm, fire", serves: "binary_sensor.smoke" },
  { words: "gas, gas detector, gas alarm, gas sensor", serves: "*.gas, valve.gas 0.9" },
  {
    words: "carbon monoxide, carbon monoxide alarm, carbon monoxide detector, co detector, co alarm",
    serves: "*.carbon_monoxide",
  },
  { words: "carbon dioxide, co2", serves: "sensor.carbon_dioxide" },
  {
    words: "air quality, aqi, pollution, voc, particulate",
    serves:
      "sensor.aqi, sensor.pm25, sensor.pm10, sensor.pm1, sensor.carbon_dioxide 0.8, sensor.volatile_organic_compounds, sensor.volatile_organic_compounds_parts",
  },
  {
    words: "battery, battery level, charge, charged, charging",
    serves: "*.battery, binary_sensor.battery_charging 0.8, sensor.energy_storage 0.7",
  },
  {
    words: "power, wattage, consumption, power consumption, power usage, usage",
    serves:
      "sensor.power, sensor.energy 0.9, binary_sensor.power 0.6, sensor.apparent_power 0.5, sensor.water 0.4, sensor.gas 0.4",
  },
  {
    words: "energy, electricity, kwh, energy usage, energy consumption, electricity usage",
    serves: "sensor.energy, sensor.power 0.8, sensor.energy_storage 0.5",
  },
  {
    words: "home battery, house battery, solar battery, battery storage",
    serves: "sensor.energy_storage",
  },
  { words: "voltage, volt", serves: "sensor.voltage" },
  { words: "amperage, ampere, electric current", serves: "sensor.current" },
  { words: "frequency, hertz", serves: "sensor.frequency" },
  {
    words: "illuminance, lux, light level, ambient light, daylight, luminosity",
    serves: "sensor.illuminance, sensor.irradiance 0.6, binary_sensor.light 0.7",
  },
  {
    words: "pressure, air pressure, barometer, barometric",
    serves: "sensor.pressure, sensor.atmospheric_pressure, weather 0.3",
  },
  {
    words: "rain, rainfall, precipitation, raining, rainy, snow, snowing",
    serves: "sensor.precipitation, sensor.precipitation_intensity, weather 0.7, binary_sensor.moisture 0.3",
  },
  {
    words: "wind, wind speed",
    serves: "sensor.wind_speed, sensor.wind_direction, sensor.speed 0.5, weather 0.7",
  },
  {
    words: "water usage, water consumption, water meter, meter",
    serves: "sensor.water, sensor.volume 0.6, sensor.energy 0.3, sensor.gas 0.3",
  },
  { words: "vibration, shaking", serves: "binary_sensor.vibration" },
  { words: "noise, loudness, decibel, sound level", serves: "sensor.sound_pressure, *.sound" },
  { words: "tamper, tampering, tampered", serves: "binary_sensor.tamper" },
  { words: "signal, signal strength, rssi, reception", serves: "sensor.signal_strength" },
  {
    words: "connectivity, online, offline, connection, connected",
    serves: "binary_sensor.connectivity",
    role: "hint",
  },
  { words: "problem, fault, error", serves: "binary_sensor.problem", role: "hint" },
  { words: "weight, scale", serves: "sensor.weight" },
  { words: "speed", serves: "sensor.speed, sensor.wind_speed 0.7, fan 0.6", role: "hint" },
  { words: "distance", serves: "sensor.distance" },
  { words: "how far", serves: "sensor.distance", role: "hint" },
  {
    words: "price, cost, electricity price, energy price, electricity cost, energy cost, tariff",
    serves: "sensor.monetary",
  },
  { words: "internet speed, network speed, bandwidth", serves: "sensor.data_rate" },
  { words: "uv, uv index", serves: "sensor 0.5, weather 0.5" },
  {
    words: "how hot, how warm, how cold, how cool",
    serves: "sensor.temperature, climate 0.7, weather 0.5, water_heater 0.5",
    role: "verb",
  },
  { words: "how humid", serves: "sensor.humidity, climate 0.3, weather 0.4", role: "verb" },
];
