/** Decisions with a gateway: what is asked of Home Assistant, when, and what a failure comes to. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../../src/core/failure.ts";
import { type Deciding, decide } from "../../../../src/security/grant/decide/decide.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import type { Owner } from "../../../../src/security/grant/model/owner.ts";
import type { CallRequest } from "../../../../src/security/grant/model/request.ts";
import type { ApprovalState } from "../../../../src/security/grant/model/world.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { resolveSelection } from "../../../../src/security/grant/target/resolve.ts";
import { type FakeOptions, fakeGateway } from "../fake-gateway.ts";
import { stateOf } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");

function call(service: string, target: object, data: object = {}): CallRequest {
  return { operation: "call_service", service, target, data };
}

function grantOf(input: object): Grant {
  const parsed = parseGrant({ name: "test", expires_at: "never", ...input }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

const OPERATOR = builtinGrant("operator") as Grant;

function setUp(options: FakeOptions = {}, more: Partial<Deciding> = {}) {
  const fake = fakeGateway(options);
  const deciding: Deciding = {
    grant: OPERATOR,
    gateway: fake.gateway,
    clock: { now: () => NOW },
    counters: memoryCounters(),
    ...more,
  };
  return { ...fake, deciding, ask: (request: CallRequest) => decide(request, deciding) };
}

describe("decide", () => {
  test("entity ids alone ask nothing of Home Assistant", async () => {
    const { ask, asked } = setUp();
    expect(await ask(call("light.turn_on", { entity_id: "light.hall" }, { brightness: 3 }))).toEqual({
      allow: true,
      targets: ["light.hall"],
      data: { brightness: 3 },
      left_out: [],
      reserve: [],
    });
    expect(asked).toEqual([]);
  });

  test("an area is resolved by Home Assistant, its lights go on", async () => {
    const { ask, asked } = setUp();
    expect(await ask(call("light.turn_on", { area_id: "kitchen" }))).toMatchObject({
      targets: ["light.kitchen"],
    });
    expect(asked).toEqual(["extract_from_target"]);
  });

  test("without that command our own resolver answers; without a connection nobody does", async () => {
    const old = setUp({ resolver: "unknown command" });
    expect(await old.ask(call("light.turn_on", { area_id: "kitchen" }))).toMatchObject({
      targets: ["light.kitchen"],
    });
    const gone = setUp({ resolver: "gone" });
    expect(await gone.ask(call("light.turn_on", { area_id: "kitchen" }))).toMatchObject({
      code: "resolver_unavailable",
    });
  });

  test("target keys inside the data are targets too", async () => {
    const { ask } = setUp({}, { grant: grantOf({ access: { actions: ["light.turn_on@light.kitchen"] } }) });
    expect(
      await ask(call("light.turn_on", { entity_id: "light.kitchen" }, { entity_id: "all" })),
    ).toMatchObject({ code: "scope_denied" });
    expect(
      await ask(call("light.turn_on", {}, { entity_id: "light.kitchen", flash: "short" })),
    ).toMatchObject({
      targets: ["light.kitchen"],
      data: { flash: "short" },
    });
  });

  test("a script is seen through; one that may not be read is opaque", async () => {
    const config = { sequence: [{ action: "light.turn_on", target: { entity_id: "light.hall" } }] };
    const seen = setUp({ answers: { "script/config": () => ({ config }) } });
    expect(await seen.ask(call("script.turn_on", { entity_id: "script.good_night" }))).toMatchObject({
      allow: true,
    });
    await seen.ask(call("script.turn_on", { entity_id: "script.good_night" }));
    expect(seen.asked).toEqual(["script/config"]);
    const blind = setUp();
    expect(await blind.ask(call("script.turn_on", { entity_id: "script.good_night" }))).toMatchObject({
      code: "indirect_opaque",
    });
  });

  test("a helper carries the automations that wait for it", async () => {
    const opens = {
      triggers: [{ trigger: "state", entity_id: "input_boolean.away" }],
      actions: [{ action: "lock.unlock", target: { entity_id: "lock.front" } }],
    };
    const waits = setUp({ answers: { "automation/config": () => ({ config: opens }) } });
    waits.states.set("input_boolean.away", stateOf("input_boolean.away"));
    expect(await waits.ask(call("input_boolean.turn_on", { entity_id: "input_boolean.away" }))).toMatchObject(
      { ask: true, why: "physical" },
    );
    // one that is gone is related to nothing; behind a user who may read none, nobody knows
    for (const [isAdmin, said] of [
      [true, { allow: true }],
      [false, { ask: true, why: "physical" }],
    ] as const) {
      const unreadable = setUp({ isAdmin, answers: { "search/related": () => ({}) } });
      unreadable.states.set("input_boolean.away", stateOf("input_boolean.away"));
      expect(
        await unreadable.ask(call("input_boolean.turn_on", { entity_id: "input_boolean.away" })),
      ).toMatchObject(said);
      expect(await unreadable.ask(call("light.turn_on", { entity_id: "light.hall" }))).toMatchObject({
        allow: true,
      });
    }
  });

  test("a bound entity must still be the one that was granted", async () => {
    const grant = grantOf({ access: { actions: ["*@light.hall"], bound: { "light.hall": "abc" } } });
    const answer = (id: string) => ({
      answers: { "config/entity_registry/get_entries": () => ({ "light.hall": { id } }) },
    });
    expect(
      await setUp(answer("abc"), { grant }).ask(call("light.turn_on", { entity_id: "light.hall" })),
    ).toMatchObject({ allow: true });
    expect(
      await setUp(answer("xyz"), { grant }).ask(call("light.turn_on", { entity_id: "light.hall" })),
    ).toMatchObject({ code: "entity_identity_changed" });
  });

  test("a physical call asks, and is bound to what it would reach", async () => {
    const { ask } = setUp();
    expect(await ask(call("lock.unlock", { entity_id: "lock.front" }))).toEqual({
      ask: true,
      step: 20,
      why: "physical",
      targets: ["lock.front"],
      leaves: [],
      data: {},
      left_out: [],
    });
    const yes = setUp({}, { owner: saying("approved") });
    expect(await yes.ask(call("lock.unlock", { entity_id: "lock.front" }))).toMatchObject({
      reserve: [{ kind: "approval" }],
    });
    const no = setUp({}, { owner: saying("denied") });
    expect(await no.ask(call("lock.unlock", { entity_id: "lock.front" }))).toMatchObject({
      code: "approval_denied",
    });
  });

  test("a wrong PIN counts, and five of them lock", async () => {
    const pin = { id: "p", type: "pin", applies_to: "actions", params: { pin: "123456" } };
    const { ask } = setUp({}, { grant: grantOf({ access: { actions: ["light.*"] }, restrictions: [pin] }) });
    const on = call("light.turn_on", { entity_id: "light.hall" });
    expect(await ask({ ...on, pins: { p: "123456" } })).toMatchObject({ allow: true });
    for (let at = 0; at < 5; at++)
      expect(await ask({ ...on, pin: "000000" })).toMatchObject({ code: "invalid_pin", restriction: "p" });
    expect(await ask({ ...on, pin: "123456" })).toMatchObject({ code: "pin_locked", retryAfterSeconds: 900 });
  });

  test("a template that fails or takes too long denies", async () => {
    const restrictions = [{ id: "t", type: "template", params: { value_template: "x" } }];
    const grant = grantOf({ access: { actions: ["light.*"] }, restrictions });
    const on = call("light.turn_on", { entity_id: "light.hall" });
    const given: number[] = [];
    const yes = async (_: string, timeoutMs: number) => {
      given.push(timeoutMs);
      return " On ";
    };
    expect(await setUp({ renderTemplate: yes }, { grant }).ask(on)).toMatchObject({ allow: true });
    expect(given).toEqual([1_000]);
    expect(await setUp({}, { grant }).ask(on)).toMatchObject({ code: "template_error" });
  });

  test("a rate is tested here and taken by the caller", async () => {
    const restrictions = [{ id: "r", type: "rate_limit", params: { limit: 1, window_seconds: 60 } }];
    const { ask, deciding } = setUp(
      {},
      { grant: grantOf({ id: "g", access: { actions: ["light.*"] }, restrictions }) },
    );
    const on = call("light.turn_on", { entity_id: "light.hall" });
    const first = await ask(on);
    expect(await ask(on)).toEqual(first);
    if (!("allow" in first)) throw new Error("denied");
    expect(await deciding.counters.reserve("g", first.reserve, NOW)).toBeUndefined();
    expect(await ask(on)).toMatchObject({ code: "rate_limited", restriction: "r", retryAfterSeconds: 60 });
    expect(await deciding.counters.reserve("g", first.reserve, NOW)).toMatchObject({ code: "rate_limited" });
  });

  test("the exposed entities are loaded for a grant that asks for them", async () => {
    const { deciding } = setUp({}, { grant: builtinGrant("viewer") as Grant });
    expect(await decide({ operation: "read", entity_ids: "*" }, deciding)).toMatchObject({
      targets: ["light.kitchen"],
    });
  });

  test("the kill switch, and a cancelled call", async () => {
    expect(
      await setUp({}, { killed: true }).ask(call("light.turn_on", { entity_id: "light.hall" })),
    ).toMatchObject({ code: "kill_switch", step: 1 });
    const cancelled = setUp({}, { signal: AbortSignal.abort() });
    await expect(cancelled.ask(call("light.turn_on", { area_id: "hall" }))).rejects.toBeInstanceOf(Failure);
  });
});

describe("registries that change while a call is decided", () => {
  const byPlace = grantOf({ access: { actions: [{ service: "light.*", target: { area: ["hall"] } }] } });
  const hall = call("light.turn_on", { area_id: "hall" });

  /** `moved` comes to lie in the hall for Home Assistant, and for us as soon as `seen`. */
  function moving(moved: string, seen: boolean) {
    const { gateway, deciding, asked } = setUp({}, { grant: byPlace });
    const before = gateway.registries;
    const entry = before.entities.get(moved);
    if (!entry) throw new Error("no such entity");
    const entities = new Map([
      ...before.entities,
      [moved, { ...entry, areaId: "hall", deviceId: undefined }],
    ]);
    const after = { ...before, entities };
    let registries = before;
    const live = Object.create(gateway, {
      registries: { get: () => registries },
      extractFromTarget: {
        value: async () => {
          asked.push("extract_from_target");
          if (seen) registries = after;
          const { entityIds } = resolveSelection(
            { area_id: ["hall"], floor_id: [], label_id: [], device_id: [] },
            { registries: after },
          );
          const none = { missing_areas: [], missing_devices: [], missing_floors: [], missing_labels: [] };
          return { ...none, referenced_entities: entityIds };
        },
      },
    });
    return { decision: decide(hall, { ...deciding, gateway: live }), asked };
  }

  test("the decision rests on the newer ones where we have them", async () => {
    const { decision, asked } = moving("light.bedroom", true);
    expect(await decision).toMatchObject({ allow: true, targets: ["light.hall", "light.bedroom"] });
    expect(asked).toEqual(["extract_from_target", "extract_from_target"]);
  });

  test("what Home Assistant has there and we have not is no harmless thing to a grant by place", async () => {
    expect(await moving("light.bedroom", false).decision).toMatchObject({ code: "resolver_unavailable" });
    expect(await moving("light.hall", false).decision).toMatchObject({ allow: true });
  });
});

/** An owner who has said the same to everything. */
function saying(state: ApprovalState): Owner {
  const say = { id: "apr_1", stateOf: async () => state, ask: async () => ({ answer: "denied" as const }) };
  return { hear: () => ({ ...say, use: async () => true }) };
}
