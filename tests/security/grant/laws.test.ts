/** The laws of the grant, on random homes' worth of grants and requests; the seed is printed. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { evaluate } from "../../../src/security/grant/evaluate/evaluate.ts";
import type { Access, ActionRule } from "../../../src/security/grant/model/access.ts";
import { NO_ACCESS } from "../../../src/security/grant/model/access.ts";
import type { Decision } from "../../../src/security/grant/model/decision.ts";
import type { Grant, Restriction } from "../../../src/security/grant/model/grant.ts";
import type { CallRequest } from "../../../src/security/grant/model/request.ts";
import type { World } from "../../../src/security/grant/model/world.ts";
import { parseGrant, saveGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { reservationsOf } from "../../../src/security/grant/restrict/rates.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { contextOf } from "../../../src/security/grant/scope/context.ts";
import { isPermitted } from "../../../src/security/grant/scope/permits.ts";
import { normaliseCall } from "../../../src/security/grant/target/input.ts";
import { randomRuns } from "../../seed.ts";
import {
  access,
  entityRule,
  grant,
  HOME,
  NOW,
  request,
  restriction,
  SERVICES,
  savedRestriction,
  template,
} from "./law-cases.ts";
import { decidePlain } from "./plain-world.ts";

const RUNS = randomRuns("LAW_SEED", 300);

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

  test("1: what narrows nothing changes nothing", async () => {
    // calls without entities are opened domain by domain
    const actions: ActionRule[] = Object.keys(SERVICES).map((domain) => `${domain}.*`);
    const whole: Access = { ...template().access, actions: [{ service: "*", target: {} }, ...actions] };
    await law(fc.tuple(request, grant), async ([asked, { access: open, ...by }]) => {
      const plain: Grant = { ...by, access: { ...open, services: [] } };
      const before = openness(await decide(asked, plain));
      expect(openness(await decide({ ...asked, attenuations: [whole] }, plain))).toBe(before);
      expect(openness(await decide({ ...asked, attenuations: [] }, plain, whole))).toBe(before);
    });
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
    const looked = new Map<string, number>();
    await law(fc.tuple(request, grant, fc.constantFrom(...FACTS)), async ([asked, by, key]) => {
      const world: World = { killed: false, place: HOME.place, services: SERVICES, timeZone: "UTC" };
      let touched = false;
      const get = (): never => {
        touched = true;
        throw new Error("broken");
      };
      const timed: Grant = { ...by, compiled: [SCHEDULED] };
      const whole = evaluate(asked, timed, undefined, world, NOW);
      const broken = evaluate(
        asked,
        timed,
        undefined,
        Object.defineProperty({ ...world }, key, { get }),
        NOW,
      );
      if (touched) looked.set(key, (looked.get(key) ?? 0) + 1);
      if (touched) expect(broken).toMatchObject({ deny: true, step: 0, code: "policy_error" });
      else expect(broken).toEqual(whole);
    });
    // the law says nothing of a fact that no case looks at
    expect([...looked.keys()].sort()).toEqual([...FACTS].sort());
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
      fc.property(grant, fc.array(savedRestriction, { maxLength: 3 }), (by, rules) => {
        const { access: open, indirect, target_mode } = by;
        const restrictions = rules.map((rule, index) => ({ ...rule, id: `r${index}` }));
        const input = { name: "law", access: open, indirect, target_mode, restrictions };
        const parsed = parseGrant(input, NOW);
        if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
        expect(parsed.grant).toMatchObject({ indirect, target_mode, restrictions });
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

const FACTS = ["place", "services", "timeZone", "killed"] as const;

/** Open at NOW in the house's own time zone. */
const SCHEDULED: Restriction = {
  id: "scheduled",
  enabled: true,
  type: "schedule",
  applies_to: "grant",
  params: { days: ["fri"], start_time: "08:00", end_time: "20:00" },
};

const COUNTED: Restriction = {
  id: "counted",
  enabled: true,
  type: "rate_limit",
  applies_to: "grant",
  params: { limit: 3, window_seconds: 60 },
};
