/** Counts of express-rate-limit that every process on one Redis shares. */

import type { Store as RateStore } from "express-rate-limit";
import type { Store } from "../store.ts";
import { PREFIX } from "./entry-scripts.ts";
import { RedisStore } from "./redis-store.ts";

/** key, window → hits, milliseconds until the window ends. */
const INCREMENT = `
local left = redis.call('PTTL', ARGV[1])
if left > 0 then return { redis.call('INCR', ARGV[1]), left } end
redis.call('SET', ARGV[1], 1, 'PX', ARGV[2])
return { 1, tonumber(ARGV[2]) }
`;
const DECREMENT = `
if redis.call('PTTL', ARGV[1]) > 0 then redis.call('DECR', ARGV[1]) end
return 1
`;

/** One for each limit, by its name; undefined where the state is not in Redis: then each process counts alone. */
export function sharedRates(store: Store): ((name: string) => RateStore) | undefined {
  if (!(store instanceof RedisStore)) return undefined;
  return (name) => {
    let windowMs = 60_000;
    const keyOf = (key: string) => `${PREFIX}rate:${name}:${key}`;
    return {
      init(options) {
        windowMs = options.windowMs;
      },
      async increment(key) {
        const [totalHits = 1, left = windowMs] = (await store.run(
          INCREMENT,
          keyOf(key),
          String(windowMs),
        )) as readonly number[];
        return { totalHits, resetTime: new Date(Date.now() + left) };
      },
      async decrement(key) {
        await store.run(DECREMENT, keyOf(key));
      },
      async resetKey(key) {
        await store.run("return redis.call('DEL', ARGV[1])", keyOf(key));
      },
    };
  };
}
