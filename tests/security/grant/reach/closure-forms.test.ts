/** Closures at their edges: members of every form, configurations of every form, depths, what is loosely read. */

import { describe, expect, test } from "bun:test";
import type { Leaf } from "../../../../src/security/grant/model/world.ts";
import { closureOf, stirOf } from "../../../../src/security/grant/reach/closure.ts";
import { triggerTable } from "../../../../src/security/grant/reach/trigger-table.ts";
import type { Sources } from "../../../../src/security/grant/reach/walk.ts";
import { stateOf, vectorHome } from "../vector-home.ts";

const HOME = vectorHome();
const light = { fields: {}, target: { entity: [{ domain: ["light"] }] } };
const SERVICES = { light: { turn_on: light, turn_off: light } };
type Given = {
  readonly states?: Readonly<Record<string, object>>;
  readonly off?: readonly string[];
  readonly configs?: Readonly<Record<string, unknown>>;
  readonly more?: Partial<Sources>;
};

function sources({ states = {}, off = [], configs = {}, more = {} }: Given): Sources {
  const added = Object.entries(states).map(
    ([id, attributes]) => [id, stateOf(id, { ...attributes }, off.includes(id) ? "off" : "on")] as const,
  );
  const place = { ...HOME.place, states: new Map([...HOME.place.states, ...added]) };
  return {
    place,
    services: SERVICES,
    configs: new Map(Object.entries(configs)),
    related: new Map(),
    ...more,
  };
}

const namesOf = (leaves: readonly Leaf[]) =>
  leaves.map(({ service, entityId }) => `${service ?? "*"}@${entityId ?? ""}`);

/** `service@entity` of each leaf, what cannot be seen through, what is passed, what is still to be fetched. */
function reached(service: string, root: string, given: Given = {}) {
  const { reach, missing } = closureOf(service, root, sources(given));
  return {
    leaves: namesOf(reach.leaves),
    opaque: reach.opaque,
    through: reach.through ?? [],
    missing: [...missing.configs, ...missing.related, ...(missing.registryIds ? ["registry ids"] : [])],
  };
}

const NONE = { leaves: [], opaque: undefined, through: [], missing: [] };

describe("members", () => {
  test.each<readonly [object, object]>([
    [{ entity_id: [" Light.A ", "light.b"] }, { leaves: ["x.y@light.a", "x.y@light.b"] }],
    [{ entity_id: "light.a, light.b" }, { leaves: ["x.y@light.a", "x.y@light.b"] }],
    [{ entity_id: ["light.a", "light.a"] }, { leaves: ["x.y@light.a"] }],
    [{ entity_id: [] }, {}],
    [{}, { opaque: "the members of group.g are not known" }],
    [{ entity_id: 5 }, { opaque: "a member of group.g is not an entity" }],
    [
      { entity_id: ["light.a", 5] },
      { leaves: ["x.y@light.a"], opaque: "a member of group.g is not an entity" },
    ],
    [{ entity_id: ["light.a"], group_entities: ["light.b"] }, { leaves: ["x.y@light.a", "x.y@light.b"] }],
  ])("%j", (attributes, answer) => {
    expect(reached("x.y", "group.g", { states: { "group.g": attributes } })).toEqual({ ...NONE, ...answer });
  });

  test("ten groups in groups are seen through, one more is not", () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          `group.g${at}`,
          { entity_id: [at + 1 < length ? `group.g${at + 1}` : "light.a"] },
        ]),
      );
    expect(reached("x.y", "group.g0", { states: chain(10) })).toMatchObject({
      leaves: ["x.y@light.a"],
      opaque: undefined,
    });
    expect(reached("x.y", "group.g0", { states: chain(11) })).toMatchObject({
      leaves: [],
      opaque: "nested too deeply",
    });
  });

  test("a group that is a gate itself is a leaf, too, below another", () => {
    const states = {
      "group.g": { entity_id: ["cover.gates"] },
      "cover.gates": { entity_id: ["cover.one"], device_class: "gate" },
    };
    expect(reached("cover.open_cover", "group.g", { states })).toEqual({
      ...NONE,
      leaves: ["cover.open_cover@cover.gates", "cover.open_cover@cover.one"],
      through: ["cover.gates"],
    });
    expect(reached("cover.open_cover", "cover.gates", { states }).leaves).toEqual([
      "cover.open_cover@cover.one",
    ]);
    expect(reached("cover.close_cover", "group.g", { states }).leaves).toEqual([
      "cover.close_cover@cover.one",
    ]);
  });

  test("with any service before it, a root may do anything with them; a scene always may", () => {
    const states = { "group.g": { entity_id: ["light.a"] }, "scene.s": { entity_id: ["light.a"] } };
    expect(reached("x.y", "*@group.g", { states }).leaves).toEqual(["*@light.a"]);
    expect(reached("scene.turn_on", "scene.s", { states }).leaves).toEqual(["*@light.a"]);
    expect(reached("x.y", "*@light.a", { states })).toEqual({ ...NONE, leaves: ["*@light.a"] });
  });
});

