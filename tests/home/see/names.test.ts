/** What a text means: an id of any kind, a prefix, a name; what comes near it; what belongs to what. */

import { describe, expect, test } from "bun:test";
import {
  findReference,
  nearestNames,
  notFound,
  notNamed,
  notNamedAtAll,
  placeName,
} from "../../../src/home/see/names.ts";
import { belongsTo, isVisible, type Kind } from "../../../src/home/see/reference.ts";
import type { Sight } from "../../../src/home/see/sight.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";

const THINGS: Readonly<Record<string, Thing>> = {
  "light.desk": {
    name: "Desk lamp",
    area: "study",
    device: "desk",
    aliases: ["Work light"],
    labels: ["cosy"],
  },
  "light.desk_2": { name: "Desk lamp two", area: "study" },
  "sensor.hub": { name: "Hub", device: "hub" },
  "automation.a": { attributes: { id: "1234" } },
  "automation.b": { attributes: { id: "99" } },
  "scene.s": { attributes: { id: "1234" } },
  "script.night": { name: "Night" },
  "light.terrace": { name: "Große Terrasse" },
  "counter.cups": { name: "Tally" },
  "timer.egg": { name: "Timer" },
  "counter.egg": { name: "Eggs" },
  "zone.work": { name: "Office" },
  "input_boolean.party": { name: "Party" },
  "light.hidden": { name: "Hidden", area: "vault", attributes: { id: "1234" } },
  "light.twin_a": { name: "Twin" },
  "light.twin_b": { name: "TWIN" },
};
const { place } = homeOf(THINGS, {
  areas: { study: { name: "Study", floor: "up" }, vault: { name: "Vault" }, t1: { name: "Twin" } },
  floors: { up: { name: "Upstairs" } },
  labels: { cosy: "Cosy" },
  devices: {
    desk: { name: "Desk", area: "study" },
    hub: { name: "Hub" },
    nameless: { name: "", area: "study" },
  },
});
const seen = Object.keys(THINGS).filter((id) => id !== "light.hidden");
const SIGHT: Sight = {
  sees: (id) => seen.includes(id),
  hides: (id) => id === "light.hidden",
  attributes: ({ attributes }) => attributes,
  ids: () => seen,
  all: false,
};

function meant(text: string, kinds?: readonly Kind[]): string {
  try {
    const found = findReference(text, place, SIGHT, kinds);
    return found ? `${found.kind} ${found.id}` : "nothing";
  } catch (failure) {
    return (failure as Error).message;
  }
}

describe("a text", () => {
  test.each<readonly [string, string]>([
    [" light.desk ", "entity light.desk"],
    ["LIGHT.Desk", "entity light.desk"],
    ["light.hidden", "nothing"],
    ["light:hidden", "nothing"],
    ["grosse terrasse", "entity light.terrace"],
    ["GROẞE TERRASSE", "entity light.terrace"],
    ["light:desk", "entity light.desk"],
    ["zone:work", "entity zone.work"],
    ["input_boolean:party", "entity input_boolean.party"],
    ["helper:cups", "entity counter.cups"],
    ["helper:egg", "«helper:egg» means more than one: counter.egg, timer.egg."],
    ["helper:nothing", "nothing"],
    ["light.nobody", "nothing"],
    ["desk LAMP", "entity light.desk"],
    ["work light", "entity light.desk"],
    ["Desk", "device desk"],
    // a device named like its entity is that entity
    ["Hub", "entity sensor.hub"],
    ["study", "area study"],
    ["Upstairs", "floor up"],
    ["up", "nothing"],
    ["cosy", "label cosy"],
    ["Hidden", "nothing"],
    ["Vault", "nothing"],
    ["Lamp", "nothing"],
    ["", "nothing"],
    ["entity:light.desk", "entity light.desk"],
    ["entity:light.hidden", "nothing"],
    ["area:study", "area study"],
    ["area:Study", "area study"],
    ["area:Upstairs", "nothing"],
    ["floor:up", "floor up"],
    ["device:hub", "device hub"],
    ["device:Hub", "device hub"],
    ["label:cosy", "label cosy"],
    ["area:vault", "nothing"],
    ["script:night", "entity script.night"],
    ["script:day", "nothing"],
    ["automation:1234", "entity automation.a"],
    ["automation:99", "entity automation.b"],
    ["scene:1234", "entity scene.s"],
    ["light:1234", "nothing"],
    ["automation:", "nothing"],
    [" ", "nothing"],
    ["Area:study", "nothing"],
    ["Twin", "entity light.twin_a"],
    ["TWIN", "entity light.twin_b"],
    ["twin", "«twin» means more than one: light.twin_a, light.twin_b."],
    ["desk-lamp", "entity light.desk"],
    ["DÉSK\u200b  Lamp", "entity light.desk"],
  ])("%j: %s", (text, answer) => {
    expect(meant(text)).toBe(answer);
  });

  test.each<readonly [string, readonly Kind[], string]>([
    ["up", ["floor"], "floor up"],
    ["UP", ["floor"], "floor up"],
    ["Upstairs", ["floor"], "floor up"],
    ["study", ["floor"], "nothing"],
    ["light.desk", ["area"], "nothing"],
    ["Desk lamp", ["area"], "nothing"],
    ["Hub", ["device"], "device hub"],
    ["Hub", ["entity"], "entity sensor.hub"],
    ["area:study", ["floor"], "nothing"],
    ["study", ["area", "floor"], "area study"],
    ["up", ["area", "floor"], "nothing"],
  ])("%j among %j: %s", (text, kinds, answer) => {
    expect(meant(text, kinds)).toBe(answer);
  });

  test("that means many: five are told, the others counted", () => {
    const of = (count: number) => {
      const many = Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`light.m${at}`, { name: "Many" }]),
      );
      const ids = Object.keys(many);
      const sight = { ...SIGHT, sees: (id: string) => ids.includes(id), ids: () => ids };
      try {
        findReference("many", homeOf(many).place, sight);
      } catch (failure) {
        return (failure as Error).message;
      }
      return "one";
    };
    expect(of(1)).toBe("one");
    expect(of(5)).toBe("«many» means more than one: light.m0, light.m1, light.m2, light.m3, light.m4.");
    expect(of(7)).toBe(
      "«many» means more than one: light.m0, light.m1, light.m2, light.m3, light.m4 and 2 more.",
    );
  });
});

