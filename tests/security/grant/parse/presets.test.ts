/** What each preset opens, and what it needs. */

import { describe, expect, test } from "bun:test";
import { expandPreset, PRESETS, type PresetChoices } from "../../../../src/security/grant/parse/presets.ts";

const schedule = { start_time: "08:00", end_time: "20:00" };

describe("presets", () => {
  const fields = (name: string, choices: PresetChoices) => {
    const expanded = expandPreset(name, choices);
    if (!expanded || "faults" in expanded) throw new Error(JSON.stringify(expanded));
    return expanded.fields;
  };

  test("what each opens, and where", () => {
    const area = ["hall"];
    const opened = (name: string, choices: PresetChoices) => {
      const { access, restrictions, gates } = fields(name, { areas: area, ...choices }) as {
        access: {
          read: readonly { domain: readonly string[]; area: unknown }[];
          actions: readonly { service: string }[];
        };
        restrictions: readonly { id: string }[];
        gates?: object;
      };
      expect(access.read).toEqual([{ domain: access.read[0]?.domain ?? [], area }]);
      expect(access.actions.map(({ service }) => service)).toEqual(
        (access.read[0]?.domain ?? []).map((each) => `${each}.*`),
      );
      return [access.read[0]?.domain, restrictions.map(({ id }) => id), gates];
    };
    expect(opened("guest", { schedule })).toEqual([
      ["light", "media_player", "climate"],
      ["schedule"],
      undefined,
    ]);
    expect(opened("child", {})).toEqual([
      ["light", "media_player"],
      [],
      { physical: "deny", special: "deny" },
    ]);
    expect(opened("kiosk", { pin: "1234" })).toEqual([
      ["light", "switch", "media_player", "climate", "cover", "fan", "scene"],
      ["pin"],
      undefined,
    ]);
    expect(opened("housekeeper", { schedule, pin: "1234" })).toEqual([
      ["light", "cover", "vacuum", "media_player"],
      ["schedule", "pin"],
      undefined,
    ]);
  });

  test("what a preset does not take is refused: the grant would open more than was said", () => {
    const refused = (name: string, choices: PresetChoices) => {
      const expanded = expandPreset(name, choices);
      return expanded && "faults" in expanded ? expanded.faults.map(({ path }) => path) : [];
    };
    const [areas, entities] = [["hall"], { "light.hall": "read-write" } as const];
    for (const name of ["viewer", "operator", "editor", "admin"])
      expect(refused(name, { areas, entities })).toEqual(["areas", "entities"]);
    expect(refused("kiosk", { areas, entities })).toEqual(["entities"]);
    expect(refused("widget", { areas, entities })).toEqual(["areas"]);
  });

  test("hours and a PIN hold with every preset", () => {
    const needed = { areas: ["hall"], schedule, pin: "1234" };
    for (const name of PRESETS) {
      const choices =
        name === "widget"
          ? { schedule, pin: "1234", entities: { "light.hall": "read-write" as const } }
          : needed;
      const { areas: _, ...elsewhere } = needed;
      const isBuiltin = ["viewer", "operator", "editor", "admin"].includes(name);
      const { restrictions } = fields(name, isBuiltin ? elsewhere : choices);
      expect([name, restrictions]).toEqual([
        name,
        [expect.objectContaining({ type: "schedule" }), expect.objectContaining({ type: "pin" })],
      ]);
    }
  });

  test("what each needs", () => {
    const needs = (name: string) => {
      const expanded = expandPreset(name, {});
      return expanded && "faults" in expanded ? expanded.faults.map(({ path }) => path) : [];
    };
    expect(["guest", "child", "kiosk", "housekeeper", "widget", "viewer"].map(needs)).toEqual([
      ["schedule", "areas"],
      ["areas"],
      ["areas"],
      ["schedule", "pin", "areas"],
      ["entities"],
      [],
    ]);
  });

  test("a widget acts where it may, on what is not sensitive unless that was asked for", () => {
    const entities = {
      "light.a": "read-write",
      "lock.b": "read-write",
      "sensor.c": "read-write",
      "switch.d": "read",
      "fan.e": "badge",
      "remote.f": "read-write",
    } as const;
    const plain = fields("widget", { entities }) as {
      access: Record<string, unknown>;
      data_keys: Record<string, unknown>;
    };
    expect(plain.access["read"]).toEqual(Object.keys(entities));
    expect(plain.access["exclude_attributes"]).toEqual({ "fan.e": ["*"] });
    expect(plain.access["services"]).toEqual(["remote.send_command"]);
    const acts = plain.access["actions"] as readonly string[];
    expect(acts.slice(0, 3)).toEqual([
      "light.turn_on@light.a",
      "light.turn_off@light.a",
      "light.toggle@light.a",
    ]);
    expect(acts.filter((each) => /lock|sensor|switch|fan/.test(each))).toEqual([]);
    expect(Object.keys(plain.data_keys)).toContain("light.turn_on");
    const bold = fields("widget", { entities, sensitive: ["lock"] }) as { access: Record<string, unknown> };
    expect(bold.access["actions"]).toContain("lock.unlock@lock.b");
    for (const bad of [{ "camera.a": "read" }, { "no id": "read" }] as const)
      expect(expandPreset("widget", { entities: bad as PresetChoices["entities"] & object })).toMatchObject({
        faults: [{ code: "invalid_scope" }],
      });
  });
});
