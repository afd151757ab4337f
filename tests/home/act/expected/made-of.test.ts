/** What a device made of the values that it was asked for: told, and only where it took the call. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../../src/hass/gateway.ts";
import { expectationFor } from "../../../../src/home/act/expected/expect.ts";
import { madeOf } from "../../../../src/home/act/expected/made-of.ts";
import type { StateWatch } from "../../../../src/home/act/expected/state-watch.ts";

function entity(id: string, state: string, attributes: object = {}): EntityState {
  const rest = { contextId: "", parentContextId: undefined, lastChanged: 0, lastUpdated: 0 };
  return { id, state, attributes: { ...attributes }, ...rest };
}

type Given = {
  readonly service: string;
  readonly data: object;
  readonly from: object;
  readonly to: object;
  readonly states?: readonly [string, string];
  readonly touched?: boolean;
  readonly quietMs?: number;
};

function made({ service, data, from, to, states = ["on", "on"], touched = true, quietMs = 0 }: Given) {
  const id = `${service.split(".")[0]}.a`;
  const [before, now] = [entity(id, states[0], from), entity(id, states[1], to)];
  const expectation = expectationFor(service, { ...data }, before);
  if (!expectation) throw new Error("nothing to compare");
  const watch = { touched: () => touched, quietMs: () => quietMs } as unknown as StateWatch;
  return madeOf(id, now, before, expectation, "ours", watch);
}

describe("a value that is as asked", () => {
  test.each<readonly [string, object, object, object, unknown]>([
    ["exactly", { temperature: 21 }, { temperature: 20 }, { temperature: 21 }, undefined],
    [
      "on the device's own step",
      { temperature: 21.3 },
      { temperature: 20 },
      { temperature: 21.5, target_temp_step: 0.5 },
      { settled: true, asked: "temperature 21.3" },
    ],
    [
      "within the tolerance, where no step is known",
      { temperature: 21.05 },
      { temperature: 20 },
      { temperature: 21 },
      { settled: true, asked: undefined },
    ],
    [
      "nearly on the step",
      { temperature: 21.04 },
      { temperature: 20 },
      { temperature: 21, target_temp_step: 0.5 },
      { settled: true, asked: undefined },
    ],
    [
      "as a text",
      { temperature: "21" },
      { temperature: 20 },
      { temperature: 21, target_temp_step: 0.5 },
      undefined,
    ],
  ])("%s", (_, data, from, to, making) =>
    expect(made({ service: "climate.set_temperature", data, from, to })).toEqual(making as never),
  );

  test("of several tells those that were rounded", () => {
    const to = { target_temp_low: 18, target_temp_high: 24.5, target_temp_step: 0.5 };
    const data = { target_temp_low: 18, target_temp_high: 24.3 };
    expect(made({ service: "climate.set_temperature", data, from: {}, to })).toEqual({
      settled: true,
      asked: "high 24.3",
    });
  });
});

describe("a value that is another", () => {
  const volume: Given = {
    service: "media_player.volume_set",
    data: { volume_level: 0.5 },
    from: { volume_level: 0.2 },
    to: { volume_level: 0.4 },
  };
  const heat: Given = {
    service: "climate.set_temperature",
    data: { temperature: 30 },
    from: { temperature: 20 },
    to: { temperature: 25 },
  };

  test("is what the device made of it, once it rests", () => {
    expect(made({ ...heat, quietMs: 499 })).toEqual({ settled: false, asked: "temperature 30" });
    expect(made({ ...heat, quietMs: 500 })).toEqual({ settled: true, asked: "temperature 30" });
  });

  test("goes on for longer where it goes in steps", () => {
    expect(made({ ...volume, quietMs: 1_499 })).toEqual({ settled: false, asked: "volume 50 %" });
    expect(made({ ...volume, quietMs: 1_500 })?.settled).toBe(true);
  });

  test("within a step of it is at rest at once, a whole step away is not", () => {
    const step = (temperature: number) =>
      made({ ...heat, data: { temperature: 21.7 }, to: { temperature, target_temp_step: 1 } });
    expect(step(21)).toEqual({ settled: true, asked: "temperature 21.7" });
    expect(step(20.6)?.settled).toBe(false);
  });

  test.each<readonly [string, Given]>([
    ["the call did not touch it", { ...heat, touched: false }],
    ["it is where it was", { ...heat, to: heat.from }],
    ["it tells no number any more", { ...heat, to: { temperature: null } }],
    [
      "it is not on",
      {
        ...volume,
        service: "light.turn_on",
        data: { brightness: 9 },
        from: { brightness: 1 },
        to: { brightness: 5 },
        states: ["off", "off"],
      },
    ],
    [
      "a word was asked for",
      {
        service: "climate.set_preset_mode",
        data: { preset_mode: "eco" },
        from: { preset_mode: "home" },
        to: { preset_mode: "away" },
      },
    ],
    [
      "nothing was asked for",
      { service: "light.turn_on", data: {}, from: {}, to: { brightness: 5 }, states: ["off", "off"] },
    ],
  ])("is nothing that it made where %s", (_, given) =>
    expect(made({ ...given, quietMs: 9_999 })).toBeUndefined(),
  );

  test("of which one number moved is told with all that are open", () => {
    const data = { target_temp_low: 10, target_temp_high: 40 };
    const [from, to] = [
      { target_temp_low: 16, target_temp_high: 20 },
      { target_temp_low: 16, target_temp_high: 30 },
    ];
    expect(made({ service: "climate.set_temperature", data, from, to, quietMs: 500 })).toEqual({
      settled: true,
      asked: "low 10, high 40",
    });
  });

  test("of a colour is told as the colour that was asked for", () => {
    const given = {
      service: "light.turn_on",
      data: { rgb_color: [255, 0, 0] },
      from: { rgb_color: [0, 0, 255] },
      to: { rgb_color: [0, 255, 0] },
    };
    expect(made({ ...given, quietMs: 500 })).toEqual({ settled: true, asked: "color 255,0,0" });
    expect(made({ ...given, to: { rgb_color: [] }, quietMs: 500 })).toBeUndefined();
  });
});
