/** Templates and conditions are made only of what the caller may see. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { grantOf, openRoad } from "../../road/road.ts";
import { vectorHome } from "../../security/grant/vector-home.ts";

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

describe("what a template would tell beside what it reads", () => {
  const state = (id: string, value: string, attributes: object = {}): EntityState => ({
    id,
    state: value,
    attributes: attributes as EntityState["attributes"],
    lastChanged: 0,
    lastUpdated: 0,
    contextId: "c",
    parentContextId: undefined,
  });
  const MORE = [
    state("light.all", "on", { entity_id: ["light.kitchen", "lock.front"] }),
    state("input_text.key", "hunter2hunter2", { mode: "password" }),
    state("light.cam", "on", { access_token: "0123456789abcdef" }),
    state("light.says", "lock.front"),
  ];

  async function asked(read: readonly string[], args: object, result = "lit") {
    const home = vectorHome();
    const states = new Map(home.place.states);
    for (const each of MORE) states.set(each.id, each);
    const sent: unknown[] = [];
    const { call } = await openRoad(grantOf({ access: { read }, capabilities: TEMPLATES }), {
      home: { ...home, place: { ...home.place, states } },
      renderTemplate: async (template) => {
        sent.push(template);
        return result;
      },
      answers: {
        test_condition: (message) => {
          sent.push(message);
          return { result: true };
        },
      },
    });
    return { sent, answer: await call("ha_template", args) };
  }

  test.each([
    ["members that are hidden", { template: "{{ state_attr('light.all', 'entity_id') }}" }],
    ["the same by its object", { template: "{{ states.light.all.attributes }}" }],
    ["the same of a domain", { template: "{{ states.light | map(attribute='attributes') | list }}" }],
    ["a password", { template: "{{ states('input_text.key')[0:4] }}" }],
    ["a guess at it", { condition: { condition: "state", entity_id: "input_text.key", state: "x" } }],
    ["a token", { template: "{{ state_attr('light.cam', 'access_token') | list }}" }],
    ["a state that is a hidden id", { template: "{{ states('light.says') | upper }}" }],
    [
      "a guess at members",
      { condition: { condition: "state", entity_id: "light.all", attribute: "entity_id", state: ["x"] } },
    ],
  ])("%s", async (_, args) => {
    const { sent, answer } = await asked(["light.*", "input_text.*"], args);
    expect([answer.code, sent]).toEqual(["PERMISSION_DENIED", []]);
  });

  test("the state of a group says nothing of its members", async () => {
    expect((await asked(["light.*"], { template: "{{ states('light.all') }}" })).answer.code).toBe("ok");
  });

  test.each(["states.XX | list", "states('XX.' ~ 'a')", "area_entities('XX')"])(
    "hidden or not there is one: %s",
    async (code) => {
      const texts = await Promise.all(
        ["lock", "vacuum", "kitchen", "attic"].map(async (word) => {
          const { answer } = await asked(["light.kitchen"], {
            template: `{{ ${code.replace("XX", word)} }}`,
          });
          return `${answer.code} ${answer.text}`;
        }),
      );
      expect(new Set(texts).size).toBe(1);
      expect(texts[0]).toStartWith("PERMISSION_DENIED");
    },
  );

  test("to whoever sees everything secrets are not told either", async () => {
    const template = "{{ states | map(attribute='state') | join(' ') }}";
    const { answer } = await asked(["*"], { template }, "on hunter2hunter2 0123456789abcdef");
    expect(answer.structured).toEqual({ result: "on (secret) (secret)" });
    const named = await asked(["*"], { template: "{{ states('input_text.key') | list }}" });
    expect(named.sent).toEqual([]);
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
    ["of some in one text", { condition: "state", entity_id: "light.kitchen, lock.front", state: "on" }],
    ["by a registry id", { condition: "state", entity_id: "0123456789abcdef0123456789abcdef", state: "on" }],
    ["in short", { or: [{ and: [{ condition: "state", entity_id: "lock.front , x.y", state: "x" }] }] }],
    ["of a new kind", { condition: "lock.is_locked", target: { entity_id: "light.kitchen" } }],
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
