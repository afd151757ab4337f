/** Decides a call on 50 lights under a grant of 200 scopes, over and over; prints the median in milliseconds. */

import type { EntityState } from "../../src/hass/gateway.ts";
import { NO_REGISTRIES } from "../../src/hass/registries.ts";
import { evaluate } from "../../src/security/grant/evaluate/evaluate.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";

const ENTITIES = 1_000;
const TARGETS = 50;
const EXACT = 160;
const DENIED = 20;
const ROUNDS = 20_000;
const WARM_UP = 2_000;

const light = (index: number) => `light.room_${index}`;
const area = (index: number) => `area_${index % 20}`;
const ids = Array.from({ length: ENTITIES }, (_, index) => light(index));
const state = (id: string): EntityState => ({
  id,
  state: "off",
  attributes: { friendly_name: id },
  contextId: "",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
});
const place = {
  states: new Map(ids.map((id) => [id, state(id)])),
  registries: {
    ...NO_REGISTRIES,
    areas: new Map(
      Array.from({ length: 20 }, (_, index) => [
        area(index),
        { id: area(index), name: area(index), aliases: [], floorId: undefined, labels: [] },
      ]),
    ),
    entities: new Map(
      ids.map((id, index) => [
        id,
        {
          entityId: id,
          platform: "hue",
          areaId: area(index),
          deviceId: undefined,
          labels: [],
          category: undefined,
          hidden: false,
        },
      ]),
    ),
  },
};

// exact scopes open the first targets, selectors of areas the others; denied entities lie beside them
const parsed = parseGrant(
  {
    name: "bench",
    expires_at: "never",
    access: {
      actions: [
        ...Array.from({ length: EXACT }, (_, index) => `light.turn_on@${light(index + ENTITIES - EXACT)}`),
        ...Array.from({ length: 20 }, (_, index) => ({
          service: "light.turn_on",
          target: { area: [area(index)] },
        })),
      ],
      deny: Array.from({ length: DENIED }, (_, index) => light(index)),
    },
  },
  Date.now(),
);
if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
const { grant } = parsed;
const entity_id = ids.slice(ENTITIES - EXACT - TARGETS / 2, ENTITIES - EXACT + TARGETS / 2);
const request = { operation: "call_service" as const, service: "light.turn_on", target: { entity_id } };
const services = { light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } } };
const world = { killed: false, place, services, timeZone: "UTC" };

const times: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const started = performance.now();
  const decision = evaluate(request, grant, undefined, world, Date.now());
  if (round >= WARM_UP) times.push(performance.now() - started);
  if (!("allow" in decision) || decision.targets?.length !== TARGETS)
    throw new Error(JSON.stringify(decision));
}
times.sort((a, b) => a - b);
process.stdout.write(String(times[times.length >> 1]));
