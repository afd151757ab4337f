/** The hours in which a grant is open, for whoever reads them. */

import type { Grant, Restriction } from "../model/grant.ts";
import { canonicalType } from "../model/restriction-types.ts";
import { readWindow, windowsOf } from "./schedule.ts";

/** One restriction's: days as Monday = 0, times in seconds from midnight. */
export type OpeningHours = {
  readonly timeZone: string;
  /** None = it never opens: what is written cannot be read. */
  readonly windows: readonly {
    readonly days: readonly number[];
    readonly start: number;
    readonly end: number;
  }[];
};

const WHOLE: ReadonlySet<unknown> = new Set([undefined, null, "", "grant", "*"]);

/** Every restriction of the kind holds at once. `homeZone` is where none is named. */
export function openingHours({ restrictions }: Grant, homeZone: string): readonly OpeningHours[] {
  return restrictions.filter(isOfWholeGrant).map(({ params }) => {
    const zone = params["timezone"];
    return {
      timeZone: typeof zone === "string" ? zone : homeZone,
      windows: windowsOf(params).flatMap((each) => {
        const window = readWindow(each);
        if (typeof window === "string") return [];
        return [{ ...window, days: [...window.days].sort() }];
      }),
    };
  });
}

/** What holds besides, hours of a part of the grant among it. */
export function otherRestrictions({ restrictions }: Grant): readonly Restriction[] {
  return restrictions.filter((each) => each.enabled && !isOfWholeGrant(each));
}

function isOfWholeGrant({ enabled, type, applies_to }: Restriction): boolean {
  return enabled && canonicalType(type) === "schedule" && WHOLE.has(applies_to);
}
