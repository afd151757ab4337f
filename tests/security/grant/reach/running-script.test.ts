/** What a script that runs waits for: the physical gate sees it as it sees an automation. */

import { expect, test } from "bun:test";
import { stateOf } from "../vector-home.ts";
import { ASKS, house, LIGHTS, QUIET, UNLOCK } from "./house.ts";

const light = { entity_id: "light.kitchen" };
const WAIT = { wait_for_trigger: [{ trigger: "state", entity_id: "light.kitchen" }] };
const IS_ON = [{ condition: "state", entity_id: "light.kitchen", state: "on" }];
const loop = (end: object) => ({ repeat: { ...end, sequence: [{ delay: 1 }] } });
test.each([
  [WAIT],
  [{ wait_template: "{{ is_state('light.kitchen', 'on') }}" }],
  [loop({ until: IS_ON })],
  [loop({ while: "{{ is_state('light.kitchen', 'off') }}" })],
  [{ parallel: [{ sequence: [{ choose: [{ conditions: [], sequence: [WAIT] }] }] }] }],
])("a script that runs and waits for it: %j", async (step) => {
  const sequence = [step, ...UNLOCK];
  const answers = {
    "script/config": ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({
      config: { sequence: id === "script.good_night" ? sequence : LIGHTS },
    }),
  };
  const home = house(QUIET, LIGHTS, {}, { answers });
  const ran = (state: string) => home.set(stateOf("script.good_night", {}, state));
  ran("off");
  expect(await home.ask("light.turn_on", light)).toMatchObject({ allow: true });
  ran("on");
  expect(await home.ask("light.turn_on", light)).toMatchObject(ASKS);
  expect(await home.ask("light.turn_on", { entity_id: "light.hall" })).toMatchObject({ allow: true });
});

test("a script that came or was loaded anew is read; one that only checks waits for nothing", async () => {
  let sequence: unknown = [...IS_ON, ...UNLOCK];
  const answers = { "script/config": () => ({ config: { sequence } }) };
  const home = house(QUIET, LIGHTS, {}, { answers });
  const ran = (state: string, lastUpdated: number) =>
    home.set({ ...stateOf("script.good_night", {}, state), lastUpdated });
  ran("on", 1);
  expect(await home.ask("light.turn_on", light)).toMatchObject({ allow: true });
  sequence = [WAIT, ...UNLOCK];
  ran("unavailable", 2);
  ran("on", 3);
  expect(await home.ask("light.turn_on", light)).toMatchObject(ASKS);
});

test("an automation that was switched off while it runs waits on", async () => {
  for (const [waits, service, target] of [
    ["light.kitchen", "light.turn_on", light],
    ["input_boolean.x", "input_boolean.turn_on", { entity_id: "input_boolean.x" }],
  ] as const) {
    const wait = { wait_for_trigger: [{ trigger: "state", entity_id: waits }] };
    const home = house(QUIET, [wait, ...UNLOCK], { "input_boolean.x": {} });
    for (const [attributes, answer] of [
      [{}, { allow: true }],
      [{ current: 0 }, { allow: true }],
      [{ current: 1 }, ASKS],
    ] as const) {
      home.set(stateOf("automation.leave", attributes, "off"));
      expect(await home.ask(service, target)).toMatchObject(answer);
    }
  }
});
