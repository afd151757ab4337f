/** Data of a call as models write them. */

import { describe, expect, test } from "bun:test";
import { mendData } from "../../../src/home/service/mend-data.ts";

const number = (range: object = {}) => ({ selector: { number: range } });
const SERVICES = {
  light: {
    turn_on: {
      fields: {
        brightness: number({ min: 0, max: 255 }),
        brightness_pct: number({ min: 0, max: 100 }),
        transition: number({ min: 0, max: 300 }),
        rgb_color: { selector: { color_rgb: {} } },
        color_name: { selector: { select: { options: ["red", "lightblue"] } } },
        hs_color: { selector: { object: {} } },
        flash: { selector: { boolean: {} } },
        effect: { selector: { text: {} } },
        extra: { selector: { object: {} } },
        several: { selector: { select: { options: ["a"], multiple: true } } },
      },
    },
  },
  media_player: { volume_set: { fields: { volume_level: number({ min: 0, max: 1, step: 0.01 }) } } },
  homeassistant: { turn_on: { fields: {} } },
};

describe("what models write", () => {
  test.each([
    [{ transition: "5" }, { transition: 5 }],
    [{ transition: "2 seconds" }, { transition: 2 }],
    [{ transition: [3] }, { transition: 3 }],
    [{ brightness: "50%" }, { brightness: 128 }],
    [{ brightness_pct: "50 %" }, { brightness_pct: 50 }],
    [{ brightness: "bright" }, { brightness: "bright" }],
    [{ rgb_color: "#ff8800" }, { rgb_color: [255, 136, 0] }],
    [{ rgb_color: "rgb(255, 136, 0)" }, { rgb_color: [255, 136, 0] }],
    [{ rgb_color: { r: 1, g: 2, b: 3 } }, { rgb_color: [1, 2, 3] }],
    [{ rgb_color: "warm" }, { rgb_color: "warm" }],
    [{ hs_color: "30, 100" }, { hs_color: [30, 100] }],
    [{ color_name: "Light Blue" }, { color_name: "lightblue" }],
    [{ color_name: "#00ff00" }, { rgb_color: [0, 255, 0] }],
    [{ flash: "Yes" }, { flash: true }],
    [{ effect: 7 }, { effect: "7" }],
    [{ extra: '{"a": 1}' }, { extra: { a: 1 } }],
    [{ several: ["a"] }, { several: ["a"] }],
    // nothing is no value, wherever it stands
    [{ transition: null, brightness: 5 }, { brightness: 5 }],
    [{ extra: { a: null, b: 1 } }, { extra: { b: 1 } }],
    [{ rgb_color: [1, null, 2, 3] }, { rgb_color: [1, 2, 3] }],
    [{ unknown: "5" }, { unknown: "5" }],
  ])("%j", (written, meant) => {
    expect(mendData("light.turn_on", written, SERVICES)).toEqual(meant);
  });

  test("a share of a field that ends at one is that share", () => {
    expect(mendData("media_player.volume_set", { volume_level: "30%" }, SERVICES)).toEqual({
      volume_level: 0.3,
    });
  });

  test("what homeassistant.turn_on hands on is a light's", () => {
    expect(mendData("homeassistant.turn_on", { brightness: "100" }, SERVICES)).toEqual({ brightness: 100 });
  });
});
