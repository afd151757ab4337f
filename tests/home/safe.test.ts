import { expect, test } from "bun:test";
import { safe, stateText } from "../../src/home/see/rows.ts";
import type { Sight } from "../../src/home/see/sight.ts";
import { stateOf } from "../security/grant/vector-home.ts";

const HIDDEN = new Set(["camera.porch", "light.secret"]);
const SIGHT: Sight = {
  sees: (id) => id === "light.a",
  hides: (id) => HIDDEN.has(id),
  attributes: ({ attributes }) => attributes,
  ids: () => ["light.a"],
  all: false,
};

test("what names a hidden entity goes, alone, in an address, as the thing an object is about", () => {
  const porch = { title: "Porch", media_content_id: "media-source://camera/camera.porch" };
  const media = { children: [porch, { title: "Music", media_content_id: "media-source://music" }] };
  expect(safe(media, SIGHT)).toEqual({
    children: [{ title: "Music", media_content_id: "media-source://music" }],
  });
  expect(safe(["light.a", "light.secret", "light.gone"], SIGHT)).toEqual(["light.a", "light.gone"]);
  expect(safe({ "light.secret": 1, "light.a": 2 }, SIGHT)).toEqual({ "light.a": 2 });
});

test("in paths and templates, with counts of what was kept back, with places that hold nothing to see", () => {
  for (const text of [
    "{{ states.light.secret.state }}",
    "x.light.secret.y",
    "states.LIGHT.SECRET",
    "a.b.c.camera.porch",
  ]) {
    expect(safe({ value: text, list: [text], [text]: 1 }, SIGHT)).toEqual({ list: [] });
    expect(safe({ value: text }, { ...SIGHT, all: true })).toHaveProperty("value");
  }
  expect(safe({ value: "{{ states.light.a.state }}" }, SIGHT)).toHaveProperty("value");
  expect(safe({ title: "x", not_shown: 3, children: [] }, SIGHT)).toEqual({ title: "x", children: [] });
  expect(safe({ not_shown: 3 }, { ...SIGHT, all: true })).toEqual({ not_shown: 3 });
  const cellar: Sight = {
    ...SIGHT,
    hidesPlace: (kind, text) => text === "cellar" && (kind === "area" || kind === undefined),
  };
  expect(
    safe({ target: { area_id: ["cellar", "hall"], floor_id: "cellar" }, x: { area_id: "cellar" } }, cellar),
  ).toEqual({ target: { area_id: ["hall"], floor_id: "cellar" }, x: {} });
  for (const text of ["{{ area_entities('cellar') }}", '{% for x in area_entities("cellar") %}'])
    expect(safe({ value: text }, cellar)).toEqual({});
  expect(safe({ value: "{{ area_entities('hall') }}", note: "the 'cellar'" }, cellar)).toEqual({
    value: "{{ area_entities('hall') }}",
    note: "the 'cellar'",
  });
});

test("services stay, scripts that are hidden do not", () => {
  expect(safe({ action: "light.turn_on", target: { entity_id: "light.secret" } }, SIGHT)).toEqual({
    action: "light.turn_on",
    target: {},
  });
});

test("secrets are taken out by key and by value", () => {
  const said = { token: "abc", password: "zz", url: "/api/camera_proxy/x?token=123456", plain: "on" };
  expect(safe(said, { ...SIGHT, all: true })).toEqual({
    token: "(secret)",
    password: "(secret)",
    url: "(secret)",
    plain: "on",
  });
});

test("what a person nests is shown whole", () => {
  const nested = (depth: number): unknown => (depth === 0 ? "end" : { choose: [nested(depth - 1)] });
  expect(JSON.stringify(safe(nested(12), SIGHT))).toContain("end");
  expect(JSON.stringify(safe(nested(40), SIGHT))).toContain("… deeper");
});

test("a state that is a secret is not shown", () => {
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${"a".repeat(20)}.${"b".repeat(20)}`;
  expect(stateText(stateOf("sensor.x", {}, jwt), {}, SIGHT)).toBe("(secret)");
  expect(stateText(stateOf("sensor.x", {}, "21.5"), { unit_of_measurement: "°C" }, SIGHT)).toBe("21.5 °C");
});
