/** Which states are worth a word: what goes on, and what is out of order. */

import { describe, expect, test } from "bun:test";
import { activityOf, unusualOf } from "../../../src/home/read/activity.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

const at = (domain: string, state: string, deviceClass?: unknown) =>
  [
    domain,
    stateOf(`${domain}.x`, deviceClass === undefined ? {} : { device_class: deviceClass }, state),
  ] as const;

describe("what goes on", () => {
  test.each<readonly [string, readonly string[], string]>([
    ["light", ["on"], "lights on"],
    ["switch", ["on"], "switches on"],
    ["input_boolean", ["on"], "switches on"],
    ["cover", ["open", "opening"], "open"],
    ["valve", ["open", "opening"], "open"],
    ["lock", ["unlocked", "open"], "unlocked"],
    ["media_player", ["playing"], "playing"],
    ["fan", ["on"], "running"],
    ["humidifier", ["on"], "running"],
    ["siren", ["on"], "running"],
    ["vacuum", ["cleaning", "mowing"], "running"],
    ["lawn_mower", ["cleaning", "mowing"], "running"],
  ])("%s %j: %s", (domain, states, activity) => {
    for (const state of states) expect(activityOf(...at(domain, state))).toBe(activity as never);
    const others = [
      "on",
      "off",
      "open",
      "opening",
      "closed",
      "closing",
      "unlocked",
      "locked",
      "playing",
      "paused",
    ];
    for (const state of [...others, "cleaning", "mowing", "docked", "unavailable", "unknown", ""])
      if (!states.includes(state)) expect(activityOf(...at(domain, state))).toBeUndefined();
  });

  test.each<readonly [unknown, string | undefined]>([
    ["door", "open"],
    ["window", "open"],
    ["garage_door", "open"],
    ["opening", "open"],
    ["lock", "open"],
    ["motion", "motion"],
    ["occupancy", "motion"],
    ["presence", "motion"],
    ["smoke", undefined],
    ["light", undefined],
    [5, undefined],
    [undefined, undefined],
  ])("a binary sensor of class %p: %p", (deviceClass, activity) => {
    expect(activityOf(...at("binary_sensor", "on", deviceClass))).toBe(activity as never);
    for (const state of ["off", "unavailable"])
      expect(activityOf(...at("binary_sensor", state, deviceClass))).toBeUndefined();
  });

  test("nothing of other domains", () => {
    for (const domain of ["sensor", "automation", "climate", "person", "remote"])
      for (const state of ["on", "open", "playing"]) expect(activityOf(...at(domain, state))).toBeUndefined();
  });
});

describe("what is out of order", () => {
  test.each<readonly [string, string, unknown, string | undefined]>([
    ...["moisture", "smoke", "gas", "problem", "safety", "tamper", "heat", "cold"].map(
      (danger) => ["binary_sensor", "on", danger, danger] as const,
    ),
    ["binary_sensor", "on", "carbon_monoxide", "carbon monoxide"],
    ["binary_sensor", "off", "smoke", undefined],
    ["binary_sensor", "unavailable", "smoke", undefined],
    ["binary_sensor", "on", "door", undefined],
    ["binary_sensor", "on", undefined, undefined],
    ["sensor", "on", "smoke", undefined],
    ["alarm_control_panel", "disarmed", undefined, undefined],
    ["alarm_control_panel", "unavailable", undefined, undefined],
    ["alarm_control_panel", "armed_away", undefined, "armed away"],
    ["alarm_control_panel", "triggered", undefined, "triggered"],
    ["lock", "jammed", undefined, "jammed"],
    ["lock", "unlocked", undefined, undefined],
    ["cover", "jammed", undefined, undefined],
    ["sensor", "14.9", "battery", "battery 14.9 %"],
    ["sensor", "0", "battery", "battery 0 %"],
    ["sensor", "15", "battery", undefined],
    ["sensor", "", "battery", undefined],
    ["sensor", " ", "battery", undefined],
    ["sensor", "unavailable", "battery", undefined],
    ["sensor", "5", "temperature", undefined],
    ["sensor", "5", undefined, undefined],
    ["number", "5", "battery", undefined],
    ["binary_sensor", "5", "battery", undefined],
  ])("%s %j of class %p: %p", (domain, state, deviceClass, said) => {
    expect(unusualOf(...at(domain, state, deviceClass))).toBe(said as never);
  });
});
