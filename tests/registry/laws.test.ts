/** Laws of the road, held over the whole catalogue: nothing without a grant, nothing foreign unfenced. */

import { describe, expect, test } from "bun:test";
import { memoryAudit } from "../../src/audit/memory-audit.ts";
import type { EntityState, Gateway } from "../../src/hass/gateway.ts";
import { createRegistry } from "../../src/registry/registry.ts";
import { createSearchIndex } from "../../src/search/search-index.ts";
import { builtinGrant } from "../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import { parseGrant } from "../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../src/security/grant/restrict/store-counters.ts";
import { CATALOGUE } from "../../src/tools/catalogue.ts";
import { testDesk } from "../security/approval-desk.ts";
import { POISON, POISONED } from "./input/poisoned.ts";

/** A home in which every text is hostile, and every use of it is counted. */
function poisonedHome() {
  const uses: string[] = [];
  const state: EntityState = {
    id: "light.a",
    state: POISON,
    attributes: {
      friendly_name: POISON,
      effect_list: [POISON],
      note: { [POISON]: POISON },
      supported_features: 4,
    },
    contextId: "c",
    parentContextId: undefined,
    lastChanged: 1,
    lastUpdated: 1,
  };
  const entry = {
    entityId: "light.a",
    platform: "x",
    areaId: "p",
    deviceId: "d",
    labels: ["l"],
    category: undefined,
    hidden: false,
  };
  const gateway: Gateway = {
    connected: true,
    ready: async () => void uses.push("ready"),
    states: new Map([["light.a", state]]),
    aliasesLoaded: async () => void uses.push("aliasesLoaded"),
    registries: {
      aliases: new Map([["light.a", [POISON]]]),
      floors: new Map([["f", { id: "f", name: POISON, aliases: [POISON], level: 0 }]]),
      areas: new Map([["p", { id: "p", name: POISON, aliases: [POISON], floorId: "f", labels: [] }]]),
      labels: new Map([["l", { id: "l", name: POISON }]]),
      devices: new Map([
        [
          "d",
          {
            id: "d",
            name: POISON,
            manufacturer: POISON,
            model: POISON,
            areaId: "p",
            labels: [],
            parentId: undefined,
          },
        ],
      ]),
      entities: new Map([["light.a", entry]]),
    },
    services: {
      light: {
        turn_on: {
          fields: { [POISON]: { selector: { text: {} } } },
          target: { entity: [{ domain: ["light"] }] },
          response: { optional: true },
        },
      },
    },
    house: {
      version: POISON,
      timeZone: "UTC",
      language: "en",
      name: POISON,
      user: { id: "u", isAdmin: true },
    },
    revision: 1,
    onChange: () => () => undefined,
    callService: async () => {
      uses.push("callService");
      return { contextId: "c", response: { [POISON]: [POISON, { deep: POISON }] } };
    },
    extractFromTarget: async () => {
      throw new Error("not asked for");
    },
    renderTemplate: async () => POISON,
    exposedToAssist: async () => new Set(["light.a"]),
    picture: async () => ({ bytes: Buffer.from(POISON), mimeType: POISON }),
    query: async ({ type }) => POISONED[type] ?? [],
  };
  return { gateway, uses };
}

async function call(grant: Grant, tool: string, args: unknown, counters = memoryCounters()) {
  const { gateway, uses } = poisonedHome();
  const index = createSearchIndex(gateway);
  await index.build();
  const clock = { now: () => 1_800_000_000_000 };
  const registry = createRegistry({
    tools: CATALOGUE,
    gateway,
    grants: { byId: () => grant, ceiling: () => undefined },
    halts: async () => ({ killed: false, revokedGrants: new Set() }),
    index: async () => index,
    audit: memoryAudit(),
    counters,
    desk: testDesk({ clock }),
    clock,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const answer = await registry
    .call({ id: "test", grantId: grant.id, credential: "test" }, tool, args, context)
    .then(
      ({ structured, text }) => `${text}\n${JSON.stringify(structured)}`,
      (failure: { code?: string; message: string; hint?: string }) =>
        `${failure.code}: ${failure.message} ${failure.hint ?? ""}`,
    );
  return { answer, uses };
}

const CALLS: readonly (readonly [string, object])[] = [
  ["ha_search", { query: "light" }],
  ["ha_search", { query: "nothing of that kind" }],
  ["ha_read", { ids: ["light.a"] }],
  ["ha_read", { ids: ["light.a", "area:p", "floor:f", "device:d", "label:l"], detail: "full" }],
  ["ha_read", { ids: ["light.a"], fields: ["note", "state", "effect_list"] }],
  ["ha_read", { ids: [POISON, "light.zzz"] }],
  ["ha_overview", {}],
  ["ha_history", { ids: ["light.a"] }],
  ["ha_history", { ids: ["light.a"], kind: "statistics" }],
  ["ha_history", { ids: ["light.a"], kind: "logbook" }],
  ["ha_history", { ids: [POISON] }],
  ["ha_camera", { id: "camera.a" }],
  ["ha_camera", { id: POISON }],
  ["ha_wait", { id: "light.a", timeout_s: 1 }],
  ["ha_template", { template: POISON }],
  ["ha_template", { condition: { condition: POISON } }],
  ["ha_diagnose", { about: "light.a" }],
  ["ha_diagnose", { about: "home" }],
  ["ha_diagnose", { about: "log" }],
  ["ha_diagnose", { about: POISON }],
  ["ha_services", {}],
  ["ha_services", { id: "light.a" }],
  [
    "ha_call_service",
    { service: "light.turn_on", target: { entity_id: ["light.a"] }, return_response: true },
  ],
  ["ha_call_service", { service: "light.turn_on", target: { entity_id: ["light.a"] }, dry_run: true }],
  ["ha_call_service", { service: POISON }],
  ["ha_assist", { text: "turn on the light" }],
  ["ha_assist", { text: POISON }],
  ["ha_access", {}],
];

describe("a home in which every text is hostile", () => {
  const operator = builtinGrant("operator");
  test.each(CALLS)("%s %j: no control character, no order outside a fence", async (tool, args) => {
    if (!operator) throw new Error("no operator");
    const { answer } = await call(operator, tool, args);
    expect(answer).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u200b-\u200f\u202a-\u202e]/);
    for (const { index } of answer.matchAll(/<script>|ignore previous/g)) {
      expect(answer.lastIndexOf("«", index)).toBeGreaterThan(answer.lastIndexOf("»", index));
    }
  });

  test("every tool of the catalogue was tried", () => {
    expect([...new Set(CALLS.map(([tool]) => tool))].sort()).toEqual(
      CATALOGUE.map(({ name }) => name).sort(),
    );
  });
});

