/** The form every tool has: a declaration that needs no reading of the machinery behind it. */

import type { GenericSchema, InferOutput } from "valibot";
import type { Effect } from "../core/effect.ts";
import type { Home } from "../home/home.ts";

export type ToolContext<E extends Effect> = {
  readonly home: Home<E>;
  /** Reports progress to the host when it asked for it; `done` of `total`. */
  readonly progress: (done: number, total: number) => void;
  /** Aborted when the caller gave up or went away. */
  readonly signal: AbortSignal;
};

export type Tool<E extends Effect, I extends GenericSchema, O extends GenericSchema> = {
  readonly name: string;
  readonly title: string;
  /** At most 300 characters: hosts pay for it on every turn. */
  readonly description: string;
  readonly input: I;
  readonly output: O;
  readonly effects: readonly E[];
  /** Whether the same call twice leaves the home as the first left it. */
  readonly idempotent: boolean;
  /** Whether it mostly waits: such calls take no place among those that run at once. */
  readonly waits?: boolean;
  /** The answer is checked against `output` before it leaves. */
  handle(input: InferOutput<I>, context: ToolContext<E>): Promise<object>;
  /** The answer as compact text for hosts that show the model only that. */
  text(answer: InferOutput<O>): string;
};

/** A tool whose types are closed over, so that a catalogue can hold different ones. */
export type AnyTool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: GenericSchema;
  readonly output: GenericSchema;
  readonly effects: readonly Effect[];
  readonly idempotent: boolean;
  readonly waits?: boolean;
  handle(input: unknown, context: ToolContext<Effect>): Promise<object>;
  text(answer: unknown): string;
};

/**
 * Declares a tool. The casts are safe because the registry validates input and output against these very schemas, and
 * narrows `home` by these very effects.
 */
export function defineTool<E extends Effect, I extends GenericSchema, O extends GenericSchema>(
  tool: Tool<E, I, O>,
): AnyTool {
  return {
    ...tool,
    handle: (input, context) => tool.handle(input as InferOutput<I>, context as unknown as ToolContext<E>),
    text: (answer) => tool.text(answer as InferOutput<O>),
  };
}
