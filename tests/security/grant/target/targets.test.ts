/** Which entities a call would act on: named, brought by places, all of them, less what is excluded. */

import { describe, expect, test } from "bun:test";
import { resolveSelection } from "../../../../src/security/grant/target/resolve.ts";
import { everyEntityFor, hasMembers } from "../../../../src/security/grant/target/targets.ts";
import { ask, entity, PLAIN } from "../evaluate/ask.ts";
import { stateOf } from "../vector-home.ts";

const { place } = PLAIN.home;
const SERVICES = {
  light: { turn_on: entity("light"), turn_off: entity("light") },
  switch: { turn_on: entity("switch") },
  homeassistant: { turn_on: { fields: {}, target: {} }, update_entity: { fields: {}, target: {} } },
};
const WIDE = { actions: [{ service: "*", target: {} }, "homeassistant.*"] };
const GATES = { gates: { physical: "allow" } };

type Said = {
  readonly access: object;
  readonly service: string;
  readonly home: typeof PLAIN.home;
  readonly more: object;
};

/** The targets, or `step code subject`. */
async function targets(target: object, access: object = WIDE, more: object = {}, service = "light.turn_on") {
  const decision = await ask(access, service, target, { ...GATES, ...more }, { services: SERVICES });
  if ("allow" in decision) return decision.targets;
  return "code" in decision ? `${decision.step} ${decision.code} ${decision.subject ?? ""}`.trim() : "asks";
}

