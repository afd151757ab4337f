/** How the rules of a grant are read: every form that is one, and what is said of every form that is none. */

import { describe, expect, test } from "bun:test";
import type { Registries } from "../../../../src/hass/registries.ts";
import { newFaults } from "../../../../src/security/grant/parse/fault.ts";
import { readAccess } from "../../../../src/security/grant/parse/parse-access.ts";
import {
  readActionRule,
  readEntityRule,
  readSelector,
} from "../../../../src/security/grant/parse/parse-scope.ts";
import { homeOf } from "../../../road/home-of.ts";

const { registries } = homeOf(
  {},
  {
    areas: { hall: { name: "Hall" }, a1: { name: "Twin" }, a2: { name: "Twin" } },
    floors: { up: { name: "Upstairs" } },
    labels: { cosy: "So cosy" },
    devices: { d1: { name: "Hub" } },
  },
).place;

function createFaults() {
  const faults = newFaults();
  return { faults, said: () => faults.list.map(({ code, path, message }) => `${code} ${path} ${message}`) };
}

const entityRule = (value: unknown, names?: Registries) => {
  const { faults, said } = createFaults();
  return { rule: readEntityRule(value, "p", faults, names), said: said() };
};
const actionRule = (value: unknown) => {
  const { faults, said } = createFaults();
  return { rule: readActionRule(value, "p", faults), said: said() };
};
const selector = (value: unknown, names?: Registries) => {
  const { faults, said } = createFaults();
  return { rule: readSelector(value, "p", faults, names), said: said() };
};
const access = (value: unknown) => {
  const { faults, said } = createFaults();
  return { read: readAccess(value, "access", faults), said: said() };
};

describe("an entity scope", () => {
  test.each(["*", "light.*", "light.a"])("%s", (scope) => {
    expect(entityRule(scope)).toEqual({ rule: scope, said: [] });
  });

  test.each([
    [" LIGHT.A ", "the nearest is light.a"],
    ["Light.*", "the nearest is light.*"],
    ["Light", "the nearest is light.*"],
    ["light.a.b", "the nearest is light.*"],
    ["light.a b", "the nearest is light.*"],
    ["*.a", "the forms are *, domain.* and domain.object_id"],
    ["", "the forms are *, domain.* and domain.object_id"],
    ["a b", "the forms are *, domain.* and domain.object_id"],
  ])("%j is none: %s", (text, nearest) => {
    expect(entityRule(text)).toEqual({
      rule: undefined,
      said: [`invalid_scope p «${text.trim()}» is no entity scope; ${nearest}.`],
    });
  });
});

describe("an action scope", () => {
  test.each(["light.*", "light.turn_on@light.a", "light.*@light.a", "*@light.a"])("%s", (scope) => {
    expect(actionRule(scope)).toEqual({ rule: scope, said: [] });
  });

  test.each([
    ["LIGHT.*", "the nearest is light.*"],
    ["LIGHT.turn_on@light.a", "the nearest is light.turn_on@light.a"],
    ["*", 'for everything write {"service": "*", "target": {}}, for one domain domain.*'],
    ["li ght.x@light.a", "the nearest is *@light.a"],
    ["light.turn_*@light.a", "the nearest is light.*@light.a"],
    ["light@light.a", "the nearest is light.*@light.a"],
    [
      "light.turn_on",
      "the nearest are light.* and light.turn_on@<entity id>; a call without entities goes into services",
    ],
    [
      "light.turn_on@",
      "the nearest are light.* and light.turn_on@<entity id>; a call without entities goes into services",
    ],
    ["light.turn_on@all", "the nearest is light.*"],
    ["light", "the nearest is light.*"],
    ["", "the forms are domain.service@entity_id, domain.*, domain.*@entity_id and *@entity_id"],
    ["@", "the forms are domain.service@entity_id, domain.*, domain.*@entity_id and *@entity_id"],
    ["a b", "the forms are domain.service@entity_id, domain.*, domain.*@entity_id and *@entity_id"],
  ])("%j is none: %s", (text, nearest) => {
    expect(actionRule(text)).toEqual({
      rule: undefined,
      said: [`invalid_scope p «${text}» is no action scope; ${nearest}.`],
    });
  });

  test("a service with or without a selector", () => {
    for (const service of ["*", "light.*", "light.turn_on"]) {
      expect(actionRule({ service })).toEqual({ rule: { service }, said: [] });
      expect(actionRule({ service, target: {} })).toEqual({ rule: { service, target: {} }, said: [] });
    }
    expect(actionRule({ service: "*", target: { area: "hall" } }).rule).toEqual({
      service: "*",
      target: { area: ["hall"] },
    });
  });

  test("what else it may be", () => {
    for (const value of [5, null, [], true])
      expect(actionRule(value)).toMatchObject({
        rule: undefined,
        said: [expect.stringMatching(/^invalid_scope p An action is a text/)],
      });
    for (const service of ["light", "*.x", 5, undefined])
      expect(actionRule({ service })).toEqual({
        rule: undefined,
        said: ["invalid_scope p.service A service is domain.service, domain.* or *."],
      });
    expect(actionRule({ service: "*", target: 5 }).said).toEqual([
      expect.stringMatching(/^invalid_selector p\.target A selector is an object/),
    ]);
    expect(actionRule({ service: "*", targets: {} }).said).toEqual([
      expect.stringMatching(/^unknown_key p\.targets /),
    ]);
  });
});

