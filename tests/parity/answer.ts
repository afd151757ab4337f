/** The answer of the second implementation, and the facts that it is told. */

import type { Access } from "../../src/security/grant/model/access.ts";
import type { Grant } from "../../src/security/grant/model/grant.ts";
import type { CallRequest, ReadRequest } from "../../src/security/grant/model/request.ts";
import type { Leaf, PinState, TriggerTable, Usage } from "../../src/security/grant/model/world.ts";
import type { Home } from "./home.ts";
import { appliesTo, type Circumstances, judge, type Matter } from "./restrictions.ts";

export type Answer =
  | {
      readonly kind: "allow";
      readonly targets: readonly string[] | undefined;
      readonly leftOut: readonly string[];
    }
  | { readonly kind: "deny"; readonly code: string }
  | { readonly kind: "ask" };

/** One case, whole. */
export type Triple = {
  readonly home: Home;
  readonly grant: Grant;
  readonly ceiling: Access;
  readonly request: CallRequest | ReadRequest;
  readonly now: number;
  readonly timeZone: string;
  readonly killed: boolean;
  readonly usage: ReadonlyMap<string, Usage>;
  readonly pins: ReadonlyMap<string, PinState>;
  readonly templates: ReadonlyMap<string, Rendered>;
  /** What automations wait for, and what those that a change sets off would open. */
  readonly triggers: TriggerTable;
  readonly stirs: ReadonlyMap<string, readonly Leaf[]>;
};

export type Rendered = { readonly text: string } | { readonly error: true };

export const ASK: Answer = { kind: "ask" };

export function deny(code: string): Answer {
  return { kind: "deny", code };
}

export function circumstances(triple: Triple): Circumstances {
  const { request, now, timeZone, usage, pins, templates } = triple;
  const { address, origin, path, pin } = request;
  return { now, timeZone, address, origin, path, usage, pin, pins, templates };
}

/** Steps 1, 5 and 6: kill switch, the grant's state, where the caller comes from. */
export function atTheDoor(triple: Triple): string | undefined {
  const { grant } = triple;
  if (triple.killed) return "kill_switch";
  if (grant.status === "revoked") return "revoked";
  if (grant.status === "paused") return "grant_paused";
  const nothing: Matter = { operation: "action", service: undefined, entities: [], leaves: [] };
  for (const step of [5, 6])
    for (const one of grant.compiled)
      if (one.step === step) {
        const code = judge(one, nothing, circumstances(triple));
        if (code !== undefined) return code;
      }
  return undefined;
}

const RATES = ["rate_limit", "cooldown"];

/** Step 19. */
export function restricted(triple: Triple, matter: Matter): string | undefined {
  const mine = triple.grant.restrictions.filter((one) => one.enabled && appliesTo(one.applies_to, matter));
  // Rates are tested last, once everything else passes.
  const rates = mine.filter((one) => RATES.includes(one.type));
  for (const one of [...mine.filter((other) => !rates.includes(other)), ...rates]) {
    const code = judge(one, matter, circumstances(triple));
    if (code !== undefined) return code;
  }
  return undefined;
}

/** The grant's access, the ceiling, and what the credential was narrowed to: each must permit. */
export function bounds({ grant, ceiling, request }: Triple): readonly Access[] {
  return [grant.access, ceiling, ...(request.attenuations ?? [])];
}