describe("an empty grant", () => {
  const parsed = parseGrant({ name: "nothing", access: {} }, 1_800_000_000_000);
  test.each(CALLS)("%s %j touches nothing", async (tool, args) => {
    if (!("grant" in parsed)) throw new Error("the empty grant does not parse");
    const { answer, uses } = await call(parsed.grant, tool, args);
    expect(uses).toEqual([]);
    if (tool !== "ha_access") expect(answer).toStartWith("TOOL_UNKNOWN: ");
  });
});

describe("a grant that no longer holds", () => {
  const ACCESS = { read: ["*"], history: ["*"], camera: ["*"] };
  const made = parseGrant(
    {
      name: "over",
      access: ACCESS,
      capabilities: { templates: "allow", conversation: "allow" },
      expires_at: "2026-06-01T00:00:00Z",
    },
    1_700_000_000_000,
  );
  const paused = parseGrant(
    {
      name: "paused",
      access: ACCESS,
      capabilities: { templates: "allow", conversation: "allow" },
      status: "paused",
    },
    1_800_000_000_000,
  );
  const closed = parseGrant(
    {
      name: "hours",
      access: ACCESS,
      capabilities: { templates: "allow", conversation: "allow" },
      restrictions: [
        {
          id: "r",
          type: "schedule",
          applies_to: { operation: ["read", "subscribe", "history", "camera"] },
          params: { days: ["mon"], start_time: "00:00", end_time: "00:01", timezone: "UTC" },
        },
      ],
    },
    1_800_000_000_000,
  );
  const READS = CALLS.filter(
    ([tool]) => tool !== "ha_call_service" && tool !== "ha_access" && tool !== "ha_services",
  );
  for (const parsed of [made, paused, closed]) {
    test.each(READS)(
      `${"grant" in parsed ? parsed.grant.name : "none"}: %s %j reads nothing`,
      async (tool, args) => {
        if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
        const { answer } = await call(parsed.grant, tool, args);
        expect(answer).toMatch(/^(PERMISSION_DENIED|NOT_FOUND): /);
        expect(answer).not.toContain("light.a");
      },
    );
  }
});

describe("a grant with a rate", () => {
  test("reads are counted, of whatever kind", async () => {
    const limits = { requests_per_minute: 2, burst: 2 };
    const parsed = parseGrant({ name: "slow", access: { read: ["*"] }, limits }, 1_800_000_000_000);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    const counters = memoryCounters();
    const answers: string[] = [];
    for (const [tool, args] of [
      ["ha_read", { ids: ["light.a"] }],
      ["ha_overview", {}],
      ["ha_search", {}],
    ] as const) {
      answers.push((await call(parsed.grant, tool, args, counters)).answer);
    }
    expect(answers.map((answer) => answer.startsWith("RATE_LIMITED: "))).toEqual([false, false, true]);
  });

  test("a name that cannot be looked up now is not said to be none", async () => {
    const access = { read: ["*"], actions: ["light.*"] };
    const limits = { requests_per_minute: 1, burst: 1 };
    const parsed = parseGrant({ name: "slow", access, limits }, 1_800_000_000_000);
    if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
    const counters = memoryCounters();
    await call(parsed.grant, "ha_overview", {}, counters);
    for (const target of [{ entity_id: ["The lamp"] }, { area_id: ["p"] }]) {
      const { answer } = await call(
        parsed.grant,
        "ha_call_service",
        { service: "light.turn_on", target },
        counters,
      );
      expect(answer).toStartWith("RATE_LIMITED: ");
      expect(answer).toMatch(/Possible again in \d+ s/);
    }
  });
});
