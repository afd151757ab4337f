/** What a service makes of an entity where that depends on how the entity was. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../../src/hass/gateway.ts";
import { expectationFor } from "../../../../src/home/act/expected/expect.ts";

type Look = readonly [state: string, attributes?: object];

function entity(id: string, [state, attributes = {}]: Look): EntityState {
  const rest = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
  return { id, state, attributes: { ...attributes }, ...rest };
}

/** Whether it is as wanted, or on its way there; `idle` where there was nothing to be done. */
function seen(service: string, from: Look, to: Look, data: object = {}): string {
  const id = `${service.split(".")[0]}.a`;
  const [was, now] = [entity(id, from), entity(id, to)];
  const expectation = expectationFor(service, { ...data }, was);
  if (!expectation) return "unknown";
  if (expectation.done(now, was)) return "done";
  if (expectation.moving?.(now, was) === true) return "moving";
  return expectation.idle?.(was) === true ? "idle" : "open";
}

type Row = readonly [string, Look, Look, string, object?];

describe("a cover that tells its position", () => {
  const at = (state: string, current_position: unknown): Look => [state, { current_position }];
  test.each<Row>([
    ["cover.open_cover", at("closed", 0), at("open", 100), "done"],
    ["cover.open_cover", at("closed", 0), at("open", 98), "done"],
    ["cover.open_cover", at("closed", 0), at("open", 97), "moving"],
    ["cover.open_cover", at("closed", 0), at("opening", 0), "moving"],
    ["cover.open_cover", at("open", 50), at("open", 50), "open"],
    ["cover.open_cover", at("open", 50), at("open", 30), "open"],
    ["cover.close_cover", at("open", 100), at("closed", 0), "done"],
    ["cover.close_cover", at("open", 100), at("closed", 2), "done"],
    ["cover.close_cover", at("open", 100), at("open", 60), "moving"],
    ["cover.close_cover", at("open", 100), at("closing", 100), "moving"],
    ["cover.close_cover", at("open", 60), at("open", 80), "open"],
    ["cover.close_cover", at("open", 100), at("open", undefined), "open"],
    ["cover.toggle", at("open", 100), at("closed", 0), "done"],
    ["cover.toggle", at("open", 100), at("open", 40), "moving"],
    ["cover.toggle", at("closed", 0), at("open", 40), "done"],
    ["valve.open_valve", at("closed", 0), at("open", 40), "moving"],
    ["valve.close_valve", at("open", 40), at("open", 20), "moving"],
    ["valve.toggle", at("open", 100), at("closed", 0), "done"],
  ])("%s: %j → %j is %s", (service, from, to, said) => expect(seen(service, from, to)).toBe(said));

  test.each<Row>([
    ["cover.set_cover_position", at("open", 100), at("open", 42), "done", { position: 40 }],
    ["cover.set_cover_position", at("open", 100), at("open", 46), "moving", { position: 40 }],
    ["cover.set_cover_position", at("open", 100), at("open", 45), "open", { position: 40 }],
    ["cover.set_cover_position", at("open", 60), at("open", 80), "open", { position: 40 }],
    ["cover.set_cover_position", at("open", 60), at("closing", 60), "moving", { position: 40 }],
    ["cover.set_cover_position", at("open", 0), at("open", 20), "moving", { position: 40 }],
    ["light.turn_on", ["off"], ["opening"], "open", { brightness: 40 }],
  ])("%s: %j → %j is %s with %j", (service, from, to, said, data = {}) =>
    expect(seen(service, from, to, data)).toBe(said),
  );
});

