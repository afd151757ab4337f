/** Several calls in one: each entry's rows, what of it was refused, answered, left out, and when the rest is not run. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { ServiceCall } from "../../../src/hass/gateway.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import type { WireServices } from "../../../src/hass/wire.ts";
import { homeOf, type Thing } from "../../road/home-of.ts";
import { grantOf, openRoad, type RoadOptions } from "../../road/road.ts";

const on = (...domain: readonly string[]) => ({ fields: {}, target: { entity: [{ domain }] } });
const SERVICES = {
  light: { turn_on: on("light") },
  lock: { unlock: on("lock") },
  switch: { turn_on: { ...on("switch"), response: { optional: true } } },
  notify: { me: { fields: {} } },
} as unknown as WireServices;
const THINGS: Readonly<Record<string, Thing>> = {
  "light.a": { state: "off", area: "hall", name: "Lamp" },
  "light.b": { state: "off", area: "hall" },
  "light.gone": { state: "unavailable" },
  "switch.s": { state: "off" },
  "lock.l": { state: "locked" },
  ...Object.fromEntries(
    Array.from({ length: 40 }, (_, at) => [`light.m${at}`, { state: "off", area: "many" }]),
  ),
};
type OnCall = NonNullable<RoadOptions["onCall"]>;

const GRANT = { access: { read: ["*"], actions: ["light.*", "switch.*"], services: ["notify.me"] } };
const PLACES = { areas: { hall: { name: "Hall" }, many: { name: "Many" } } };

/** Does what is asked for. */
const obedient: OnCall = async ({ entityIds = [] }, { states, set }) => {
  for (const id of entityIds) {
    const was = states.get(id);
    if (was) set({ ...was, state: "on", contextId: "ours", lastUpdated: was.lastUpdated + 1 });
  }
  return { contextId: "ours", response: undefined };
};

async function acted(
  calls: readonly object[],
  options: RoadOptions = {},
  grant: object = GRANT,
  more: object = {},
) {
  const road = await openRoad(grantOf(grant), {
    home: homeOf(THINGS, PLACES),
    services: SERVICES,
    onCall: obedient,
    ...options,
  });
  const said = await road.call("ha_call_service", { calls, wait_s: 0, ...more });
  return { road, said, targets: said.structured["targets"] as readonly Readonly<Record<string, unknown>>[] };
}

const turnOn = (...entity_id: readonly string[]) => ({ service: "light.turn_on", target: { entity_id } });

describe("an entry", () => {
  test("has its rows under its number, in order", async () => {
    const { targets, said } = await acted([turnOn("light.a"), turnOn("light.b", "light.a")]);
    expect(targets).toMatchObject([
      { call: 0, id: "light.a", verdict: "confirmed" },
      { call: 1, id: "light.b", verdict: "confirmed" },
      { call: 1, id: "light.a", verdict: "already" },
    ]);
    expect(said.structured).not.toContainAnyKeys(["left_out", "response", "more"]);
  });

  test("that is refused is a row of it and a line of the audit, and the next one runs", async () => {
    const { targets, road } = await acted([
      { service: "lock.unlock", target: { entity_id: ["lock.l"] } },
      turnOn("light.a"),
    ]);
    expect(targets).toMatchObject([
      { call: 0, id: "lock.l", verdict: "refused", reason: expect.stringContaining("lock.unlock") },
      { call: 1, id: "light.a", verdict: "confirmed" },
    ]);
    expect(road.audited().slice(0, 2)).toEqual(["lock.unlock denied", "light.turn_on begin"]);
  });

  test("of which one target is refused: that one is, the others are not sent", async () => {
    const grant = { access: { ...GRANT.access, deny: ["light.b"] } };
    const { targets, road } = await acted([turnOn("light.a", "light.b")], {}, grant);
    expect(targets).toMatchObject([
      { call: 0, id: "light.a", verdict: "not_sent" },
      { call: 0, id: "light.b", verdict: "refused", reason: expect.any(String) },
    ]);
    expect(targets[0]).not.toContainKey("reason");
    expect(road.sent).toEqual([]);
  });

  test("whose targets are each allowed and which is refused all the same is refused whole", async () => {
    const call = { ...turnOn("light.a", "light.b"), data: { brightness: 900 } };
    const services = {
      ...SERVICES,
      light: {
        turn_on: { ...on("light"), fields: { brightness: { selector: { number: { min: 0, max: 255 } } } } },
      },
    } as unknown as WireServices;
    const { targets } = await acted([call], { services });
    expect(targets).toMatchObject([
      { id: "light.a", verdict: "refused", reason: expect.stringContaining("255") },
      { id: "light.b", verdict: "refused", reason: expect.stringContaining("255") },
    ]);
  });

  test("that names nothing goes by its service; names are targets too", async () => {
    const { targets } = await acted([
      { service: "notify.nobody" },
      { service: "lock.unlock", target: { name: ["Nobody's"] } },
    ]);
    expect(targets).toMatchObject([
      { call: 0, id: "notify.nobody", verdict: "refused" },
      { call: 1, id: "Nobody's", verdict: "refused" },
    ]);
  });

  test("of very many targets that is refused is one row, with how many", async () => {
    const ids = (count: number) =>
      Array.from({ length: count }, (_, at) => (at === 0 ? "lock.l" : `light.m${at}`));
    const few = await acted([turnOn(...ids(30))]);
    expect(few.targets).toHaveLength(30);
    const many = await acted([turnOn(...ids(31))]);
    expect(many.targets).toMatchObject([
      {
        id: "light.turn_on",
        verdict: "refused",
        reason: expect.stringContaining("It names 31; none was acted on."),
      },
    ]);
  });
});

