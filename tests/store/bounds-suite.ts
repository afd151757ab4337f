/** What every store does when strangers fill it. */

import { expect } from "bun:test";
import { storeKey, storePrefix } from "../../src/store/namespaces.ts";
import { failing } from "./failing.ts";
import type { WithStore } from "./store-suite.ts";

export function holdBounds(withStore: WithStore): void {
  const lock = { kind: "lock", tries: 5, windowMs: 900_000, lockMs: 900_000, maxLockMs: 86_400_000 } as const;

  withStore(
    "full of nonces: new ones are refused, old ones stay taken, ended ones make room",
    async (store, clock) => {
      for (let at = 0; at < 10; at += 1)
        expect(await store.take(storeKey("nonce", `${at}`), 10_000 + at, "counted")).toBe(true);
      const full = await failing(store.take(storeKey("nonce", "more"), 10_000, "counted"), "RATE_LIMITED");
      expect(full.retryAfterSeconds).toBe(10);
      expect(await store.take(storeKey("nonce", "0"), 10_000, "counted")).toBe(false);
      expect(await store.take(storeKey("spent", "0"), 10_000, "counted")).toBe(true);
      clock.ms += 10_000;
      expect(await store.take(storeKey("nonce", "more"), 10_000, "counted")).toBe(true);
      await failing(store.take(storeKey("nonce", "yet more"), 10_000, "counted"), "RATE_LIMITED");
    },
    { nonce: 10 },
  );

  withStore(
    "full of lockouts: who is locked stays so, who ends soonest is forgotten, the new one counts",
    async (store, clock) => {
      const attempt = (address: string) =>
        store.count(
          { now: clock.ms, countings: [{ ...lock, key: storeKey("lockout", address) }] },
          "counted",
        );
      for (let tries = 0; tries < 5; tries += 1) await attempt("attacker");
      for (let at = 0; at < 200; at += 1) {
        clock.ms += 1;
        await attempt(`stranger ${at}`);
        expect((await store.list(storePrefix("lockout"))).length).toBeLessThanOrEqual(20);
      }
      expect((await attempt("attacker")).taken).toBe(false);
      for (let tries = 0; tries < 4; tries += 1) expect((await attempt("stranger 199")).taken).toBe(true);
      expect((await attempt("stranger 199")).taken).toBe(false);
    },
    { lockout: 20 },
  );

  withStore(
    "a step never forgets what it counts itself",
    async (store, clock) => {
      const countings = ["a", "b", "c"].map((name) => ({ ...lock, key: storeKey("lockout", name) }));
      for (let tries = 0; tries < 5; tries += 1)
        expect((await store.count({ now: clock.ms, countings }, "counted")).taken).toBe(true);
      expect((await store.count({ now: clock.ms, countings }, "counted")).taken).toBe(false);
    },
    { lockout: 2 },
  );
}
