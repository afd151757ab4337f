/** Whoever waits for an answer, and may give up. */

export type Abortable = {
  /** Aborted when nobody waits any more; made at first look, so look only where there is something to stop. */
  readonly signal: AbortSignal;
};
