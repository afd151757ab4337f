/** What ordinary automations do behind a light that is switched: harmless, it asks nobody; the same on a lock asks. */

import { describe, expect, test } from "bun:test";
import type { WireServices } from "../../../../src/hass/wire.ts";
import { decide } from "../../../../src/security/grant/decide/decide.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../fake-gateway.ts";
import { stateOf, vectorHome } from "../vector-home.ts";
import { ASKS, NOW, UUID } from "./house.ts";

const TRIGGERS = [{ trigger: "state", entity_id: "light.kitchen" }];
const KINDS = (domain: string) => ({ fields: {}, target: { entity: [{ domain: [domain] }] } });
const SERVICES: WireServices = {
  light: { turn_on: KINDS("light"), turn_off: KINDS("light") },
  switch: { turn_on: KINDS("switch"), turn_off: KINDS("switch") },
  scene: { turn_on: KINDS("scene") },
  siren: { turn_on: KINDS("siren"), turn_off: KINDS("siren") },
  nuki: { lock_n_go: { fields: {}, target: { entity: [{ integration: "nuki", domain: ["lock"] }] } } },
};

type Home = {
  /** Registry ids to entity ids. */
  readonly ids?: Readonly<Record<string, string>>;
  readonly isPhysical?: string;
  readonly scene?: readonly string[];
};

/** The light is switched; `automation.leave` waits for it and does `actions`. */
function switched(actions: unknown, { ids = {}, isPhysical, scene = ["light.hall"] }: Home = {}) {
  const { place, configs } = vectorHome();
  const states = new Map(place.states);
  states.set("siren.hall", stateOf("siren.hall"));
  states.set("scene.movie", stateOf("scene.movie", { entity_id: scene }));
  const entities = new Map(place.registries.entities);
  const entry = (id: string) => entities.get(id) ?? Promise.reject();
  for (const [id, more] of [
    ["lock.front", { platform: "nuki" }],
    ...(isPhysical === undefined ? [] : [[isPhysical, { labels: ["physical"] }] as const]),
  ] as const)
    entities.set(id, { ...(entry(id) as NonNullable<ReturnType<typeof entities.get>>), ...more });
  const registries = {
    ...place.registries,
    entities,
    labels: new Map([["physical", { id: "physical", name: "physical" }]]),
  };
  const { gateway } = fakeGateway({
    isAdmin: true,
    services: SERVICES,
    home: { place: { states, registries }, configs },
    answers: {
      "automation/config": () => ({ config: { triggers: TRIGGERS, actions } }),
      "config/entity_registry/list": () => Object.entries(ids).map(([id, entity_id]) => ({ id, entity_id })),
    },
  });
  const deciding = {
    grant: builtinGrant("operator") as Grant,
    gateway,
    clock: { now: () => NOW },
    counters: memoryCounters(),
  };
  const target = { entity_id: "light.kitchen" };
  return decide({ operation: "call_service", service: "light.turn_on", target, data: undefined }, deciding);
}

const HALL = { target: { entity_id: "light.hall" } };
const FRONT = { target: { entity_id: "lock.front" } };
const WHATEVER = { target: { entity_id: "{{ which }}" } };

describe("asks nobody:", () => {
  test.each<readonly [string, object]>([
    [
      "a message to a phone, as the editor writes it",
      { device_id: "p", domain: "mobile_app", type: "notify" },
    ],
    ["to a phone that a variable names", { action: "notify.{{ who }}", data: { message: "x" } }],
    ["a light that follows", { action: "light.turn_{{ trigger.to_state.state }}", ...HALL }],
    ["the same, switched in general", { action: "homeassistant.turn_{{ trigger.to_state.state }}", ...HALL }],
    [
      "one of two services",
      { service_template: "{{ 'light.turn_on' if x else 'light.turn_off' }}", ...HALL },
    ],
    [
      "one of two, the old way",
      { service: "{% if x %}light.turn_on{% else %}light.turn_off{% endif %}", entity_id: "light.hall" },
    ],
    ["whatever is on is switched off", { action: "homeassistant.turn_off", ...WHATEVER }],
    ["the scene of the hour", { action: "scene.turn_on", target: { entity_id: "scene.{{ x }}" } }],
    ["the automation switches itself off", { action: "automation.turn_off", ...WHATEVER }],
    ["two things at once", { parallel: [[{ action: "light.turn_on", ...HALL }], { delay: 1 }] }],
    ["a line in the logbook", { action: "logbook.log", data: { name: "x", entity_id: "lock.front" } }],
  ])("%s", async (_, action) => {
    expect(await switched([action])).toMatchObject({ allow: true });
  });
});

describe("asks the owner:", () => {
  test.each<readonly [string, object, Home?]>([
    ["a lock that follows", { action: "lock.{{ x }}", ...FRONT }],
    ["the lock switched in general", { action: "homeassistant.turn_{{ x }}", ...FRONT }],
    ["one of two services", { action: "{{ 'lock.lock' if x else 'lock.unlock' }}", ...FRONT }],
    ["a script that a variable names", { action: "script.{{ x }}" }],
    ["a service that a variable names", { action: "{{ x }}", ...HALL }],
    [
      "a switch of the owner's label among all",
      { action: "homeassistant.turn_off", ...WHATEVER },
      { isPhysical: "switch.heater" },
    ],
    ["a scene with the lock among all", { action: "scene.turn_on", ...WHATEVER }, { scene: ["lock.front"] }],
    ["every scene", { action: "scene.turn_on", target: { entity_id: "all" } }, { scene: ["lock.front"] }],
    ["anything switched on", { action: "homeassistant.turn_on", ...WHATEVER }],
    ["two things at once", { parallel: [[{ delay: 1 }], [{ action: "lock.unlock", ...FRONT }]] }],
    [
      "an integration's own service on all that it has",
      { action: "nuki.lock_n_go", target: { entity_id: "all" } },
    ],
    ["the same on whatever", { action: "nuki.lock_n_go", ...WHATEVER }],
    ["a device that is not there", { device_id: "gone", domain: "lock", type: "unlock" }],
    [
      "another's entity named beside a device",
      { device_id: "dev_hue", domain: "light", type: "x", entity_id: "lock.front" },
    ],
    [
      "the same by its registry id",
      { device_id: "dev_hue", domain: "light", type: "x", entity_id: UUID },
      { ids: { [UUID]: "lock.front" } },
    ],
  ])("%s", async (_, action, home) => {
    expect(await switched([action], home)).toMatchObject(ASKS);
  });
});
