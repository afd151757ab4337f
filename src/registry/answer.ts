/** What a tool answered, before it becomes a protocol's result. */

export type Answer = {
  /** Fits the tool's output schema. */
  readonly structured: object;
  /** The same content as compact text. */
  readonly text: string;
};

/** What a door hands along with a call. */
export type CallContext = {
  /** Aborted when the caller gave up or went away; made at first look, so look only when there is something to stop. */
  readonly signal: AbortSignal;
  /** Reports `done` of `total`; does nothing when the host did not ask for it. */
  readonly progress: (done: number, total: number) => void;
};
