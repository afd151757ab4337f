/** What Home Assistant's description of a service says against a call. */

import { describe, expect, test } from "bun:test";
import type { WireService } from "../../../src/hass/wire.ts";
import {
  cannot,
  checkAgainstDescription,
  checkTarget,
  describedService,
  takesEntityAsText,
  unusedData,
} from "../../../src/home/service/check.ts";
import { stateOf } from "../../security/grant/vector-home.ts";
import { OPEN } from "../act/judged.ts";
import { gatewayWith, said, service } from "./described.ts";

const number = { selector: { number: { min: 0, max: 9 } } };
const names = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, {}]));

describe("a service by its name", () => {
  const light = {
    turn_on: service(),
    turn_off: service(),
    toggle: service(),
    blink: service(),
    dim: service(),
    fade: service(),
  };
  const gateway = gatewayWith({ light, lights: {}, lock: { unlock: service() } });
  const find = (name: string) => said(() => describedService(name, gateway, OPEN));

  test("is found", () => {
    expect(find("light.turn_on")).toBe(light.turn_on);
  });

  test.each([
    ["light.turn_onn", "Nearest: light.turn_on, light.turn_off, "],
    ["light.fadee", "Nearest: light.fade, "],
    ["lightt.turn_on", "Nearest: light.*, lights.*."],
    ["zzzz.turn_on", "ha_services lists them."],
    ["constructor.name", "ha_services lists them."],
    ["light.constructor", "Nearest: light."],
  ])("%s is not, and the nearest are told", (name, hint) => {
    expect(find(name)).toStartWith(`NOT_FOUND: Home Assistant has no service ${name}. | ${hint}`);
  });

  test("five of a domain are told, those of scripts to nobody", () => {
    expect(String(find("light.x")).split(", ")).toHaveLength(5);
    const scripts = gatewayWith({ script: { secret_plan: service() } });
    const blind = { ...OPEN, sees: () => false };
    expect(said(() => describedService("script.secret_plam", scripts, blind))).toBe(
      "NOT_FOUND: Home Assistant has no service script.secret_plam. | ha_services lists them.",
    );
    expect(said(() => describedService("script.secret_plam", scripts, OPEN))).toEndWith(
      "Nearest: script.secret_plan.",
    );
  });
});

describe("a target", () => {
  const lights = service({ target: { entity: [{ domain: ["light"] }] } });
  const any = service({ target: { entity: [{}] } });

  test.each<readonly [string, WireService, readonly string[] | undefined, string | undefined]>([
    ["light.turn_on", lights, ["light.a"], undefined],
    ["light.turn_on", lights, undefined, "light.turn_on needs a target."],
    ["homeassistant.turn_on", any, undefined, undefined],
    ["switch.turn_on", lights, undefined, undefined],
    [
      "light.turn_on",
      service({ target: { entity: [{ domain: ["fan"] }, { domain: ["light"] }] } }),
      undefined,
      "light.turn_on needs a target.",
    ],
    ["notify.say", service(), undefined, undefined],
    ["notify.say", service(), ["light.a"], "notify.say takes no target."],
    ["notify.say", service(), [], "notify.say takes no target."],
    ["old.do", service({ fields: { entity_id: {} } }), ["light.a"], undefined],
    ["any.do", service({ target: {} }), ["light.a"], undefined],
    ["any.do", service({ target: null }), ["light.a"], "any.do takes no target."],
  ])("%s %j with %j: %p", (name, description, ids, fault) => {
    const answer = said(() => checkTarget(name, description, ids));
    if (fault === undefined) expect(answer).toBeUndefined();
    else expect(answer).toStartWith(`INPUT_INVALID: ${fault} | `);
  });
});

