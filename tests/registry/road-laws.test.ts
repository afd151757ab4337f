/** The laws of the grant that hold for the whole road: what is hidden stays hidden, a fault denies, explain tells the truth. */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { areaOf } from "../../src/hass/registries.ts";
import { decide } from "../../src/security/grant/decide/decide.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import type { CallRequest } from "../../src/security/grant/model/request.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { grantOf, NOW, openRoad, type RoadOptions } from "../road/road.ts";
import { grant, HOME, plainRequest, request, SERVICES, wideGrant } from "../security/grant/law-cases.ts";
import { stateOf, type VectorHome } from "../security/grant/vector-home.ts";
import { randomRuns } from "../seed.ts";

const RUNS = randomRuns("ROAD_SEED", 75);
const TIMEOUT_MS = 600_000;

const anyRequest = fc.oneof(request, plainRequest);
const anyGrant = fc.oneof(grant, wideGrant);

/** `examples` are tried first, whatever the dice say. */
async function law<T>(
  values: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void>,
  examples: readonly T[] = [],
): Promise<void> {
  const first = examples.map((example): [T] => [example]);
  await fc.assert(fc.asyncProperty(values, holds), { ...RUNS, examples: first });
}

const OPEN = grantOf({ access: { read: ["*"], actions: ["script.*", "light.*", "lock.lock@lock.front"] } });
/** A script whose steps are all open. */
const SCRIPT: readonly [CallRequest, Grant] = [
  {
    operation: "call_service",
    service: "script.turn_on",
    target: { entity_id: ["script.good_night"] },
    data: {},
  },
  OPEN,
];
const AREA: typeof SCRIPT = [
  { operation: "call_service", service: "light.turn_on", target: { area_id: ["kitchen"] }, data: {} },
  OPEN,
];

const configOf = (message: Readonly<Record<string, unknown>>) => ({
  config: HOME.configs.get(String(message["entity_id"])),
});
const LIVE: RoadOptions = {
  services: SERVICES,
  answers: { "script/config": configOf, "automation/config": configOf },
};

/** Names that stand for one thing alone, so that a name in an answer tells where it comes from. */
function namedHome(): VectorHome {
  const { states, registries } = HOME.place;
  const named = [...states.values()].map(({ id, attributes }, at) => {
    const name = `Thing Z${at}Z`;
    return [id, stateOf(id, { ...attributes, friendly_name: name })] as const;
  });
  const areas = [...registries.areas].map(([id, area]) => [id, { ...area, name: `Room Y${id}Y` }] as const);
  return { ...HOME, place: { states: new Map(named), registries: { ...registries, areas: new Map(areas) } } };
}

const NAMED = namedHome();
const IDS = [...NAMED.place.states.keys()];
const AREAS = [...NAMED.place.registries.areas.keys()];

type Rule = string | { readonly area: readonly string[] };

/** What the rule is about, told from its text alone. */
function covers(rule: Rule, id: string): boolean {
  if (typeof rule !== "string") return rule.area.includes(areaOf(NAMED.place.registries, id)?.id ?? "");
  return rule.endsWith(".*") ? id.startsWith(rule.slice(0, -1)) : rule === id;
}

const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.constantFrom(...IDS),
  fc.constantFrom("light.*", "lock.*", "sensor.*", "group.*", "script.*", "scene.*"),
  fc.record({ area: fc.subarray(AREAS, { minLength: 1 }) }),
);
const scope = fc.record({
  read: fc.array(rule, { minLength: 1, maxLength: 3 }),
  deny: fc.array(rule, { maxLength: 2 }),
});

const id = fc.constantFrom(...IDS, "light.ghost");
const ids = fc.array(
  fc.oneof(
    id,
    fc.constantFrom(...AREAS).map((area) => `area:${area}`),
    fc.constant("floor:ground"),
  ),
  { minLength: 1, maxLength: 3 },
);
const target = fc.oneof(
  fc.record({ entity_id: fc.array(id, { minLength: 1, maxLength: 2 }) }),
  fc.record({ area_id: fc.constantFrom(...AREAS).map((area) => [area]) }),
  fc.record({ floor_id: fc.constantFrom(["ground"], ["upper"]) }),
  fc.record({ label_id: fc.constantFrom(["mood"], ["danger"]) }),
);
const called = fc.record({
  service: fc.constantFrom(
    "light.turn_on",
    "homeassistant.toggle",
    "lock.unlock",
    "scene.turn_on",
    "script.turn_on",
  ),
  target,
  dry_run: fc.boolean(),
  wait_s: fc.constant(0),
});
const asked: fc.Arbitrary<readonly [string, object]> = fc.oneof(
  fc.tuple(fc.constant("ha_read"), fc.record({ ids, detail: fc.constantFrom("brief", "full") })),
  fc.tuple(
    fc.constant("ha_search"),
    fc.oneof(
      fc.record({
        query: fc.constantFrom("thing", "room", "light", "front lock", "z3z"),
        limit: fc.constant(50),
      }),
      fc.record({ domain: fc.constantFrom(["light"], ["lock"], ["sensor"]), limit: fc.constant(50) }),
      fc.record({
        kind: fc.constantFrom(["area"], ["device"], ["label"], ["entity"]),
        limit: fc.constant(50),
      }),
    ),
  ),
  fc.tuple(
    fc.constant("ha_overview"),
    fc.oneof(fc.constant({}), fc.record({ area: fc.constantFrom(...AREAS) })),
  ),
  fc.tuple(fc.constant("ha_services"), fc.oneof(fc.constant({}), fc.record({ id }))),
  fc.tuple(fc.constant("ha_call_service"), called),
  fc.tuple(
    fc.constant("ha_call_service"),
    fc.record({ calls: fc.array(called.map(entry), { minLength: 1, maxLength: 2 }), wait_s: fc.constant(0) }),
  ),
);