describe("a target", () => {
  test.each<readonly [object, unknown]>([
    [{ entity_id: "light.hall" }, ["light.hall"]],
    [{ entity_id: "light.nobody" }, "13 unresolved_target light.nobody"],
    [{ entity_id: ["light.hall", "light.nobody"] }, "13 unresolved_target light.nobody"],
    [{ entity_id: [] }, "13 unresolved_target"],
    [{ area_id: [] }, "13 unresolved_target"],
    [{ area_id: "kitchen" }, ["light.kitchen"]],
    [{ area_id: "nowhere" }, "13 unresolved_target nowhere"],
    [{ area_id: ["kitchen", "nowhere"] }, "13 unresolved_target nowhere"],
    [{ area_id: "empty_area" }, "13 unresolved_target"],
    [{ area_id: "kitchen", entity_id: "light.hall" }, ["light.hall", "light.kitchen"]],
    [{ area_id: "kitchen", entity_id: "light.kitchen" }, ["light.kitchen"]],
    [{ floor_id: "ground" }, ["light.kitchen", "light.hall"]],
    [{ label_id: "mood" }, ["light.kitchen"]],
    [{ device_id: "dev_strip" }, ["light.strip"]],
    // a place with nothing for this service
    [{ device_id: "dev_lock" }, "14 unresolved_target"],
    [{ entity_id: "all" }, ["light.kitchen", "light.strip", "light.hall", "light.bedroom"]],
    [{ entity_id: "light.hall", exclude: { entity_id: "light.hall" } }, "14 unresolved_target"],
    [{ entity_id: ["light.hall", "light.kitchen"], exclude: { area_id: "hall" } }, ["light.kitchen"]],
    [{ entity_id: "all", exclude: { floor_id: "ground", entity_id: "light.strip" } }, ["light.bedroom"]],
    [{ area_id: "kitchen", exclude: { label_id: "mood" } }, "14 unresolved_target"],
    [{ exclude: { area_id: "hall" } }, "13 unresolved_target"],
  ])("%j: %j", async (target, answer) => {
    expect(await targets(target)).toEqual(answer as never);
  });

  test("that is absent is told where it might be acted on, and nowhere else", async () => {
    const lights = { actions: ["light.*"] };
    expect(await targets({ entity_id: "light.nobody" }, lights)).toBe("13 unresolved_target light.nobody");
    expect(await targets({ entity_id: "light.nobody" }, { ...lights, deny: ["light.nobody"] })).toBe(
      "15 entity_denied light.nobody",
    );
    expect(await targets({ entity_id: "light.nobody" }, { actions: ["switch.*"] })).toBe(
      "16 scope_denied light.nobody",
    );
    const narrow = { target_mode: "narrow" };
    expect(await targets({ entity_id: ["light.nobody", "light.hall"] }, lights, narrow)).toEqual([
      "light.hall",
    ]);
    expect(await targets({ entity_id: "light.nobody" }, lights, narrow)).toBe(
      "13 unresolved_target light.nobody",
    );
    expect(
      await targets(
        { entity_id: ["light.nobody", "light.hall"] },
        { ...lights, deny: ["light.hall"] },
        narrow,
      ),
    ).toBe("15 entity_denied light.hall");
  });

  test("that is denied is refused whether or not it is there: in places, among all, on the way", async () => {
    const states = new Map([...place.states].filter(([id]) => id !== "light.kitchen"));
    const gone = { ...PLAIN.home, place: { ...place, states } };
    const said = async (
      target: object,
      { access = {}, service = "light.turn_on", home = gone, more = {} }: Partial<Said> = {},
    ) => {
      const all = { ...WIDE, deny: ["light.kitchen"], ...access };
      const plain = { services: SERVICES, home };
      const decision = await ask(all, service, target, { ...GATES, ...more }, plain);
      return "allow" in decision
        ? [decision.targets, decision.left_out]
        : "code" in decision && decision.code;
    };
    for (const home of [gone, PLAIN.home])
      for (const target of [
        { area_id: "kitchen" },
        { floor_id: "ground" },
        { label_id: "mood" },
        { device_id: "dev_hue" },
        { entity_id: "all" },
        { entity_id: "light.hall", area_id: "kitchen" },
      ]) {
        expect(await said(target, { home })).toBe("entity_denied");
        expect(await said(target, { home, service: "homeassistant.turn_on" })).toBe("entity_denied");
        if (home === PLAIN.home || !("entity_id" in target && !("area_id" in target)))
          expect(await said(target, { home, access: { deny: [{ device: "dev_hue" }] } })).toBe(
            "entity_denied",
          );
        const rest = { ...target, exclude: { entity_id: "light.kitchen" } };
        expect(await said(rest, { home })).not.toBe("entity_denied");
        expect(await said(target, { home, service: "switch.turn_on" })).not.toBe("entity_denied");
      }
    const both = { entity_id: "light.hall", area_id: "kitchen" };
    for (const home of [gone, PLAIN.home])
      expect(await said(both, { home, more: { target_mode: "narrow" } })).toEqual([
        ["light.hall"],
        ["light.kitchen"],
      ]);
    // one that nobody knows
    for (const access of [{}, { deny: ["light.nobody"] }])
      expect(await said({ entity_id: "all" }, { home: PLAIN.home, access })).toBe("entity_denied");
    expect(await said({ entity_id: "all" }, { access: { deny: ["switch.nobody"] } })).not.toBe(
      "entity_denied",
    );
    const configs = new Map([
      ["script.good_night", { sequence: [{ action: "light.turn_on", target: { area_id: "kitchen" } }] }],
    ]);
    for (const home of [gone, PLAIN.home])
      expect(
        await said(
          { entity_id: "script.good_night" },
          { home: { ...home, configs }, service: "script.turn_on" },
        ),
      ).toBe("entity_denied");
  });

  test("of a place holds what the service can act on; what is named may be refused for it", async () => {
    expect(await targets({ area_id: "hall" }, WIDE, {}, "homeassistant.update_entity")).toEqual([
      "lock.front",
      "binary_sensor.front_contact",
      "light.hall",
    ]);
    expect(await targets({ entity_id: "all" }, WIDE, {}, "homeassistant.turn_on")).toEqual([
      "light.kitchen",
      "light.strip",
      "light.hall",
      "light.bedroom",
      "switch.heater",
    ]);
  });
});

describe("narrow", () => {
  const narrow = { target_mode: "narrow" };
  const asked = (ids: readonly string[], access: object) => targets({ entity_id: ids }, access, narrow);

  test.each<readonly [readonly string[], object, unknown]>([
    [["light.hall", "light.kitchen"], { actions: ["light.*"] }, ["light.hall", "light.kitchen"]],
    [["light.hall", "light.kitchen"], { actions: ["*@light.hall"] }, ["light.hall"]],
    [["light.hall", "light.kitchen"], { actions: ["light.*"], deny: ["light.hall"] }, ["light.kitchen"]],
    [
      ["light.hall", "light.kitchen"],
      { actions: ["light.*"], deny: ["light.*"] },
      "15 entity_denied light.hall",
    ],
    [["light.hall", "light.kitchen"], { actions: ["*@light.strip"] }, "16 scope_denied light.hall"],
    [["light.hall"], { actions: ["*@light.strip"], deny: ["light.hall"] }, "15 entity_denied light.hall"],
    [
      ["light.kitchen", "light.hall"],
      { actions: ["*@light.strip"], deny: ["light.hall"] },
      "15 entity_denied light.hall",
    ],
  ])("%j under %j: %j", async (ids, access, answer) => {
    expect(await asked(ids, access)).toEqual(answer as never);
  });

  test("rejecting names the first that is refused, and says which kind of refusal it is", async () => {
    expect(await targets({ entity_id: ["light.hall", "light.kitchen"] }, { actions: ["*@light.hall"] })).toBe(
      "16 scope_denied light.kitchen",
    );
    expect(
      await targets(
        { entity_id: "light.hall" },
        { actions: ["light.*", "homeassistant.*"] },
        {},
        "homeassistant.turn_on",
      ),
    ).toBe("16 cross_domain_service light.hall");
  });
});

