/** Ids in the data of a call: the hidden sounds like the absent, the excluded is spared, the too deep is refused. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../src/hass/wire.ts";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";
import { stateOf, vectorHome } from "../security/grant/vector-home.ts";

const on = (domain: string, fields: object = {}) => ({
  fields: fields as Readonly<Record<string, { selector?: object }>>,
  target: { entity: [{ domain: [domain] }] },
});
const SERVICES = {
  light: { turn_on: on("light"), turn_off: on("light") },
  media_player: {
    join: on("media_player", { group_members: { selector: { entity: { multiple: true } } } }),
    play_media: on("media_player", { media_content_id: { selector: { text: {} } } }),
  },
  calendar: { get_events: on("calendar", { start_date_time: { selector: { text: {} } } }) },
  weather: { get_forecasts: on("weather", { type: { selector: { select: { options: ["daily"] } } } }) },
  scene: { apply: { fields: { entities: { selector: { object: {} } } } }, turn_on: on("scene") },
  script: { turn_on: on("script") },
} as WireServices;

/** Two of a kind that nothing else knows, besides the vectors' home. */
function houseWith(...more: readonly string[]): RoadOptions {
  const home = vectorHome();
  const states = new Map(home.place.states);
  for (const id of more) states.set(id, stateOf(id));
  return { services: SERVICES, home: { ...home, place: { ...home.place, states } } };
}

const ACCESSES: readonly object[] = [
  { read: ["media_player.tv"], actions: ["*@media_player.tv"] },
  { read: ["*"], actions: ["*@media_player.tv"], deny: ["lock.front", "camera.door", "media_player.secret"] },
  { read: ["media_player.tv"], actions: ["*@media_player.tv"], deny: [{ label: ["danger"] }] },
  { read: ["media_player.tv"], actions: ["*@media_player.tv"], deny: ["alarm_control_panel.*"] },
  { read: ["calendar.family", "weather.home"], actions: ["*@media_player.tv", { service: "scene.apply" }] },
];

const HIDDEN = ["lock.front", "camera.door", "media_player.secret", "odd_domain.there"];

describe("an id that may not be seen sounds like one that nobody has", () => {
  const spellings: readonly ((id: string) => unknown)[] = [
    (id) => id,
    (id) => ` ${id.toUpperCase()} `,
    (id) => [[id]],
    (id) => ({ [id]: "on" }),
    (id) => JSON.stringify({ a: [id] }),
    (id) => JSON.stringify(id).replace(".", "\\u002e"),
    (id) => `media-source://camera/${id}`,
    (id) => `/api/camera_proxy/${id.replace(".", "%2E")}?x=1`,
    (id) => `http://ha.example:8123/api/camera_proxy/${id}`,
  ];
  const calls: readonly (readonly [string, object | undefined, string])[] = [
    ["media_player.join", { entity_id: ["media_player.tv"] }, "group_members"],
    ["media_player.play_media", { entity_id: ["media_player.tv"] }, "media_content_id"],
    ["media_player.play_media", { entity_id: ["media_player.tv"] }, "unknown_field"],
    ["scene.apply", undefined, "entities"],
    ["weather.get_forecasts", { entity_id: ["weather.home"] }, "type"],
    ["calendar.get_events", { entity_id: ["calendar.family"] }, "start_date_time"],
  ];

  test.each(ACCESSES)("under %j", async (access) => {
    const road = await openRoad(grantOf({ access }), houseWith("odd_domain.there", "odd_domain.other"));
    for (const hidden of HIDDEN) {
      if ("read" in access && (access.read as string[]).includes("*") && hidden === "odd_domain.there")
        continue;
      const absent = hidden.replace(/...$/, "zzz");
      const said = async (
        id: string,
        [service, target, key]: (typeof calls)[number],
        spell: (id: string) => unknown,
      ) => {
        const answer = service.includes("get_")
          ? await road.call("ha_read", {
              ids: (target as { entity_id: string[] }).entity_id,
              service,
              data: { [key]: spell(id) },
            })
          : await road.act(service, target, { data: { [key]: spell(id) } });
        expect(road.sent).toEqual([]);
        return `${answer.code} ${answer.denial} ${answer.text.toLowerCase().replaceAll(id, "ID")}`;
      };
      for (const call of calls)
        for (const spell of spellings)
          expect(await said(hidden, call, spell)).toBe(await said(absent, call, spell));
    }
  });
});

