/** What a diagnosis has at hand, and what it says. */

import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { HassError, isUnauthorized } from "../../hass/hass-error.ts";
import type { TimeRange } from "../past/range.ts";
import { blotted } from "../see/blot.ts";
import type { Looking } from "../see/open-sight.ts";
import { permitCapability } from "../see/permit-reading.ts";
import { safe } from "../see/rows.ts";
import type { Sight } from "../see/sight.ts";

export type DiagnosisScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  readonly looking: Looking;
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly range: TimeRange;
};

/** Lines under a heading; `closed`: why there are none. */
export type Section = { readonly lines: readonly string[]; readonly closed?: string };

/** Foreign words as a line: what is hidden is taken out, orders are fenced. */
export function told(text: string, { gateway, sight }: DiagnosisScope): string {
  return String(safe(blotted(text, gateway, sight), sight));
}

/** Runs `look` where the grant opens the capability and the Home Assistant user behind us may ask; else says why not. */
export async function withCapability(
  capability: Parameters<typeof permitCapability>[0],
  { looking }: DiagnosisScope,
  look: () => Promise<readonly string[]>,
): Promise<Section> {
  try {
    await permitCapability(capability, "Looking", looking);
  } catch (fault) {
    if (fault instanceof Failure && fault.code === "PERMISSION_DENIED")
      return { lines: [], closed: `this grant has no ${capability}` };
    throw fault;
  }
  return asked(look);
}

/** What Home Assistant does not answer to our user, or does not have, is said. */
export async function asked(look: () => Promise<readonly string[]>): Promise<Section> {
  try {
    return { lines: await look() };
  } catch (fault) {
    const cause = fault instanceof Failure ? fault.cause : undefined;
    if (!(cause instanceof HassError)) throw fault;
    return {
      lines: [],
      closed: isUnauthorized(cause)
        ? "the Home Assistant token behind Hearthgate is no administrator's"
        : "Home Assistant has none of it here",
    };
  }
}
