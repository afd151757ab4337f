/** What each kind of step in a script or automation comes to. */

import { describe, expect, test } from "bun:test";
import { readSteps } from "../../../../src/security/grant/reach/steps.ts";
import { servicesOfTemplate } from "../../../../src/security/grant/reach/templated-service.ts";

const ON = { action: "light.turn_on", target: { entity_id: "light.a" } };
const NOTHING = { calls: [], opaque: undefined, blind: [], hidden: false };

/** `service on ids`, of each call. */
function calls(sequence: unknown): readonly string[] {
  return readSteps(sequence).calls.map(({ service, named }) => `${service} on ${named.join(" ")}`);
}

describe("steps that do nothing", () => {
  test("are nothing, a text or what only waits, compares or remembers", () => {
    for (const step of [
      undefined,
      null,
      "{{ is_state('light.a', 'on') }}",
      "",
      { delay: "00:00:05" },
      { wait_template: "{{ x }}" },
      { wait_for_trigger: [] },
      { condition: "state", entity_id: "light.a", state: "on" },
      { condition: "device", device_id: "d", domain: "light" },
      { and: [] },
      { or: [] },
      { not: [] },
      { variables: { x: 1 } },
      { stop: "enough" },
      { set_conversation_response: "hello" },
      { delay: undefined },
      { ...ON, enabled: false },
    ]) {
      expect(readSteps(step)).toEqual(NOTHING);
      expect(readSteps([step])).toEqual(NOTHING);
    }
  });

  test("no steps at all do nothing", () => {
    expect(readSteps([])).toEqual(NOTHING);
  });

  test("do not end the sequence", () => {
    for (const step of [undefined, null, "a condition", { delay: 1 }, { ...ON, enabled: false }])
      expect(calls([step, ON])).toEqual(["light.turn_on on light.a"]);
  });
});

test("one step may stand where a list may", () => {
  expect(calls(ON)).toEqual(["light.turn_on on light.a"]);
  expect(calls({ choose: { conditions: [], sequence: ON } })).toEqual(["light.turn_on on light.a"]);
  expect(calls({ choose: ON })).toEqual([]);
  expect(calls({ repeat: { count: 1, sequence: ON } })).toEqual(["light.turn_on on light.a"]);
  // an object literal with `then` would be taken for a promise
  expect(calls(JSON.parse(`{"if": "x", "then": ${JSON.stringify(ON)}}`))).toEqual([
    "light.turn_on on light.a",
  ]);
  expect(calls({ if: "x", else: ON })).toEqual(["light.turn_on on light.a"]);
  expect(calls({ parallel: ON })).toEqual(["light.turn_on on light.a"]);
  expect(calls({ sequence: ON })).toEqual(["light.turn_on on light.a"]);
  expect(calls({ choose: [], default: ON })).toEqual(["light.turn_on on light.a"]);
});

test.each<readonly [object, string]>([
  [{ action: "light.turn_on", target: { entity_id: "light.a" } }, "light.turn_on on light.a"],
  [{ service: "light.turn_on", target: { entity_id: "light.a" } }, "light.turn_on on light.a"],
  [{ service_template: "light.turn_on", entity_id: "light.a" }, "light.turn_on on light.a"],
  [{ action: "light.turn_on", service: "light.turn_off", entity_id: "light.a" }, "light.turn_on on light.a"],
  [{ action: "light.turn_on", data: { entity_id: "light.a" } }, "light.turn_on on light.a"],
  [{ action: "light.turn_on", data_template: { entity_id: "light.a" } }, "light.turn_on on light.a"],
  // beside the service stands the old place of the target, which wins
  [
    { action: "light.turn_on", entity_id: "light.a", target: { entity_id: "light.b" } },
    "light.turn_on on light.a",
  ],
  [{ action: "light.turn_on", entity_id: "light.a", target: {} }, "light.turn_on on light.a"],
  [{ action: "light.turn_on", entity_id: "light.a", target: null }, "light.turn_on on light.a"],
  [{ action: " Light.Turn_On ", entity_id: "LIGHT.A" }, "light.turn_on on light.a"],
  [{ scene: "scene.a" }, "scene.turn_on on scene.a"],
  [{ action: "notify.a", data: { message: "{{ x }}" } }, "notify.a on "],
  // an action wins over whatever else stands there
  [{ ...ON, scene: "scene.a" }, "light.turn_on on light.a"],
  [{ ...ON, device_id: "d", choose: [] }, "light.turn_on on light.a"],
])("%j calls %s", (step, called) => {
  const { opaque, blind, hidden } = readSteps([step]);
  expect(calls([step])).toEqual([called]);
  expect({ opaque, blind, hidden }).toEqual({ opaque: undefined, blind: [], hidden: false });
});

test("data come from both places, those of `data` last", () => {
  const { calls: read } = readSteps({
    ...ON,
    data_template: { a: 1, b: 1 },
    data: { b: 2 },
  });
  expect(read[0]?.data).toEqual({ a: 1, b: 2 });
});

