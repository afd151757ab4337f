/** What sets an automation off, however its triggers spell it, and whether that asks the owner. */

import { describe, expect, test } from "bun:test";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { ASKS, house, LIGHTS, NOW, QUIET, UNLOCK } from "./house.ts";

const light = { entity_id: "light.kitchen" };

/** An `if` of an automation. */
const when = (condition: object, steps: readonly object[]) =>
  // biome-ignore lint/suspicious/noThenProperty: a keyword of Home Assistant
  ({ if: [condition], then: steps });

describe("an automation that opens a door", () => {
  test("asks for what a template lists, for ids behind a domain, for what the waiting automation waits for", async () => {
    for (const triggers of [
      [{ trigger: "template", value_template: "{{ states.light | list | count > 3 }}" }],
      [{ trigger: "template", value_template: "{{ states['light'] | map(attribute='state') | list }}" }],
      [{ trigger: "template", value_template: "{{ states | selectattr('state', 'eq', 'on') | list }}" }],
      [{ trigger: "template", value_template: "{{ expand('light.all_lights') | list | count > 1 }}" }],
      [{ trigger: "template", value_template: "{{ is_state('light.' ~ which, 'on') }}" }],
      [{ trigger: "template", value_template: "{{ area_entities('Kitchen') | map('states') | list }}" }],
      [{ trigger: "template", value_template: "{{ integration_entities('hue') | map('states') | list }}" }],
      [{ trigger: "template", value_template: "{{ integration_entities('My bridge') | list }}" }],
      [{ trigger: "event", event_type: "call_service" }],
      [{ trigger: "event", event_type: ["x", "call_service"], event_data: { domain: "light" } }],
      [{ platform: "event", event_type: "state_changed" }],
      [{ trigger: "event", event_type: "state_changed", event_data: { entity_id: "light.kitchen" } }],
    ])
      expect(await house(triggers).ask("light.turn_on", light)).toMatchObject(ASKS);
    for (const actions of [
      [{ wait_for_trigger: [{ trigger: "state", entity_id: "light.kitchen" }] }, ...UNLOCK],
      [{ repeat: { sequence: [{ wait_template: "{{ is_state('light.kitchen', 'on') }}" }] } }, ...UNLOCK],
    ])
      expect(await house(QUIET, actions).ask("light.turn_on", light)).toMatchObject(ASKS);
    // what is asked behind a pause, while others may still change it
    const [pause, on] = [
      { delay: "00:10:00" },
      { condition: "state", entity_id: "light.kitchen", state: "on" },
    ];
    for (const actions of [
      [pause, on, ...UNLOCK],
      [pause, "{{ is_state('light.kitchen', 'on') }}", ...UNLOCK],
      [pause, when(on, UNLOCK)],
      [when(on, [pause]), { choose: [{ conditions: [on], sequence: UNLOCK }] }],
      [{ action: "script.takes_a_while" }, { or: [on] }, ...UNLOCK],
      [{ parallel: [[pause, on, ...UNLOCK]] }],
      [{ wait_template: "{{ is_state('switch.x', 'on') }}" }, on, ...UNLOCK],
      [{ action: "automation.trigger", target: { entity_id: "automation.long" } }, on, ...UNLOCK],
      [{ action: "assist_satellite.ask_question", data: { question: "?" } }, on, ...UNLOCK],
      // the next turn of a loop lies behind the pauses of this one
      [{ repeat: { count: 9, sequence: [when(on, UNLOCK), pause] } }],
      [
        {
          repeat: {
            while: [],
            sequence: [{ choose: [{ conditions: on, sequence: UNLOCK }] }, { parallel: [pause] }],
          },
        },
      ],
      [
        {
          repeat: {
            for_each: [1, 2],
            sequence: [{ repeat: { count: 2, sequence: [pause] } }, on, ...UNLOCK],
          },
        },
      ],
    ])
      expect(await house(QUIET, actions).ask("light.turn_on", light)).toMatchObject(ASKS);
    for (const actions of [
      [on, pause, ...UNLOCK],
      [{ repeat: { count: 9, sequence: [when(on, UNLOCK)] } }, pause],
      [when(on, [pause, ...UNLOCK])],
      [
        pause,
        { action: "notify.mail", data: { message: "{{ states('light.kitchen') }}", list: ["{{ x }}"] } },
        ...UNLOCK,
      ],
    ])
      expect(await house(QUIET, actions).ask("light.turn_on", light)).toMatchObject({ allow: true });
    for (const triggers of [
      [{ trigger: "template", value_template: "{{ states.switch | list | count > 3 }}" }],
      [{ trigger: "event", event_type: "call_service", event_data: { domain: "lock" } }],
      [{ trigger: "event", event_type: "zha_event" }],
      [{ trigger: "template", value_template: "{{ is_state(which, 'on') }}" }],
      [{ trigger: "state", entity_id: "light.kitchen", enabled: false }],
    ])
      expect(await house(triggers).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("asks for what waits for any event", async () => {
    for (const more of [
      {},
      { event_data: { domain: "light" } },
      { event_data: { entity_id: "light.kitchen" } },
    ])
      for (const event_type of ["*", ["other", "*"]])
        expect(
          await house([{ trigger: "event", event_type, ...more }]).ask("light.turn_on", light),
        ).toMatchObject(ASKS);
    const other = [{ trigger: "event", event_type: "*", event_data: { entity_id: "light.hall" } }];
    expect(await house(other).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("asks for what a wait names by a variable, where its own text does not tell", async () => {
    const which = { variables: { which: "light.kitchen" } };
    const wait = { wait_template: "{{ is_state(which, 'on') }}" };
    for (const actions of [
      [which, wait, ...UNLOCK],
      [which, { wait_for_trigger: [{ trigger: "template", value_template: wait.wait_template }] }, ...UNLOCK],
      [
        { choose: [], default: [which] },
        { repeat: { until: "{{ states(which) == 'on' }}", sequence: [] } },
        ...UNLOCK,
      ],
      [
        {
          repeat: {
            for_each: ["light.kitchen"],
            sequence: [{ wait_template: "{{ is_state(repeat.item, 'on') }}" }, ...UNLOCK],
          },
        },
      ],
    ])
      expect(await house(QUIET, actions).ask("light.turn_on", light)).toMatchObject(ASKS);
    const config = { ...which, triggers: QUIET, actions: [wait, ...UNLOCK] };
    const answers = { "automation/config": () => ({ config }) };
    expect(await house(QUIET, [], {}, { answers }).ask("light.turn_on", light)).toMatchObject(ASKS);
    for (const actions of [
      [which, ...UNLOCK],
      [which, { wait_template: "{{ is_state('light.hall', 'on') }}" }, ...UNLOCK],
      [which, { wait_for_trigger: [{ trigger: "event", event_type: "zha_event" }] }, ...UNLOCK],
    ])
      expect(await house(QUIET, actions).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("asks for the conditions of one that looks again and again", async () => {
    const on = { condition: "state", entity_id: "light.kitchen", state: "on" };
    const every = { trigger: "time_pattern", minutes: "/1" };
    const decided = async (triggers: unknown, conditions: unknown, actions: unknown) => {
      const config = { triggers, conditions, actions };
      const answers = { "automation/config": () => ({ config }) };
      return house(QUIET, UNLOCK, {}, { answers }).ask("light.turn_on", light);
    };
    for (const triggers of [
      [every],
      every,
      [{ triggers: [every] }],
      [{ platform: "time_pattern", hours: "*" }],
    ]) {
      expect(await decided(triggers, [on], UNLOCK)).toMatchObject(ASKS);
      expect(await decided(triggers, [], [when(on, UNLOCK)])).toMatchObject(ASKS);
      expect(await decided(triggers, [], UNLOCK)).toMatchObject({ allow: true });
    }
    for (const triggers of [QUIET, [{ ...every, enabled: false }]])
      expect(await decided(triggers, [on], [when(on, UNLOCK)])).toMatchObject({ allow: true });
  });

  test("asks by trigger_variables and by the inputs of a blueprint, opened or not", async () => {
    const read = (config: object, substituted?: object) =>
      house(
        [],
        [],
        {},
        {
          answers: {
            "automation/config": () => ({ config }),
            ...(substituted ? { "blueprint/substitute": () => ({ substituted_config: substituted }) } : {}),
          },
        },
      );
    const variables = { trigger_variables: { who: "light.kitchen" }, actions: UNLOCK };
    const triggers = [{ trigger: "template", value_template: "{{ is_state(who, 'on') }}" }];
    expect(await read({ ...variables, triggers }).ask("light.turn_on", light)).toMatchObject(ASKS);
    const input = { watched: "light.kitchen", does: "lock.unlock", door: "lock.front" };
    const blueprint = { use_blueprint: { path: "x/y.yaml", input } };
    expect(await read(blueprint).ask("light.turn_on", light)).toMatchObject(ASKS);
    const opened = (entity_id: string) =>
      read(blueprint, { triggers: [{ trigger: "state", entity_id }], actions: UNLOCK });
    expect(await opened("light.kitchen").ask("light.turn_on", light)).toMatchObject(ASKS);
    expect(await opened("light.hall").ask("light.turn_on", light)).toMatchObject({ allow: true });
    const harmless = { triggers: [{ trigger: "state", entity_id: "light.kitchen" }], actions: LIGHTS };
    expect(await read(blueprint, harmless).ask("light.turn_on", light)).toMatchObject({ allow: true });
  });

  test("what nobody can tie to an entity counts for what exists to set things off, and for the gate alone", async () => {
    const access = { actions: ["light.*", "input_boolean.*", "script.*"] };
    const parsed = parseGrant({ name: "t", expires_at: "never", access }, NOW);
    if (!("grant" in parsed)) throw new Error("not saved");
    const { grant } = parsed;
    const helper = { entity_id: "input_boolean.x" };
    const more = { "input_boolean.x": {}, "script.good_night": {} };
    const script = { "script/config": () => ({ config: { sequence: LIGHTS } }) };
    const mail = [{ action: "notify.mail", data: { message: "x" } }];
    for (const triggers of [
      [{ trigger: "webhook", webhook_id: "x" }],
      [{ trigger: "mqtt", topic: "a/b" }],
      [{ trigger: "event", event_type: "anything_else" }],
      [{ trigger: "template", value_template: "{{ is_state(which, 'on') }}" }],
    ]) {
      const opens = house(triggers, UNLOCK, more, { grant, answers: script });
      expect(await opens.ask("input_boolean.turn_on", helper)).toMatchObject(ASKS);
      expect(await opens.ask("script.turn_on", { entity_id: "script.good_night" })).toMatchObject(ASKS);
      expect(await opens.ask("light.turn_on", light)).toMatchObject({ allow: true });
      for (const actions of [mail, [{ action: "switch.turn_on", target: { entity_id: "switch.heater" } }]])
        expect(
          await house(triggers, actions, more, { grant }).ask("input_boolean.turn_on", helper),
        ).toMatchObject({
          allow: true,
        });
    }
  });

  test("a call without entities sets off what waits for every call, or for messages", async () => {
    for (const trigger of [
      { trigger: "event", event_type: "call_service" },
      { trigger: "persistent_notification", update_type: ["added"] },
    ]) {
      const said = await house([trigger]).ask("persistent_notification.create", undefined, { message: "x" });
      expect(said).toMatchObject(ASKS);
    }
    const quiet = house(QUIET).ask("persistent_notification.create", undefined, { message: "x" });
    expect(await quiet).toMatchObject({ allow: true });
  });

  test("asks by what runs on the way: a script that an automation runs, the automation itself", async () => {
    const configs: Readonly<Record<string, object>> = {
      "automation.first": {
        triggers: [{ trigger: "state", entity_id: "light.kitchen" }],
        actions: [{ action: "script.turn_on", target: { entity_id: "script.good_night" } }],
      },
      "script.good_night": { sequence: LIGHTS },
    };
    for (const trigger of [
      { trigger: "state", entity_id: "script.good_night" },
      { trigger: "event", event_type: "script_started" },
      { trigger: "event", event_type: "automation_triggered", event_data: { entity_id: "automation.first" } },
    ]) {
      const all = { ...configs, "automation.leave": { triggers: [trigger], actions: UNLOCK } };
      const config = ({ entity_id: id }: Readonly<Record<string, unknown>>) => ({
        config: all[String(id) as keyof typeof all],
      });
      const answers = { "automation/config": config, "script/config": config };
      const home = house([], [], { "automation.first": {} }, { answers });
      expect(await home.ask("light.turn_on", light)).toMatchObject(ASKS);
      const outer = { sequence: [{ action: "script.good_night" }] };
      const nested = house(
        [],
        [],
        { "script.outer": {} },
        {
          answers: {
            ...answers,
            "script/config": ({ entity_id: id }: Readonly<Record<string, unknown>>) =>
              id === "script.outer" ? { config: outer } : config({ entity_id: id }),
          },
        },
      );
      if (trigger.event_type !== "automation_triggered")
        expect(await nested.ask("script.turn_on", { entity_id: "script.outer" })).toMatchObject(ASKS);
    }
  });
});
