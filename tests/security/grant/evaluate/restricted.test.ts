/** Restrictions, and the state that they look at. */

import { describe, expect, test } from "bun:test";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../../src/security/grant/model/request.ts";
import { decidePlain, type Plain } from "../plain-world.ts";
import { ask, grantOf, PLAIN } from "./ask.ts";

describe("restrictions and state", () => {
  const hall = { entity_id: "light.hall" };
  const one = (type: string, params: object, plain: Partial<Plain> = {}) =>
    ask(
      { actions: ["*@light.hall"] },
      "light.turn_on",
      hall,
      { restrictions: [{ id: "r", type, params }] },
      plain,
    );

  test("our own types", async () => {
    expect(await one("condition", { entity_id: "switch.heater", state: ["on"] })).toMatchObject({
      allow: true,
    });
    expect(await one("condition", { entity_id: "switch.heater", state: "off" })).toMatchObject({
      code: "condition_denied",
      restriction: "r",
    });
    expect(
      await one("condition", { entity_id: "switch.heater", attribute: "supported_features", above: 5 }),
    ).toMatchObject({ allow: true });
    expect(await one("condition", { entity_id: "switch.nobody", state: "on" })).toMatchObject({
      code: "condition_denied",
    });
    expect(await one("max_entities", { max: 1 })).toMatchObject({ allow: true });
    expect(await one("approval", {})).toMatchObject({ ask: true, why: "r" });
    expect(await one("quota", { limit: 1, period: "week" })).toMatchObject({
      reserve: [{ kind: "quota", period: "week 2026-06-08" }],
    });
    expect(await one("ip", { allowed_ips: ["10.0.0.0/8"] })).toMatchObject({ code: "ip_denied" });
  });

  test("a suspect clock denies what is timed", async () => {
    const extra = { clockSuspect: true };
    expect(await one("expiry", { expires_at: "2027-01-01T00:00:00Z" }, { extra })).toMatchObject({
      code: "clock_suspect",
    });
    expect(await one("schedule", { start_time: "01:00", end_time: "23:00" }, { extra })).toMatchObject({
      code: "clock_suspect",
    });
    expect(await one("max_entities", { max: 1 }, { extra })).toMatchObject({ allow: true });
  });

  test("the grant's own fields decide at their own steps", async () => {
    const at = (more: object) => ask({ actions: ["*@light.hall"] }, "light.turn_on", hall, more);
    expect(await at({ expires_at: "2026-06-12T12:00:00Z" })).toMatchObject({ code: "expired", step: 5 });
    expect(await at({ not_before: "2026-06-12T12:00:01Z" })).toMatchObject({
      code: "grant_not_yet_valid",
      step: 5,
    });
    expect(await at({ network: { allowed_ips: ["10.0.0.0/8"] } })).toMatchObject({
      code: "ip_denied",
      step: 6,
    });
    expect(await at({ limits: { actions_per_minute: 30, burst: 10 } })).toMatchObject({
      reserve: [{ kind: "bucket", perMinute: 30, capacity: 10, weight: 1 }],
    });
  });

  test("capabilities: silence is no, confirm asks", async () => {
    const request: Request = { operation: "capability", capability: "restart" };
    const admin = builtinGrant("admin") as Grant;
    expect(await decidePlain(request, grantOf({}), PLAIN)).toMatchObject({
      code: "capability_denied",
      step: 10,
    });
    expect(await decidePlain(request, admin, PLAIN)).toMatchObject({ ask: true, why: "restart" });
  });

  test("a delivery is not counted, and asks for no PIN", async () => {
    const grant = grantOf({
      access: { read: ["light.*"] },
      limits: { requests_per_minute: 1 },
      restrictions: [{ id: "p", type: "pin", params: { pin: "1234" } }],
    });
    const request: Request = { operation: "subscribe", entity_ids: "light.hall", delivery: true };
    expect(await decidePlain(request, grant, PLAIN)).toMatchObject({ allow: true, reserve: [] });
  });

  test("a damaged grant denies", async () => {
    const damaged = {
      ...grantOf({ access: { actions: ["light.*"] } }),
      access: undefined,
    } as unknown as Grant;
    const request: Request = { operation: "call_service", service: "light.turn_on", target: hall };
    expect(await decidePlain(request, damaged, PLAIN)).toMatchObject({ code: "policy_error" });
  });
});