describe("what Home Assistant makes of an entry", () => {
  const failing = (failure: Failure, first = true): OnCall => {
    let asked = 0;
    return async (call: ServiceCall, fake) => {
      if ((++asked === 1) === first) throw failure;
      return obedient(call, fake);
    };
  };

  test("where it refuses it: failed, in its own words, and no line of the audit more", async () => {
    const cause = new HassError("service_validation_error", "no such mode");
    const { targets, road } = await acted([turnOn("light.a"), turnOn("light.b")], {
      onCall: failing(new Failure("HASS_REJECTED", "Home Assistant said no such mode.", { cause })),
    });
    expect(targets).toMatchObject([
      { call: 0, id: "light.a", verdict: "failed", reason: expect.stringContaining("no such mode") },
      { call: 1, id: "light.b", verdict: "confirmed" },
    ]);
    expect(road.audited().filter((line) => !line.endsWith("end"))).toEqual([
      "light.turn_on begin",
      "light.turn_on begin",
    ]);
  });

  test("where the connection is lost and no target is known: unknown", async () => {
    const { targets } = await acted([{ service: "notify.me" }], {
      onCall: failing(new Failure("OUTCOME_UNKNOWN", "The connection was lost.")),
    });
    expect(targets).toMatchObject([{ call: 0, id: "notify.me", verdict: "unknown" }]);
  });

  test("where it breaks inside us, the whole does", async () => {
    const { said } = await acted([turnOn("light.a")], {
      through: (gateway) => ({
        ...gateway,
        get services(): never {
          throw new TypeError("inside");
        },
      }),
    });
    expect(said.code).toBe("DEFECT");
  });
});

test("responses stand with the number of their call", async () => {
  const { said } = await acted(
    [turnOn("light.a"), { service: "switch.turn_on", target: { entity_id: ["switch.s"] } }],
    {
      onCall: async ({ domain }) => ({
        contextId: "ours",
        response: domain === "switch" ? { a: 1 } : undefined,
      }),
    },
    GRANT,
    { return_response: true },
  );
  expect(said.structured["response"]).toEqual([{ call: 1, response: { a: 1 } }]);
});

test("what was left out of an entry, and how many rows there are more, is said", async () => {
  const grant = { access: { ...GRANT.access, deny: ["light.b"] }, target_mode: "narrow" };
  const { said, targets } = await acted(
    [{ service: "light.turn_on", target: { area_id: ["hall"] } }],
    {},
    grant,
  );
  expect(targets.map(({ id }) => id)).toEqual(["light.a"]);
  expect(said.structured).not.toContainKey("more");
  const many = await acted([{ service: "light.turn_on", target: { area_id: ["many"] } }, turnOn("light.a")]);
  expect(many.targets).toHaveLength(30);
  expect(many.said.structured["more"]).toBe(
    "call 0: 10 confirmed more; ha_search shows their states; of all: 1 confirmed more; ha_search shows their states",
  );
});

test("a caller who gave up has the entries not run that were not sent yet, the first one least", async () => {
  const giving = new AbortController();
  const road = await openRoad(grantOf(GRANT), {
    home: homeOf(THINGS, PLACES),
    services: SERVICES,
    onCall: async (call, fake) => {
      giving.abort();
      return obedient(call, fake);
    },
  });
  const calls = [turnOn("light.a"), turnOn("light.b")];
  const { structured } = await road.call("ha_call_service", { calls, wait_s: 0 }, { signal: giving.signal });
  expect(structured["targets"]).toMatchObject([{ call: 0, id: "light.a", verdict: "confirmed" }]);
  expect(road.sent).toHaveLength(1);
});
