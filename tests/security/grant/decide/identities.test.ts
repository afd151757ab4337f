/** Ids that came to mean other entities are not those that were granted, to look at or to act on. */

import { describe, expect, test } from "bun:test";
import { openSight } from "../../../../src/home/see/open-sight.ts";
import { type Deciding, decide } from "../../../../src/security/grant/decide/decide.ts";
import { EVERYTHING } from "../../../../src/security/grant/decide/look.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../fake-gateway.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const REGISTERED: Readonly<Record<string, object>> = {
  "light.hall": { id: "now" },
  "light.kitchen": { id: "then" },
  "weather.home": { id: "now" },
};
const bound = { "light.hall": "then", "light.kitchen": "then", "weather.home": "then", "light.gone": "then" };

function deciding(access: object, { ceiling = undefined as object | undefined, fails = false } = {}) {
  const read = (input: object) => {
    const parsed = parseGrant({ name: "x", expires_at: "never", access: input }, NOW);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    return parsed.grant;
  };
  const entries = ({ entity_ids }: Readonly<Record<string, unknown>>) => {
    if (fails) throw new Error("no answer");
    return Object.fromEntries((entity_ids as string[]).map((id) => [id, REGISTERED[id] ?? null]));
  };
  const fake = fakeGateway({ answers: { "config/entity_registry/get_entries": entries } });
  const found: Deciding = {
    grant: read(access),
    gateway: fake.gateway,
    counters: memoryCounters(),
    clock: { now: () => NOW },
    ...(ceiling === undefined ? {} : { ceiling: read(ceiling).access }),
  };
  return { ...fake, deciding: found };
}

const ALL = { read: ["*"], history: ["*"], actions: [{ service: "*", target: {} }, { service: "*" }] };

describe("an id that means another entity", () => {
  const code = async (request: object, access: object = { ...ALL, bound }, more = {}) => {
    const decision = await decide(request as never, deciding(access, more).deciding);
    return "deny" in decision ? decision.code : "allow" in decision ? decision.targets : "asks";
  };
  const call = (service: string, target?: object, data?: object) => ({
    operation: "call_service",
    service,
    target,
    data,
  });

  test("is not acted on: named, in an area, behind a group, in data", async () => {
    const changed = "entity_identity_changed";
    expect(await code(call("light.turn_on", { entity_id: "light.hall" }))).toBe(changed);
    expect(await code(call("light.turn_on", { entity_id: "light.kitchen" }))).toEqual(["light.kitchen"]);
    expect(await code(call("light.turn_on", { area_id: "hall" }))).toBe(changed);
    expect(await code(call("light.turn_on", { entity_id: "light.all_lights" }))).toBe(changed);
    expect(await code(call("scene.apply", undefined, { entities: { "light.hall": "on" } }))).toBe(changed);
    expect(await code(call("light.turn_on", { entity_id: "light.hall" }), ALL)).toEqual(["light.hall"]);
  });

  test("is not read: by id, among all, by service, in history", async () => {
    const read = (operation: string, entity_ids: unknown) => ({ operation, entity_ids });
    expect(await code(read("read", ["light.hall"]))).toBe("not_found");
    expect(await code(read("history", ["light.hall"]))).toBe("not_found");
    expect(await code(read("read", ["light.kitchen"]))).toEqual(["light.kitchen"]);
    expect(await code(read("read", ["light.hall", "light.kitchen"]))).toEqual(["light.kitchen"]);
    expect(await code(read("read", ["light.*"]))).not.toContain("light.hall");
    expect(await code(read("read", ["*"]))).not.toContain("light.hall");
    expect(await code(call("weather.get_forecasts", { entity_id: "weather.home" }))).toBe(
      "entity_identity_changed",
    );
    expect(await code(read("read", ["light.hall"]), ALL, { ceiling: { ...ALL, bound } })).toBe("not_found");
  });
});

describe("what is seen", () => {
  test("leaves it out, and asks once until a registry changes", async () => {
    const { deciding: found, asked } = deciding({ ...ALL, bound });
    for (let at = 0; at < 3; at++) {
      const sight = await openSight({ caller: {}, deciding: found }, EVERYTHING);
      expect([sight.sees("light.hall"), sight.sees("light.kitchen"), sight.sees("light.bedroom")]).toEqual([
        false,
        true,
        true,
      ]);
      expect(sight.hides("light.hall")).toBe(true);
      expect([...sight.ids()]).not.toContain("light.hall");
      expect(sight.all).toBe(false);
    }
    expect(asked.filter((type) => type === "config/entity_registry/get_entries")).toHaveLength(1);
  });

  test("is all where each id is still its own; nothing where nobody knows", async () => {
    const own = deciding({ ...ALL, bound: { "light.kitchen": "then" } });
    expect((await openSight({ caller: {}, deciding: own.deciding }, EVERYTHING)).all).toBe(true);
    const failing = deciding({ ...ALL, bound }, { fails: true });
    for (let at = 0; at < 2; at++)
      expect(openSight({ caller: {}, deciding: failing.deciding }, EVERYTHING)).rejects.toThrow("no answer");
  });
});
