/** How a step of an evaluation ends it: a denial, or facts that are wanted first. */

import type { DenialCode, Deny, Need } from "./decision.ts";

/** Why an evaluation ends here: no, or not without more facts. */
export type Halt = Deny | { readonly need: readonly Need[] };

export function deny(step: number, code: DenialCode, subject?: string): Deny {
  return subject === undefined ? { deny: true, code, step } : { deny: true, code, step, subject };
}

export function need(...facts: readonly Need[]): Halt {
  return { need: facts };
}

/** Tells a halt from what a step hands on. */
export function halts(result: object): result is Halt {
  return "deny" in result || "need" in result;
}
