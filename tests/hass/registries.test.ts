/** What follows from the registries for one entity. */

import { describe, expect, test } from "bun:test";
import {
  areaOf,
  type Device,
  deviceChain,
  floorOf,
  labelsOf,
  NO_REGISTRIES,
  type Registries,
  type RegistryEntry,
} from "../../src/hass/registries.ts";
import { isPassword } from "../../src/hass/secret-state.ts";

const device = (id: string, more: Partial<Device> = {}): Device => ({
  id,
  name: id,
  manufacturer: undefined,
  model: undefined,
  areaId: undefined,
  labels: [],
  parentId: undefined,
  ...more,
});
const entry = (entityId: string, more: Partial<RegistryEntry> = {}): RegistryEntry => ({
  entityId,
  platform: undefined,
  areaId: undefined,
  deviceId: undefined,
  labels: [],
  category: undefined,
  hidden: false,
  ...more,
});
const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((each) => [each.id, each]));

const HOME: Registries = {
  ...NO_REGISTRIES,
  floors: byId([{ id: "up", name: "Upstairs", aliases: [], level: 1 }]),
  areas: byId([
    { id: "bed", name: "Bedroom", aliases: [], floorId: "up", labels: ["of-area"] },
    { id: "hall", name: "Hall", aliases: [], floorId: undefined, labels: [] },
  ]),
  devices: byId([
    device("parent", { areaId: "bed", labels: ["of-parent"] }),
    device("child", { parentId: "parent", labels: ["of-child"] }),
    device("orphan", { parentId: "gone" }),
    device("ring-a", { parentId: "ring-b" }),
    device("ring-b", { parentId: "ring-a" }),
  ]),
  entities: new Map(
    [
      entry("light.child", { deviceId: "child", labels: ["own"] }),
      entry("light.moved", { deviceId: "child", areaId: "hall" }),
      entry("light.orphan", { deviceId: "orphan" }),
      entry("light.ring", { deviceId: "ring-a" }),
      entry("light.lost", { areaId: "gone" }),
    ].map((each) => [each.entityId, each]),
  ),
};

test("the devices above an entity, nearest first; a ring of them ends", () => {
  const chain = (id: string) => deviceChain(HOME, id).map((each) => each.id);
  expect(chain("light.child")).toEqual(["child", "parent"]);
  expect(chain("light.orphan")).toEqual(["orphan"]);
  expect(chain("light.ring")).toEqual(["ring-a", "ring-b"]);
  expect(chain("light.none")).toEqual([]);
});

test("an entity's own area counts, else that of the nearest device that has one", () => {
  expect(areaOf(HOME, "light.child")?.id).toBe("bed");
  expect(areaOf(HOME, "light.moved")?.id).toBe("hall");
  for (const id of ["light.orphan", "light.ring", "light.lost", "light.none"])
    expect(areaOf(HOME, id)).toBeUndefined();
});

test("the floor is that of the area", () => {
  expect(floorOf(HOME, "light.child")?.id).toBe("up");
  expect(floorOf(HOME, "light.moved")).toBeUndefined();
  expect(floorOf(HOME, "light.none")).toBeUndefined();
});

test("labels come from the entity, from every device above it, from its area", () => {
  expect([...labelsOf(HOME, "light.child")]).toEqual(["own", "of-child", "of-parent", "of-area"]);
  expect([...labelsOf(HOME, "light.moved")]).toEqual(["of-child", "of-parent"]);
  expect(labelsOf(HOME, "light.none").size).toBe(0);
});

describe("a state that is a secret", () => {
  test.each([
    ["text.code", "password", true],
    ["input_text.code", "password", true],
    ["text.code", "text", false],
    ["text.code", undefined, false],
    ["sensor.text", "password", false],
    ["context.code", "password", false],
  ])("%s in mode %s: %p", (id, mode, secret) => {
    expect(isPassword({ id, attributes: { mode } })).toBe(secret);
  });
});