describe("a tilt", () => {
  const at = (current_tilt_position: unknown): Look => ["open", { current_tilt_position }];
  test.each<Row>([
    ["cover.open_cover_tilt", at(0), at(98), "done"],
    ["cover.open_cover_tilt", at(0), at(97), "moving"],
    ["cover.open_cover_tilt", at(50), at(50), "open"],
    ["cover.open_cover_tilt", at(50), at(40), "open"],
    ["cover.close_cover_tilt", at(100), at(2), "done"],
    ["cover.close_cover_tilt", at(100), at(50), "moving"],
    ["cover.toggle_cover_tilt", at(0), at(100), "done"],
    ["cover.toggle_cover_tilt", at(1), at(0), "done"],
    ["cover.toggle_cover_tilt", at(100), at(0), "done"],
    ["cover.toggle_cover_tilt", at(100), at(100), "open"],
    ["cover.toggle_cover_tilt", at(undefined), at(100), "done"],
    ["cover.toggle_cover_tilt", at(100), at(60), "moving"],
  ])("%s: %j → %j is %s", (service, from, to, said) => expect(seen(service, from, to)).toBe(said));
});

describe("what steps up or down", () => {
  const fan = (percentage: unknown): Look => ["on", { percentage }];
  const player = (volume_level: unknown): Look => ["on", { volume_level }];
  const number = (state: string): Look => [state, { min: 1, max: 9, minimum: 1, maximum: 9 }];
  const light = (brightness: unknown, state = "on"): Look => [state, { brightness }];
  test.each<Row>([
    ["fan.increase_speed", fan(30), fan(60), "done"],
    ["fan.increase_speed", fan(60), fan(30), "open"],
    ["fan.increase_speed", fan(100), fan(100), "idle"],
    ["fan.increase_speed", fan(99), fan(99), "open"],
    ["fan.decrease_speed", fan(60), fan(30), "done"],
    ["fan.decrease_speed", fan(30), fan(60), "open"],
    ["fan.decrease_speed", fan(0), fan(0), "idle"],
    ["fan.decrease_speed", fan(undefined), fan(30), "unknown"],
    ["media_player.volume_up", player(0.3), player(0.4), "done"],
    ["media_player.volume_up", player(0.3), player(0.2), "open"],
    ["media_player.volume_down", player(0.3), player(0.2), "done"],
    ["media_player.volume_down", player(0.3), player(0.4), "open"],
    ["media_player.volume_up", player(undefined), player(0.4), "unknown"],
    ["input_number.increment", number("3"), number("4"), "done"],
    ["input_number.increment", number("9"), number("9"), "idle"],
    ["input_number.decrement", number("3"), number("4"), "open"],
    ["input_number.decrement", number("1"), number("1"), "idle"],
    ["counter.increment", number("9"), number("9"), "idle"],
    ["counter.decrement", number("1"), number("1"), "idle"],
    ["counter.decrement", number("2"), number("2"), "open"],
    ["light.turn_on", light(100), light(120), "done", { brightness_step: 20 }],
    ["light.turn_on", light(100), light(80), "open", { brightness_step: 20 }],
    ["light.turn_on", light(100), light(80), "done", { brightness_step_pct: -10 }],
    ["light.turn_on", light(100), light(120), "open", { brightness_step_pct: -10 }],
    ["light.turn_on", light(255), light(255), "idle", { brightness_step: 20 }],
    ["light.turn_on", light(254), light(254), "open", { brightness_step: 20 }],
    ["light.turn_on", light(undefined, "off"), light(undefined, "off"), "done", { brightness_step: -20 }],
    ["light.turn_on", light(undefined, "off"), light(20), "open", { brightness_step: -20 }],
    ["light.turn_on", light(undefined, "off"), light(20), "done", { brightness_step: 20 }],
    ["light.turn_on", light(100), light(100), "done", { brightness_step: 0 }],
  ])("%s: %j → %j is %s (%j)", (service, from, to, said, data = {}) =>
    expect(seen(service, from, to, data)).toBe(said),
  );
});

