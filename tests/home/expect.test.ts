import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../src/hass/gateway.ts";
import { expectationFor } from "../../src/home/act/expected/expect.ts";

function entity(id: string, state: string, attributes: Record<string, unknown> = {}): EntityState {
  return { id, state, attributes, contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
}

type Case = readonly [
  service: string,
  data: Record<string, unknown>,
  before: EntityState,
  after: EntityState,
  done: boolean,
];
const light = (state: string, attributes = {}) => entity("light.a", state, attributes);

describe("what counts as done", () => {
  test.each<Case>([
    ["light.turn_on", {}, light("off"), light("on"), true],
    ["light.turn_on", { brightness_pct: 50 }, light("off"), light("on", { brightness: 128 }), true],
    ["light.turn_on", { brightness_pct: 50 }, light("off"), light("on", { brightness: 255 }), false],
    ["light.turn_on", { brightness: 0 }, light("on"), light("off"), true],
    ["light.turn_on", { rgb_color: [255, 0, 0] }, light("on"), light("on", { rgb_color: [254, 1, 0] }), true],
    ["light.turn_off", { transition: 5 }, light("on"), light("off"), true],
    ["light.toggle", {}, light("on"), light("off"), true],
    ["light.toggle", { brightness: 100 }, light("off"), light("on", { brightness: 100 }), true],
    ["light.toggle", { brightness: 100 }, light("off"), light("on", { brightness: 50 }), false],
    ["light.toggle", { brightness: 100 }, light("on", { brightness: 50 }), light("off"), true],
    ["homeassistant.turn_off", {}, entity("lock.a", "locked"), entity("lock.a", "locked"), false],
    ["lock.unlock", {}, entity("lock.a", "locked"), entity("lock.a", "unlocked"), true],
    [
      "cover.set_cover_position",
      { position: 40 },
      entity("cover.a", "open"),
      entity("cover.a", "open", { current_position: 41 }),
      true,
    ],
    [
      "climate.set_temperature",
      { temperature: 21.5 },
      entity("climate.a", "heat"),
      entity("climate.a", "heat", { temperature: 21 }),
      false,
    ],
    [
      "climate.set_temperature",
      { temperature: 21, hvac_mode: "heat" },
      entity("climate.a", "off"),
      entity("climate.a", "heat", { temperature: 21 }),
      true,
    ],
    ["number.set_value", { value: 0.42 }, entity("number.a", "0.1"), entity("number.a", "0.42"), true],
    ["number.set_value", { value: 0.42 }, entity("number.a", "0.1"), entity("number.a", "0.5"), false],
    ["select.select_option", { option: "a" }, entity("select.a", "b"), entity("select.a", "a"), true],
    [
      "media_player.volume_set",
      { volume_level: 0.3 },
      entity("media_player.a", "on"),
      entity("media_player.a", "on", { volume_level: 0.3 }),
      true,
    ],
    [
      "scene.turn_on",
      {},
      entity("scene.a", "2026-01-01T00:00:00"),
      entity("scene.a", "2026-01-02T00:00:00"),
      true,
    ],
  ])("%s %j", (service, data, before, after, done) => {
    expect(expectationFor(service, data, before)?.done(after, before)).toBe(done);
  });

  test("what moves is moving", () => {
    const cover = entity("cover.a", "closed");
    expect(expectationFor("cover.open_cover", {}, cover)?.moving?.(entity("cover.a", "opening"))).toBe(true);
    expect(
      expectationFor("cover.set_cover_position", { position: 3 }, cover)?.moving?.(
        entity("cover.a", "closing"),
      ),
    ).toBe(true);
  });

  test("where there is nothing to compare, there is no yardstick", () => {
    expect(
      expectationFor("media_player.play_media", { media_content_id: "x" }, entity("media_player.a", "idle")),
    ).toBeUndefined();
  });
});
