/** What the streams of one session carried lately, for a client that comes back with `Last-Event-ID`. */

import type { JsonRpcMessage } from "../../json-rpc.ts";

/** As the SDK asks for one; it lives and dies with its session, and so is its principal's alone. */
export type SessionEvents = {
  /** The id of the event, unique within the session. */
  storeEvent(streamId: string, message: JsonRpcMessage): Promise<string>;
  /** undefined: an id of nobody, or what came after it is gone; the client is told, and nothing is left out in silence. */
  getStreamIdForEventId(eventId: string): Promise<string | undefined>;
  /** Sends what the stream of that event carried after it; the stream's id. */
  replayEventsAfter(
    eventId: string,
    to: { send(eventId: string, message: JsonRpcMessage): Promise<void> },
  ): Promise<string>;
  /** Nobody comes back for what the stream carried. */
  forget(streamId: string): void;
};

const MOST_EVENTS = 200;
const MOST_BYTES = 256 * 1024;

type Kept = {
  readonly id: string;
  readonly streamId: string;
  readonly message: JsonRpcMessage;
  readonly bytes: number;
};

/** Keeps the latest 200 events, of at most 256 KiB together. */
export function sessionEvents(): SessionEvents {
  const kept: Kept[] = [];
  let bytes = 0;
  let last = 0;
  return {
    async storeEvent(streamId, message) {
      const id = `${++last}`;
      const event = { id, streamId, message, bytes: JSON.stringify(message).length };
      kept.push(event);
      bytes += event.bytes;
      // the latest stays, however long: whoever waits for it may have lost the connection just now
      while (kept.length > 1 && (kept.length > MOST_EVENTS || bytes > MOST_BYTES))
        bytes -= kept.shift()?.bytes ?? 0;
      return id;
    },
    async getStreamIdForEventId(eventId) {
      return kept.find(({ id }) => id === eventId)?.streamId;
    },
    async replayEventsAfter(eventId, { send }) {
      const at = kept.findIndex(({ id }) => id === eventId);
      const streamId = kept[at]?.streamId;
      if (streamId === undefined) throw new Error("an event that is not kept");
      for (const event of kept.slice(at + 1))
        if (event.streamId === streamId) await send(event.id, event.message);
      return streamId;
    },
    forget(streamId) {
      const left = kept.filter((event) => event.streamId !== streamId);
      kept.splice(0, kept.length, ...left);
      bytes = left.reduce((sum, event) => sum + event.bytes, 0);
    },
  };
}
