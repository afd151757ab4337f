/** What every check is handed: each part is there, or why it is not. */

import type { Config } from "../../config/config.ts";
import type { GivenSettings } from "../../config/given-settings.ts";
import { Failure } from "../../core/failure.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Grants } from "../../security/grant/book/grant-file.ts";
import type { Store } from "../../store/store.ts";
import { type Finding, fault, unseen } from "./finding.ts";

export type DoorName = "stdio" | "http" | "serve";

export type Examined = {
  readonly door: DoorName;
  readonly config: Config;
  /** By name, never by value. */
  readonly settingFaults: readonly string[];
  readonly given: GivenSettings;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly home: Gateway | Failure;
  readonly store: Store | Failure;
  /** What the owner should know of a Redis, in its own sentences. */
  readonly storeSaid: readonly string[];
  readonly grants: Grants | Failure;
};

export type Check = (examined: Examined) => readonly Finding[] | Promise<readonly Finding[]>;

/** What cannot be examined is a fault in the words that the program itself would say. */
export function faultOf(check: string, failure: Failure): Finding {
  return fault(check, failure.message, failure.hint ?? "Start with what the message names.");
}

/** Runs `look` on a part that is there. */
export async function onPart<Part>(
  check: string,
  part: Part | Failure,
  look: (part: Part) => readonly Finding[] | Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  return part instanceof Failure ? [unseen(check, "What it looks at is not there.")] : look(part);
}
