/** The one error class of the product: a closed set of codes, a sentence for the caller and a hint what to do next. */

/** What can go wrong, as the caller is told. Every code has a row in docs/errors.md; a test holds the two equal. */
export const FAILURE_CODES = [
  "TOOL_UNKNOWN",
  "INPUT_INVALID",
  "NOT_FOUND",
  "PERMISSION_DENIED",
  "APPROVAL_REQUIRED",
  "RATE_LIMITED",
  "HASS_REJECTED",
  "HASS_UNAVAILABLE",
  "OUTCOME_UNKNOWN",
  "CANCELLED",
  "DEFECT",
  "CONFIG_INVALID",
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** What a refusal rests on, for the audit alone. */
export type Recorded = {
  readonly denial: string;
  readonly step: number;
  readonly restriction?: string;
};

export type FailureDetails = {
  /** What the caller can do next, one sentence. */
  readonly hint?: string;
  /** The reason inside the code, e.g. `scope_denied`; shown only where the grant's rules allow it. */
  readonly denial?: string;
  /** Seconds until the same call may succeed. */
  readonly retryAfterSeconds?: number;
  /** The question that waits for the owner. */
  readonly approvalId?: string;
  /** Never shown to a caller. */
  readonly recorded?: Recorded | undefined;
  /** Foreign text and stack; never shown to a caller. */
  readonly cause?: unknown;
};

/**
 * A failure that a caller may see. `message` and `hint` are ours and safe to show; anything that came from
 * Home Assistant, the caller or a library belongs in `cause`, or quoted by `quote` of core/text.ts.
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: FailureCode;
  readonly hint: string | undefined;
  readonly denial: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly approvalId: string | undefined;
  readonly recorded: Recorded | undefined;

  constructor(code: FailureCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.denial = details.denial;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.approvalId = details.approvalId;
    this.recorded = details.recorded;
  }

  /** The same, with what the audit is to say of it. */
  recording(recorded: Recorded | undefined): Failure {
    if (recorded === undefined) return this;
    const { hint, denial, retryAfterSeconds, approvalId, cause } = this;
    return new Failure(this.code, this.message, {
      ...(hint === undefined ? {} : { hint }),
      ...(denial === undefined ? {} : { denial }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(approvalId === undefined ? {} : { approvalId }),
      recorded,
      cause,
    });
  }
}
