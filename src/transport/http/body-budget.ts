/** How much of unfinished bodies is held: many slow senders must not fill the memory before anybody knows who they are. */

import { bucketOf } from "./client-address.ts";

const MOST_OF_ADDRESS_BYTES = 16 * 1024 * 1024;
const MOST_BYTES = 128 * 1024 * 1024;
/** A few addresses that hold it all keep nobody out whose message is of the usual size. */
const ALWAYS_BYTES = 64 * 1024;

export type Budget = {
  /** Counts what is held, or is not held any more; false = that is more than may be. */
  take(bytes: number): boolean;
};

const held = new Map<string, number>();
let total = 0;

/** What one address may have under way. */
export function bytesIn(address: string): Budget {
  const bucket = bucketOf(address);
  return {
    take(bytes) {
      total += bytes;
      const own = (held.get(bucket) ?? 0) + bytes;
      if (own > 0) held.set(bucket, own);
      else held.delete(bucket);
      return own <= ALWAYS_BYTES || (own <= MOST_OF_ADDRESS_BYTES && total <= MOST_BYTES);
    },
  };
}