describe("a selector", () => {
  test.each<readonly [object, object]>([
    [{}, {}],
    [{ domain: "light" }, { domain: ["light"] }],
    [{ domain: [" light ", "fan", "fan"] }, { domain: ["light", "fan"] }],
    [
      { device_class: "door", integration: "hue" },
      { device_class: ["door"], integration: ["hue"] },
    ],
    [
      { area: "Any-1", floor: "f", label: "l", device: "d" },
      { area: ["Any-1"], floor: ["f"], label: ["l"], device: ["d"] },
    ],
    [{ exposed: "conversation" }, { exposed: "conversation" }],
    [{ domain: undefined }, {}],
  ])("%j", (value, rule) => {
    expect(selector(value)).toEqual({ rule, said: [] } as never);
  });

  test.each<readonly [unknown, string]>([
    [{ exposed: true }, 'invalid_selector p.exposed exposed is "conversation".'],
    [{ domain: [] }, "invalid_selector p.domain An empty list selects nothing; leave the key out."],
    [{ domain: "Light" }, "invalid_selector p.domain «Light» is no domain."],
    [{ domain: ["light", "a b"] }, "invalid_selector p.domain «a b» is no domain."],
    [{ domain: ["light", 5] }, "invalid_selector p.domain «5» is no domain."],
    [{ device_class: "Door!" }, "invalid_selector p.device_class «Door!» is no device class."],
    [{ integration: "" }, "invalid_selector p.integration «» is no integration."],
    [{ area: "a b" }, "invalid_selector p.area «a b» is no area."],
    [{ area: null }, "invalid_selector p.area «null» is no area."],
  ])("%j is none", (value, fault) => {
    expect(selector(value)).toEqual({ rule: undefined, said: [fault] });
  });

  test("names become ids where the home is known; a name of two is none", () => {
    const named = (value: object) => selector(value, registries);
    expect(
      named({ area: ["HALL", "hall", "Hall"], floor: "Upstairs", label: "so cosy", device: "hub" }),
    ).toEqual({
      rule: { area: ["hall"], floor: ["up"], label: ["cosy"], device: ["d1"] },
      said: [],
    });
    expect(named({ area: "a1" }).rule).toEqual({ area: ["a1"] });
    expect(named({ area: "attic" }).said).toEqual([
      "unknown_name p.area There is no area «attic» in this home.",
    ]);
    expect(named({ device_class: "door", integration: "hue" }).said).toEqual([]);
    expect(named({ device_class: "Door-1" }).said).toEqual([
      "invalid_selector p.device_class «Door-1» is no device class.",
    ]);
    expect(selector({ integration: "Hue-1" }).said).toEqual([
      "invalid_selector p.integration «Hue-1» is no integration.",
    ]);
    expect(named({ domain: "A" }).said).toEqual(["invalid_selector p.domain «A» is no domain."]);
    expect(named({ area: [] }).said).toEqual([expect.stringContaining("An empty list")]);
    expect(entityRule({ area: "Hall" }, registries)).toEqual({ rule: { area: ["hall"] }, said: [] });
  });

  test("every fault of it is said", () => {
    expect(
      selector({ domain: "A", area: "a b", room: 1 }).said.map((text) =>
        text.split(" ").slice(0, 2).join(" "),
      ),
    ).toEqual(["unknown_key p.room", "invalid_selector p.domain", "invalid_selector p.area"]);
    for (const value of [5, null, [], undefined, true])
      expect(selector(value).said).toEqual([
        expect.stringMatching(/^invalid_selector p A selector is an object with domain, area/),
      ]);
  });
});

