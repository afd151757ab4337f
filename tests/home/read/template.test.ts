/** Templates and conditions are made only of what the caller may see. */

import { describe, expect, test } from "bun:test";
import { grantOf, openRoad } from "../../road/road.ts";

const KITCHEN = { read: ["light.kitchen", "light.hall"] };
const TEMPLATES = { templates: "allow" };

async function opened(access: object = KITCHEN, capabilities: object = TEMPLATES) {
  const rendered: string[] = [];
  const conditions: unknown[] = [];
  const { call } = await openRoad(grantOf({ access, capabilities }), {
    renderTemplate: async (template) => {
      rendered.push(template);
      return "lit";
    },
    answers: {
      test_condition: ({ condition }) => {
        conditions.push(condition);
        return { result: true };
      },
    },
  });
  return { call, rendered, conditions, ask: (args: object) => call("ha_template", args) };
}

describe("a template", () => {
  test.each([
    "{{ states('light.kitchen') }}",
    "{{ states.light.kitchen.state }} and {{ state_attr('light.hall', 'brightness') | int(0) + 1.5 }}",
    "{% if is_state('light.kitchen', 'on') %}yes{% else %}no{% endif %}",
    "{{ now().hour }}",
  ])("of what the grant opens: %s", async (template) => {
    const { ask, rendered } = await opened();
    expect((await ask({ template })).structured).toEqual({ result: "lit" });
    expect(rendered).toEqual([template]);
  });

  test.each([
    ["a hidden entity", "{{ states('lock.front') }}"],
    ["one by path", "{{ states.lock.front.state }}"],
    ["one by another spelling", "{{ states('LOCK.FRONT') }}"],
    ["a computed id", "{{ states('lock.' ~ 'front') }}"],
    ["an id from pieces", "{% set x = ['lock', 'front'] | join('.') %}{{ states(x) }}"],
    ["all of a domain", "{{ states.lock | list }}"],
    ["everything", "{{ states | map(attribute='entity_id') | list }}"],
    ["members of an area", "{{ area_entities('kitchen') }}"],
    ["the registries", "{{ integration_entities('hue') }}"],
    ["a device", "{{ device_attr('d', 'name') }}"],
    ["expansion", "{{ expand('light.kitchen') }}"],
    ["a filter", "{{ ['lock.front'] | map('states') | list }}"],
    ["behind what looks like a comment", "{{ '{#' ~ states('lo' ~ 'ck.front') ~ '#}' }}"],
    ["behind what looks like an end", "{{ '}}' ~ states('lo' ~ 'ck.front') }}"],
    ["behind the end of a mapping", "{{ {'a': {'b': 1}} ~ states('lo' ~ 'ck.front') }}"],
    ["behind an escaped quote", "{{ 'it\\'s }}' ~ states('lo' ~ 'ck.front') }}"],
    ["the users", "{{ config_entry_attr('x', 'title') }}"],
  ])("%s is not rendered", async (_, template) => {
    const { ask, rendered } = await opened();
    expect((await ask({ template })).code).toMatch(/^(PERMISSION_DENIED|NOT_FOUND)$/);
    expect(rendered).toEqual([]);
  });

  test("hidden and absent are one", async () => {
    const { ask } = await opened();
    const [hidden, absent] = await Promise.all(
      ["lock.front", "lock.no"].map((id) => ask({ template: `{{ states('${id}') }}` })),
    );
    expect(hidden?.text.replaceAll("lock.front", "X")).toBe(String(absent?.text.replaceAll("lock.no", "X")));
  });

  test("whoever sees everything may ask anything; attributes that are kept back close it", async () => {
    const { ask } = await opened({ read: ["*"] });
    expect((await ask({ template: "{{ states | list | count }}" })).code).toBe("ok");
    const kept = await opened({ read: ["*"], exclude_attributes: { "light.kitchen": ["brightness"] } });
    expect((await kept.ask({ template: "{{ state_attr('light.kitchen', 'brightness') }}" })).code).toBe(
      "PERMISSION_DENIED",
    );
  });

  test("without the capability there is no such tool", async () => {
    const { ask } = await opened(KITCHEN, {});
    expect((await ask({ template: "{{ 1 }}" })).code).toBe("TOOL_UNKNOWN");
  });
});

describe("a condition", () => {
  const STATE = { condition: "state", entity_id: "light.kitchen", state: "on" };

  test.each([
    ["an object", STATE, STATE],
    ["a list: all of it", [STATE, STATE], { condition: "and", conditions: [STATE, STATE] }],
    [
      "a template",
      "{{ is_state('light.hall', 'on') }}",
      { condition: "template", value_template: "{{ is_state('light.hall', 'on') }}" },
    ],
    ["hours", { condition: "time", after: "07:00:00" }, { condition: "time", after: "07:00:00" }],
    ["the sun", { condition: "sun", after: "sunset" }, { condition: "sun", after: "sunset" }],
  ])("%s is checked", async (_, condition, sent) => {
    const { ask, conditions } = await opened();
    expect((await ask({ condition })).structured).toEqual({ result: "true" });
    expect(conditions).toEqual([sent]);
  });

  test.each([
    ["of a hidden entity", { condition: "state", entity_id: "lock.front", state: "locked" }],
    ["of one among several", { condition: "state", entity_id: ["light.kitchen", "lock.front"], state: "on" }],
    [
      "nested",
      { condition: "not", conditions: [{ condition: "state", entity_id: "lock.front", state: "x" }] },
    ],
    ["against one", { condition: "numeric_state", entity_id: "light.kitchen", above: "lock.front" }],
    ["of a device", { condition: "device", device_id: "d", domain: "lock", type: "is_locked" }],
    ["of a zone", { condition: "zone", entity_id: "light.kitchen", zone: "zone.home" }],
    ["by a template", { condition: "template", value_template: "{{ states('lock.front') == 'x' }}" }],
  ])("%s is not sent", async (_, condition) => {
    const { ask, conditions } = await opened();
    expect((await ask({ condition })).code).toMatch(/^(PERMISSION_DENIED|NOT_FOUND)$/);
    expect(conditions).toEqual([]);
  });
});

test("both, or none, is no question; an ordinary user's token is said", async () => {
  const { ask } = await opened();
  expect((await ask({})).code).toBe("INPUT_INVALID");
  expect((await ask({ template: "x", condition: "y" })).code).toBe("INPUT_INVALID");
  const { call } = await openRoad(grantOf({ access: KITCHEN, capabilities: TEMPLATES }));
  const told = await call("ha_template", { condition: { condition: "time", after: "07:00:00" } });
  expect([told.code, told.text.includes("administrator's")]).toEqual(["HASS_REJECTED", true]);
});
