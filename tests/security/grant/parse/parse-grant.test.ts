/** Saving grants: what is refused, with what advice; what is filled in. */

import { describe, expect, test } from "bun:test";
import { parseGrant, saveGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { expandPreset, PRESETS } from "../../../../src/security/grant/parse/presets.ts";
import { vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const { registries } = vectorHome().place;

function grantOf(input: object) {
  const parsed = parseGrant({ name: "test", ...input }, NOW, registries);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

function faults(input: object): readonly string[] {
  const parsed = parseGrant({ name: "test", ...input }, NOW, registries);
  return "faults" in parsed ? parsed.faults.map(({ code, path }) => `${code} ${path}`) : [];
}

function advice(scope: string): string {
  const parsed = parseGrant({ name: "test", access: { actions: [scope] } }, NOW);
  return "faults" in parsed ? (parsed.faults[0]?.message ?? "") : "";
}

describe("parseGrant", () => {
  test("fills in what was left out", () => {
    const grant = grantOf({});
    expect(grant).toMatchObject({
      version: 1,
      status: "active",
      indirect: "closure",
      target_mode: "reject",
      gates: { physical: "confirm", special: "confirm" },
    });
    expect(grant.id).toMatch(/^grt_\w{12}$/);
    expect(grant.expires_at).toBe("2026-09-10T12:00:00.000Z");
    expect(grant.compiled.map(({ id, step }) => [id, step])).toEqual([["grant.expires_at", 5]]);
  });

  test("names every fault at once", () => {
    const bad = {
      nonsense: 1,
      access: {
        read: ["*.x", { room: ["a"] }, { area: "attic" }],
        actions: ["light"],
        services: ["light.*"],
        levels: { "light.hall": "own" },
      },
      gates: { physical: "perhaps" },
      capabilities: { everything: "allow" },
      expires_at: "2027-01-01T00:00:00",
      limits: { burst: 0 },
      network: { allowed_ips: ["nonsense"], origins: { allowed: ["mysite.com"] } },
    };
    expect(faults(bad).toSorted()).toEqual([
      "invalid_address network.allowed_ips",
      "invalid_expiry expires_at",
      "invalid_grant access.levels.light.hall",
      "invalid_grant gates.physical",
      "invalid_grant limits.burst",
      "invalid_origin network.origins",
      "invalid_scope access.actions[0]",
      "invalid_scope access.read[0]",
      "invalid_scope access.services[0]",
      "unknown_key access.read[1].room",
      "unknown_key capabilities.everything",
      "unknown_key nonsense",
      "unknown_name access.read[2].area",
    ]);
  });

  test("says the nearest valid form", () => {
    expect(advice("Light.turn_on@light.hall")).toContain("light.turn_on@light.hall");
    expect(advice("light.turn_on")).toContain("light.turn_on@<entity id>");
    expect(advice("light.turn_*@light.hall")).toContain("light.*@light.hall");
    expect(advice("*.turn_on@light.hall")).toContain("*@light.hall");
    expect(advice("*")).toContain('{"service": "*", "target": {}}');
  });

  test("expands levels, turns names into ids and single values into lists", () => {
    const { access } = grantOf({
      access: {
        read: [{ area: "Kitchen", domain: "light" }],
        levels: { "light.hall": "control", "light.strip": "badge" },
      },
    });
    expect(access.read).toEqual([{ domain: ["light"], area: ["kitchen"] }, "light.hall", "light.strip"]);
    expect(access.actions).toEqual(["light.*@light.hall"]);
    expect(access.exclude_attributes).toEqual({ "light.strip": ["*"] });
  });

  test("reads Varco's restrictions in all their forms", () => {
    const { restrictions } = grantOf({
      restrictions: [
        { id: "a", type: "TTL", expires_at: "2027-01-01T00:00:00Z" },
        { id: "b", type: "time_window", params: { days: ["Monday", 4], start: "08:00", end: "20:00" } },
        { id: "c", type: "pin", pin: "123456", applies_to: "actions" },
        { id: "d", type: "cooldown", params: { max: 2, window_seconds: 10, cooldown_seconds: 0 } },
      ],
    });
    expect(restrictions.map(({ type }) => type)).toEqual(["expiry", "schedule", "pin", "rate_limit"]);
    expect(restrictions[1]?.params).toEqual({ days: ["mon", "fri"], start_time: "08:00", end_time: "20:00" });
    expect(JSON.stringify(restrictions)).not.toContain("123456");
    expect(restrictions[3]?.params).toEqual({ limit: 2, window_seconds: 10 });
  });

  test("refuses restrictions that would be silently off", () => {
    const one = (more: object) =>
      faults({
        restrictions: [
          { id: "r", type: "schedule", params: { start_time: "08:00", end_time: "20:00" }, ...more },
        ],
      });
    expect(one({})).toEqual([]);
    expect(one({ applies_to: "lock.front" })).toEqual(["invalid_restriction restrictions[0].applies_to"]);
    expect(one({ type: "geo_fence" })).toEqual(["unknown_restriction_type restrictions[0].type"]);
    expect(one({ params: { start_time: "08:00", end_time: "08:00" } })).toEqual([
      "invalid_schedule restrictions[0].params",
    ]);
    expect(one({ params: { start_time: "08:00", end_time: "20:00", days: ["noday"] } })).toEqual([
      "invalid_schedule restrictions[0].params",
    ]);
    expect(one({ type: "pin", params: { pin: "123" } })).toEqual([
      "invalid_restriction restrictions[0].params",
    ]);
    expect(one({ type: "expiry", params: { expires_at: "tomorrow" } })).toEqual([
      "invalid_expiry restrictions[0].params",
    ]);
    expect(one({ id: "grant.expires_at" })).toEqual(["invalid_restriction restrictions[0].id"]);
    expect(one({ param: {} })).toEqual(["unknown_key restrictions[0].param"]);
  });

  test("compiles the grant's own fields, and does not save what it compiled", () => {
    const grant = grantOf({
      not_before: "2026-01-01T00:00:00Z",
      expires_at: "never",
      network: { allowed_ips: ["10.0.0.0/8"], origins: { allowed: ["https://a.example"] } },
      limits: { requests_per_minute: 120, actions_per_minute: 30, burst: 10 },
    });
    expect(grant.compiled.map(({ step }) => step)).toEqual([5, 6, 6, 8, 8]);
    expect(saveGrant(grant)).not.toHaveProperty("compiled");
    expect(parseGrant(saveGrant(grant), NOW + 1)).toEqual({ grant });
  });
});

describe("presets", () => {
  test("every preset comes to a grant that can be saved", () => {
    const when = { schedule: { start_time: "08:00", end_time: "20:00" }, pin: "123456" };
    const where = (name: string) => {
      if (name === "widget") return { entities: { "light.hall": "read-write" as const } };
      return ["guest", "child", "kiosk", "housekeeper"].includes(name) ? { areas: ["kitchen"] } : {};
    };
    for (const name of PRESETS) {
      const expanded = expandPreset(name, { ...when, ...where(name) });
      if (!expanded || "faults" in expanded) throw new Error(name);
      expect(grantOf({ ...expanded.fields }).access.read).not.toBeEmpty();
    }
    expect(expandPreset("nobody", {})).toBeUndefined();
  });

  test("what a preset needs is said; a widget never shows an alarm", () => {
    expect(expandPreset("guest", {})).toMatchObject({ faults: [{ path: "schedule" }, { path: "areas" }] });
    expect(expandPreset("widget", { entities: { "alarm_control_panel.home": "read" } })).toMatchObject({
      faults: [{ code: "invalid_scope" }],
    });
  });
});