describe("access", () => {
  const NOTHING = {
    read: [],
    subscribe: [],
    history: [],
    camera: [],
    actions: [],
    services: [],
    deny: [],
    exclude_attributes: {},
    bound: {},
  };

  test("what is missing opens nothing", () => {
    for (const value of [undefined, {}]) expect(access(value)).toEqual({ read: NOTHING, said: [] });
    for (const value of [null, [], 5, "*"])
      expect(access(value)).toEqual({
        read: NOTHING,
        said: ["invalid_grant access access is an object of lists."],
      });
  });

  test("each list is read, once what stands twice", () => {
    for (const key of ["read", "subscribe", "history", "camera", "deny"] as const)
      expect(access({ [key]: ["light.*", "light.*", { area: "a" }, { area: ["a"] }] }).read).toEqual({
        ...NOTHING,
        [key]: ["light.*", { area: ["a"] }],
      });
    expect(access({ actions: ["light.*", "light.*"] }).read).toEqual({ ...NOTHING, actions: ["light.*"] });
    expect(access({ services: ["notify.a", "notify.a"] }).read).toEqual({
      ...NOTHING,
      services: ["notify.a"],
    });
  });

  test.each<readonly [object, string]>([
    [{ read: "*" }, "invalid_grant access.read This is a list."],
    [{ actions: {} }, "invalid_grant access.actions This is a list."],
    [{ read: ["*", "Light"] }, "invalid_scope access.read[1] «Light» is no entity scope"],
    [{ services: ["light.*"] }, "invalid_scope access.services[0] «light.*» is no service"],
    [{ services: [5] }, "invalid_scope access.services[0] «5» is no service"],
    [{ room: [] }, "unknown_key access.room "],
    [{ levels: [] }, "invalid_grant access.levels This is an object."],
    [{ levels: { light: "view" } }, "invalid_scope access.levels.light A level is given to one entity id."],
    [
      { levels: { "light.a": "own" } },
      "invalid_grant access.levels.light.a A level is one of badge, view, control.",
    ],
    [{ exclude_attributes: 5 }, "invalid_grant access.exclude_attributes This is an object."],
    [
      { exclude_attributes: { Light: [] } },
      "invalid_scope access.exclude_attributes.Light The key is an entity scope.",
    ],
    [
      { exclude_attributes: { "*": "x" } },
      "invalid_grant access.exclude_attributes.* The value is a list of attribute names.",
    ],
    [
      { exclude_attributes: { "*": [""] } },
      "invalid_grant access.exclude_attributes.* The value is a list of attribute names.",
    ],
    [
      { exclude_attributes: { "*": ["a", 5] } },
      "invalid_grant access.exclude_attributes.* The value is a list of attribute names.",
    ],
    [{ bound: null }, "invalid_grant access.bound This is an object."],
    [
      { bound: { light: "x" } },
      "invalid_grant access.bound.light An entity id is bound to the id of its registry entry.",
    ],
    [{ bound: { "light.a": "" } }, "invalid_grant access.bound.light.a An entity id is bound"],
    [{ bound: { "light.a": 5 } }, "invalid_grant access.bound.light.a An entity id is bound"],
  ])("%j is refused", (value, fault) => {
    const { said } = access(value);
    expect(said).toHaveLength(1);
    expect(said[0]).toStartWith(fault);
  });

  test("levels are expanded, beside what the lists say", () => {
    const levels = { "light.a": "badge", "light.b": "view", "light.c": "control" };
    expect(
      access({ levels, read: ["light.b"], actions: ["fan.*"], exclude_attributes: { "*": ["x"] } }).read,
    ).toEqual({
      ...NOTHING,
      read: ["light.b", "light.a", "light.c"],
      actions: ["fan.*", "light.*@light.c"],
      exclude_attributes: { "*": ["x"], "light.a": ["*"] },
    });
  });

  test("tables are kept", () => {
    const exclude_attributes = { "*": [], "light.*": ["a"], "light.a": ["b", "c"] };
    const bound = { "light.a": "id" };
    expect(access({ exclude_attributes, bound })).toEqual({
      read: { ...NOTHING, exclude_attributes, bound },
      said: [],
    });
  });
});
