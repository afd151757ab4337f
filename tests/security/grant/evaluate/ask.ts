/** Asking whether a call may be sent, over the vectors' home as plain data. */

import type { Decision } from "../../../../src/security/grant/model/decision.ts";
import type { Grant } from "../../../../src/security/grant/model/grant.ts";
import type { Request } from "../../../../src/security/grant/model/request.ts";
import { parseGrant } from "../../../../src/security/grant/parse/parse-grant.ts";
import { decidePlain, type Plain } from "../plain-world.ts";
import { vectorHome } from "../vector-home.ts";

export const NOW = Date.parse("2026-06-12T12:00:00Z");
export const entity = (domain: string) => ({ fields: {}, target: { entity: [{ domain: [domain] }] } });
export const PLAIN: Plain = {
  home: vectorHome(),
  services: {
    light: { turn_on: entity("light") },
    lock: { unlock: entity("lock"), lock: entity("lock") },
    scene: { turn_on: entity("scene") },
  },
  now: NOW,
};

export function grantOf(input: object): Grant {
  const parsed = parseGrant({ name: "test", expires_at: "never", ...input }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

export function ask(
  access: object,
  service: string,
  target?: object,
  more: object = {},
  plain: Partial<Plain> = {},
  data = {},
): Promise<Decision> {
  const request: Request = { operation: "call_service", service, target, data };
  return decidePlain(request, grantOf({ access, ...more }), { ...PLAIN, ...plain });
}
