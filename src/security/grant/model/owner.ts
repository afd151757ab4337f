/** The port through which a decision hears what the owner says to a question. */

import type { Ask } from "./decision.ts";
import type { Request } from "./request.ts";
import type { ApprovalState } from "./world.ts";

/** What became of asking. `unavailable`: nobody can be asked. `too many`: questions of this grant wait already. */
export type Asked =
  | { readonly answer: "approved" | "denied" | "unavailable" | "too many" }
  | {
      readonly answer: "waiting";
      readonly id: string;
      /** Milliseconds since 1970. */
      readonly until: number;
      /** How the owner answers, half a sentence. */
      readonly how: string;
    };

/** The owner's say on one request. */
export type OwnersSay = {
  /** What was said to this question before; asks nobody. What ended is told once, then the question can be put anew. */
  stateOf(ask: Ask): Promise<ApprovalState>;
  /** Puts the question to the owner, once for all who put the same. */
  ask(ask: Ask): Promise<Asked>;
  /** Of the question or yes that `stateOf` found. */
  readonly id: string | undefined;
  /** Takes one use of the yes that `stateOf` found; false where it ended or was used meanwhile. */
  use(): Promise<boolean>;
};

export type Owner = {
  /** The same say for the same request. */
  hear(request: Request): OwnersSay;
};
