/** What restrictions and limits must look like to be saved: each form that is taken, each that is refused. */

import { describe, expect, test } from "bun:test";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");

function parsed(input: object) {
  return parseGrant({ name: "test", expires_at: "never", ...input }, NOW);
}

/** The parameters as saved, or the fault's code. */
function read(type: string, params: object): unknown {
  const result = parsed({ restrictions: [{ id: "r", type, params }] });
  return "grant" in result ? result.grant.restrictions[0]?.params : result.faults[0]?.code;
}

const EVERY_WINDOW = { start_time: "08:00", end_time: "20:00" };
const HASH = `pbkdf2_sha256$600000$${"a".repeat(22)}$${"b".repeat(43)}`;

describe("parameters", () => {
  test.each<readonly [string, object, unknown]>([
    ["expiry", { expires_at: "2027-01-01T00:00:00Z" }, { expires_at: "2027-01-01T00:00:00Z" }],
    ["expiry", { expires_at: "2027-01-01T00:00:00Z", more: 1 }, "invalid_expiry"],
    ["expiry", { expires_at: "2027-01-01" }, "invalid_expiry"],
    ["expiry", {}, "invalid_expiry"],
    ["schedule", EVERY_WINDOW, { days: [], ...EVERY_WINDOW }],
    ["schedule", { ...EVERY_WINDOW, days: "mon, TUESDAY" }, { days: ["mon", "tue"], ...EVERY_WINDOW }],
    ["schedule", { ...EVERY_WINDOW, days: [6, "0"] }, "invalid_schedule"],
    ["schedule", { ...EVERY_WINDOW, days: [7] }, "invalid_schedule"],
    [
      "schedule",
      { ...EVERY_WINDOW, timezone: "Europe/Rome" },
      { days: [], ...EVERY_WINDOW, timezone: "Europe/Rome" },
    ],
    ["schedule", { ...EVERY_WINDOW, timezone: "Mars/Olympus" }, "invalid_schedule"],
    ["schedule", { ...EVERY_WINDOW, timezone: 1 }, "invalid_schedule"],
    ["schedule", { ...EVERY_WINDOW, more: 1 }, "invalid_schedule"],
    ["schedule", { start_time: "08:00" }, "invalid_schedule"],
    ["schedule", { start_time: "08:00", end_time: "24:00" }, "invalid_schedule"],
    ["schedule", { start_time: "8:00", end_time: "20:00" }, "invalid_schedule"],
    ["schedule", { windows: [EVERY_WINDOW] }, { windows: [{ days: [], ...EVERY_WINDOW }] }],
    [
      "schedule",
      { windows: [EVERY_WINDOW], timezone: "UTC" },
      { windows: [{ days: [], ...EVERY_WINDOW }], timezone: "UTC" },
    ],
    ["schedule", { windows: [] }, "invalid_schedule"],
    ["schedule", { windows: "always" }, "invalid_schedule"],
    ["schedule", { windows: [EVERY_WINDOW, "x"] }, "invalid_schedule"],
    ["schedule", { windows: [{ ...EVERY_WINDOW, timezone: "UTC" }] }, "invalid_schedule"],
    ["schedule", { windows: [EVERY_WINDOW], days: ["mon"] }, "invalid_schedule"],
    ["pin", { pin_hash: HASH }, { pin_hash: HASH }],
    ["pin", { pin_hash: "plain" }, "invalid_restriction"],
    ["pin", { pin: "123" }, "invalid_restriction"],
    ["pin", { pin: 123 }, "invalid_restriction"],
    ["pin", { pin: ["1234"] }, "invalid_restriction"],
    ["pin", { pin: "1234", more: 1 }, "invalid_restriction"],
    ["pin", {}, "invalid_restriction"],
    ["rate_limit", { limit: 2, window_seconds: 10 }, { limit: 2, window_seconds: 10 }],
    ["rate_limit", { max: 2, window_seconds: "10" }, { limit: 2, window_seconds: 10 }],
    ["rate_limit", { cooldown_seconds: 5 }, { cooldown_seconds: 5 }],
    [
      "rate_limit",
      { limit: 2, window_seconds: 10, cooldown_seconds: 5 },
      { limit: 2, window_seconds: 10, cooldown_seconds: 5 },
    ],
    ["rate_limit", { limit: 2, window_seconds: 10, cooldown_seconds: 0 }, { limit: 2, window_seconds: 10 }],
    ["rate_limit", { limit: 2 }, "invalid_restriction"],
    ["rate_limit", { window_seconds: 2 }, "invalid_restriction"],
    ["rate_limit", { limit: 1.5, window_seconds: 10 }, "invalid_restriction"],
    ["rate_limit", { limit: 0, window_seconds: 10 }, "invalid_restriction"],
    ["rate_limit", { limit: -1, window_seconds: 10 }, "invalid_restriction"],
    ["rate_limit", { limit: 2, window_seconds: 0 }, "invalid_restriction"],
    ["rate_limit", { limit: 2, window_seconds: Number.POSITIVE_INFINITY }, "invalid_restriction"],
    ["rate_limit", { limit: 2, window_seconds: 10, cooldown_seconds: -1 }, "invalid_restriction"],
    ["rate_limit", { cooldown_seconds: 0 }, "invalid_restriction"],
    ["rate_limit", { limit: " ", window_seconds: 10 }, "invalid_restriction"],
    ["rate_limit", { limit: 2, window_seconds: 10, more: 1 }, "invalid_restriction"],
    ["rate_limit", {}, "invalid_restriction"],
    ["template", { value_template: "{{ true }}" }, { value_template: "{{ true }}" }],
    ["template", { value_template: "  " }, "invalid_restriction"],
    ["template", { value_template: "x", more: 1 }, "invalid_restriction"],
    ["template", { value_template: 1 }, "invalid_restriction"],
    ["condition", { entity_id: "light.a", state: "on" }, { entity_id: "light.a", state: "on" }],
    ["condition", { entity_id: "sensor.a", above: 3 }, { entity_id: "sensor.a", above: 3 }],
    ["condition", { entity_id: "light.a" }, "invalid_restriction"],
    ["condition", { entity_id: "light.a", state: "on", more: 1 }, "invalid_restriction"],
    ["condition", { state: "on" }, "invalid_restriction"],
    ["ip", { allowed_ips: ["10.0.0.0/8", "::1"] }, { allowed_ips: ["10.0.0.0/8", "::1"] }],
    ["ip", { allowed_ips: [] }, "invalid_address"],
    ["ip", { allowed_ips: ["10.0.0.0/8", "nowhere"] }, "invalid_address"],
    ["ip", { allowed_ips: "10.0.0.1" }, "invalid_address"],
    ["ip", { allowed_ips: ["10.0.0.1"], more: 1 }, "invalid_restriction"],
    [
      "origin",
      { allowed: ["https://a.example"], allow_paths: ["/house/*"] },
      { allowed: ["https://a.example"], allow_paths: ["/house/*"] },
    ],
    ["origin", { allow_any: true }, { allow_any: true }],
    ["origin", { allow_any: "yes" }, "invalid_origin"],
    ["origin", { allowed: ["https://a.example/path"] }, "invalid_origin"],
    ["origin", { allowed: ["a.example"] }, "invalid_origin"],
    ["origin", { allowed: "https://a.example" }, "invalid_origin"],
    ["origin", { allow_paths: ["house"] }, "invalid_origin"],
    ["origin", { allow_paths: ["/a/../b"] }, "invalid_origin"],
    ["origin", { allow_paths: ["/a?b"] }, "invalid_origin"],
    ["origin", { allow_paths: [`/${"a".repeat(511)}`] }, { allow_paths: [`/${"a".repeat(511)}`] }],
    ["origin", { allow_paths: [`/${"a".repeat(512)}`] }, "invalid_origin"],
    ["origin", { more: 1 }, "invalid_origin"],
    ["quota", { limit: 3 }, { limit: 3 }],
    ["quota", { limit: 3, period: "month", timezone: "UTC" }, { limit: 3, period: "month", timezone: "UTC" }],
    ["quota", { max: 3, period: "hour" }, { max: 3, period: "hour" }],
    ["quota", { limit: 3, period: "year" }, "invalid_restriction"],
    ["quota", { limit: 0 }, "invalid_restriction"],
    ["quota", { limit: 1.5 }, "invalid_restriction"],
    ["quota", { limit: 3, timezone: "Mars" }, "invalid_restriction"],
    ["quota", { limit: 3, more: 1 }, "invalid_restriction"],
    ["approval", {}, {}],
    ["approval", { by: "owner" }, "invalid_restriction"],
    ["max_entities", { max: 1 }, { max: 1 }],
    ["max_entities", { limit: 2 }, { limit: 2 }],
    ["max_entities", { max_entities: 3 }, { max_entities: 3 }],
    ["max_entities", { max: 0 }, "invalid_restriction"],
    ["max_entities", { max: "2" }, "invalid_restriction"],
    ["max_entities", { max: 1.5 }, "invalid_restriction"],
    ["max_entities", { max: 1, more: 1 }, "invalid_restriction"],
    ["max_entities", {}, "invalid_restriction"],
    ["geo_fence", {}, "unknown_restriction_type"],
  ])("%s %j", (type, params, result) => {
    expect(read(type, params)).toEqual(result);
  });

  test("four digits are a PIN, as text or number; only its hash is kept", () => {
    for (const pin of ["1234", 1234]) {
      const params = read("pin", { pin });
      expect(Object.keys(params as object)).toEqual(["pin_hash"]);
      expect(JSON.stringify(params)).not.toContain('1234"');
    }
  });
});

