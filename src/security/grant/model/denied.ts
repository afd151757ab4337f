/** A denial as far as the caller may know of it. */

import type { FailureCode, Recorded } from "../../../core/failure.ts";
import type { DenialCode } from "./decision.ts";

export type Denied = {
  readonly code: FailureCode;
  /** The precise reason, where it helps the client and tells it nothing it may not know. */
  readonly denial?: DenialCode;
  readonly retryAfterSeconds?: number;
  /** For the audit alone. */
  readonly recorded?: Recorded;
};

/** Takes rates and quotas in one step, immediately before what they are taken for. */
export type Reserve = () => Promise<Denied | undefined>;
