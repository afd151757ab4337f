/** Random grants and requests over the vectors' home. */

import fc from "fast-check";
import type { WireServices } from "../../../src/hass/wire.ts";
import type { Access, ActionRule, EntityRule } from "../../../src/security/grant/model/access.ts";
import { builtinGrant } from "../../../src/security/grant/model/builtins.ts";
import type { Grant, Restriction } from "../../../src/security/grant/model/grant.ts";
import type { CallRequest } from "../../../src/security/grant/model/request.ts";
import { vectorHome } from "./vector-home.ts";

export const NOW = Date.parse("2026-06-12T12:00:00Z");
export const HOME = vectorHome();
const FIELDS = {
  brightness_pct: { selector: { number: {} } },
  media_player_entity_id: { selector: { entity: {} } },
};
const entityService = (domain?: string) => ({
  fields: FIELDS,
  target: domain ? { entity: [{ domain: [domain] }] } : {},
});
export const SERVICES: WireServices = {
  light: {
    turn_on: entityService("light"),
    turn_off: entityService("light"),
    toggle: entityService("light"),
  },
  lock: { unlock: entityService("lock"), lock: entityService("lock") },
  cover: { open_cover: entityService("cover"), toggle: entityService("cover") },
  scene: { turn_on: entityService("scene"), apply: { fields: { entities: { selector: { object: {} } } } } },
  script: { turn_on: entityService("script"), good_night: { fields: {} } },
  homeassistant: { turn_on: entityService(), turn_off: entityService(), toggle: entityService() },
  notify: { family: { fields: {} } },
};

const IDS = [...HOME.place.states.keys(), "light.ghost"];
const NAMES = Object.entries(SERVICES).flatMap(([domain, services]) =>
  Object.keys(services).map((name) => `${domain}.${name}`),
);

export const entityId = fc.constantFrom(...IDS);
const service = fc.constantFrom(...NAMES);
const domain = fc.constantFrom("light", "lock", "cover", "homeassistant", "script", "notify", "switch");
const selector = fc.record(
  {
    area: fc.subarray(["kitchen", "hall", "bedroom"], { minLength: 1 }),
    label: fc.subarray(["mood", "danger", "ai_ok"], { minLength: 1 }),
    domain: fc.subarray(["light", "lock", "switch"], { minLength: 1 }),
  },
  { requiredKeys: [] },
);
export const entityRule: fc.Arbitrary<EntityRule> = fc.oneof(
  entityId,
  fc.constant("*"),
  domain.map((each) => `${each}.*`),
  selector,
);
const actionRule: fc.Arbitrary<ActionRule> = fc.oneof(
  fc.tuple(service, entityId).map(([name, id]) => `${name}@${id}`),
  domain.map((each) => `${each}.*`),
  fc.tuple(domain, entityId).map(([each, id]) => `${each}.*@${id}`),
  entityId.map((id) => `*@${id}`),
  fc.record({ service: fc.constantFrom("*", "light.*", "homeassistant.turn_on"), target: selector }),
);
export const access: fc.Arbitrary<Access> = fc.record({
  read: fc.array(entityRule, { maxLength: 4 }),
  subscribe: fc.constant([]),
  history: fc.constant([]),
  camera: fc.constant([]),
  actions: fc.array(actionRule, { maxLength: 6 }),
  services: fc.subarray(["notify.family", "script.good_night"]),
  deny: fc.array(entityRule, { maxLength: 2 }),
  exclude_attributes: fc.constant({}),
  bound: fc.constant({}),
});
export const restriction: fc.Arbitrary<Omit<Restriction, "id">> = fc.record({
  enabled: fc.boolean(),
  type: fc.constantFrom("expiry", "schedule", "rate_limit", "max_entities", "nonsense"),
  applies_to: fc.constantFrom<unknown>(
    "grant",
    "actions",
    "lock.*",
    "light.turn_on@light.hall",
    { entities: ["light.*"] },
    "lock.front",
  ),
  params: fc.constantFrom<Restriction["params"]>(
    { expires_at: "2026-06-13T00:00:00Z" },
    { expires_at: "2026-06-11T00:00:00Z", max: 1 },
    { days: ["fri"], start_time: "08:00", end_time: "20:00", max: 3 },
    { limit: 2, window_seconds: 10, max: 9 },
  ),
});

export function template(): Grant {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("no operator");
  return { ...operator, id: "grt_law" };
}

export const grant: fc.Arbitrary<Grant> = fc
  .record({
    access,
    indirect: fc.constantFrom("closure" as const, "trust_named" as const, "confirm" as const),
    target_mode: fc.constantFrom("reject" as const, "narrow" as const),
    restrictions: fc.array(restriction, { maxLength: 2 }),
  })
  .map((parts) => ({
    ...template(),
    ...parts,
    restrictions: parts.restrictions.map((each, index) => ({ ...each, id: `r${index}` })),
  }));
/** What the parser takes as it stands. */
export const savedRestriction: fc.Arbitrary<Omit<Restriction, "id">> = fc.record({
  enabled: fc.boolean(),
  type: fc.constant("rate_limit"),
  applies_to: fc.constantFrom<unknown>("grant", "actions", "lock.*", { entities: ["light.*"] }),
  params: fc.record({
    limit: fc.integer({ min: 1, max: 99 }),
    window_seconds: fc.integer({ min: 1, max: 999 }),
  }),
});
export const request: fc.Arbitrary<CallRequest> = fc.record({
  operation: fc.constant("call_service" as const),
  service,
  target: fc.record(
    {
      entity_id: fc.oneof(fc.array(entityId, { minLength: 1, maxLength: 4 }), fc.constant("all")),
      area_id: fc.constantFrom("kitchen", "hall", "nope"),
      label_id: fc.constantFrom("mood", "danger"),
      floor_id: fc.constant("ground"),
    },
    { requiredKeys: [] },
  ),
  data: fc.record(
    { brightness_pct: fc.integer(), media_player_entity_id: entityId, message: fc.string() },
    { requiredKeys: [] },
  ),
});

/** Opens far more than the others: without it most random requests end in a denial. */
export const wideGrant: fc.Arbitrary<Grant> = grant.map((by) => ({
  ...by,
  restrictions: by.restrictions.filter(({ type }) => type === "rate_limit"),
  access: {
    ...by.access,
    read: ["*"],
    actions: [
      "light.*",
      "homeassistant.*",
      "scene.*",
      "script.*",
      "lock.lock@lock.front",
      ...by.access.actions,
    ],
  },
}));

/** One service on one entity, with nothing else to stumble over. */
export const plainRequest: fc.Arbitrary<CallRequest> = fc.record({
  operation: fc.constant("call_service" as const),
  service: fc.constantFrom(
    "light.turn_on",
    "light.turn_off",
    "script.turn_on",
    "scene.turn_on",
    "homeassistant.toggle",
  ),
  target: fc.oneof(
    fc.record({ entity_id: fc.array(entityId, { minLength: 1, maxLength: 2 }) }),
    fc.record({ area_id: fc.constantFrom(["kitchen"], ["hall"]) }),
  ),
  data: fc.constant({}),
});