describe("fields of a grant", () => {
  test.each<readonly [object, string]>([
    [
      { data_limits: { "light.turn_on": { brightness: [] } } },
      "invalid_grant data_limits.light.turn_on.brightness",
    ],
    [
      { data_limits: { "light.turn_on": { brightness: [9, 1] } } },
      "invalid_grant data_limits.light.turn_on.brightness",
    ],
    [
      { data_limits: { "light.turn_on": { brightness: 3 } } },
      "invalid_grant data_limits.light.turn_on.brightness",
    ],
    [{ data_limits: { "light.*": { brightness: [1, 9] } } }, "invalid_grant data_limits.light.*"],
    [{ data_keys: { "light.turn_on": "brightness" } }, "invalid_grant data_keys.light.turn_on"],
    [{ data_keys: { light: ["brightness"] } }, "invalid_grant data_keys.light"],
    [{ pinned: { "script.a": "light.a" } }, "invalid_grant pinned.script.a"],
    [{ pinned: { script: ["light.a"] } }, "invalid_grant pinned.script"],
    [{ network: { require_signature: "yes" } }, "invalid_grant network.require_signature"],
    [{ network: { more: 1 } }, "unknown_key network.more"],
    [{ network: { allowed_ips: "10.0.0.1" } }, "invalid_address network.allowed_ips"],
    [{ not_before: "tomorrow" }, "invalid_expiry not_before"],
    [{ created_at: 5 }, "invalid_expiry created_at"],
    [{ id: "a b" }, "invalid_grant id"],
    [{ name: " x" }, "invalid_grant name"],
    [{ version: 2 }, "invalid_grant version"],
    [{ status: "gone" }, "invalid_grant status"],
    [{ home_area: "a b" }, "invalid_grant home_area"],
    [{ users: ["a b"] }, "invalid_grant users[0]"],
    [{ session: { max_renewals: -1 } }, "invalid_grant session.max_renewals"],
  ])("%j is refused", (input, fault) => {
    const result = parsed(input);
    expect("faults" in result ? result.faults.map(({ code, path }) => `${code} ${path}`) : []).toEqual([
      fault,
    ]);
  });

  test("what is given is kept", () => {
    const given = {
      id: "mine",
      note: "for the hall",
      status: "paused",
      created_at: "2026-01-01T00:00:00Z",
      created_by: "Alex",
      not_before: "2026-01-02T00:00:00Z",
      expires_at: "2027-01-01T00:00:00Z",
      pinned: { "script.a": ["light.a"] },
      data_keys: { "light.turn_on": ["brightness"] },
      data_limits: { "light.turn_on": { brightness: [1, 1], effect: ["rain"] } },
      network: { allowed_ips: ["10.0.0.1"], require_signature: true },
      gates: { physical: "allow", special: "deny" },
      capabilities: { logbook: "confirm" },
      session: { lifetime_minutes: 5, max_renewals: 0 },
      home_area: "hall",
      users: ["alex"],
      limits: { burst: 3 },
    } as const;
    const result = parsed(given);
    expect("grant" in result ? result.grant : result.faults).toMatchObject(given);
    const bare = parsed({ gates: { physical: "deny" } });
    expect("grant" in bare ? Object.keys(bare.grant) : []).not.toContain("not_before");
    expect("grant" in bare ? bare.grant : {}).toMatchObject({
      gates: { physical: "deny", special: "confirm" },
    });
    expect("grant" in bare ? Object.keys(bare.grant) : []).not.toContain("network");
  });

  test.each([[undefined], [null], ["x"], [[]]])("%j is no grant", (input) => {
    expect(parseGrant(input, NOW)).toMatchObject({ faults: [{ code: "invalid_grant", path: "" }] });
  });
});

describe("whom a restriction is about", () => {
  const saved = (applies_to: unknown) =>
    "grant" in parsed({ restrictions: [{ id: "r", type: "pin", params: { pin: "4711" }, applies_to }] });

  test.each<unknown>([
    { operation: [] },
    { entities: [] },
    { operation: "read", scopes: ["lock.*"] },
    { operation: "camera", actions: ["light.*"] },
    { operation: ["read", "history"], scopes: ["lock.unlock@lock.front"], entities: ["lock.*"] },
    [{ operation: "read", actions: ["lock.*"] }],
  ])("%j would match nothing, or not what it seems to", (words) => {
    expect(saved(words)).toBe(false);
  });

  test.each<unknown>([
    undefined,
    "lock.*",
    { operation: "read", entities: ["lock.*"] },
    { operation: ["read", "actions"], scopes: ["lock.*"] },
    { scopes: ["lock.*"], entities: ["lock.*"] },
    { operation: "actions", actions: ["lock.unlock@lock.front"] },
  ])("%j matches", (words) => {
    expect(saved(words)).toBe(true);
  });
});
