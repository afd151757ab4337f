/** What a tool answered, before it becomes a protocol's result. */

import type { Abortable } from "../core/abortable.ts";
import type { AskHost } from "../security/approval/desk.ts";

export type Answer = {
  /** Fits the tool's output schema. */
  readonly structured: object;
  /** The same content as compact text. */
  readonly text: string;
  /** Shown before the text; base64. */
  readonly picture?: { readonly data: string; readonly mimeType: string };
};

/** What a door hands along with a call. */
export type CallContext = Abortable & {
  /** Reports `done` of `total`; does nothing when the host did not ask for it. */
  readonly progress: (done: number, total: number) => void;
  /** There where the client says that it can ask its person. */
  readonly askHost?: AskHost | undefined;
};
