/** Requests of the 2026 era to be told of changes, on a connection that stays: answered past the SDK, which knows no resources. */

import type { Door } from "../door.ts";
import type { JsonRpcMessage, MessageId } from "../json-rpc.ts";
import { LISTEN, openListening } from "../offers/listening.ts";

const SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId";

export type Listens = {
  /** Whether it is taken; `onward` then gets what the SDK is to acknowledge. */
  take(message: JsonRpcMessage, onward: Onward): boolean;
  close(): void;
};

type Onward = (message: JsonRpcMessage) => void;
type Opened = { close: () => void };

export function openListens(door: Door, send: (message: JsonRpcMessage) => Promise<void>): Listens {
  const open = new Map<MessageId, Opened>();
  const say = (message: JsonRpcMessage) => void send(message).catch(() => undefined);
  const end = (id: MessageId) => {
    open.get(id)?.close();
    open.delete(id);
  };
  const listen = async (id: MessageId, message: JsonRpcMessage, opened: Opened, onward: Onward) => {
    const gone = new AbortController();
    opened.close = () => gone.abort();
    const meta = { [SUBSCRIPTION]: id };
    const context = { progress: () => undefined, signal: gone.signal };
    const listening = await openListening(message, door, context, {
      updated: (params) =>
        say({
          jsonrpc: "2.0",
          method: "notifications/resources/updated",
          params: { ...params, _meta: { ...params._meta, ...meta } },
        }),
      over() {
        end(id);
        say({ jsonrpc: "2.0", id, result: { resultType: "complete", _meta: meta } });
        onward({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: id } });
      },
    });
    // whoever gave it up is not answered, and may have asked anew under the same id
    if (open.get(id) !== opened) return "fault" in listening ? undefined : listening.close();
    if ("fault" in listening) {
      open.delete(id);
      return say({ jsonrpc: "2.0", id, error: { ...listening.fault } });
    }
    opened.close = listening.close;
    onward(listening.message);
    setImmediate(() => {
      if (open.get(id) === opened) listening.start();
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
      const opened: Opened = { close: () => undefined };
      open.set(id, opened);
      listen(id, message, opened, onward).catch(() => {
        if (open.get(id) !== opened) return;
        open.delete(id);
        say({ jsonrpc: "2.0", id, error: { code: -32603, message: "Internal error" } });
      });
      return true;
    },
    close() {
      for (const id of [...open.keys()]) end(id);
    },
  };
}
