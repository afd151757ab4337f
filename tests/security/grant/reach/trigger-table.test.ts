/** Which automations wait for which entities, by name and through groups. */

import { describe, expect, test } from "bun:test";
import type { Place } from "../../../../src/hass/place.ts";
import { triggerTable, watchersOf } from "../../../../src/security/grant/reach/trigger-table.ts";
import { stateOf, vectorHome } from "../vector-home.ts";

const HOME = vectorHome().place;

function placeWith(
  states: Readonly<Record<string, object>>,
  platforms: Readonly<Record<string, string>> = {},
): Place {
  const entry = HOME.registries.entities.get("switch.heater");
  if (!entry) throw new Error("no entry to copy");
  const entries = Object.entries(platforms).map(
    ([id, platform]) => [id, { ...entry, entityId: id, platform }] as const,
  );
  return {
    states: new Map([
      ...HOME.states,
      ...Object.entries(states).map(([id, attributes]) => [id, stateOf(id, { ...attributes })] as const),
    ]),
    registries: { ...HOME.registries, entities: new Map([...HOME.registries.entities, ...entries]) },
  };
}

const waitsFor = (...ids: readonly string[]) => ({ triggers: [{ trigger: "state", entity_id: ids }] });

const TIED = { untied: false };

function table(configs: Readonly<Record<string, unknown>>, place: Place = HOME) {
  return triggerTable(new Map(Object.entries(configs)), place, new Map());
}

describe("the table", () => {
  test("holds every automation by what it waits for", () => {
    const { entities } = table({
      "automation.a": waitsFor("light.hall", "lock.front"),
      "automation.b": waitsFor("light.hall"),
      "automation.unread": undefined,
    });
    expect([...entities]).toEqual([
      ["light.hall", ["automation.a", "automation.b"]],
      ["lock.front", ["automation.a"]],
    ]);
  });

  test("tells the groups apart: by domain, by platform, by members", () => {
    const place = placeWith(
      { "light.zha": { group_entities: ["light.hall"] }, "light.lone": {}, "fan.of_group": {} },
      { "fan.of_group": "group", "light.lone": "demo" },
    );
    const ids = [
      "group.downstairs",
      "group.gone",
      "light.all_lights",
      "light.zha",
      "light.lone",
      "fan.of_group",
    ];
    const { groups } = table({ "automation.a": waitsFor(...ids) }, place);
    expect([...groups.keys()]).toEqual(ids.filter((id) => id !== "light.lone"));
  });
});

describe("who watches an entity", () => {
  const configs = {
    "automation.leave": waitsFor("light.hall"),
    "automation.group": waitsFor("group.nested", "light.hall"),
    "automation.other": waitsFor("light.bedroom"),
  };

  test("by name, through groups in groups, each once", () => {
    expect(watchersOf("light.hall", table(configs), HOME, TIED)).toEqual([
      "automation.leave",
      "automation.group",
    ]);
    expect(watchersOf("lock.front", table(configs), HOME, TIED)).toEqual(["automation.group"]);
    expect(watchersOf("group.downstairs", table(configs), HOME, TIED)).toEqual(["automation.group"]);
    expect(watchersOf("light.kitchen", table(configs), HOME, TIED)).toEqual([]);
  });

  test("a light that is a group of a platform is looked through, too", () => {
    const watched = table({ "automation.leave": waitsFor("light.all_lights") });
    for (const id of ["light.kitchen", "light.hall", "light.bedroom", "light.all_lights"])
      expect(watchersOf(id, watched, HOME, TIED)).toEqual(["automation.leave"]);
    expect(watchersOf("light.strip", watched, HOME, TIED)).toEqual([]);
  });

  test("a group that was nobody's when the table was made is looked through once it has members", () => {
    const before = placeWith({ "fan.all": {}, "group.all": {} }, { "fan.all": "group" });
    const made = table(
      { "automation.leave": waitsFor("fan.all"), "automation.x": waitsFor("group.all") },
      before,
    );
    const after = placeWith(
      { "fan.all": { entity_id: ["fan.one"] }, "group.all": { entity_id: ["fan.one"] } },
      { "fan.all": "group" },
    );
    expect(watchersOf("fan.one", made, before, TIED)).toEqual([]);
    expect(watchersOf("fan.one", made, after, TIED)).toEqual(["automation.leave", "automation.x"]);
  });

  test("a switch shown as a light is both, where they share a device or have none", () => {
    const place = placeWith(
      { "switch.lamp": {}, "light.lamp": {}, "switch.other": {} },
      { "switch.lamp": "hue", "light.lamp": "switch_as_x" },
    );
    const waiting = table(
      { "automation.a": waitsFor("light.lamp"), "automation.b": waitsFor("switch.lamp") },
      place,
    );
    for (const id of ["switch.lamp", "light.lamp"])
      expect([...watchersOf(id, waiting, place, TIED)].sort()).toEqual(["automation.a", "automation.b"]);
    const entries = new Map(place.registries.entities);
    const lamp = entries.get("switch.lamp");
    if (lamp) entries.set("switch.lamp", { ...lamp, deviceId: "dev_hue" });
    const apart = { ...place, registries: { ...place.registries, entities: entries } };
    expect(watchersOf("switch.lamp", waiting, apart, TIED)).toEqual(["automation.b"]);
  });

  test("not one that is switched off; one that nobody knows counts", () => {
    const states = new Map([
      ...HOME.states,
      ["automation.leave", stateOf("automation.leave", {}, "off")] as const,
    ]);
    expect(watchersOf("light.hall", table(configs), { ...HOME, states }, TIED)).toEqual(["automation.group"]);
  });

  test("what nobody can tie to an entity counts where it is wanted, for what exists to set things off", () => {
    const unclear = table({ "automation.leave": { triggers: [{ trigger: "webhook", webhook_id: "x" }] } });
    for (const id of ["input_boolean.h", "script.s", "automation.a"]) {
      expect(watchersOf(id, unclear, HOME, { untied: true })).toEqual(["automation.leave"]);
      expect(watchersOf(id, unclear, HOME, TIED)).toEqual([]);
    }
    expect(watchersOf("automation.leave", unclear, HOME, { untied: true })).toEqual([]);
    expect(watchersOf("light.hall", unclear, HOME, { untied: true })).toEqual([]);
  });
});