describe("why an entity cannot", () => {
  const filter = (...entity: readonly object[]) => service({ target: { entity } });

  test.each<readonly [string, string, WireService, string | undefined]>([
    ["light.a", "on", filter({ domain: ["light"] }), undefined],
    [
      "light.a",
      "unavailable",
      filter({ domain: ["light"] }),
      "unavailable: Home Assistant has lost the device",
    ],
    ["light.a", "unknown", filter({ domain: ["light"] }), undefined],
    ["light.a", "on", filter({ domain: ["light"], supported_features: [2] }), "it cannot do x.do"],
    ["light.a", "on", filter({ domain: ["fan"] }), "x.do does not act on a light"],
    ["input_boolean.a", "on", filter({ domain: ["fan"] }), "x.do does not act on an input boolean"],
    [
      "alarm_control_panel.a",
      "on",
      filter({ domain: ["fan"] }),
      "x.do does not act on an alarm control panel",
    ],
    ["group.a", "on", filter({ domain: ["fan"] }), undefined],
    ["group.a", "on", filter({ domain: ["group"], supported_features: [2] }), "it cannot do x.do"],
  ])("%s (%s) %j: %p", (id, state, description, reason) => {
    const entity = stateOf(id, { supported_features: 1 }, state);
    expect(cannot("x.do", description, entity, gatewayWith({}))).toBe(reason as never);
  });
});

describe("data", () => {
  const a = stateOf("light.a", { supported_features: 1, effect_list: ["rain"] });
  const b = stateOf("light.b", { supported_features: 2 });
  const check = (description: WireService, data: object, name = "light.do", targets = [a], services = {}) =>
    said(() => checkAgainstDescription(name, description, { ...data }, targets, gatewayWith(services)));
  const fault = (text: string, name = "light.do") => `INPUT_INVALID: ${name}: ${text}. | Nothing was sent.`;

  test("nothing given and nothing required is enough", () => {
    expect(check(service({ fields: { x: number } }), {})).toBeUndefined();
    expect(check(service({ fields: { x: { required: true } } }), {})).toBe(fault("x is missing"));
    expect(check(service({ fields: { x: {}, y: { required: true } } }), { x: 1 })).toBe(
      fault("y is missing"),
    );
    expect(check(service({ fields: { entity_id: { required: true } } }), {})).toBeUndefined();
  });

  test("an unknown field is told with those that there are, twelve at most", () => {
    expect(check(service({ fields: names(2) }), { z: 1 })).toBe(fault("no field z; there are: f0, f1"));
    const listed = Object.keys(names(12)).join(", ");
    expect(check(service({ fields: names(12) }), { z: 1 })).toBe(fault(`no field z; there are: ${listed}`));
    expect(check(service({ fields: names(14) }), { z: 1 })).toBe(
      fault(`no field z; there are: ${listed} and 2 more`),
    );
  });

  test("where no field is known, or any is taken, none is unknown", () => {
    expect(check(service(), { z: 1 })).toBeUndefined();
    for (const name of ["script.a", "homeassistant.update_entity"])
      expect(check(service({ fields: names(1) }), { z: 1 }, name)).toBeUndefined();
    for (const name of ["scripts.a", "homeassistant.turn_on"])
      expect(check(service({ fields: names(1) }), { z: 1 }, name)).toContain("no field z");
  });

  test("a field of two forms is of use where one of them is", () => {
    const twice = { a: { fields: { x: { filter: { supported_features: [2] } } } }, b: { fields: { x: {} } } };
    const description = service({ fields: twice });
    expect(unusedData("light.do", description, { x: 1 }, [a], gatewayWith({})).size).toBe(0);
  });

  test("what some have no use for is judged by the others alone", () => {
    const fields = { temperature: { ...number, filter: { supported_features: [2] } } };
    const cold = stateOf("light.c", { supported_features: 1, min_temp: 0, max_temp: 1 });
    const warm = stateOf("light.w", { supported_features: 2, min_temp: 0, max_temp: 9 });
    expect(check(service({ fields }), { temperature: 5 }, "light.do", [cold, warm])).toBeUndefined();
    expect(check(service({ fields }), { temperature: 5 }, "light.do", [cold])).toBeUndefined();
  });

  test("three faults are told", () => {
    const description = service({ fields: { percentage: number, y: { required: true } } });
    expect(check(description, { percentage: 10, a: 1, b: 1, c: 1 })).toBe(
      fault("no field a, b, c; there are: percentage, y; percentage must be 0–9; y is missing"),
    );
  });

  test("media may come in one or in its two parts", () => {
    const media = service({ fields: { media: { required: true } } });
    const parts = { media_content_id: "x", media_content_type: "y" };
    expect(check(media, { media: {} })).toBeUndefined();
    expect(check(media, parts)).toBeUndefined();
    expect(check(media, { media_content_id: "x" })).toBe(fault("media_content_type is missing"));
    expect(check(media, {})).toBe(fault("media_content_id is missing; media_content_type is missing"));
    expect(check(service({ fields: names(1) }), parts)).toContain("no field media_content_id");
    expect(check(service({ fields: { x: { required: true } } }), parts)).toContain("x is missing");
  });

  test("a value is judged by those that have a use for it, by all where none has", () => {
    const feature = { ...number, filter: { supported_features: [2] } };
    const effect = { selector: { text: {} }, filter: { supported_features: [1] } };
    expect(check(service({ fields: { percentage: feature } }), { percentage: 99 }, "light.do", [a])).toBe(
      fault("percentage must be 0–9"),
    );
    expect(check(service({ fields: { effect } }), { effect: "sun" }, "light.do", [a, b])).toBe(
      fault("effect must be one of: rain"),
    );
    expect(check(service({ fields: { effect } }), { effect: "sun" }, "light.do", [b])).toBeUndefined();
    expect(check(service({ fields: { effect } }), { effect: "sun" }, "light.do", [])).toBeUndefined();
  });

  test("of homeassistant.* the target's own service knows the fields, too", () => {
    const services = {
      light: { turn_on: service({ fields: { percentage: number } }) },
      fan: { turn_on: service({ fields: { y: {} } }) },
    };
    const turnOn = (data: object, targets = [a]) =>
      check(service({ fields: { z: {} } }), data, "homeassistant.turn_on", targets, services);
    expect(turnOn({ percentage: 1, z: 1 })).toBeUndefined();
    expect(turnOn({ percentage: 10 })).toBe(fault("percentage must be 0–9", "homeassistant.turn_on"));
    expect(turnOn({ y: 1 })).toBe(fault("no field y; there are: z, percentage", "homeassistant.turn_on"));
    expect(turnOn({ percentage: 1 }, [])).toBe(
      fault("no field percentage; there are: z", "homeassistant.turn_on"),
    );
    expect(check(service({ fields: { z: {} } }), { x: 1 }, "light.turn_on", [a], services)).toContain(
      "no field x",
    );
  });
});

