/** The laws of the grant, on random homes' worth of grants and requests; the seed is printed. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { WireServices } from "../../../src/hass/wire.ts";
import { evaluate } from "../../../src/security/grant/evaluate/evaluate.ts";
import type { Access, ActionRule, EntityRule } from "../../../src/security/grant/model/access.ts";
import { NO_ACCESS } from "../../../src/security/grant/model/access.ts";
import { builtinGrant } from "../../../src/security/grant/model/builtins.ts";
import type { Decision } from "../../../src/security/grant/model/decision.ts";
import type { Grant, Restriction } from "../../../src/security/grant/model/grant.ts";
import type { CallRequest } from "../../../src/security/grant/model/request.ts";
import type { World } from "../../../src/security/grant/model/world.ts";
import { parseGrant, saveGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { reservationsOf } from "../../../src/security/grant/restrict/rates.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { contextOf, isPermitted } from "../../../src/security/grant/scope/context.ts";
import { normaliseCall } from "../../../src/security/grant/target/input.ts";
import { decidePlain } from "./plain-world.ts";
import { vectorHome } from "./vector-home.ts";

const seed = Number(process.env["LAW_SEED"] ?? Date.now() % 2 ** 31);
process.stdout.write(`laws: seed ${seed} (LAW_SEED repeats it)\n`);
const RUNS = { seed, numRuns: 300 };

const NOW = Date.parse("2026-06-12T12:00:00Z");
const HOME = vectorHome();
const FIELDS = {
  brightness_pct: { selector: { number: {} } },
  media_player_entity_id: { selector: { entity: {} } },
};
const entityService = (domain?: string) => ({
  fields: FIELDS,
  target: domain ? { entity: [{ domain: [domain] }] } : {},
});
const SERVICES: WireServices = {
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

const entityId = fc.constantFrom(...IDS);
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
const entityRule: fc.Arbitrary<EntityRule> = fc.oneof(
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
const access: fc.Arbitrary<Access> = fc.record({
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
const restriction: fc.Arbitrary<Omit<Restriction, "id">> = fc.record({
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

function template(): Grant {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("no operator");
  return { ...operator, id: "grt_law" };
}

const grant: fc.Arbitrary<Grant> = fc
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
const request: fc.Arbitrary<CallRequest> = fc.record({
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

function decide(asked: CallRequest, by: Grant, ceiling?: Access): Promise<Decision> {
  return decidePlain(asked, by, { home: HOME, services: SERVICES, now: NOW, ceiling });
}

/** 0 = no, 1 = the owner is asked, 2 = yes. */
function openness(decision: Decision): number {
  return "allow" in decision ? 2 : "ask" in decision ? 1 : 0;
}

async function law<T>(values: fc.Arbitrary<T>, holds: (value: T) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(values, holds), RUNS);
}