describe("what stands under a device", () => {
  const things: Readonly<Record<string, Thing>> = {
    "binary_sensor.ice_door": { name: "Ice maker Door", ownName: "Door", device: "ice" },
    "sensor.ice_temperature": { name: "Ice maker Temperature", ownName: "Temperature", device: "ice" },
    "sensor.oven_temperature": { name: "Oven Temperature", ownName: "Temperature", device: "oven" },
    "switch.oven_child_lock": { name: "Cooker Lock", ownName: "Child lock", device: "oven" },
    "light.oven": { name: "Oven Lamp", ownName: "Lamp", device: "oven", aliases: ["door"] },
    "light.hood": { name: "Child lock light", ownName: "hood", device: "oven", aliases: ["Cooker lock"] },
    "sensor.hood": { name: "Hood", device: "oven" },
    "sensor.probe": { name: "Probe Left", ownName: "Left", device: "probe" },
  };
  const home = homeOf(things, {
    areas: { t: { name: "Temperature" } },
    devices: { ice: { name: "Ice maker" }, oven: { name: "Oven" }, probe: { name: "Probe", parent: "oven" } },
  });
  const sight = { ...SIGHT, sees: (id: string) => id in things, ids: () => Object.keys(things), all: true };
  const found = (text: string, kinds?: readonly Kind[]) => {
    try {
      return findReference(text, home.place, sight, kinds)?.id ?? "nothing";
    } catch (failure) {
      return (failure as Error).message;
    }
  };

  test.each<readonly [string, string]>([
    ["Ice maker Door", "binary_sensor.ice_door"],
    // an alias goes before an own name, in any spelling of both
    ["Door", "light.oven"],
    ["Lamp", "light.oven"],
    ["child-LOCK", "switch.oven_child_lock"],
    // as Assist knows it, where another name is shown
    ["oven child lock", "switch.oven_child_lock"],
    ["ice maker child lock", "nothing"],
    ["Oven Probe Left", "sensor.probe"],
    ["Cooker Lock", "switch.oven_child_lock"],
    ["Cooker lock", "light.hood"],
    // the name that is printed goes before an own name
    ["Hood", "sensor.hood"],
    ["hood", "sensor.hood"],
    ["Temperature", "«Temperature» means more than one: sensor.ice_temperature, sensor.oven_temperature."],
    ["emperature", "nothing"],
  ])("%j among entities: %s", (text, answer) => {
    expect(found(text, ["entity"])).toBe(answer);
  });

  test("an area of the same name is the plainer", () => {
    expect(found("Temperature")).toBe("t");
    expect(found("Temperature", ["entity", "label"])).toContain("more than one");
  });
});

