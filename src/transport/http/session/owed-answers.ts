/** What the streams of one session still owe: a stream that owes nothing more ends, also where its last call was given up. */

import { AsyncLocalStorage } from "node:async_hooks";
import type { JsonRpcMessage, MessageId } from "../../json-rpc.ts";

/** One POST that is answered by a stream. */
type Owed = {
  readonly ids: Set<MessageId>;
  streamId: string | undefined;
  givenUp: MessageId | undefined;
  isUnanswered: boolean;
};

export type OwedAnswers = {
  /** Hands the messages of a POST on; what is stored meanwhile, and because of them, is of their stream. */
  during<T>(messages: readonly JsonRpcMessage[], work: () => T): T;
  /** An event of a stream; an answer is owed no more. */
  stored(streamId: string, message: JsonRpcMessage): void;
  /** Its caller does not wait for it any more, and is not answered. */
  giveUp(id: unknown): void;
  /** Whether nothing more will come on the stream. */
  isOver(streamId: string): boolean;
};

/** Longer than the events of a stream are kept. */
const MOST_OVER = 1_000;

/** `close` ends the stream of a request; `forget` hears of one on which nothing was answered, so that nobody comes back to it. */
export function owedAnswers(close: (id: MessageId) => void, forget: (streamId: string) => void): OwedAnswers {
  const current = new AsyncLocalStorage<Owed>();
  const byId = new Map<MessageId, Owed>();
  const byStream = new Map<string, Owed>();
  const over = new Set<string>();
  const settle = (owed: Owed, id: MessageId): boolean => {
    owed.ids.delete(id);
    if (byId.get(id) === owed) byId.delete(id);
    if (owed.ids.size > 0) return false;
    const { streamId, givenUp } = owed;
    if (streamId !== undefined) {
      byStream.delete(streamId);
      over.add(streamId);
      const [oldest] = over;
      if (over.size > MOST_OVER && oldest !== undefined) over.delete(oldest);
    }
    return givenUp !== undefined;
  };
  return {
    during(messages, work) {
      const ids = new Set(
        messages.filter(({ method }) => method !== undefined).flatMap(({ id }) => id ?? []),
      );
      const owed: Owed = { ids, streamId: undefined, givenUp: undefined, isUnanswered: true };
      for (const id of ids) byId.set(id, owed);
      return current.run(owed, work);
    },
    stored(streamId, { id, method }) {
      const owed = byStream.get(streamId) ?? current.getStore();
      if (owed === undefined) return;
      if (owed.streamId === undefined && owed.ids.size > 0) {
        owed.streamId = streamId;
        byStream.set(streamId, owed);
      }
      if (id === undefined || method !== undefined || owed.streamId !== streamId) return;
      const { givenUp } = owed;
      owed.isUnanswered = false;
      // the library writes it after it is stored, and then waits for the answer that will never come
      if (settle(owed, id) && givenUp !== undefined) setImmediate(close, givenUp);
    },
    giveUp(id) {
      const owed = byId.get(id as MessageId);
      if (owed === undefined) return;
      owed.givenUp = id as MessageId;
      if (owed.isUnanswered && owed.ids.size === 1 && owed.streamId !== undefined) forget(owed.streamId);
      if (settle(owed, id as MessageId)) close(id as MessageId);
    },
    isOver: (streamId) => over.has(streamId),
  };
}