describe("configurations", () => {
  const ON = { action: "light.turn_on", target: { entity_id: "light.a" } };

  test.each<readonly [unknown, object]>([
    [{ sequence: [ON] }, { leaves: ["light.turn_on@light.a"] }],
    [{ actions: [ON] }, { leaves: ["light.turn_on@light.a"] }],
    [{ action: ON }, { leaves: ["light.turn_on@light.a"] }],
    [{ alias: "empty" }, { opaque: "script.s has no actions to read" }],
    [{ sequence: [] }, {}],
    ["text", { opaque: "the configuration of script.s cannot be read" }],
    [null, { opaque: "the configuration of script.s cannot be read" }],
    [undefined, { opaque: "the configuration of script.s cannot be read" }],
    [{ sequence: [{ event: "x" }] }, { opaque: "an event in script.s" }],
    [{ sequence: [{ x: 1 }, { action: "{{ x }}" }] }, { opaque: "an unknown step in script.s" }],
    [{ sequence: [{ action: "weather.get_forecasts", target: { entity_id: "weather.home" } }] }, {}],
    [
      { sequence: [{ action: "x.y", data: { message: "lock.front" } }] },
      { leaves: ["*@lock.front", "x.y@"] },
    ],
    [{ sequence: [{ action: "script.other" }] }, { missing: ["script.other"], through: ["script.other"] }],
    [{ sequence: [{ action: "script.s" }] }, {}],
    [
      { sequence: [{ action: "light.turn_on", target: { area_id: "kitchen" } }] },
      { leaves: ["light.turn_on@light.kitchen"] },
    ],
    [
      { sequence: [{ action: "light.turn_on", target: { area_id: "kitchen", entity_id: "light.kitchen" } }] },
      { leaves: ["light.turn_on@light.kitchen"] },
    ],
    [
      { sequence: [{ action: "light.turn_on", target: { entity_id: "light.nobody" } }] },
      { leaves: ["light.turn_on@light.nobody"] },
    ],
    [{ sequence: [{ action: "light.turn_on", target: { entity_id: [] } }] }, {}],
  ])("%j", (config, answer) => {
    const { missing, ...rest } = reached("script.turn_on", "script.s", { configs: { "script.s": config } });
    expect({ missing, ...rest }).toEqual({ ...NONE, ...answer } as never);
  });

  test("one that was not fetched is asked for; the root runs by its own service as well", () => {
    expect(reached("script.turn_on", "script.s")).toEqual({ ...NONE, missing: ["script.s"] });
    expect(reached("script.s", "script.s", { configs: { "script.s": { sequence: [ON] } } }).leaves).toEqual([
      "light.turn_on@light.a",
    ]);
    expect(
      reached("automation.trigger", "automation.a", { configs: { "automation.a": { actions: [ON] } } })
        .leaves,
    ).toEqual(["light.turn_on@light.a"]);
  });
});

test("areas and devices in data bring what is in them, and templates there are opaque", () => {
  const fields = { where: { selector: { area: {} } } };
  const more = { services: { ...SERVICES, x: { y: { fields } } } };
  const run = (data: object) =>
    reached("script.turn_on", "script.s", {
      configs: { "script.s": { sequence: [{ action: "x.y", data }] } },
      more,
    });
  expect(run({ where: "kitchen" }).leaves).toEqual(["*@light.kitchen", "*@sensor.kitchen_temp", "x.y@"]);
  expect(run({ where: "{{ x }}" })).toMatchObject({
    leaves: ["x.y@"],
    opaque: "a templated reference in x.y",
  });
});

test("what can be seen through is not called opaque", () => {
  const { reach } = closureOf(
    "x.y",
    "group.g",
    sources({ states: { "group.g": { entity_id: ["light.a"] } } }),
  );
  expect(reach).not.toHaveProperty("opaque");
});

