/** States as people say them, and what is kept back of an entity. */

import { describe, expect, test } from "bun:test";
import {
  allInHomeTime,
  atPrecision,
  classWord,
  inHomeTime,
  timeUntil,
  zoneOf,
} from "../../../src/home/see/said.ts";
import { asKnown, keepsBack, nameOf, placeHider, type Sight } from "../../../src/home/see/sight.ts";
import { homeOf } from "../../road/home-of.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

const SIGHT: Sight = {
  sees: () => true,
  hides: () => false,
  attributes: ({ attributes }) => attributes,
  ids: () => [],
  all: true,
};
const { place } = homeOf({ "sensor.a": {} });
const BERLIN = { ...place, house: { timeZone: "Europe/Berlin" } };

test.each<readonly [string, string, unknown, string]>([
  ["binary_sensor.a", "on", "door", " (open)"],
  ["binary_sensor.a", "off", "door", " (closed)"],
  ["binary_sensor.a", "on", "lock", " (unlocked)"],
  ["binary_sensor.a", "off", "moisture", " (dry)"],
  ["binary_sensor.a", "unknown", "door", ""],
  ["binary_sensor.a", "on", "something", ""],
  ["binary_sensor.a", "on", "constructor", ""],
  ["binary_sensor.a", "on", undefined, ""],
  ["cover.a", "on", "door", ""],
])("%s %s of the class %j: %j", (id, state, deviceClass, word) => {
  expect(classWord(stateOf(id, {}, state), deviceClass)).toBe(word);
});

test.each([
  ["2026-06-12T10:00:00+00:00", "2026-06-12T12:00:00+02:00"],
  ["2026-01-12T10:00:00.123Z", "2026-01-12T11:00:00+01:00"],
  ["2026-13-12T10:00:00Z", "2026-13-12T10:00:00Z"],
  ["2026-06-12T10:00:00", "2026-06-12T10:00:00"],
  ["at 2026-06-12T10:00:00Z", "at 2026-06-12T10:00:00Z"],
])("%s is %s there", (text, said) => {
  expect(inHomeTime(text, BERLIN)).toBe(said);
  expect(allInHomeTime({ list: [text, 5, null], text }, BERLIN)).toEqual({
    list: [said, 5, null],
    text: said,
  });
});

test("the zone of a home that is gone is UTC", () => {
  expect([zoneOf(BERLIN), zoneOf(place)]).toEqual(["Europe/Berlin", "UTC"]);
  const gone = {
    ...place,
    get house(): never {
      throw new Error("not connected");
    },
  };
  expect(zoneOf(gone)).toBe("UTC");
});

test.each<readonly [number | undefined, string, string]>([
  [1, "21.456", "21.5"],
  [0, "21.456", "21"],
  [2, "21", "21.00"],
  [undefined, "21.456", "21.456"],
  [1, "unavailable", "unavailable"],
  [1, "", ""],
  [1, " ", " "],
])("with %j digits %j is %j", (precision, state, said) => {
  const entry = { ...place.registries.entities.get("sensor.a"), precision };
  const registries = { ...place.registries, entities: new Map([["sensor.a", entry as never]]) };
  expect(atPrecision(stateOf("sensor.a", {}, state), { ...place, registries })).toBe(said);
});

test.each<readonly [number, string | undefined]>([
  [108_000, "0:01:48"],
  [3_661_000, "1:01:01"],
  [36_000_000, "10:00:00"],
  [0, "0:00:00"],
  [-1_000, undefined],
])("%d ms before it, an instant is %j away", (ms, said) => {
  const now = Date.parse("2026-06-12T12:00:00Z");
  expect(timeUntil(new Date(now + ms).toISOString(), now)).toBe(said as never);
});

test("an instant that is none is not away", () => expect(timeUntil("soon", 0)).toBeUndefined());

describe("what is kept back", () => {
  const lamp = stateOf("light.a", { brightness: 5, access_token: "x", entity_picture: "/p?token=abcdef" });
  const without = (...keys: readonly string[]): Sight => ({
    ...SIGHT,
    attributes: ({ attributes }) =>
      Object.fromEntries(Object.entries(attributes).filter(([key]) => !keys.includes(key))),
  });

  test("is an entity that is not seen, or an attribute that is no secret", () => {
    expect(keepsBack(lamp, { ...SIGHT, sees: () => false })).toBe(true);
    expect(keepsBack(lamp, without("brightness"))).toBe(true);
    expect(keepsBack(lamp, SIGHT)).toBe(false);
    expect(keepsBack(lamp, without("access_token", "entity_picture"))).toBe(false);
    expect(keepsBack(lamp, without("other"))).toBe(false);
  });

  test("is known as able to do everything, and by what may be seen", () => {
    expect(asKnown(lamp, SIGHT)).toBe(lamp);
    const known = asKnown(
      { ...lamp, attributes: { brightness: 5, supported_features: 1 } },
      without("brightness"),
    );
    expect(known.attributes).toEqual({ supported_features: 1 });
    const nameless = asKnown({ ...lamp, attributes: { brightness: 5 } }, without("brightness"));
    expect(nameless.attributes["supported_features"]).toBe(0x7fffffff);
    const unseen = asKnown(
      { ...lamp, attributes: { supported_features: 1 } },
      { ...SIGHT, sees: () => false },
    );
    expect(unseen.attributes).toEqual({ supported_features: 0x7fffffff });
  });
});

test("an entity without a name that can be read goes by its id", () => {
  const home = homeOf({ "light.a": { name: "Lamp" }, "light.b": { name: "\u200b" }, "light.c": {} }).place;
  expect(["light.a", "light.b", "light.c", "light.d"].map((id) => nameOf(home, id))).toEqual([
    "Lamp",
    "light.b",
    "light.c",
    "light.d",
  ]);
});

describe("a place that is hidden", () => {
  const home = homeOf(
    { "light.a": { area: "hall", labels: ["cosy"] }, "light.b": { area: "vault" } },
    {
      areas: { hall: { name: "Hall", floor: "ground" }, vault: { name: "The Vault", floor: "cellar" } },
      floors: { ground: { name: "Ground" }, cellar: { name: "Cellar" } },
      labels: { cosy: "Cosy", secret: "Secret" },
    },
  ).place;
  const hides = placeHider(home, { ids: () => ["light.a"], all: false });

  test("is there and holds nothing that is seen, by its kind and id", () => {
    expect([hides("area", "vault"), hides("floor", "cellar"), hides("label", "secret")]).toEqual([
      true,
      true,
      true,
    ]);
    expect([hides("area", "hall"), hides("floor", "ground"), hides("label", "cosy")]).toEqual([
      false,
      false,
      false,
    ]);
    expect([hides("area", "cellar"), hides("area", "nowhere")]).toEqual([false, false]);
  });

  test("by its id or name of whatever kind, where no kind is said", () => {
    expect([hides(undefined, "vault"), hides(undefined, " THE vault "), hides(undefined, "Cellar")]).toEqual([
      true,
      true,
      true,
    ]);
    expect([hides(undefined, "hall"), hides(undefined, "Nowhere")]).toEqual([false, false]);
  });

  test("is none to whoever sees everything", () => {
    const all = placeHider(home, { ids: () => ["light.a"], all: true });
    expect([all("area", "vault"), all(undefined, "vault")]).toEqual([false, false]);
  });
});
