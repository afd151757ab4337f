/** The yardstick for every service that has one: what is done, what is on its way, what is stuck. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { expectationFor, isTransitional } from "../../../src/home/act/expected/expect.ts";

function entity(id: string, state: string, attributes: object = {}, lastUpdated = 0): EntityState {
  const rest = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated };
  return { id, state, attributes: { ...attributes }, ...rest };
}

const STATES = [
  ..."on off open opening closed closing locked locking unlocked unlocking jammed disarmed disarming arming".split(
    " ",
  ),
  ..."pending armed_away armed_home armed_night armed_vacation playing paused buffering idle standby".split(
    " ",
  ),
  ..."stopped cleaning mowing docked returning active recording streaming heat unavailable".split(" "),
];

/** Those of the states for which it holds. */
const where = (holds: ((now: EntityState) => boolean) | undefined, id: string) =>
  STATES.filter((state) => holds?.(entity(id, state)));

describe("a service that leads to a state", () => {
  test.each<readonly [string, string, readonly string[], (readonly string[])?, (readonly string[])?]>([
    ["cover.open_cover", "cover.a", ["open"], ["opening"]],
    ["cover.close_cover", "cover.a", ["closed"], ["closing"]],
    ["valve.open_valve", "valve.a", ["open"], ["opening"]],
    ["valve.close_valve", "valve.a", ["closed"], ["closing"]],
    ["lock.lock", "lock.a", ["locked"], ["locking"], ["jammed"]],
    ["lock.unlock", "lock.a", ["open", "unlocked"], ["opening", "unlocking"], ["jammed"]],
    ["lock.open", "lock.a", ["open", "unlocked"], ["opening", "unlocking"], ["jammed"]],
    ["alarm_control_panel.alarm_disarm", "alarm_control_panel.a", ["disarmed"], ["disarming"]],
    ["alarm_control_panel.alarm_arm_away", "alarm_control_panel.a", ["armed_away"], ["arming", "pending"]],
    ["alarm_control_panel.alarm_arm_home", "alarm_control_panel.a", ["armed_home"], ["arming", "pending"]],
    ["alarm_control_panel.alarm_arm_night", "alarm_control_panel.a", ["armed_night"], ["arming", "pending"]],
    [
      "alarm_control_panel.alarm_arm_vacation",
      "alarm_control_panel.a",
      ["armed_vacation"],
      ["arming", "pending"],
    ],
    ["media_player.media_play", "media_player.a", ["playing"], ["buffering"]],
    ["media_player.media_pause", "media_player.a", ["paused"]],
    ["media_player.media_stop", "media_player.a", ["off", "idle", "standby", "stopped"]],
    ["media_player.turn_off", "media_player.a", ["off", "standby"]],
    ["vacuum.start", "vacuum.a", ["cleaning"]],
    ["vacuum.pause", "vacuum.a", ["paused"]],
    ["vacuum.return_to_base", "vacuum.a", ["docked"], ["returning"]],
    ["lawn_mower.start_mowing", "lawn_mower.a", ["mowing"]],
    ["lawn_mower.pause", "lawn_mower.a", ["paused"]],
    ["lawn_mower.dock", "lawn_mower.a", ["docked"], ["returning"]],
    ["timer.start", "timer.a", ["active"]],
    ["timer.pause", "timer.a", ["paused"]],
    ["timer.cancel", "timer.a", ["idle"]],
    ["timer.finish", "timer.a", ["idle"]],
    ["camera.turn_off", "camera.a", ["off", "idle"]],
    ["light.turn_on", "light.a", ["on"]],
    ["light.turn_off", "light.a", ["off"]],
    ["homeassistant.turn_on", "switch.a", ["on"]],
    ["homeassistant.turn_off", "fan.a", ["off"]],
    ["homeassistant.turn_on", "cover.a", ["open"], ["opening"]],
    ["homeassistant.turn_off", "cover.a", ["closed"], ["closing"]],
    ["homeassistant.turn_off", "valve.a", ["closed"], ["closing"]],
    ["update.install", "update.a", ["off"]],
  ])("%s on %s", (service, id, done, moving = [], stuck = []) => {
    const expectation = expectationFor(service, {}, entity(id, "on"));
    expect(where((now) => expectation?.done(now, entity(id, "on")) === true, id).toSorted()).toEqual(
      done.toSorted(),
    );
    expect(where(expectation?.moving, id).toSorted()).toEqual(moving.toSorted());
    expect(where(expectation?.stuck, id)).toEqual([...stuck]);
    expect(expectation?.relative ?? false).toBe(false);
  });

  test.each<readonly [string, string, readonly string[]]>([
    ["cover.stop_cover", "cover.a", ["opening", "closing"]],
    ["valve.stop_valve", "valve.a", ["opening", "closing"]],
    ["media_player.turn_on", "media_player.a", ["off", "standby"]],
    ["vacuum.stop", "vacuum.a", ["cleaning"]],
    ["climate.turn_on", "climate.a", ["off"]],
    ["water_heater.turn_on", "water_heater.a", ["off"]],
    ["camera.turn_on", "camera.a", ["off", "idle"]],
  ])("%s on %s is not done only at %j", (service, id, open) => {
    const expectation = expectationFor(service, {}, entity(id, "on"));
    expect(where((now) => expectation?.done(now, now) === false, id).toSorted()).toEqual(open.toSorted());
  });
});

