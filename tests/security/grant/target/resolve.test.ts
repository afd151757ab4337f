/** Our own resolver against what Home Assistant documents. */

import { describe, expect, test } from "bun:test";
import type { Selection } from "../../../../src/security/grant/target/input.ts";
import { resolveSelection } from "../../../../src/security/grant/target/resolve.ts";
import { vectorHome } from "../vector-home.ts";

const { place } = vectorHome();
const NONE: Selection = { area_id: [], floor_id: [], label_id: [], device_id: [] };

function resolved(selection: Partial<Selection>): readonly string[] {
  return resolveSelection({ ...NONE, ...selection }, place).entityIds.toSorted();
}

describe("our own resolver", () => {
  test("areas bring their entities and those of their devices, without configuration entities", () => {
    expect(resolved({ area_id: ["kitchen"] })).toEqual(["light.kitchen", "sensor.kitchen_temp"]);
  });

  test("floors bring areas, labels bring areas, devices bring child devices", () => {
    expect(resolved({ floor_id: ["ground"] })).toEqual([
      "binary_sensor.front_contact",
      "light.hall",
      "light.kitchen",
      "lock.front",
      "sensor.kitchen_temp",
    ]);
    expect(resolved({ label_id: ["mood"] })).toEqual(["light.kitchen", "sensor.kitchen_temp"]);
    expect(resolved({ label_id: ["danger"] })).toEqual(["light.hall", "lock.front"]);
    expect(resolved({ device_id: ["dev_strip"] })).toEqual(["light.strip"]);
  });

  test("an entity's own label reaches it although it is a configuration entity, unless it is hidden", () => {
    const entry = place.registries.entities.get("update.hue_fw");
    if (!entry) throw new Error("no entry");
    const withEntry = (more: object) => ({
      registries: {
        ...place.registries,
        entities: new Map([[entry.entityId, { ...entry, labels: ["ai_ok"], ...more }]]),
      },
    });
    const asked = { ...NONE, label_id: ["ai_ok"] };
    expect(resolveSelection(asked, withEntry({})).entityIds).toEqual(["update.hue_fw"]);
    expect(resolveSelection(asked, withEntry({ hidden: true })).entityIds).toEqual([]);
  });

  test("what does not exist is said", () => {
    const { missing } = resolveSelection(
      { area_id: ["nope"], floor_id: ["attic"], label_id: ["x"], device_id: ["gone"] },
      place,
    );
    expect(missing).toEqual(["nope", "attic", "x", "gone"]);
  });
});
