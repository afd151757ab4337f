/** Requests of the 2026 era to be told of changes, on a connection that stays: answered past the SDK, which knows no resources. */

import type { Door } from "../door.ts";
import type { JsonRpcMessage, MessageId } from "../json-rpc.ts";
import { LISTEN, openListening } from "../offers/listening.ts";

const SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

export type Listens = {
  /** Whether it is taken; `onward` then gets what the SDK is to acknowledge. */
  take(message: JsonRpcMessage, onward: (message: JsonRpcMessage) => void): boolean;
  close(): void;
};

export function openListens(door: Door, send: (message: JsonRpcMessage) => Promise<void>): Listens {
  const open = new Map<MessageId, () => void>();
  const say = (message: JsonRpcMessage) => void send(message).catch(() => undefined);
  const end = (id: MessageId) => {
    open.get(id)?.();
    open.delete(id);
  };
  const listen = async (
    id: MessageId,
    message: JsonRpcMessage,
    onward: (message: JsonRpcMessage) => void,
  ) => {
    const gone = new AbortController();
    open.set(id, () => gone.abort());
    // an update before the acknowledgement would be of a subscription that the client does not know yet
    const waiting: JsonRpcMessage[] = [];
    let acknowledged = false;
    const tell = (each: JsonRpcMessage) => (acknowledged ? say(each) : void waiting.push(each));
    const meta = { [SUBSCRIPTION]: id };
    const context = { progress: () => undefined, signal: gone.signal };
    const listening = await openListening(message, door, context, {
      updated: (params) =>
        tell({
          jsonrpc: "2.0",
          method: "notifications/resources/updated",
          params: { ...params, _meta: { ...params._meta, ...meta } },
        }),
      over() {
        end(id);
        tell({ jsonrpc: "2.0", id, result: { resultType: "complete", _meta: meta } });
        onward({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
      },
    });
    if ("fault" in listening) {
      open.delete(id);
      return say({ jsonrpc: "2.0", id, error: { ...listening.fault } });
    }
    if (gone.signal.aborted) return listening.close();
    open.set(id, listening.close);
    onward(listening.message);
    setImmediate(() => {
      acknowledged = true;
      for (const each of waiting) say(each);
    });
  };
  return {
    take(message, onward) {
      const { id, method, params } = message;
      if (method === "notifications/cancelled") {
        const cancelled = params?.["requestId"];
        if (typeof cancelled === "string" || typeof cancelled === "number") end(cancelled);
        return false;
      }
      if (method !== LISTEN || id === undefined || open.has(id)) return false;
      listen(id, message, onward).catch(() =>
        say({ jsonrpc: "2.0", id, error: { code: -32603, message: "Internal error" } }),
      );
      return true;
    },
    close() {
      for (const id of [...open.keys()]) end(id);
    },
  };
}
