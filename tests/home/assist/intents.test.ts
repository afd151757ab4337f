/** What each intent of Assist comes to: the call, its data, and when it is none that can be said so. */

import { describe, expect, test } from "bun:test";
import { callsFor, isAskedFor } from "../../../src/home/assist/intents.ts";
import { understand } from "../../../src/home/assist/understand.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

/** Every service of every domain that is asked for. */
const services = (has: (domain: string, name: string) => boolean = () => true) =>
  new Proxy(
    {},
    {
      get: (_, domain) =>
        new Proxy(
          {},
          {
            get: (_own, name) => (has(String(domain), String(name)) ? { fields: {} } : undefined),
            has: (_own, name) => has(String(domain), String(name)),
            getOwnPropertyDescriptor: (_own, name) =>
              has(String(domain), String(name))
                ? { configurable: true, enumerable: true, value: { fields: {} } }
                : undefined,
          },
        ),
      has: () => true,
      getOwnPropertyDescriptor: (_, domain) => ({ configurable: true, enumerable: true, value: domain }),
    },
  ) as never;

const PLAYERS = new Map(
  (["playing", "paused", "idle"] as const).map((state) => [
    `media_player.${state}`,
    stateOf(`media_player.${state}`, {}, state),
  ]),
);

function said(
  intent: string,
  slots: object,
  targets: readonly string[],
  has?: Parameters<typeof services>[0],
) {
  return callsFor({ intent, slots: { ...slots } }, targets, { services: services(has), states: PLAYERS });
}

describe("an intent", () => {
  test.each<readonly [string, object, string, string, object | undefined]>([
    ["HassTurnOn", {}, "light.a", "light.turn_on", undefined],
    ["HassTurnOn", {}, "cover.a", "cover.open_cover", undefined],
    ["HassTurnOn", {}, "valve.a", "valve.open_valve", undefined],
    ["HassTurnOn", {}, "lock.a", "lock.lock", undefined],
    ["HassTurnOn", {}, "button.a", "button.press", undefined],
    ["HassTurnOn", {}, "input_button.a", "input_button.press", undefined],
    ["HassTurnOff", {}, "switch.a", "switch.turn_off", undefined],
    ["HassTurnOff", {}, "cover.a", "cover.close_cover", undefined],
    ["HassTurnOff", {}, "valve.a", "valve.close_valve", undefined],
    ["HassTurnOff", {}, "lock.a", "lock.unlock", undefined],
    ["HassToggle", {}, "fan.a", "fan.toggle", undefined],
    ["HassSetPosition", { position: 30 }, "cover.a", "cover.set_cover_position", { position: 30 }],
    ["HassSetPosition", { position: 30 }, "valve.a", "valve.set_valve_position", { position: 30 }],
    ["HassStopMoving", {}, "cover.a", "cover.stop_cover", undefined],
    ["HassStopMoving", {}, "valve.a", "valve.stop_valve", undefined],
    ["HassLightSet", { brightness: 30 }, "light.a", "light.turn_on", { brightness_pct: 30 }],
    ["HassLightSet", { color: "red" }, "light.a", "light.turn_on", { color_name: "red" }],
    ["HassLightSet", { temperature: 2700 }, "light.a", "light.turn_on", { color_temp_kelvin: 2700 }],
    [
      "HassClimateSetTemperature",
      { temperature: 21 },
      "climate.a",
      "climate.set_temperature",
      { temperature: 21 },
    ],
    ["HassFanSetSpeed", { percentage: 50 }, "fan.a", "fan.set_percentage", { percentage: 50 }],
    ["HassHumidifierSetpoint", { humidity: 50 }, "humidifier.a", "humidifier.set_humidity", { humidity: 50 }],
    ["HassHumidifierMode", { mode: "eco" }, "humidifier.a", "humidifier.set_mode", { mode: "eco" }],
    ["HassMediaPause", {}, "media_player.a", "media_player.media_pause", undefined],
    ["HassMediaUnpause", {}, "media_player.a", "media_player.media_play", undefined],
    ["HassMediaNext", {}, "media_player.a", "media_player.media_next_track", undefined],
    ["HassMediaPrevious", {}, "media_player.a", "media_player.media_previous_track", undefined],
    ["HassMediaPlayerMute", {}, "media_player.a", "media_player.volume_mute", { is_volume_muted: true }],
    ["HassMediaPlayerUnmute", {}, "media_player.a", "media_player.volume_mute", { is_volume_muted: false }],
    [
      "HassSetVolume",
      { volume_level: 30 },
      "media_player.a",
      "media_player.volume_set",
      { volume_level: 0.3 },
    ],
    ["HassVacuumStart", {}, "vacuum.a", "vacuum.start", undefined],
    ["HassVacuumReturnToBase", {}, "vacuum.a", "vacuum.return_to_base", undefined],
    ["HassLawnMowerStartMowing", {}, "lawn_mower.a", "lawn_mower.start_mowing", undefined],
    ["HassLawnMowerDock", {}, "lawn_mower.a", "lawn_mower.dock", undefined],
    ["HassListAddItem", { item: "milk" }, "todo.a", "todo.add_item", { item: "milk" }],
    [
      "HassListCompleteItem",
      { item: "milk" },
      "todo.a",
      "todo.update_item",
      { item: "milk", status: "completed" },
    ],
    ["HassListRemoveItem", { item: "milk" }, "todo.a", "todo.remove_item", { item: ["milk"] }],
  ])("%s with %j on %s is %s %j", (intent, slots, id, service, data) => {
    const call = { service, target: { entity_id: [id] }, ...(data === undefined ? {} : { data }) };
    expect(said(intent, { name: "x", area: "hall", ...slots }, [id])).toEqual([call as never]);
  });

  test("of the shopping list acts on no entity", () => {
    expect(said("HassShoppingListAddItem", { item: "milk" }, [])).toEqual([
      { service: "shopping_list.add_item", data: { name: "milk" } },
    ]);
    expect(said("HassShoppingListCompleteItem", { item: "milk" }, [])).toEqual([
      { service: "shopping_list.complete_item", data: { name: "milk" } },
    ]);
  });

  test.each<readonly [string, string, object]>([
    ["that nobody knows", "MyIntent", {}],
    ["of a name that every object has", "constructor", {}],
    ["with a value that the call has no place for", "HassTurnOn", { speed: 3 }],
    ["with more values than the call carries", "HassLightSet", { brightness: 5, speed: 3 }],
    ["without the value that it sets", "HassLightSet", {}],
    ["with nothing as its value", "HassSetPosition", { position: null }],
  ])("%s is no call", (_, intent, slots) => expect(said(intent, slots, ["light.a"])).toBeUndefined());

  test("leaves out what has no such service here", () => {
    expect(said("HassSetPosition", { position: 3 }, ["light.a", "cover.a"])).toEqual([
      { service: "cover.set_cover_position", target: { entity_id: ["cover.a"] }, data: { position: 3 } },
    ]);
    expect(said("HassTurnOn", {}, ["sensor.a", "light.a"], (domain) => domain !== "sensor")).toEqual([
      { service: "light.turn_on", target: { entity_id: ["light.a"] } },
    ]);
  });

  test("on several is a call for each service, with all that it is for", () => {
    expect(said("HassTurnOff", {}, ["light.a", "cover.b", "light.c"])).toEqual([
      { service: "light.turn_off", target: { entity_id: ["light.a", "light.c"] } },
      { service: "cover.close_cover", target: { entity_id: ["cover.b"] } },
    ]);
  });

  test("on several players is for those in the state that it ends; one is what was meant, whatever it does", () => {
    const all = [...PLAYERS.keys()];
    const reached = (intent: string, ids: readonly string[], slots: object = {}) =>
      said(intent, slots, ids)?.map(({ target }) => target?.entity_id);
    expect(reached("HassMediaPause", all)).toEqual([["media_player.playing"]]);
    expect(reached("HassMediaUnpause", all)).toEqual([["media_player.paused"]]);
    expect(reached("HassSetVolume", all, { volume_level: 5 })).toEqual([["media_player.playing"]]);
    expect(reached("HassMediaPause", ["media_player.idle"])).toEqual([["media_player.idle"]]);
  });
});

