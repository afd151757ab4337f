/** How far a call is that was sent. */

import { quote } from "../../core/text.ts";

/** How far the call itself is: Home Assistant's handler runs, ended, failed, or the connection broke. */
export type CallProgress =
  | { readonly name: "running" }
  | { readonly name: "lost" }
  | { readonly name: "ended"; readonly contextId: string }
  /** `several`: one of the targets failed, and nobody says which; the others may have done it. */
  | { readonly name: "failed"; readonly text: string; readonly several?: boolean };

/** The context of its changes, once it ended. */
export function contextOf(progress: CallProgress): string | undefined {
  return progress.name === "ended" ? progress.contextId : undefined;
}

export function saidBy({ text, several }: Extract<CallProgress, { name: "failed" }>): string {
  const said = text.trim() === "" ? "gave no reason" : `said ${quote(text)}`;
  return `Home Assistant ${said}${several ? ", of one target" : ""}`;
}
