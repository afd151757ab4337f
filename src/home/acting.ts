/** A call on the home, and what became of it. */

import type { JsonObject } from "../core/json.ts";

/** A target with Home Assistant's own keys, each an id, an exact name, or a list of them. */
export type TargetInput = {
  /** Whatever bears it: an entity, else an area, a floor, a device, a label. */
  readonly name?: readonly string[] | undefined;
  readonly entity_id?: readonly string[] | undefined;
  readonly device_id?: readonly string[] | undefined;
  readonly area_id?: readonly string[] | undefined;
  readonly floor_id?: readonly string[] | undefined;
  readonly label_id?: readonly string[] | undefined;
  readonly exclude?: Omit<TargetInput, "exclude"> | undefined;
};

export type CallInput = {
  /** `domain.service` */
  readonly service: string;
  readonly target?: TargetInput | undefined;
  readonly data?: JsonObject | undefined;
};

/** So many may travel together. */
export const MOST_CALLS = 20;

export type ActOptions = {
  /** How long the answer waits for a device that has neither done it nor begun; 4 unless told, at most 30. */
  readonly waitSeconds?: number;
  readonly dryRun?: boolean;
  readonly returnResponse?: boolean;
};

/**
 * What became of one target. confirmed: as wanted now. already: was so, nothing to do. in_progress: moving, or Home
 * Assistant is still at it. unconfirmed: accepted, nothing seen in time. failed: it did not or cannot. unknown: the
 * connection broke after sending, never retried. refused, not_sent: within `calls` only. would_run: dry run.
 */
export type Verdict =
  | "confirmed"
  | "already"
  | "in_progress"
  | "unconfirmed"
  | "failed"
  | "unknown"
  | "refused"
  | "not_sent"
  | "would_run";

export type TargetOutcome = {
  /** Index in `calls`; absent for a single call. */
  readonly call?: number;
  /** Entity id; the service itself when it has no target. */
  readonly id: string;
  readonly name?: string;
  readonly verdict: Verdict;
  readonly before?: string;
  readonly after?: string;
  /** From sending to the verdict. */
  readonly ms?: number;
  readonly reason?: string;
};

export type ActOutcome = {
  readonly targets: readonly TargetOutcome[];
  /** Outside the grant under `target_mode: narrow`: names of what may be read, the rest as a number. */
  readonly left_out?: readonly string[];
  /** Counts of the rows that a long answer leaves out. */
  readonly more?: string;
  readonly response?: unknown;
};