test.each<readonly [string, readonly string[]]>([
  ["light.turn_on", ["light.kitchen", "light.strip", "light.hall", "light.bedroom"]],
  ["switch.turn_on", ["switch.heater"]],
  ["homeassistant.turn_off", ["light.kitchen", "light.strip", "light.hall", "light.bedroom"]],
  ["homeassistant.toggle", []],
  ["fan.turn_on", []],
  ["group.reload", []],
])("all that %s means: %j", (service, ids) => {
  expect(everyEntityFor(service, place, SERVICES)).toEqual([...ids]);
});

test.each<readonly [object, boolean]>([
  [{}, false],
  [{ entity_id: [] }, false],
  [{ entity_id: "" }, true],
  [{ entity_id: "light.a" }, true],
  [{ entity_id: ["light.a"] }, true],
  [{ group_entities: ["light.a"] }, true],
  [{ entity_id: 5 }, true],
])("%j stands for others: %p", (attributes, answer) => {
  expect(hasMembers(stateOf("light.x", { ...attributes }))).toBe(answer);
});

describe("resolving", () => {
  const entry = place.registries.entities.get("light.bedroom");
  const parentless = place.registries.devices.get("dev_strip");
  if (!entry || !parentless) throw new Error("not in the home");
  const NONE = { area_id: [], floor_id: [], label_id: [], device_id: [] };
  const resolved = (selection: object, entities: readonly object[], devices: readonly object[] = []) =>
    resolveSelection(
      { ...NONE, ...selection },
      {
        registries: {
          ...place.registries,
          entities: new Map(
            entities.map((more, at) => [
              `light.e${at}`,
              { ...entry, areaId: undefined, entityId: `light.e${at}`, ...more },
            ]),
          ),
          devices: new Map(devices.map((more, at) => [`d${at}`, { ...parentless, id: `d${at}`, ...more }])),
        },
      },
    ).entityIds;

  test("an entity's own area goes before that of its device, a device's before its parent's", () => {
    const devices = [{ areaId: "kitchen" }, { parentId: "d0" }, { parentId: "d0", areaId: "hall" }];
    const entities = [
      { deviceId: "d0" },
      { deviceId: "d0", areaId: "hall" },
      { deviceId: "d1" },
      { deviceId: "d2" },
      {},
    ];
    expect(resolved({ area_id: ["kitchen"] }, entities, devices)).toEqual(["light.e0", "light.e2"]);
    expect(resolved({ area_id: ["hall"] }, entities, devices)).toEqual(["light.e1", "light.e3"]);
    expect(resolved({ device_id: ["d0"] }, entities, devices)).toEqual([
      "light.e0",
      "light.e1",
      "light.e2",
      "light.e3",
    ]);
    expect(resolved({ device_id: ["d1"] }, entities, devices)).toEqual(["light.e2"]);
  });

  test("labels reach by device and area as well; settings only by their own, what is hidden never", () => {
    const devices = [{ labels: ["ai_ok"] }, {}];
    const entities = [
      { deviceId: "d0" },
      { deviceId: "d1" },
      { labels: ["ai_ok"] },
      { labels: ["ai_ok"], category: "config" },
      { labels: ["ai_ok"], hidden: true },
      { deviceId: "d0", category: "diagnostic" },
      { areaId: "kitchen" },
    ];
    expect(resolved({ label_id: ["ai_ok"] }, entities, devices)).toEqual([
      "light.e0",
      "light.e2",
      "light.e3",
    ]);
    expect(resolved({ label_id: ["mood"] }, entities, devices)).toEqual(["light.e6"]);
    expect(resolved({}, entities, devices)).toEqual([]);
  });

  test("devices that stand on each other in a circle end", () => {
    const devices = [{ parentId: "d1" }, { parentId: "d0" }];
    expect(resolved({ device_id: ["d1"] }, [{ deviceId: "d0" }], devices)).toEqual(["light.e0"]);
  });
});
