/** Descriptions of services that are not as Home Assistant makes them: the service stays, the damage goes. */

import { expect, test } from "bun:test";
import { servicesFrom } from "../../../src/hass/live/service-list.ts";

const service = (given: unknown) => servicesFrom({ light: { turn_on: given } })["light"]?.["turn_on"];
const field = (given: unknown) => service({ fields: { f: given } })?.fields?.["f"];

test("what Home Assistant says of a service is kept as it stands", () => {
  const given = {
    name: "Turn on",
    description: "Turns it on.",
    fields: {
      brightness: {
        required: true,
        default: 5,
        example: 50,
        selector: { number: { min: 0, max: 255 } },
        filter: { supported_features: [1, 4], attribute: { supported_color_modes: ["hs", "xy"] } },
      },
      advanced: { fields: { flash: { selector: { select: { options: ["short", { value: "long" }] } } } } },
    },
    target: {
      entity: [
        { domain: ["light"], supported_features: [32, [1, 2]], integration: "hue", device_class: ["x"] },
      ],
    },
    response: { optional: true },
  };
  expect(service(given)).toEqual(given as never);
});

test("of a damaged one what can be read is left, and it can be called", () => {
  for (const odd of [null, 5, "turn_on", [], {}]) expect(service(odd)).toEqual({ fields: {} });
  expect(service({ name: 5, description: [], fields: [], target: "light", response: "yes" })).toEqual({
    fields: {},
  });
  for (const odd of [null, 5, [], "light"]) {
    expect(servicesFrom(odd)).toEqual({});
    expect(servicesFrom({ light: odd })).toEqual({ light: {} });
  }
});

test("a reply is optional only where that is said", () => {
  for (const [optional, said] of [
    [true, true],
    [false, false],
    ["yes", false],
    [undefined, false],
  ])
    expect(service({ response: { optional } })?.response).toEqual({ optional: said as boolean });
  expect(service({ response: null })).not.toContainKey("response");
});

test("a field is required only where that is said; a default of null is one", () => {
  for (const required of [false, "true", 1, null]) expect(field({ required })).toEqual({});
  expect(field({ default: null, example: null })).toEqual({ default: null, example: null });
  for (const odd of [null, 5, [], "x"]) expect(field(odd)).toEqual({});
  expect(field({ selector: "number", filter: [1], fields: 5 })).toEqual({});
});

test("options are texts, numbers, or objects with a value; others go", () => {
  const options = ["a", 1, { value: "b", label: "B" }, { value: 2 }, null, true, {}, { value: null }, ["c"]];
  expect(field({ selector: { select: { options, custom_value: true } } })).toEqual({
    selector: {
      select: { options: ["a", 1, { value: "b", label: "B" }, { value: 2 }], custom_value: true },
    },
  });
  expect(field({ selector: { select: { options: "a" }, text: null } })).toEqual({
    selector: { select: {}, text: {} },
  });
});

test("a filter by feature keeps numbers alone; an attribute's one value is a list of one", () => {
  expect(
    field({ filter: { supported_features: [1, "2", null], attribute: { mode: "hs" } } })?.filter,
  ).toEqual({
    supported_features: [1],
    attribute: { mode: ["hs"] },
  });
  expect(field({ filter: { supported_features: 1, attribute: ["mode"] } })?.filter).toEqual({});
});

test("fields in fields end somewhere", () => {
  const depthOf = (fields: unknown): number => {
    const inner = (fields as Record<string, { fields?: unknown }> | undefined)?.["f"];
    return inner === undefined ? 0 : 1 + depthOf(inner.fields);
  };
  let fields: object = {};
  for (let level = 0; level < 30; level++) fields = { f: { fields } };
  expect(depthOf(service({ fields })?.fields)).toBe(9);
});

test("a target without a kind takes every entity, one whose kinds cannot be read takes none", () => {
  for (const target of [{}, { entity: null }]) expect(service({ target })?.target).toEqual({});
  for (const entity of [[], [null], "light", 5])
    expect([entity, service({ target: { entity } })?.target]).toEqual([entity, { entity: [{ domain: [] }] }]);
  expect(service({ target: { entity: { domain: "light", device_class: "x" } } })?.target).toEqual({
    entity: [{ domain: ["light"], device_class: ["x"] }],
  });
  expect(service({ target: { entity: [{ domain: [5] }, { domain: ["fan"] }] } })?.target).toEqual({
    entity: [{ domain: [] }, { domain: ["fan"] }],
  });
  const supported_features = [1, [1, 2], ["1"], "2", null, []];
  expect(service({ target: { entity: [{ supported_features, integration: 5 }] } })?.target).toEqual({
    entity: [{ supported_features: [1, [1, 2], []] }],
  });
});
