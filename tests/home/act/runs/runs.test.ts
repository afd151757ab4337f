/** What a scene, a script or an automation comes to, entity by entity, as its configuration has it. */

import { describe, expect, test } from "bun:test";
import { entitiesInData, runsOf } from "../../../../src/home/act/runs/runs.ts";
import { homeOf, type Places, type Thing } from "../../../road/home-of.ts";
import { fakeGateway } from "../../../security/grant/fake-gateway.ts";

const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": { state: "off", area: "hall", labels: ["cosy"], device: "lamp" },
  "light.b": { state: "off", area: "hall" },
  "light.hidden": { state: "off", area: "hall", hidden: true },
  "fan.c": { state: "off", area: "hall" },
  "scene.s": { state: "2026-01-01", attributes: { entity_id: ["light.a", "light.b"] } },
  "script.x": { state: "off" },
  "script.y": { state: "off" },
  "automation.z": { state: "on" },
};
const PLACES: Places = {
  areas: { hall: { name: "Hall", floor: "ground" } },
  floors: { ground: { name: "Ground" } },
  labels: { cosy: "Cosy" },
  devices: { lamp: { name: "Lamp" } },
};

type Configs = Readonly<Record<string, unknown>>;

async function leavesOf(service: string, id: string, configs: Configs, things = THINGS) {
  const { gateway } = fakeGateway({
    home: homeOf(things, PLACES),
    isAdmin: true,
    answers: Object.fromEntries(
      ["scene", "script", "automation"].map((kind) => [
        `${kind}/config`,
        ({ entity_id }) => ({ config: configs[String(entity_id)] }),
      ]),
    ),
  });
  const run = (await runsOf(service, [id], gateway)).get(id);
  return run?.leaves.map(({ id: leaf, certain }) => `${leaf}${certain ? "" : "?"}`);
}

const on = (entity_id: unknown, more: object = {}) => ({
  action: "light.turn_on",
  target: { entity_id },
  ...more,
});

describe("the entities of a script", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["by id", [on("light.a")], ["light.a"]],
    ["by ids in one text", [on("light.a, light.b")], ["light.a", "light.b"]],
    ["by ids in a list", [on(["light.a", " light.b "])], ["light.a", "light.b"]],
    [
      "by area, those of the service's domain that are not hidden",
      [{ action: "light.turn_on", target: { area_id: "hall" } }],
      ["light.a", "light.b"],
    ],
    ["by floor", [{ action: "fan.turn_on", target: { floor_id: ["ground"] } }], ["fan.c"]],
    ["by label", [{ action: "light.turn_on", target: { label_id: "cosy" } }], ["light.a"]],
    ["by device", [{ action: "light.turn_on", target: { device_id: "lamp" } }], ["light.a"]],
    ["once, by whatever steps", [on("light.a"), on("light.a")], ["light.a"]],
    ["that are not there", [on("light.gone")], []],
    ["that are no ids", [on(["all", 5])], []],
    ["behind a condition", ["{{ x }}", on("light.a")], ["light.a?"]],
    ["certain as soon as one step is", [on("light.a"), "{{ x }}", on("light.a")], ["light.a"]],
    ["certain as soon as another step is", [{ if: [], else: [on("light.a")] }, on("light.a")], ["light.a"]],
  ])("%s", async (_, sequence, leaves) =>
    expect(await leavesOf("script.turn_on", "script.x", { "script.x": { sequence } })).toEqual([...leaves]),
  );

  const run = (id: string) => ({ action: "script.turn_on", target: { entity_id: id } });

  test("are those of what it runs in its turn", async () => {
    const configs = {
      "script.x": { sequence: [run("script.y"), { action: "script.y" }, "{{ x }}", { scene: "scene.s" }] },
      "script.y": { sequence: [on("light.a")] },
      "scene.s": { entities: { "light.b": "on" } },
    };
    expect(await leavesOf("script.turn_on", "script.x", configs)).toEqual(["light.a", "light.b?"]);
  });

  test("end where it runs itself", async () => {
    const configs = {
      "script.x": { sequence: [on("light.a"), run("script.x"), run("script.y")] },
      "script.y": { sequence: [run("script.x"), on("light.b")] },
    };
    expect(await leavesOf("script.turn_on", "script.x", configs)).toEqual(["light.a", "light.b"]);
  });

  test("end where routines run routines deeper than a person writes", async () => {
    const names = Array.from({ length: 12 }, (_, at) => `script.n${at}`);
    const things = Object.fromEntries(names.map((name) => [name, { state: "off" }]));
    const configs = Object.fromEntries(
      names.map((name, at) => [name, { sequence: [on(`light.n${at}`), run(`script.n${at + 1}`)] }]),
    );
    const lights = Object.fromEntries(names.map((_, at) => [`light.n${at}`, { state: "off" }]));
    const leaves = await leavesOf("script.turn_on", "script.n0", configs, { ...things, ...lights });
    expect(leaves).toEqual(["light.n0", "light.n1", "light.n2", "light.n3", "light.n4", "light.n5"]);
  });

  test("are none where its configuration cannot be read", async () => {
    for (const config of [undefined, "x", {}, { sequence: "x" }])
      expect(await leavesOf("script.turn_on", "script.x", { "script.x": config })).toEqual([]);
    const { gateway } = fakeGateway({ home: homeOf(THINGS), isAdmin: true });
    expect((await runsOf("script.turn_on", ["script.x"], gateway)).get("script.x")?.leaves).toEqual([]);
    expect(
      (await runsOf("scene.turn_on", ["scene.s"], gateway)).get("scene.s")?.leaves.map(({ id }) => id),
    ).toEqual(["light.a", "light.b"]);
  });
});

