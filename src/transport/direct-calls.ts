/**
 * Tool calls of a 2025-era session, answered beside the SDK: its dispatch holds each message against six
 * schemas and builds a context that nobody here looks at, which is a tenth of a call.
 */

import type { CallContext } from "../registry/answer.ts";
import type { AskHost } from "../security/approval/desk.ts";
import { callTool, reporter } from "./call-tool.ts";
import type { Door } from "./door.ts";
import type { HostQuestions } from "./host-questions.ts";
import type { JsonRpcMessage, MessageId } from "./json-rpc.ts";

/** The calls of one session. */
export type DirectCalls = {
  /** Whether the message was a call, or gave up one; everything else is the SDK's. */
  take(message: JsonRpcMessage, door: Door, reply: Reply): boolean;
  /** Nobody is there any more: calls that run are given up. */
  close(): void;
};

export type Reply = {
  send(message: JsonRpcMessage): Promise<void>;
  /** The call was given up: nothing is to be said of it. */
  givenUp?(): void;
};

type Notify = Parameters<typeof reporter>[1];
type Request = JsonRpcMessage & { readonly id: MessageId };

/** `questions`: where the client can be asked something while a call runs. */
export function createDirectCalls(questions?: HostQuestions): DirectCalls {
  const running = new Map<MessageId, Call>();

  const answer = async ({ id, params = {} }: Request, door: Door, reply: Reply) => {
    const notify: Notify = (notification) => reply.send({ jsonrpc: "2.0", ...notification });
    const call = new Call(params._meta?.["progressToken"], notify, questions);
    running.set(id, call);
    const outcome = await callTool(door, params, call);
    if (running.get(id) === call) running.delete(id);
    if (call.isGivenUp) return reply.givenUp?.();
    const said = "fault" in outcome ? { error: outcome.fault } : { result: outcome.result };
    await reply.send({ jsonrpc: "2.0", id, ...said });
  };

  return {
    take(message, door, reply) {
      if (message.method === undefined) return false;
      if (message.id === undefined) {
        if (message.method !== "notifications/cancelled") return false;
        const call = running.get(message.params?.["requestId"] as MessageId);
        call?.giveUp();
        return call !== undefined;
      }
      if (message.method !== "tools/call" || !isPlain(message)) return false;
      answer({ ...message, id: message.id }, door, reply).catch(() => undefined); // the host went away
      return true;
    },
    close() {
      for (const call of running.values()) call.giveUp();
    },
  };
}

/** A call in flight; its signal is made when somebody looks at it. */
class Call implements CallContext {
  readonly progress: CallContext["progress"];
  #controller: AbortController | undefined;
  #givenUp = false;
  readonly #questions: HostQuestions | undefined;

  constructor(progressToken: unknown, notify: Notify, questions: HostQuestions | undefined) {
    this.progress = reporter(progressToken, notify);
    this.#questions = questions;
  }

  get askHost(): AskHost | undefined {
    return this.#questions?.asking(() => this.signal);
  }

  get isGivenUp(): boolean {
    return this.#givenUp;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#givenUp) this.#controller.abort();
    return this.#controller.signal;
  }

  giveUp(): void {
    this.#givenUp = true;
    this.#controller?.abort();
  }
}

/** What carries more than a progress token asks for something that the SDK knows of. */
function isPlain({ params }: JsonRpcMessage): boolean {
  for (const key in params?._meta) if (key !== "progressToken") return false;
  return true;
}