describe("a toggle", () => {
  test.each<readonly [string, string, readonly string[]]>([
    ["cover.a", "closed", ["open"]],
    ["cover.a", "closing", ["open"]],
    ["cover.a", "open", ["closed"]],
    ["cover.a", "opening", ["closed"]],
    ["valve.a", "closed", ["open"]],
    ["light.a", "on", ["off"]],
    ["media_player.a", "playing", ["off"]],
    ["light.a", "off", STATES.filter((state) => state !== "off")],
  ])("of %s that is %s leads to %j", (id, before, done) => {
    const was = entity(id, before);
    const expectation = expectationFor("homeassistant.toggle", {}, was);
    expect(expectation?.relative).toBe(true);
    expect(where((now) => expectation?.done(now, was) === true, id)).toEqual([...done]);
  });

  test("takes data along only where it turns on", () => {
    const bright = { brightness: 100 };
    const off = expectationFor("light.toggle", bright, entity("light.a", "on"));
    expect(off?.partial ?? false).toBe(false);
    expect(off?.moved).toBeUndefined();
    const on = expectationFor("light.toggle", bright, entity("light.a", "off"));
    expect(on?.relative).toBe(true);
    expect(on?.done(entity("light.a", "on", bright), entity("light.a", "off"))).toBe(true);
    expect(on?.done(entity("light.a", "off", bright), entity("light.a", "off"))).toBe(false);
  });
});

