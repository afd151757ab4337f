/** A home with one automation, asked for decisions as its owner's operator would. */

import { decide } from "../../../../src/security/grant/decide/decide.ts";
import { builtinGrant } from "../../../../src/security/grant/model/builtins.ts";
import type { Decision } from "../../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import { memoryCounters } from "../../../../src/security/grant/restrict/store-counters.ts";
import { type Fake, fakeGateway } from "../fake-gateway.ts";
import { stateOf } from "../vector-home.ts";

export const NOW = Date.parse("2026-06-12T12:00:00Z");
const OPERATOR = builtinGrant("operator") as Grant;
export const UUID = "0123456789abcdef0123456789abcdef";
export const UNLOCK = [{ action: "lock.unlock", target: { entity_id: "lock.front" } }];
export const LIGHTS = [{ action: "light.turn_on", target: { entity_id: "light.hall" } }];

export type House = Fake & {
  readonly ask: (service: string, target?: object, data?: object) => Promise<Decision>;
};

/** The one automation is `automation.leave`; `more` are entities besides. */
export function house(
  triggers: unknown,
  actions: unknown = UNLOCK,
  more: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
  { isAdmin = true, grant = OPERATOR, answers = {} } = {},
): House {
  const config = { triggers, actions };
  const fake = fakeGateway({
    isAdmin,
    answers: { ...(isAdmin ? { "automation/config": () => ({ config }) } : {}), ...answers },
  });
  for (const [id, attributes] of Object.entries(more)) fake.states.set(id, stateOf(id, attributes));
  const deciding = { grant, gateway: fake.gateway, clock: { now: () => NOW }, counters: memoryCounters() };
  const ask = (service: string, target?: object, data?: object) =>
    decide({ operation: "call_service", service, target, data }, deciding);
  return { ...fake, ask };
}

export const QUIET = [{ trigger: "time", at: "07:00" }];
export const ASKS = { ask: true, why: "physical" };