describe("data that a target has no use for", () => {
  const fields = { x: { filter: { supported_features: [2] } }, y: {} };
  const unused = (data: object, description = service({ fields })) =>
    Object.fromEntries(
      unusedData(
        "light.do",
        description,
        { ...data },
        [stateOf("light.a", { supported_features: 1 }), stateOf("light.b", { supported_features: 2 })],
        gatewayWith({}),
      ),
    );

  test.each<readonly [object, object]>([
    [{}, {}],
    [{ y: 1 }, {}],
    [{ x: 1 }, { "light.a": ["x"] }],
    [{ x: 1, y: 1, z: 1 }, { "light.a": ["x"] }],
    [{ z: 1 }, {}],
  ])("%j: %j", (data, rows) => {
    expect(
      unusedData(
        "light.turn_on",
        service({ fields: { x: { filter: { supported_features: [8] } } } }),
        { x: 1 },
        [stateOf("group.a", {})],
        gatewayWith({}),
      ).size,
    ).toBe(0);
    expect(unused(data)).toEqual(rows as never);
  });
});

test.each<readonly [object, boolean]>([
  [{ fields: { entity_id: { selector: { entity: {} } } } }, true],
  [{ fields: { entity_id: { selector: { entity: { multiple: false } } } } }, true],
  [{ fields: { entity_id: { selector: { entity: { multiple: true } } } } }, false],
  [{ fields: { entity_id: { selector: { entity: null } } } }, false],
  [{ fields: { entity_id: { selector: { text: {} } } } }, false],
  [{ fields: { entity_id: {} } }, false],
  [{ fields: { other: { selector: { entity: {} } } } }, false],
  [{ fields: {} }, false],
  [{ fields: { entity_id: { selector: { entity: {} } } }, target: {} }, false],
])("one entity goes into the data of %j: %p", (description, answer) => {
  expect(takesEntityAsText(service(description))).toBe(answer);
});