function entry({ service, target: to }: { service: string; target: object }): object {
  return { service, target: to };
}

/** Ids and names of what may not be read that stand in the answer though the caller did not write them. */
function hiddenIn(answer: string, args: object, sees: (entity: string) => boolean): readonly string[] {
  const { states } = NAMED.place;
  const written = JSON.stringify(args);
  const hidden = IDS.filter((entity) => !sees(entity));
  const rooms = AREAS.filter(
    (area) => !IDS.some((entity) => sees(entity) && areaOf(NAMED.place.registries, entity)?.id === area),
  );
  const words = [
    ...hidden.map((entity) => String(states.get(entity)?.attributes["friendly_name"])),
    ...rooms.map((area) => `Room Y${area}Y`),
  ];
  const told = new Set([...answer.matchAll(/[a-z_]+\.[a-z0-9_]+/g)].map(([text]) => text));
  return [
    ...hidden.filter((entity) => told.has(entity) && !written.includes(entity)),
    ...words.filter((word) => answer.includes(word)),
  ];
}

describe("laws of the road", () => {
  test(
    "5: nothing outside the read scope stands in any answer",
    async () => {
      await law(
        fc.tuple(scope, fc.array(asked, { minLength: 1, maxLength: 4 })),
        async ([{ read, deny }, calls]) => {
          const actions = read.map((each) =>
            typeof each !== "string"
              ? { service: "*", target: each }
              : each.endsWith(".*")
                ? { service: "*", target: { domain: [each.slice(0, -2)] } }
                : `*@${each}`,
          );
          const road = await openRoad(grantOf({ access: { read, deny, actions } }), { ...LIVE, home: NAMED });
          const sees = (entity: string) =>
            read.some((each) => covers(each, entity)) && !deny.some((each) => covers(each, entity));
          for (const [tool, args] of calls) {
            const { text } = await road.call(tool, args);
            expect(hiddenIn(text, args, sees)).toEqual([]);
          }
          for (const { entityIds = [] } of road.sent)
            expect(entityIds.filter((each) => !sees(each))).toEqual([]);
        },
      );
    },
    TIMEOUT_MS,
  );

  test(
    "7: whatever breaks on the way, nothing is allowed and one line says so",
    async () => {
      const broke = new Set<string>();
      await law(
        fc.tuple(anyRequest, anyGrant, fc.constantFrom(...PARTS)),
        async ([call, by, part]) => {
          let touched = false;
          const road = await openRoad(by, {
            ...LIVE,
            through: (gateway) =>
              new Proxy(gateway, {
                get(whole, key) {
                  if (key !== part) return Reflect.get(whole, key);
                  touched = true;
                  throw new Error("broken");
                },
              }),
          });
          const said = await road.act(call.service, listed(call.target), { data: call.data });
          // such a grant trusts a script by its name, whatever its steps
          const trusted = part === "query" && by.indirect === "trust_named";
          if (!touched || trusted) return;
          broke.add(part);
          expect(said.code).not.toBe("ok");
          expect(road.sent).toEqual([]);
          expect(road.audited()).toEqual([expect.stringMatching(/^[a-z_]+(\.[a-z0-9_]+)? (denied|failed)$/)]);
        },
        PARTS.map((part) => [...(part === "extractFromTarget" ? AREA : SCRIPT), part] as const),
      );
      expect([...broke].sort()).toEqual([...PARTS].sort());
    },
    TIMEOUT_MS,
  );

  test(
    "9: explain and the live decision agree",
    async () => {
      const kinds = new Set<string>();
      await law(
        fc.tuple(anyRequest, anyGrant),
        async ([call, by]) => {
          const road = await openRoad(by, LIVE);
          const explained = await decide(call, {
            grant: by,
            gateway: road.gateway,
            clock: { now: () => NOW },
            counters: memoryCounters(),
          });
          const said = await road.act(call.service, listed(call.target), { data: call.data });
          if (!("allow" in explained)) {
            kinds.add("no");
            expect(said.code).not.toBe("ok");
            expect(road.sent).toEqual([]);
            return;
          }
          // a place in which the caller can neither see nor do anything is one that is not there
          const places = Object.keys(call.target as object).some((key) => key !== "entity_id");
          expect(["ok", "INPUT_INVALID", ...(places ? ["NOT_FOUND"] : [])]).toContain(said.code);
          for (const sent of road.sent) {
            kinds.add("sent");
            expect(explained.targets ?? []).toEqual(expect.arrayContaining([...(sent.entityIds ?? [])]));
            if (explained.targets) expect(sent.entityIds).toBeDefined();
          }
        },
        [SCRIPT],
      );
      expect([...kinds].sort()).toEqual(["no", "sent"]);
    },
    TIMEOUT_MS,
  );
});

/** Parts of the gateway that a decision looks at. */
const PARTS = ["states", "registries", "services", "house", "extractFromTarget", "query"] as const;

/** A target in the form that the tool takes: every key a list. */
function listed(from: unknown): object | undefined {
  const entries = Object.entries(from as object).map(([key, value]) => [key, [value].flat()]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
