/** Automations that may be set off by anything, with what each opens. */

import { expect, test } from "bun:test";
import { untiedAutomations } from "../../../../src/security/grant/decide/untied.ts";
import { house, LIGHTS, UNLOCK } from "../reach/house.ts";

const webhook = [{ trigger: "webhook", webhook_id: "x" }];
const opens = async (triggers: unknown, actions: unknown, options = {}) =>
  await untiedAutomations(house(triggers, actions, { "sensor.x": {} }, options).gateway);

test.each<readonly [unknown, unknown, readonly string[] | undefined]>([
  [webhook, UNLOCK, ["lock.front"]],
  [webhook, LIGHTS, []],
  [[{ trigger: "mqtt", topic: "x" }], UNLOCK, ["lock.front"]],
  [[{ trigger: "event", event_type: "x" }], UNLOCK, ["lock.front"]],
  [[{ trigger: "event", event_type: "state_changed" }], UNLOCK, ["lock.front"]],
  [[{ trigger: "template", value_template: "{{ states(which) }}" }], UNLOCK, ["lock.front"]],
  [webhook, [{ action: "script.good_night" }], ["anything"]],
  [webhook, [{ action: "{{ which }}" }], ["anything"]],
  [webhook, [{ action: "siren.turn_on", target: { entity_id: "{{ x }}" } }], ["siren.turn_on"]],
  [[{ trigger: "state", entity_id: "light.hall" }], UNLOCK, undefined],
  [[{ trigger: "time", at: "07:00" }], UNLOCK, undefined],
])("%j with %j", async (triggers, actions, answer) => {
  const expected = answer === undefined ? [] : [{ automation: "automation.leave", opens: answer }];
  expect(await opens(triggers, actions)).toEqual(expected);
});

test("by what its own doing sets off; nothing where automations may not be read", async () => {
  const configs: Readonly<Record<string, object>> = {
    "automation.first": { triggers: webhook, actions: LIGHTS },
    "automation.leave": { triggers: [{ trigger: "state", entity_id: "light.hall" }], actions: UNLOCK },
  };
  const answers = {
    "automation/config": ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({
      config: configs[String(id)],
    }),
  };
  const home = house([], [], { "automation.first": {} }, { answers });
  expect(await untiedAutomations(home.gateway)).toEqual([
    { automation: "automation.first", opens: ["lock.front"] },
  ]);
  expect(await opens(webhook, UNLOCK, { isAdmin: false })).toEqual([]);
});
