/** What the parser would have refused still denies when it lies in a grant. */

import { expect, test } from "bun:test";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Grant, Restriction } from "../../../../src/security/grant/model/grant.ts";
import { decidePlain } from "../plain-world.ts";
import { vectorHome } from "../vector-home.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");
const HOME = vectorHome();
const SERVICES = { light: { turn_on: { fields: {}, target: { entity: [{ domain: ["light"] }] } } } };
const RULE: Restriction = {
  id: "r",
  enabled: true,
  type: "max_entities",
  applies_to: "grant",
  params: { max: 9 },
};

async function codeOf(rule: Partial<Restriction>): Promise<string> {
  const operator = builtinGrant("operator");
  if (!operator) throw new Error("no operator");
  const grant: Grant = { ...operator, restrictions: [{ ...RULE, ...rule }] };
  const request = {
    operation: "call_service" as const,
    service: "light.turn_on",
    target: { entity_id: ["light.hall"] },
    data: {},
  };
  const decision = await decidePlain(request, grant, { home: HOME, services: SERVICES, now: NOW });
  return "code" in decision ? `${decision.step} ${decision.code} ${decision.restriction}` : "allow";
}

test.each<readonly [Partial<Restriction>, string]>([
  [{}, "allow"],
  [{ type: "nonsense" }, "19 unknown_restriction_type r"],
  [{ type: "not_before" }, "19 unknown_restriction_type r"],
  [{ type: "limit" }, "19 unknown_restriction_type r"],
  [{ type: "nonsense", enabled: false }, "allow"],
  [{ type: "nonsense", applies_to: "read" }, "allow"],
  [{ applies_to: "lock.front" }, "19 invalid_restriction r"],
  [{ applies_to: 5 }, "19 invalid_restriction r"],
  [{ params: {} }, "19 invalid_restriction r"],
  [{ params: { max: "9" } }, "19 invalid_restriction r"],
  [{ params: { max: 0 } }, "19 invalid_restriction r"],
  [{ params: { max: 1.5 } }, "19 invalid_restriction r"],
  [{ params: { limit: 1 } }, "allow"],
  [{ type: "expiry", params: {} }, "19 invalid_expiry r"],
  [{ type: "schedule", params: {} }, "19 invalid_schedule r"],
  [{ type: "pin", params: {} }, "19 pin_not_configured r"],
  [{ type: "pin", params: { pin_hash: "" } }, "19 pin_not_configured r"],
  [{ type: "template", params: {} }, "19 template_not_configured r"],
  [{ type: "template", params: { value_template: " " } }, "19 template_not_configured r"],
  [{ type: "rate_limit", params: {} }, "19 invalid_restriction r"],
  [{ type: "quota", params: { limit: 1, period: "year" } }, "19 invalid_restriction r"],
])("%j: %s", async (rule, code) => {
  expect(await codeOf(rule)).toBe(code);
});
