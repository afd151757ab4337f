/** What a target comes to on the whole road: lists in one text, areas, what a service can act on in them. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../src/hass/wire.ts";
import { homeOf, type Thing } from "../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../road/road.ts";

const on = (...filters: readonly object[]) => ({ fields: {}, target: { entity: filters } });
const SERVICES = {
  light: {
    turn_on: on({ domain: ["light"] }),
    blink: on({ domain: ["light"], supported_features: [4, [1, 2]] }),
  },
  cover: { tilt: on({ domain: ["cover"], device_class: ["blind", "shade"] }) },
  vacuum: { clean: on({ domain: ["vacuum"], integration: "roborock" }) },
  switch: { turn_on: on({ domain: ["switch"] }) },
  homeassistant: { turn_on: { fields: {}, target: {} }, update_entity: { fields: {}, target: {} } },
  lock: { unlock: on({ domain: ["lock"] }) },
} as unknown as WireServices;

const hall = (thing: Thing = {}): Thing => ({ area: "hall", state: "off", ...thing });
const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": hall({ name: "Lamp", attributes: { supported_features: 3 } }),
  "light.b": hall({ name: "Bulb", attributes: { supported_features: 4 } }),
  "light.c": hall({ attributes: { supported_features: 1 } }),
  "light.d": hall({ attributes: { supported_features: "7" } }),
  "cover.blind": hall({ attributes: { device_class: "blind" } }),
  "cover.curtain": hall({ attributes: { device_class: "curtain" } }),
  "cover.plain": hall(),
  "vacuum.robo": hall({ platform: "roborock" }),
  "vacuum.other": hall({ platform: "other" }),
  "sensor.s": hall(),
  "switch.s": hall(),
  "light.attic": { area: "attic", state: "off", labels: ["cosy"] },
  "light.pantry": { area: "pantry", name: "Pantry", state: "off" },
  "switch.den": { area: "den", state: "off" },
};
const PLACES = {
  areas: {
    hall: { name: "Hall", floor: "ground" },
    attic: { name: "Attic", floor: "top" },
    empty: { name: "Empty" },
    pantry: { name: "Pantry" },
    den: { name: "Den", floor: "lair" },
  },
  floors: { ground: { name: "Ground" }, top: { name: "Top" }, lair: { name: "Den" } },
  labels: { cosy: "Cosy" },
};
const WIDE = {
  access: { read: ["*"], actions: [{ service: "*", target: {} }] },
  gates: { physical: "allow" },
};

const open = (input: object = WIDE, options: RoadOptions = {}) =>
  openRoad(grantOf(input), { home: homeOf(THINGS, PLACES), services: SERVICES, ...options });

async function sentTo(service: string, target: object, input: object = WIDE): Promise<unknown> {
  const road = await open(input);
  const said = await road.act(service, target);
  if (said.code !== "ok") return said.code;
  const sent = road.sent.map(({ entityIds }) => [...(entityIds ?? [])].sort());
  const rows = said.structured["targets"] as readonly { readonly id: string }[];
  // what the service cannot act on is no target of a place, not one that failed
  expect(rows.map(({ id }) => id).sort()).toEqual(sent.flat());
  return sent;
}

describe("places", () => {
  test.each<readonly [string, object, unknown]>([
    ["light.turn_on", { area_id: ["hall"] }, [["light.a", "light.b", "light.c", "light.d"]]],
    ["light.turn_on", { area_id: ["Hall"] }, [["light.a", "light.b", "light.c", "light.d"]]],
    ["light.turn_on", { floor_id: ["top"] }, [["light.attic"]]],
    ["light.turn_on", { label_id: ["cosy"] }, [["light.attic"]]],
    ["light.turn_on", { label_id: ["Cosy"] }, [["light.attic"]]],
    ["light.turn_on", { area_id: ["attic"], entity_id: ["light.a"] }, [["light.a", "light.attic"]]],
    [
      "light.turn_on",
      { area_id: ["hall"], exclude: { entity_id: ["light.a", "light.d"] } },
      [["light.b", "light.c"]],
    ],
    ["light.turn_on", { floor_id: ["ground", "top"], exclude: { area_id: ["hall"] } }, [["light.attic"]]],
    ["light.blink", { area_id: ["hall"] }, [["light.a", "light.b"]]],
    ["cover.tilt", { area_id: ["hall"] }, [["cover.blind"]]],
    ["vacuum.clean", { area_id: ["hall"] }, [["vacuum.robo"]]],
    ["homeassistant.turn_on", { area_id: ["attic"] }, [["light.attic"]]],
    ["lock.unlock", { area_id: ["hall"] }, "NOT_FOUND"],
    ["light.turn_on", { area_id: ["empty"] }, "NOT_FOUND"],
    ["light.turn_on", { area_id: ["nowhere"] }, "NOT_FOUND"],
    ["light.turn_on", { area_id: ["hall"], exclude: { area_id: ["hall"] } }, "NOT_FOUND"],
  ])("%s %j", async (service, target, ids) => {
    expect(await sentTo(service, target)).toEqual(ids);
  });
});

describe("names and lists", () => {
  test.each<readonly [readonly string[], unknown]>([
    [["Lamp"], [["light.a"]]],
    [["lamp", "BULB"], [["light.a", "light.b"]]],
    [["light.a, light.b"], [["light.a", "light.b"]]],
    [[" LIGHT.A "], [["light.a"]]],
    [["light.a", "light.a"], [["light.a"]]],
    [["Lam"], "NOT_FOUND"],
    [["light.zzz"], "NOT_FOUND"],
    [[" "], "INPUT_INVALID"],
    [["light.{{x}}"], "INPUT_INVALID"],
  ])("%j", async (entity_id, ids) => {
    expect(await sentTo("light.turn_on", { entity_id })).toEqual(ids);
  });

  test.each<readonly [unknown, unknown]>([
    ["Lamp", [["light.a"]]],
    ["light.a", [["light.a"]]],
    ["Light.A, Bulb", [["light.a", "light.b"]]],
    ["Attic", [["light.attic"]]],
    ["area:attic", [["light.attic"]]],
    ["top", [["light.attic"]]],
    ["cosy", [["light.attic"]]],
    [["light.a", "Attic"], [["light.a", "light.attic"]]],
    ["Attic, Lamp", [["light.a", "light.attic"]]],
    ['["Attic", "Lamp"]', [["light.a", "light.attic"]]],
    [{ name: "Attic", entity_id: "light.b" }, [["light.attic", "light.b"]]],
    // an entity comes before a place of its name, and of two places of one name none is meant
    ["Pantry", [["light.pantry"]]],
    ["Den", "INPUT_INVALID"],
    ["Sauna", "NOT_FOUND"],
    ["Attic, Sauna", "NOT_FOUND"],
    ["light.zzz", "NOT_FOUND"],
    [{ area_id: ["hall", "attic"], exclude: "Hall" }, [["light.attic"]]],
    [{ area_id: ["hall", "attic"], exclude: "Sauna" }, "NOT_FOUND"],
    // whoever says that it is an entity means one
    [{ entity_id: "Attic" }, "NOT_FOUND"],
  ])("a bare %j", async (target, ids) => {
    expect(await sentTo("light.turn_on", target as object)).toEqual(ids);
  });

  test("a bare name that nothing bears is told with what is called nearly so", async () => {
    const road = await open();
    const { text } = await road.act("light.turn_on", "Atic" as never);
    expect(text).toBe("NOT_FOUND: Nothing named Atic is here. Nearest: area:attic Attic, light.attic.");
    const hidden = await open({ access: { read: ["light.a"], actions: ["light.*"] } });
    expect((await hidden.act("light.turn_on", "Atic" as never)).text).not.toContain("ttic");
  });

  test("a bare name of a place that holds nothing to be seen is no place", async () => {
    const access = { read: ["light.a"], actions: ["light.*"] };
    const road = await open({ access });
    const ask = async (target: unknown) => (await road.act("light.turn_on", target as object)).text;
    expect(await ask("Attic")).toBe((await ask("Nowhere")).replaceAll("Nowhere", "Attic"));
    expect(road.sent).toEqual([]);
  });

  test.each(["light", "light.turn on", "light.turn-on", ".turn_on", "light.", "light.turn_on.now"])(
    "%s is no service",
    async (service) => {
      expect(await sentTo(service, { entity_id: ["light.a"] })).toBe("INPUT_INVALID");
    },
  );

  test("nothing selected is nothing, never everything", async () => {
    for (const target of [{ entity_id: [] }, { area_id: [], entity_id: [] }])
      expect(await sentTo("light.turn_on", target)).toBe("INPUT_INVALID");
    expect(await sentTo("light.turn_on", {})).toBe("PERMISSION_DENIED");
  });
});

describe("places of which a part may be seen", () => {
  const part = (actions: readonly unknown[]) => ({ access: { read: ["light.a", "light.b"], actions } });

  test("where something else lies too, the call reaches beyond the grant, and says so without a name", async () => {
    const road = await open(part(["*@light.a", "*@light.b"]));
    const said = await road.act("light.turn_on", { area_id: ["hall"] });
    expect(said.code).toBe("PERMISSION_DENIED");
    expect(said.text).toContain("reaches beyond this grant");
    expect(said.text).not.toMatch(/light\.[a-d]/);
  });

  test("where nothing of it may be acted on, nothing is left", async () => {
    const road = await open({ access: { read: ["light.c"], actions: ["switch.*"] } });
    const said = await road.act("light.turn_on", { area_id: ["hall"] });
    expect(said.code).toBe("NOT_FOUND");
    expect(said.text).toContain("nothing is left to act on");
  });

  test("a grant that narrows acts on its own part, and counts the rest", async () => {
    const road = await open({ ...part(["*@light.a", "*@light.b"]), target_mode: "narrow" });
    const { structured } = await road.act("light.turn_on", { area_id: ["hall"] });
    expect(road.sent.map(({ entityIds }) => entityIds)).toEqual([["light.a", "light.b"]]);
    expect(structured["left_out"]).toEqual(["2 more"]);
  });
});

test("of what a place brings in and the grant does not show there is a number; what was named is said again", async () => {
  const input = {
    access: { read: ["light.a"], actions: [{ service: "light.turn_on", target: { area: ["hall"] } }] },
  };
  for (const options of [{ dry_run: true }, {}]) {
    const road = await open(input);
    const verdict = "dry_run" in options ? "would_run" : "unconfirmed";
    const { structured, text } = await road.act("light.turn_on", { area_id: ["hall"] }, options);
    expect(structured["targets"]).toMatchObject([{ id: "light.a", verdict }]);
    expect(structured["more"]).toBe(`3 ${verdict} of what this grant does not show`);
    expect(text).not.toMatch(/light\.[bcd]/);
    const named = await road.act("light.turn_on", { entity_id: ["light.b"] }, options);
    expect(named.structured["targets"]).toMatchObject([{ id: "light.b", verdict }]);
  }
});

test("an id that is but a part of what was said is no name that was said", async () => {
  const home = homeOf({ "light.kit": hall(), "light.kitchen": hall() }, PLACES);
  const read = ["light.kitchen"];
  const road = await open(
    { access: { read, actions: [{ service: "light.turn_on", target: {} }] } },
    { home },
  );
  const target = { entity_id: ["light.kitchen"], area_id: ["hall"] };
  const { structured, text } = await road.act("light.turn_on", target, { dry_run: true });
  expect(structured["targets"]).toMatchObject([{ id: "light.kitchen" }]);
  expect(structured["more"]).toBe("1 would_run of what this grant does not show");
  expect(text).not.toContain("light.kit:");
  for (const named of ["light.KIT", "light.kitchen, Light.Kit"]) {
    const said = await road.act("light.turn_on", { ...target, entity_id: [named] }, { dry_run: true });
    expect(said.text).toContain("light.kit:");
  }
});

test("a refusal repeats three of the names that were given, and counts the rest", async () => {
  const named = ["light.a", "light.b", "light.c", "light.d"];
  const refused = async (entity_id: readonly string[]) =>
    (
      await (
        await open({ access: { read: ["*"], actions: ["switch.*"] } })
      ).act("light.turn_on", { entity_id })
    ).text;
  expect(await refused(named.slice(0, 3))).toContain("light.turn_on on light.a, light.b, light.c is not");
  expect(await refused(named)).toContain("light.turn_on on light.a, light.b, light.c and 1 more is not");
});

test("what was left out is named where it may be seen, and counted where it may not", async () => {
  const road = await open({
    access: { read: ["light.a", "light.b"], actions: ["light.turn_on@light.a"] },
    target_mode: "narrow",
  });
  const said = await road.act("light.turn_on", { entity_id: ["light.a", "light.b", "light.c", "light.d"] });
  expect(said.structured["left_out"]).toEqual(["light.b", "2 more"]);
});