describe("what depends on how it was", () => {
  const options = { options: ["a", "b", "c"] };
  const update = (state: string, more: object): Look => [state, more];
  test.each<Row>([
    ["media_player.media_play_pause", ["playing"], ["paused"], "done"],
    ["media_player.media_play_pause", ["playing"], ["idle"], "done"],
    ["media_player.media_play_pause", ["playing"], ["playing"], "open"],
    ["media_player.media_play_pause", ["paused"], ["playing"], "done"],
    ["media_player.media_play_pause", ["paused"], ["buffering"], "moving"],
    ["media_player.media_play_pause", ["paused"], ["idle"], "open"],
    ["media_player.media_pause", ["off"], ["off"], "idle"],
    ["media_player.media_pause", ["standby"], ["standby"], "idle"],
    ["media_player.media_pause", ["playing"], ["playing"], "open"],
    ["vacuum.pause", ["docked"], ["docked"], "idle"],
    ["vacuum.pause", ["idle"], ["idle"], "idle"],
    ["vacuum.clean_spot", ["docked"], ["cleaning"], "done"],
    ["vacuum.clean_spot", ["docked"], ["docked"], "open"],
    ["lawn_mower.pause", ["docked"], ["docked"], "idle"],
    ["lawn_mower.stop", ["mowing"], ["mowing"], "open"],
    ["lawn_mower.stop", ["mowing"], ["returning"], "open"],
    ["lawn_mower.stop", ["mowing"], ["paused"], "done"],
    ["timer.pause", ["idle"], ["idle"], "idle"],
    ["timer.start", ["active", { finishes_at: 1 }], ["active", { finishes_at: 2 }], "done"],
    ["timer.start", ["active", { finishes_at: 1 }], ["active", { finishes_at: 1 }], "idle"],
    ["timer.change", ["active", { finishes_at: 1 }], ["active", { finishes_at: 2 }], "done"],
    ["timer.change", ["active", { finishes_at: 1 }], ["active", { finishes_at: 1 }], "open"],
    ["counter.reset", ["5", { initial: 3 }], ["3"], "done"],
    ["counter.reset", ["5", { initial: 3 }], ["4"], "open"],
    ["select.select_first", ["b", options], ["a"], "done"],
    ["select.select_first", ["b", options], ["c"], "open"],
    ["select.select_last", ["b", options], ["c"], "done"],
    ["select.select_last", ["b", options], ["a"], "open"],
    ["select.select_first", ["b"], ["x"], "done"],
    ["select.select_first", ["b"], ["b"], "open"],
    ["input_select.select_first", ["b", options], ["a"], "done"],
    ["input_select.select_last", ["b", options], ["c"], "done"],
    ["select.select_next", ["c", options], ["c"], "idle", { cycle: false }],
    ["select.select_next", ["b", options], ["b"], "open", { cycle: false }],
    ["select.select_next", ["c", options], ["c"], "open", { cycle: true }],
    ["select.select_previous", ["a", options], ["a"], "idle", { cycle: false }],
    ["select.select_previous", ["c", options], ["c"], "open", { cycle: false }],
    ["input_select.select_next", ["a", { options: ["a"] }], ["a"], "idle"],
    ["input_select.select_previous", ["a", { options: ["a"] }], ["a"], "idle"],
    ["input_select.select_next", ["a"], ["a"], "open"],
    ["automation.trigger", ["on", { last_triggered: 1 }], ["on", { last_triggered: 2 }], "done"],
    ["camera.enable_motion_detection", ["idle"], ["idle", { motion_detection: true }], "done"],
    ["camera.enable_motion_detection", ["idle"], ["idle", { motion_detection: false }], "open"],
    ["camera.disable_motion_detection", ["idle"], ["idle", { motion_detection: false }], "done"],
    ["camera.disable_motion_detection", ["idle"], ["idle", { motion_detection: true }], "open"],
    ["update.install", ["on"], update("on", { installed_version: "2", latest_version: "2" }), "done"],
    ["update.install", ["on"], update("on", { installed_version: "1", latest_version: "2" }), "open"],
    ["update.install", ["on"], update("on", {}), "open"],
    ["update.skip", ["on"], update("off", { skipped_version: "2", latest_version: "2" }), "done"],
    ["update.skip", ["on"], update("on", { skipped_version: "1", latest_version: "2" }), "open"],
    ["update.clear_skipped", ["off"], update("on", { skipped_version: null }), "done"],
    ["update.clear_skipped", ["off"], update("off", { skipped_version: "2" }), "open"],
    ["alarm_control_panel.alarm_arm_custom_bypass", ["disarmed"], ["armed_custom_bypass"], "done"],
    ["alarm_control_panel.alarm_arm_custom_bypass", ["disarmed"], ["armed_away"], "open"],
    ["alarm_control_panel.alarm_trigger", ["disarmed"], ["triggered"], "done"],
    ["alarm_control_panel.alarm_trigger", ["disarmed"], ["pending"], "moving"],
    ["media_player.volume_set", ["off"], ["off"], "unknown", { volume_level: 0.3 }],
    ["media_player.volume_set", ["standby"], ["standby"], "unknown", { volume_level: 0.3 }],
    ["media_player.volume_set", ["idle"], ["idle"], "open", { volume_level: 0.3 }],
    ["media_player.volume_set", ["off", { volume_level: 0.3 }], ["off"], "open", { volume_level: 0.3 }],
  ])("%s: %j → %j is %s (%j)", (service, from, to, said, data = {}) =>
    expect(seen(service, from, to, data)).toBe(said),
  );

  test.each([
    ["cover.toggle", "open", true],
    ["media_player.media_play_pause", "playing", true],
    ["cover.toggle_cover_tilt", "open", true],
    ["fan.increase_speed", "on", true],
    ["select.select_next", "a", true],
    ["cover.open_cover", "open", false],
  ])("whether that decides what %s asks for", (service, state, relative) => {
    const before = entity(`${service.split(".")[0]}.a`, [state, { percentage: 5 }]);
    expect(expectationFor(service, {}, before)?.relative ?? false).toBe(relative);
  });
});