describe("what a question is about", () => {
  const asked = (intent: string, id: string, device_class?: string) =>
    isAskedFor(intent, stateOf(id, device_class === undefined ? {} : { device_class }));

  test("is its domain, and of a temperature what measures it", () => {
    expect(asked("HassGetState", "light.a")).toBe(true);
    expect([
      asked("HassGetWeather", "weather.a"),
      asked("HassGetWeather", "sensor.a", "temperature"),
    ]).toEqual([true, false]);
    expect(asked("HassClimateGetTemperature", "climate.a")).toBe(true);
    expect(asked("HassClimateGetTemperature", "sensor.a", "temperature")).toBe(true);
    expect(asked("HassClimateGetTemperature", "sensor.a", "humidity")).toBe(false);
  });
});

describe("what Assist answers", () => {
  const understood = (answer: unknown) =>
    understand(
      "x",
      fakeGateway({ answers: { "conversation/agent/homeassistant/debug": () => answer } }).gateway,
    );
  const result = (more: object) => ({
    results: [{ source: "builtin", match: true, intent: { name: "HassTurnOn" }, ...more }],
  });

  test("is its intent, values that there are, their words and what it is about", async () => {
    const details = {
      name: { value: "lamp", text: "the lamp" },
      area: { value: "hall", text: "" },
      floor: { value: null, text: "x" },
      domain: { text: "x" },
      odd: "x",
      brightness: { value: 0 },
    };
    const targets = { "light.a": { matched: true }, "light.b": { matched: false }, "light.c": "x" };
    const found = await understood(result({ details, targets }));
    expect(found).toEqual({
      intent: "HassTurnOn",
      slots: { name: "lamp", area: "hall", brightness: 0 },
      heard: { name: "the lamp" },
      targets: ["light.a", "light.b", "light.c"],
      matched: new Set(["light.a"]),
    });
  });

  test("without values and targets is the intent alone", async () => {
    for (const more of [{}, { details: "x", targets: "x" }, { details: null, targets: null }])
      expect(await understood(result(more))).toEqual({
        intent: "HassTurnOn",
        slots: {},
        heard: {},
        targets: [],
        matched: new Set(),
      });
  });

  test.each<readonly [unknown, string]>([
    [undefined, "nothing fits"],
    [{ results: "x" }, "nothing fits"],
    [{ results: [] }, "nothing fits"],
    [{ results: [null] }, "nothing fits"],
    [result({ match: false }), "nothing fits"],
    [result({ match: "yes" }), "nothing fits"],
    [result({ intent: "x" }), "nothing fits"],
    [result({ intent: {} }), "nothing fits"],
    [result({ source: "trigger" }), "a sentence of the owner's own"],
    [result({ source: undefined }), "a sentence of the owner's own"],
  ])("%j is not clear: %s", async (answer, why) => expect(await understood(answer)).toBe(why as never));
});
