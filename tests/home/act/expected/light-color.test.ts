/** Colours of light in the forms that lights turn them into. */

import { describe, expect, test } from "bun:test";
import {
  hueOf,
  rgbOfKelvin,
  rgbOfRgbw,
  rgbOfRgbww,
  saturationOf,
} from "../../../../src/home/act/expected/light-color.ts";

describe("white of a temperature", () => {
  test.each([
    [1_500, [255, 108, 0]],
    [2_700, [255, 167, 87]],
    // white has all of each
    [6_600, [255, 255, 255]],
    [10_000, [202, 218, 255]],
  ])("%d K", (kelvin, rgb) => {
    expect(rgbOfKelvin(kelvin).map(Math.round)).toEqual(rgb);
  });

  test("ends at 1,000 and 40,000 K", () => {
    expect(rgbOfKelvin(1)).toEqual(rgbOfKelvin(1_000));
    expect(rgbOfKelvin(90_000)).toEqual(rgbOfKelvin(40_000));
  });
});

describe("a colour with whites beside it", () => {
  // as Home Assistant showed them on real lamps
  test.each([
    [
      [255, 0, 0, 255],
      [255, 128, 128],
    ],
    [
      [0, 0, 255, 10],
      [10, 10, 255],
    ],
    [
      [0, 0, 0, 0],
      [0, 0, 0],
    ],
  ])("%j", (rgbw, rgb) => {
    expect(rgbOfRgbw(rgbw).map(Math.round)).toEqual(rgb);
  });

  test("what is not given of it is nothing", () => {
    expect([rgbOfRgbw([]), rgbOfRgbw([255])]).toEqual([
      [0, 0, 0],
      [255, 0, 0],
    ]);
    expect([rgbOfRgbww([]), rgbOfRgbww([0, 255])]).toEqual([
      [0, 0, 0],
      [0, 255, 0],
    ]);
  });

  test("equal whites mix to what is between the two", () => {
    const [, green = 0, blue = 0] = rgbOfRgbww([0, 0, 0, 90, 90], 2_000, 6_500);
    const [, mixed = 0, blues = 0] = rgbOfKelvin(1_000_000 / ((1_000_000 / 2_000 + 1_000_000 / 6_500) / 2));
    expect([green, blue].map(Math.round)).toEqual(
      [mixed, blues].map((part) => Math.round((part * 90) / 255)),
    );
  });

  test.each([
    [
      [255, 0, 0, 0, 0],
      [255, 0, 0],
    ],
    [
      [255, 0, 0, 10, 20],
      [255, 12, 6],
    ],
    [
      [0, 0, 0, 73, 29],
      [73, 59, 47],
    ],
  ])("%j", (rgbww, rgb) => {
    const mixed = rgbOfRgbww(rgbww).map(Math.round);
    for (const [at, part] of rgb.entries()) expect(Math.abs((mixed[at] ?? 0) - part)).toBeLessThanOrEqual(1);
  });
});

describe("hue, saturation", () => {
  test.each<readonly [readonly [number, number, number], number, number]>([
    [[255, 0, 0], 0, 100],
    [[255, 255, 0], 60, 100],
    [[0, 255, 0], 120, 100],
    [[0, 0, 255], 240, 100],
    [[255, 0, 255], 300, 100],
    [[255, 127.5, 127.5], 0, 50],
    [[9, 9, 9], 0, 0],
    [[0, 0, 0], 0, 0],
  ])("%j", (rgb, hue, saturation) => {
    expect([hueOf(rgb), saturationOf(rgb)]).toEqual([hue, saturation]);
  });
});
