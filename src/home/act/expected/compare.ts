/** Whether a value is the one that was asked for, as far as a device may round or convert it. */

import { type JsonObject, plainNumber, plainText, wordTable } from "../../../core/json.ts";
import { hueOf, rgbOfKelvin, saturationOf } from "./light-color.ts";

/** How far a device may round, in the attribute's own unit. */
const TOLERANCE: Readonly<Record<string, number>> = wordTable({
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
});

/** The attribute that holds the step of another one. */
const STEP: Readonly<Record<string, string>> = wordTable({
  temperature: "target_temp_step",
  target_temp_low: "target_temp_step",
  target_temp_high: "target_temp_step",
  humidity: "target_humidity_step",
  percentage: "percentage_step",
});

export function toleranceOf(key: string): number {
  return TOLERANCE[key] ?? 1e-6;
}

/** The step that the device rounds this attribute to; undefined = none is known. */
export function stepOf(key: string, attributes: JsonObject): number | undefined {
  const name = STEP[key];
  const step = name === undefined ? undefined : attributes[name];
  return typeof step === "number" && step > 0 ? step : undefined;
}

/** On the device's own grid, the value nearest to the one that was asked for. */
export function onGrid(key: string, wanted: unknown, attributes: JsonObject): unknown {
  const step = stepOf(key, attributes);
  const asked = numberIn(wanted);
  return step === undefined || asked === undefined ? wanted : Math.round(asked / step) * step;
}

/** Numbers within the tolerance, colours element by element, anything else as text. */
export function similar(actual: unknown, wanted: unknown, tolerance: number): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      actual.length === wanted.length &&
      wanted.every((value, index) => similar(actual[index], value, tolerance))
    );
  }
  const asked = numberIn(wanted);
  if (asked !== undefined)
    return actual !== null && actual !== "" && Math.abs(plainNumber(actual) - asked) <= tolerance;
  return actual === wanted || plainText(actual) === plainText(wanted);
}

export function numberIn(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  return Number.isFinite(Number(value)) ? Number(value) : undefined;
}

const HUE_DEGREES = 4;
const SATURATION_PERCENT = 5;

/** A colour that the light shows in a mode of its own: by hue and saturation, which every mode has. */
export function isColor(attributes: JsonObject, rgb: readonly number[]): boolean {
  const shown = attributes["hs_color"];
  if (!Array.isArray(shown)) return similar(attributes["rgb_color"], rgb, toleranceOf("rgb_color"));
  const [hue, saturation] = [plainNumber(shown[0]), plainNumber(shown[1])];
  if (Math.abs(saturation - saturationOf(rgb)) > SATURATION_PERCENT) return false;
  const apart = Math.abs(hue - hueOf(rgb)) % 360;
  return saturation < SATURATION_PERCENT || Math.min(apart, 360 - apart) <= HUE_DEGREES;
}

/** White of a temperature: as such, or mixed by a light that has none. */
export function isWhite(attributes: JsonObject, kelvin: number): boolean {
  const own = attributes["color_temp_kelvin"];
  if (typeof own === "number") return similar(own, kelvin, toleranceOf("color_temp_kelvin"));
  const mode = attributes["color_mode"];
  return typeof mode === "string" && mode !== "color_temp" && isColor(attributes, rgbOfKelvin(kelvin));
}