describe("a service whose effect is a change", () => {
  test.each([
    ["scene.turn_on", "scene.a"],
    ["button.press", "button.a"],
    ["input_button.press", "input_button.a"],
    ["notify.send_message", "notify.a"],
    ["event.x", "event.a"],
    ["x.press", "x.a"],
  ])("%s", (service, id) => {
    const before = entity(id, "1");
    const done = (now: EntityState) => expectationFor(service, {}, before)?.done(now, before);
    expect(done(entity(id, "1"))).toBe(false);
    expect(done(entity(id, "2"))).toBe(true);
    expect(done(entity(id, "1", {}, 5))).toBe(true);
  });

  test.each([
    ["counter.increment", "counter.a", "2", "0"],
    ["counter.decrement", "counter.a", "0", "2"],
    ["counter.reset", "counter.a", "0", "1"],
    ["select.select_next", "select.a", "2", "1"],
    ["select.select_previous", "select.a", "2", "1"],
  ])("%s, by its state alone", (service, id, wanted, other) => {
    const before = entity(id, "1");
    const done = (now: EntityState) => expectationFor(service, {}, before)?.done(now, before);
    expect([done(entity(id, wanted)), done(entity(id, other)), done(entity(id, "1", {}, 5))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("what can go no further is left as it is", () => {
    const idle = (service: string, before: EntityState, data = {}) =>
      expectationFor(service, data, before)?.idle?.(before) ?? false;
    const player = (volume_level: number) => entity("media_player.a", "playing", { volume_level });
    expect(idle("media_player.volume_up", player(1))).toBe(true);
    expect(idle("media_player.volume_up", player(0.9))).toBe(false);
    expect(idle("media_player.volume_down", player(0))).toBe(true);
    expect(idle("counter.increment", entity("counter.a", "9", { maximum: 9 }))).toBe(true);
    expect(idle("input_number.decrement", entity("input_number.a", "1.0", { min: 1 }))).toBe(true);
    const last = entity("select.a", "b", { options: ["a", "b"] });
    expect(idle("select.select_next", last, { cycle: false })).toBe(true);
    expect(idle("select.select_next", last)).toBe(false);
  });

  test("a script is done when it ran and runs no more", () => {
    const before = entity("script.a", "off", { last_triggered: 1 });
    for (const service of ["script.turn_on", "script.toggle", "script.a"]) {
      const expectation = expectationFor(service, {}, before);
      expect(expectation?.done(entity("script.a", "off", { last_triggered: 2 }), before)).toBe(true);
      expect(expectation?.done(entity("script.a", "off", { last_triggered: 1 }), before)).toBe(false);
      expect(expectation?.done(entity("script.a", "on", { last_triggered: 2 }), before)).toBe(false);
      expect(where(expectation?.moving, "script.a")).toEqual(["on"]);
    }
    expect(
      where((now) => expectationFor("script.turn_off", {}, before)?.done(now, before) === true, "script.a"),
    ).toEqual(["off"]);
  });

  test("an automation is done when it was triggered, an update when it is installed", () => {
    const before = entity("automation.a", "on", { last_triggered: 1 });
    const triggered = expectationFor("automation.trigger", {}, before);
    expect(triggered?.done(entity("automation.a", "on", { last_triggered: 2 }), before)).toBe(true);
    expect(triggered?.done(entity("automation.a", "off", { last_triggered: 1 }), before)).toBe(false);
    const install = expectationFor("update.install", {}, entity("update.a", "on"));
    for (const [in_progress, moving] of [
      [true, true],
      [55, true],
      [false, false],
      [0, false],
      [undefined, false],
    ] as const)
      expect(install?.moving?.(entity("update.a", "on", { in_progress }))).toBe(moving);
  });

  test("a tilt by its position", () => {
    const tilt = (service: string, at: unknown) => {
      const now = entity("cover.a", "open", { current_tilt_position: at });
      return expectationFor(service, {}, now)?.done(now, now);
    };
    expect([tilt("cover.open_cover_tilt", 100), tilt("cover.open_cover_tilt", 90)]).toEqual([true, false]);
    expect([tilt("cover.close_cover_tilt", 0), tilt("cover.close_cover_tilt", 10)]).toEqual([true, false]);
  });

  test("of other services nothing is known", () => {
    for (const [service, id] of [
      ["cover.wiggle", "cover.a"],
      ["valve.wiggle", "valve.a"],
      ["light.blink", "light.a"],
      ["media_player.play_media", "media_player.a"],
    ] as const)
      expect(expectationFor(service, {}, entity(id, "on"))).toBeUndefined();
  });
});

test("states that are on their way", () => {
  expect(where(isTransitional, "cover.a")).toEqual([
    ..."opening closing locking unlocking jammed disarming arming pending buffering returning".split(" "),
  ]);
  for (const state of ["starting", "stopping"]) expect(isTransitional(entity("x.a", state))).toBe(true);
  for (const state of ["reopening", "opening soon", ""])
    expect(isTransitional(entity("x.a", state))).toBe(false);
});
