/** The frames of one socket, handed on in the order they came, the big ones parsed in slices. */

import { decodeSliced, nextTurn, parseSliced } from "./sliced-json.ts";
import { withTickets } from "./tickets.ts";

/** Longer frames are parsed in slices. */
const SLICED_FROM_BYTES = 200_000;

export type FrameOptions = {
  /** Gets one frame's text; of a big frame one message at a time, with tickets in place of its big parts. */
  readonly hand: (text: string) => void;
  /** What must be done before the next message may be handed on, e.g. a big event that is applied in slices. */
  readonly settled: () => Promise<void> | undefined;
  /** A frame that cannot be parsed or taken: the stream is broken. */
  readonly onBroken: () => void;
};

export type Frames = {
  receive(data: Buffer): void;
  /** Forgets what waits. */
  clear(): void;
};

export function createFrames({ hand, settled, onBroken }: FrameOptions): Frames {
  const waiting: Uint8Array[] = [];
  let draining = false;

  const handSliced = async (bytes: Uint8Array) => {
    const frame = await parseSliced(await decodeSliced(bytes));
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      const { short, forget } = withTickets(message);
      hand(JSON.stringify(short));
      await settled();
      // whoever waits for it has redeemed it by then
      await nextTurn();
      forget();
    }
  };
  const drain = async () => {
    draining = true;
    for (let bytes = waiting.shift(); bytes !== undefined; bytes = waiting.shift()) {
      if (bytes.length > SLICED_FROM_BYTES) await handSliced(bytes);
      else hand(new TextDecoder().decode(bytes));
    }
    draining = false;
  };
  // the library throws on what is no JSON, no message, or no answer to what it asked
  const handOrBreak = (text: string) => {
    try {
      hand(text);
    } catch {
      onBroken();
    }
  };
  return {
    receive(data) {
      if (!draining && data.length <= SLICED_FROM_BYTES) return handOrBreak(data.toString());
      waiting.push(data);
      if (!draining) drain().catch(onBroken);
    },
    clear() {
      waiting.length = 0;
    },
  };
}