describe("a helper", () => {
  const waits = (id: string) => ({
    triggers: [{ trigger: "state", entity_id: id }],
    actions: [{ action: "x.y" }],
  });
  const states = { "input_boolean.h": {}, "automation.one": {}, "automation.two": {} };
  const fetched = { "automation.leave": waits("light.z"), "automation.two": waits("light.z") };
  const at = (configs: object, given: Given = {}) =>
    reached("input_boolean.turn_on", "input_boolean.h", {
      states,
      configs: { ...fetched, ...configs },
      ...given,
    });

  test("sets off what waits for it, whatever is on", () => {
    expect(at({ "automation.one": waits("input_boolean.h") })).toEqual({ ...NONE, leaves: ["x.y@"] });
    expect(at({ "automation.one": waits("light.z") })).toEqual(NONE);
    expect(at({ "automation.one": waits("input_boolean.h") }, { off: ["automation.one"] })).toEqual(NONE);
    expect(at({})).toEqual({ ...NONE, missing: ["automation.one"] });
  });

  test("one that cannot be read counts where it is related, or nobody says", () => {
    const unread = { "automation.one": undefined };
    expect(at(unread)).toEqual({ ...NONE, missing: ["input_boolean.h"] });
    const related = (ids: ReadonlySet<string> | undefined) =>
      at(unread, { more: { related: new Map([["input_boolean.h", ids]]) } });
    expect(related(new Set())).toEqual(NONE);
    const opaque = "the configuration of automation.one cannot be read";
    expect(related(new Set(["automation.one"]))).toMatchObject({ opaque });
    expect(related(undefined)).toMatchObject({ opaque });
  });

  test("what surely waits for it is read strictly: a blind step is opaque and stands for nothing", () => {
    const actions = [{ action: "light.turn_on", target: "{{ x }}" }];
    expect(at({ "automation.one": { ...waits("input_boolean.h"), actions } })).toEqual({
      ...NONE,
      opaque: "a templated target of light.turn_on in automation.one",
    });
  });

  test("a registry id that was not looked up is asked for", () => {
    const byId = {
      triggers: [{ trigger: "device", entity_id: "0123456789abcdef0123456789abcdef" }],
      actions: [{ action: "x.y" }],
    };
    expect(at({ "automation.one": byId }).missing).toContain("registry ids");
    const registryIds = new Map([["0123456789abcdef0123456789abcdef", "input_boolean.h"]]);
    expect(at({ "automation.one": byId }, { more: { registryIds } })).toEqual({ ...NONE, leaves: ["x.y@"] });
  });

  test("below another it is a leaf itself", () => {
    const group = { ...states, "group.g": { entity_id: ["input_boolean.h"] } };
    const configs = { ...fetched, "automation.one": waits("light.z") };
    expect(reached("x.y", "group.g", { states: group, configs }).leaves).toEqual(["x.y@input_boolean.h"]);
  });
});

describe("what an entity stirs", () => {
  const run = (id: string, then: object) => ({
    triggers: [{ trigger: "state", entity_id: id }],
    actions: [then],
  });
  const stir = (id: string, given: Given) => {
    const from = sources(given);
    const triggers = triggerTable(from.configs, from.place, new Map());
    const { leaves, opaque } = stirOf(id, { ...from, triggers }).reach;
    return { leaves: namesOf(leaves), opaque };
  };
  const stirred = (configs: Readonly<Record<string, unknown>>, id: string, off: readonly string[] = []) =>
    stir(id, { states: Object.fromEntries(Object.keys(configs).map((each) => [each, {}])), configs, off })
      .leaves;
  const chain = {
    "automation.a": run("light.a", { action: "light.turn_on", target: { entity_id: "light.b" } }),
    "automation.b": run("light.b", { action: "lock.unlock", target: { entity_id: "lock.front" } }),
    "automation.c": run("light.z", { action: "lock.unlock", target: { entity_id: "lock.back" } }),
  };

  test("is what waits for it does, and what waits for that", () => {
    expect(stirred(chain, "light.a")).toEqual(["light.turn_on@light.b", "lock.unlock@lock.front"]);
    expect(stirred(chain, "light.b")).toEqual(["lock.unlock@lock.front"]);
    expect(stirred(chain, "light.y")).toEqual([]);
    expect(stirred(chain, "light.a", ["automation.b"])).toEqual(["light.turn_on@light.b"]);
  });

  test("nothing where nobody looked", () => {
    expect(stirOf("light.a", sources({ configs: chain })).reach.leaves).toEqual([]);
  });

  test("is read loosely: hidden steps are opaque, blind ones all they could be", () => {
    const loosely = (actions: readonly object[], id = "input_boolean.h") =>
      stir(id, {
        states: { "input_boolean.h": {}, "automation.one": {} },
        configs: { "automation.one": { triggers: [{ trigger: "webhook", webhook_id: "x" }], actions } },
      });
    const lights = { action: "light.turn_on", target: "{{ x }}" };
    expect(loosely([lights])).toEqual({
      leaves: ["kitchen", "strip", "hall", "bedroom"].map((name) => `light.turn_on@light.${name}`),
      opaque: undefined,
    });
    expect(loosely([lights], "light.kitchen").leaves).toEqual([]);
    expect(loosely([{ action: "siren.turn_on", target: "{{ x }}" }]).leaves).toEqual(["siren.turn_on@"]);
    expect(loosely([{ event: "x" }])).toEqual({ leaves: [], opaque: undefined });
    expect(loosely([{ x: 1 }])).toEqual({ leaves: ["*@"], opaque: "an unknown step in automation.one" });
    for (const action of ["{{ x }}", "homeassistant.turn_on", "script.turn_on"])
      expect(loosely([{ action, target: "{{ x }}" }])).toEqual({
        leaves: ["*@"],
        opaque: "a service on anything",
      });
    expect(loosely([{ device_id: "dev_hue", domain: "light" }]).leaves).toEqual(["*@light.kitchen"]);
    expect(loosely([{ device_id: "dev_hue", domain: "lock" }])).toEqual({
      leaves: ["*@"],
      opaque: "an action of a device",
    });
  });
});