describe("a scene that is applied", () => {
  const applied = (given: unknown, to: Look) => {
    const was = entity("light.a", ["off"]);
    const expectation = expectationFor("scene.apply", { entities: { "light.a": given } }, was);
    return expectation?.done(entity("light.a", to), was);
  };
  test.each<readonly [unknown, Look, boolean | undefined]>([
    ["on", ["on"], true],
    ["on", ["off"], false],
    [true, ["on"], true],
    [true, ["off"], false],
    [false, ["off"], true],
    [false, ["on"], false],
    [{ state: "on", brightness: 100 }, ["on", { brightness: 102 }], true],
    [{ state: "on", brightness: 100 }, ["on", { brightness: 90 }], false],
    [{ state: "on", brightness: 100 }, ["off", { brightness: 100 }], false],
    [{ state: "off", brightness: 100 }, ["off"], true],
    [5, ["5.0"], true],
    [5, ["6"], false],
    [{ brightness: 100 }, ["on"], undefined],
    [undefined, ["on"], undefined],
    [null, ["on"], undefined],
  ])("%j: %j is as wanted: %p", (given, to, done) => expect(applied(given, to)).toBe(done as never));

  test("says nothing of what it does not name", () => {
    const was = entity("light.a", ["off"]);
    for (const data of [{ entities: { "light.b": "on" } }, { entities: "light.a" }, {}])
      expect(expectationFor("scene.apply", data, was)).toBeUndefined();
  });

  test("has moved where the state is another", () => {
    const was = entity("light.a", ["off"]);
    const { moved } = expectationFor("scene.apply", { entities: { "light.a": "on" } }, was) ?? {};
    expect([moved?.(entity("light.a", ["on"]), was), moved?.(was, was)]).toEqual([true, false]);
  });
});