test("a text of JSON that is too deep to be read is refused", async () => {
  const deep = (levels: number) => `${"[".repeat(levels)}"lock.front"${"]".repeat(levels)}`;
  const access = { read: ["*"], actions: ["media_player.*"] };
  for (const levels of [2, 20, 33, 200, 100_000]) {
    const road = await openRoad(grantOf({ access }), houseWith());
    for (const text of [deep(levels), `{"a":${deep(levels)}}`]) {
      const data = { media_content_id: text };
      const said = await road.act("media_player.play_media", { entity_id: ["media_player.tv"] }, { data });
      expect(said.code).not.toBe("ok");
      const asKey = { media_content_id: { [text]: 1 } };
      const keyed = await road.act(
        "media_player.play_media",
        { entity_id: ["media_player.tv"] },
        { data: asKey },
      );
      expect(keyed.code).not.toBe("ok");
    }
    expect(road.sent).toEqual([]);
  }
  const fine = await openRoad(grantOf({ access }), houseWith());
  const data = { media_content_id: '{"track": [1, 2, {"a": "x"}]}' };
  expect((await fine.act("media_player.play_media", { entity_id: ["media_player.tv"] }, { data })).code).toBe(
    "ok",
  );
});

describe("what is excluded", () => {
  /** The group of all lights lies in the kitchen, with members elsewhere. */
  function grouped(): RoadOptions {
    const options = houseWith();
    const home = options.home ?? vectorHome();
    const { registries } = home.place;
    const group = registries.entities.get("light.all_lights");
    if (!group) throw new Error("no group");
    const entities = new Map(registries.entities).set("light.all_lights", { ...group, areaId: "kitchen" });
    return {
      ...options,
      home: { ...home, place: { ...home.place, registries: { ...registries, entities } } },
    };
  }
  const access = { read: ["*"], actions: ["light.*", "scene.*", "media_player.*"] };

  test("is not acted on through a group that an area brings, a named group, a scene", async () => {
    const spare = { entity_id: ["light.hall"] };
    for (const [service, target] of [
      ["light.turn_on", { area_id: ["kitchen"], exclude: spare }],
      ["light.turn_on", { area_id: ["kitchen"], exclude: { area_id: ["hall"] } }],
      ["light.turn_on", { entity_id: ["light.all_lights"], exclude: spare }],
      ["scene.turn_on", { entity_id: ["scene.movie"], exclude: spare }],
    ] as const) {
      const road = await openRoad(grantOf({ access }), grouped());
      const said = await road.act(service, target);
      expect(said).toMatchObject({ code: "INPUT_INVALID", denial: "exclude_reached" });
      expect(said.text).toContain("would act on what is excluded");
      expect(road.sent).toEqual([]);
    }
  });

  test("binds from the data as from the target", async () => {
    for (const [target, data] of [
      [{ area_id: ["kitchen"] }, { exclude: { entity_id: ["light.hall"] } }],
      [undefined, { area_id: ["kitchen"], exclude: { entity_id: "light.hall" } }],
      [undefined, { entity_id: ["light.all_lights"], exclude: { area_id: "hall" } }],
    ] as const) {
      const road = await openRoad(grantOf({ access }), grouped());
      expect(await road.act("light.turn_on", target, { data })).toMatchObject({ denial: "exclude_reached" });
      expect(road.sent).toEqual([]);
    }
    const road = await openRoad(grantOf({ access }), grouped());
    const data = { exclude: { entity_id: ["light.all_lights"] } };
    expect((await road.act("light.turn_on", { area_id: ["kitchen", "hall"] }, { data })).code).toBe("ok");
    expect(road.sent).toMatchObject([{ entityIds: ["light.kitchen", "light.hall"], data: {} }]);
  });

  test("is spared where the group goes with it", async () => {
    const road = await openRoad(grantOf({ access }), grouped());
    const exclude = { entity_id: ["light.hall", "light.all_lights"] };
    expect((await road.act("light.turn_on", { area_id: ["kitchen", "hall"], exclude })).code).toBe("ok");
    expect(road.sent).toMatchObject([{ entityIds: ["light.kitchen"] }]);
  });
});
