/**
 * Tool calls of a 2025-era session, answered beside the SDK: its dispatch holds each message against six
 * schemas and builds a context that nobody here looks at, which is a tenth of a call.
 */

import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type RequestId,
  type Transport,
} from "@modelcontextprotocol/server";
import type { CallContext } from "../../registry/answer.ts";
import { callTool, type Door, reporter } from "../call-tool.ts";

export type DirectCalls = {
  /** From here on calls are taken. */
  open(): void;
  /** Whether the message was a call, or gave up one; everything else is the SDK's. */
  take(message: JSONRPCMessage): boolean;
  /** Nobody is there any more: calls that run are given up. */
  close(): void;
};

export function createDirectCalls(door: Door, transport: Pick<Transport, "send">): DirectCalls {
  const running = new Map<RequestId, Call>();
  let isOpen = false;

  const answer = async ({ id, params = {} }: JSONRPCRequest) => {
    const call = new Call(params._meta?.progressToken, (notification) =>
      transport.send({ jsonrpc: "2.0", ...notification }),
    );
    running.set(id, call);
    const outcome = await callTool(door, params, call).then(
      (result) => ({ result }),
      (fault) => ({ error: errorOf(fault) }),
    );
    if (running.get(id) === call) running.delete(id);
    if (!call.isGivenUp) await transport.send({ jsonrpc: "2.0", id, ...outcome });
  };

  return {
    open() {
      isOpen = true;
    },
    take(message) {
      if (!isOpen || !("method" in message)) return false;
      if (!("id" in message)) {
        if (message.method !== "notifications/cancelled") return false;
        const call = running.get(message.params?.["requestId"] as RequestId);
        call?.giveUp();
        return call !== undefined;
      }
      if (message.method !== "tools/call" || !isPlain(message)) return false;
      answer(message).catch(() => undefined); // the host went away
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

  constructor(...asked: Parameters<typeof reporter>) {
    this.progress = reporter(...asked);
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
function isPlain({ params }: JSONRPCRequest): boolean {
  for (const key in params?._meta) if (key !== "progressToken") return false;
  return true;
}

function errorOf(fault: unknown): { readonly code: number; readonly message: string } {
  return fault instanceof ProtocolError
    ? { code: fault.code, message: fault.message }
    : { code: ProtocolErrorCode.InternalError, message: "Internal error" };
}