test.each<readonly [string, string, Thing, boolean]>([
  ["script.turn_on", "script.x", { state: "off" }, true],
  ["script.x", "script.x", { state: "off" }, true],
  ["script.toggle", "script.x", { state: "off" }, true],
  ["script.toggle", "script.x", { state: "on" }, false],
  ["script.turn_off", "script.x", { state: "on" }, false],
  ["homeassistant.turn_on", "script.x", { state: "off" }, true],
  ["scene.turn_on", "scene.s", {}, true],
  ["scene.delete", "scene.s", {}, false],
  ["automation.trigger", "automation.z", {}, true],
  ["automation.turn_on", "automation.z", {}, false],
  ["light.turn_on", "light.a", {}, false],
])("%s runs %s that is %j: %p", async (service, id, thing, runs) => {
  const leaves = await leavesOf(service, id, {}, { [id]: thing });
  expect(leaves !== undefined).toBe(runs);
});

test("the steps of an automation are its actions, in either spelling", async () => {
  const steps = [on("light.a")];
  for (const config of [{ actions: steps }, { action: steps }])
    expect(await leavesOf("automation.trigger", "automation.z", { "automation.z": config })).toEqual([
      "light.a",
    ]);
});

describe("an entity of several steps", () => {
  const judged = async (sequence: unknown) => {
    const { gateway } = fakeGateway({
      home: homeOf(THINGS),
      isAdmin: true,
      answers: { "script/config": () => ({ config: { sequence } }) },
    });
    const [leaf] = (await runsOf("script.turn_on", ["script.x"], gateway)).get("script.x")?.leaves ?? [];
    const before = gateway.states.get("light.a");
    if (!before) throw new Error("no light");
    return (state: string) => leaf?.expectation?.done({ ...before, state }, before);
  };

  test("is as wanted when it is as any of them wants it", async () => {
    const off = { action: "light.turn_off", target: { entity_id: "light.a" } };
    const both = await judged([on("light.a"), off]);
    expect([both("on"), both("off"), both("unavailable")]).toEqual([true, true, false]);
    const one = await judged([on("light.a")]);
    expect([one("on"), one("off")]).toEqual([true, false]);
  });

  test("is anything where one of them says nothing of it", async () => {
    const odd = { action: "light.blink", target: { entity_id: "light.a" } };
    for (const steps of [
      [on("light.a"), odd],
      [odd, on("light.a")],
    ])
      expect((await judged(steps))("on")).toBeUndefined();
  });
});

test("what a scene in the data sets are those that are there", () => {
  const { gateway } = fakeGateway({ home: homeOf(THINGS) });
  const entities = { "light.a": "on", "light.gone": "on" };
  expect(entitiesInData("scene.apply", { entities }, gateway)).toEqual(["light.a"]);
  expect(entitiesInData("scene.turn_on", { entities }, gateway)).toEqual([]);
  expect(entitiesInData("scene.apply", { entities: "light.a" }, gateway)).toEqual([]);
});