describe("what cannot be known", () => {
  test.each<readonly [unknown, string, readonly object[]]>([
    [{ action: "{{ x }}" }, "a templated service", [{ service: undefined }]],
    [{ action: 5 }, "a templated service", [{ service: undefined }]],
    [
      { action: "Light.turn_on ", target: "{{ x }}" },
      "a templated target of Light.turn_on ",
      [{ service: "light.turn_on" }],
    ],
    [
      { action: "light.turn_on", data: "{{ x }}" },
      "a templated target of light.turn_on",
      [{ service: "light.turn_on" }],
    ],
    [
      { action: "light.turn_on", data_template: "{{ x }}" },
      "a templated target of light.turn_on",
      [{ service: "light.turn_on" }],
    ],
    [
      { action: "light.turn_on", target: { area_id: "{{ x }}" } },
      "a templated target of light.turn_on",
      [{ service: "light.turn_on" }],
    ],
    [{ device_id: "d", domain: "light", type: "x" }, "a device action", [{ device: "d", domain: "light" }]],
    [{ scene: 5 }, "an unknown step", []],
    [{ event: "x" }, "an event", [{ event: "x" }]],
    [{}, "an unknown step", []],
    [5, "an unknown step", []],
    [true, "an unknown step", []],
    [[ON], "an unknown step", []],
  ])("%j: %s", (step, opaque, blind) => {
    expect(readSteps([step])).toEqual({
      calls: [],
      opaque,
      blind,
      hidden: blind.length === 0,
    } as never);
    // beside what can be known, it is said all the same
    expect(readSteps([ON, step])).toMatchObject({ calls: [{}], opaque, blind: [...blind] });
  });

  test("the first of them is said, each is counted", () => {
    const read = readSteps([{ x: 1 }, { action: "{{ x }}" }]);
    expect(read).toMatchObject({ opaque: "an unknown step", blind: [{}], hidden: true });
  });

  test("a sequence that is a text, a branch that is none", () => {
    expect(readSteps({ choose: ["x"] })).toEqual(NOTHING);
    expect(readSteps({ choose: [null, 5] })).toMatchObject({ opaque: "an unknown step" });
    expect(readSteps({ repeat: null })).toEqual(NOTHING);
    expect(readSteps({ repeat: { count: 2 } })).toEqual(NOTHING);
  });

  test("24 levels are looked through, one more is not", () => {
    const nested = (depth: number): unknown => (depth === 0 ? ON : { sequence: nested(depth - 1) });
    expect(readSteps(nested(24))).toMatchObject({ calls: [{ named: ["light.a"] }], opaque: undefined });
    expect(readSteps(nested(25))).toEqual({
      calls: [],
      opaque: "nested too deeply",
      blind: [],
      hidden: true,
    });
  });
});

describe("a template for a service", () => {
  test.each<readonly [string, readonly string[]]>([
    ["light.turn_{{ trigger.to_state.state }}", ["light.some"]],
    ["light.{% if x %}turn_on{% else %}turn_off{% endif %}", ["light.some"]],
    ["Homeassistant.turn_{{ x }}", ["homeassistant.turn_on"]],
    ["notify.{{ who }}", ["notify.some", "notify.persistent_notification"]],
    ["{{ 'light.turn_on' if a else 'lock.unlock' }}", ["light.turn_on", "lock.unlock"]],
    ["{{ 'light.turn_on' if 'a else b' == 'x if y' else 'fan.turn_on' }}", ["light.turn_on", "fan.turn_on"]],
    ["{% if a %}light.turn_on{% elif b %}lock.unlock{% endif %}", ["light.turn_on", "lock.unlock"]],
    [
      "{%- if a -%}\n  light.turn_on\n{%- else -%}\n  light.turn_off\n{%- endif -%}",
      ["light.turn_on", "light.turn_off"],
    ],
  ])("%s comes to these: %j", (template, services) => {
    expect(servicesOfTemplate(template)).toEqual(services);
  });

  test.each([
    "{{ x }}",
    "{{ domain }}.turn_on",
    "script.{{ x }}",
    "scene.{{ x }}",
    "mqtt.{{ x }}",
    "nuki.{{ x }}",
    "{{ 'light.turn_on' if a else b }}",
    "{{ a if b else 'light.turn_on' }}",
    "{{ 'light.turn_on' if a else b if c else 'light.turn_off' }}",
    "{{ 'light.turn_on' if a else 'light.turn_off' | replace('light', x) }}",
    "{{ 'light.turn_on' if a else 'light.turn\\x5foff' }}",
    "{{ 'light.turn_on' if a else 'light.turn_off' }}{{ b }}",
    "{{ 'light.' ~ x }}",
    "{% if a %}light.turn_on{% else %}{{ b }}{% endif %}",
    "{% if a %}light{% endif %}.turn_on",
    "{% set s = 'lock.unlock' %}{{ s }}",
    "{% for s in x %}light.turn_on{% endfor %}",
  ])("%s may be anything", (template) => {
    expect(servicesOfTemplate(template)).toBeUndefined();
  });
});