describe("what comes near", () => {
  test.each<readonly [string, readonly string[]]>([
    ["desk lamp", ["light.desk", "light.desk_2"]],
    ["light.desk_", ["light.desk_2", "light.desk"]],
    ["zzzz", []],
    ["", []],
  ])("%j: %j", (text, ids) => {
    expect(nearestNames(text, place, SIGHT).slice(0, 2)).toEqual([...ids]);
  });

  test("places by their names and aliases, the best first, equal ones by id", () => {
    const near = (text: string, kind: Kind) => nearestNames(text, place, SIGHT, kind);
    expect(near("Studdy", "area")[0]).toBe("Study");
    expect(near("x", "area")).not.toContain("Vault");
    const twins = homeOf(
      { "light.a": { area: "b" }, "light.b": { area: "a" } },
      {
        areas: { b: { name: "Twin" }, a: { name: "Twin" }, c: { name: "Twins" } },
      },
    ).place;
    const all = { ...SIGHT, all: true };
    const failure = notNamedAtAll("Twinn", twins, { ...all, ids: () => [] });
    expect(failure.hint).toBe("Nearest: area:a Twin, area:b Twin.");
    expect(notNamedAtAll("zzzz", twins, { ...all, ids: () => [] }).hint).toBe("Check the id.");
  });

  test("and what else is called so is told", () => {
    expect(notNamed("Study", place, SIGHT).message).toBe("There is no entity Study.");
    expect(notNamed("Study", place, SIGHT).hint).toStartWith("There is an area of that name. ");
    expect(notNamed("Upstairs", place, SIGHT, "area").hint).toStartWith("There is a floor of that name. ");
    expect(notNamed("Nobody's", place, SIGHT).message).toBe("Nothing named Nobody's is here.");
    // what is hidden is nothing of that name
    expect(notNamed("Vault", place, SIGHT).hint).not.toContain("of that name");
  });

  test("three at most, never what is hidden, equal ones by id", () => {
    expect(nearestNames("light.twin", place, SIGHT)).toHaveLength(3);
    expect(nearestNames("light.twin", place, SIGHT).slice(0, 2)).toEqual(["light.twin_a", "light.twin_b"]);
    expect(nearestNames("Hidden", place, SIGHT)).not.toContain("light.hidden");
  });
});

test("who may see what, and what belongs to what", () => {
  expect(isVisible({ kind: "entity", id: "light.desk" }, place, SIGHT)).toBe(true);
  expect(isVisible({ kind: "entity", id: "light.hidden" }, place, SIGHT)).toBe(false);
  expect(isVisible({ kind: "area", id: "study" }, place, SIGHT)).toBe(true);
  expect(isVisible({ kind: "area", id: "vault" }, place, SIGHT)).toBe(false);
  const within = (id: string, kind: Kind, of: string) => belongsTo(id, { kind, id: of }, place);
  expect(within("light.desk", "entity", "light.desk")).toBe(true);
  expect(within("light.desk", "entity", "light.desk_2")).toBe(false);
  expect(within("light.desk", "area", "study")).toBe(true);
  expect(within("light.desk", "floor", "up")).toBe(true);
  expect(within("light.desk", "device", "desk")).toBe(true);
  expect(within("light.desk_2", "device", "desk")).toBe(false);
  expect(within("light.desk", "label", "cosy")).toBe(true);
  expect(placeName({ kind: "area", id: "study" }, place)).toBe("Study");
  expect(placeName({ kind: "area", id: "gone" }, place)).toBe("area:gone");
  expect(placeName({ kind: "entity", id: "light.desk" }, place)).toBe("light.desk");
});

test.each<readonly [readonly string[], readonly string[], string, string]>([
  [["a"], [], "Nothing named a is here.", "Check the id."],
  [["a", "b"], ["light.x", "light.y"], "Nothing named a, b is here.", "Nearest: light.x, light.y."],
  [["a", "b", "c", "d", "e"], [], "Nothing named a, b, c, d, e is here.", "Check the id."],
  [["a", "b", "c", "d", "e", "f"], [], "Nothing named a, b, c, d, e and 1 more is here.", "Check the id."],
])("%j is not here, near is %j", (missing, nearest, message, hint) => {
  expect(notFound(missing, nearest)).toMatchObject({ code: "NOT_FOUND", message, hint });
});