describe("laws of the grant", () => {
  test("1: narrowing never opens", async () => {
    await law(
      fc.tuple(request, grant, restriction, entityRule, access),
      async ([asked, by, added, denied, attenuation]) => {
        const reject: Grant = { ...by, target_mode: "reject" };
        const before = openness(await decide(asked, reject));
        const narrower: readonly [CallRequest, Grant][] = [
          [asked, { ...reject, restrictions: [...reject.restrictions, { ...added, id: "added" }] }],
          [asked, { ...reject, access: { ...reject.access, deny: [...reject.access.deny, denied] } }],
          [asked, { ...reject, access: { ...reject.access, actions: reject.access.actions.slice(1) } }],
          [asked, { ...reject, access: { ...reject.access, services: reject.access.services.slice(1) } }],
          [{ ...asked, attenuations: [attenuation] }, reject],
        ];
        for (const [call, narrowed] of narrower)
          expect(openness(await decide(call, narrowed))).toBeLessThanOrEqual(before);
      },
    );
  });

  test("2: the order of scopes and targets does not matter", async () => {
    await law(fc.tuple(request, grant), async ([asked, by]) => {
      const { access: open } = by;
      const turned: Access = { ...open, actions: open.actions.toReversed(), deny: open.deny.toReversed() };
      const ids = (asked.target as { entity_id?: unknown }).entity_id;
      const target = {
        ...(asked.target as object),
        ...(Array.isArray(ids) ? { entity_id: ids.toReversed() } : {}),
      };
      const first = await decide(asked, by);
      const second = await decide({ ...asked, target }, { ...by, access: turned });
      expect(openness(second)).toBe(openness(first));
      if ("allow" in first && "allow" in second)
        expect(new Set(second.targets)).toEqual(new Set(first.targets));
    });
  });

  test("3: normalising is idempotent and changes no decision", async () => {
    await law(fc.tuple(request, grant), async ([asked, by]) => {
      const ids = (asked.target as { entity_id?: unknown }).entity_id;
      const text = Array.isArray(ids) ? ids.map((id) => ` ${String(id).toUpperCase()} `).join(",") : ids;
      const raw = {
        ...asked,
        service: ` ${asked.service.toUpperCase()}`,
        target: { ...(asked.target as object), ...(text ? { entity_id: text } : {}) },
      };
      expect(normaliseCall(raw)).toEqual(normaliseCall(asked));
      expect(await decide(raw, by)).toEqual(await decide(asked, by));
    });
  });

  test("4: what goes on was permitted one by one, and selects nothing else", async () => {
    await law(fc.tuple(request, grant), async ([asked, by]) => {
      const decision = await decide(asked, by);
      if (!("allow" in decision)) return;
      const world: World = { killed: false, place: HOME.place, services: SERVICES, timeZone: "UTC" };
      const context = contextOf(asked, by, undefined, world, NOW);
      expect(decision.targets?.length).not.toBe(0);
      for (const id of decision.targets ?? []) {
        expect(HOME.place.states.has(id)).toBe(true);
        expect(isPermitted(context, asked.service, id)).toBe(true);
      }
      for (const key of ["entity_id", "area_id", "floor_id", "label_id", "device_id", "exclude"])
        expect(decision.data).not.toHaveProperty(key);
    });
  });

  test("6: nothing goes beyond the ceiling", async () => {
    await law(fc.tuple(request, grant, access), async ([asked, by, ceiling]) => {
      const reject: Grant = { ...by, target_mode: "reject", indirect: "closure" };
      const bounded = await decide(asked, reject, ceiling);
      const alone = await decide(asked, { ...reject, access: ceiling });
      expect(openness(bounded)).toBeLessThanOrEqual(openness(alone));
    });
  });

  test("7: an exception at any fact denies", async () => {
    const broken = (): never => {
      throw new Error("broken");
    };
    await law(
      fc.tuple(request, grant, fc.constantFrom("place", "services", "timeZone", "killed")),
      async ([asked, by, key]) => {
        const world: World = { killed: false, place: HOME.place, services: SERVICES, timeZone: "UTC" };
        const poisoned = Object.defineProperty({ ...world }, key, { get: broken });
        const answer = evaluate(asked, by, undefined, poisoned, NOW);
        expect("allow" in answer && !["services", "timeZone"].includes(key)).toBe(false);
        if (key === "killed") expect(answer).toMatchObject({ deny: true, code: "policy_error" });
      },
    );
  });

  test("8: counters move on an allowed request alone", async () => {
    await law(fc.tuple(request, grant), async ([asked, by]) => {
      const counters = memoryCounters();
      const counted: Grant = { ...by, restrictions: [...by.restrictions, COUNTED] };
      const usage = async () => [
        ...(await counters.usage(by.id, reservationsOf(counted, asked, "UTC", NOW), NOW)).values(),
      ];
      const before = await usage();
      const decision = await decidePlain(asked, counted, {
        home: HOME,
        services: SERVICES,
        now: NOW,
        counters,
      });
      expect(await usage()).toEqual(before);
      if (!("allow" in decision)) return;
      expect(await counters.reserve(by.id, decision.reserve, NOW)).toBeUndefined();
      expect(await usage()).not.toEqual(before);
    });
  });

  test("10: a saved grant is read back as it was", () => {
    fc.assert(
      fc.property(access, (open) => {
        const parsed = parseGrant({ name: "law", access: open }, NOW);
        if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
        const again = parseGrant(JSON.parse(JSON.stringify(saveGrant(parsed.grant))), NOW + 1e9);
        expect(again).toEqual(parsed);
      }),
      RUNS,
    );
  });

  test("an empty grant opens nothing", async () => {
    await law(request, async (asked) => {
      expect(openness(await decide(asked, { ...template(), access: NO_ACCESS }))).toBe(0);
    });
  });
});

const COUNTED: Restriction = {
  id: "counted",
  enabled: true,
  type: "rate_limit",
  applies_to: "grant",
  params: { limit: 3, window_seconds: 60 },
};
