/** The key ring and the secrets of the environment: nobody is logged out by a rotation, everybody by a revocation. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../../src/core/secret.ts";
import {
  activeKey,
  type Ring,
  retired,
  revoked,
  rotated,
  withFirstKey,
} from "../../../src/security/identity/key/ring.ts";
import { changeRing, readRing } from "../../../src/security/identity/key/ring-store.ts";
import { isShortSecret, secretFault } from "../../../src/security/identity/key/secret-check.ts";
import { asked, DAY_MS, HOUR_MS, type House, logIn, openHouse, START_MS } from "./house.ts";

const ONE = "k7Qw2ZtX9fLm4RbV8sNc3HdJ6gYpE1uAoT5iWxKz0MvB";
const TWO = "vB0MzKxWi5ToAu1EpYg6JdHc3NsVbR4mLf9XtZ2wQ7k0";

function kidOf(token: string): string {
  return JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()).kid;
}

function step(house: House, change: (ring: Ring, now: number) => Ring) {
  return changeRing(house.store, (ring) => change(ring, house.clock.now()));
}

describe("the ring", () => {
  test("the first start makes a key and keeps it; the next finds it", async () => {
    const house = await openHouse();
    expect(house.events).toEqual(["key_generated"]);
    const ring = await readRing(house.store);
    expect(ring.keys).toHaveLength(1);
    expect(ring.keys[0]?.secret.length).toBeGreaterThanOrEqual(64);
    const { token } = await logIn(house.identity);
    expect(kidOf(token)).toBe(ring.keys[0]?.kid ?? "");
    expect(await asked(await house.open(), token)).toBe("ok");
    expect((await readRing(house.store)).keys).toEqual(ring.keys);
    await expect(step(house, withFirstKey)).rejects.toThrow("active key already");
  });

  test("a rotation logs nobody out until the overlap ends; new logins have the new key at once", async () => {
    const house = await openHouse({ settings: { expirationMs: 48 * HOUR_MS } });
    const old = await logIn(house.identity);
    const ring = await step(house, (before, now) => rotated(before, undefined, now));
    expect(ring.keys.filter(({ status }) => status === "active")).toHaveLength(1);
    const fresh = await logIn(house.identity);
    expect(kidOf(fresh.token)).toBe(activeKey(ring)?.kid ?? "");
    expect(kidOf(fresh.token)).not.toBe(kidOf(old.token));
    house.clock.ms = START_MS + 48 * HOUR_MS - 1;
    expect(await asked(house.identity, old.token)).toBe("ok");
    expect(ring.keys.find(({ kid }) => kid === kidOf(old.token))?.retire_at).toBe(START_MS + 48 * HOUR_MS);
  });

  test("an overlap is at least the longest login and at most 72 h", async () => {
    const house = await openHouse();
    await expect(step(house, (ring, now) => rotated(ring, 23 * HOUR_MS, now))).rejects.toThrow(
      "longest login",
    );
    await expect(step(house, (ring, now) => rotated(ring, 73 * HOUR_MS, now))).rejects.toThrow("72 h");
    await step(house, (ring, now) => rotated(ring, 72 * HOUR_MS, now));
  });

  test("a key whose end is brought forward ends then, also for a login that was looked at before", async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    await step(house, (ring, now) => rotated(ring, undefined, now));
    await step(house, (ring, now) => retired(ring, kidOf(token), HOUR_MS, now));
    expect(await asked(house.identity, token)).toBe("ok");
    house.clock.ms += HOUR_MS;
    expect(await asked(house.identity, token)).toBe("unknown_key");
    await expect(
      step(house, (ring, now) => retired(ring, activeKey(ring)?.kid ?? "", 0, now)),
    ).rejects.toThrow("active");
  });

  test("a revoked key verifies nothing from that moment, its secret is gone, and another signs", async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    expect(await asked(house.identity, token)).toBe("ok");
    const ring = await step(house, (before, now) => revoked(before, kidOf(token), now));
    expect(await asked(house.identity, token)).toBe("unknown_key");
    expect(ring.keys.find(({ kid }) => kid === kidOf(token))).toMatchObject({
      status: "revoked",
      secret: "",
    });
    expect(await asked(house.identity, (await logIn(house.identity)).token)).toBe("ok");
    await expect(step(house, (before, now) => revoked(before, "nobody", now))).rejects.toThrow(
      "no key of that id",
    );
  });

  test("two active keys stop the start; revoking one of them mends it", async () => {
    const house = await openHouse();
    await step(house, (ring) => ({
      ...ring,
      keys: [...ring.keys, ...ring.keys.map((key) => ({ ...key, kid: "second" }))],
    }));
    await expect(house.open()).rejects.toThrow("more than one active key");
    await step(house, (ring, now) => revoked(ring, "second", now));
    await house.open();
  });

  test("ten rotations at once leave one active key and ten on their way out", async () => {
    const house = await openHouse();
    await Promise.all(
      Array.from({ length: 10 }, () => step(house, (ring, now) => rotated(ring, undefined, now))),
    );
    const { keys } = await readRing(house.store);
    expect(keys.filter(({ status }) => status === "active")).toHaveLength(1);
    expect(keys.filter(({ status }) => status === "retiring")).toHaveLength(10);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(11);
  });
});

describe("a secret of the environment", () => {
  test("signs, is the same key for everybody who has it, and is written nowhere", async () => {
    const house = await openHouse({ settings: { secret: new Secret(ONE) } });
    const { token } = await logIn(house.identity);
    expect(await asked(await house.open({ secret: new Secret(ONE) }), token)).toBe("ok");
    expect(JSON.stringify(await readRing(house.store))).not.toContain(ONE.slice(0, 20));
    expect((await readRing(house.store)).keys).toEqual([]);
    expect(token).not.toContain(ONE.slice(0, 8));
  });

  test("changed alone its tokens die, with the one before as previous they live", async () => {
    const house = await openHouse({ settings: { secret: new Secret(ONE) } });
    const { token } = await logIn(house.identity);
    expect(await asked(await house.open({ secret: new Secret(TWO) }), token)).toBe("unknown_key");
    const changed = await house.open({ secret: new Secret(TWO), previous: new Secret(ONE) });
    expect(await asked(changed, token)).toBe("ok");
    expect(kidOf((await logIn(changed)).token)).not.toBe(kidOf(token));
  });

  test("gives way to a key of the ring's own, and verifies until the overlap ends", async () => {
    const house = await openHouse({ settings: { secret: new Secret(ONE), expirationMs: 72 * HOUR_MS } });
    const { token } = await logIn(house.identity);
    const ring = await step(house, (before, now) => rotated(before, undefined, now));
    const fresh = await logIn(house.identity);
    expect(kidOf(fresh.token)).toBe(activeKey(ring)?.kid ?? "");
    house.clock.ms = START_MS + 72 * HOUR_MS - 1;
    expect(await asked(house.identity, token)).toBe("ok");
    house.clock.ms = START_MS + 73 * HOUR_MS;
    const late = await house.open({ secret: new Secret(ONE) });
    expect(kidOf((await logIn(late)).token)).toBe(activeKey(ring)?.kid ?? "");
    expect(house.events).toContain("jwt_secret_retiring");
  });

  test("in a file is read again when it changed, and a bad one leaves the last good one", async () => {
    const secretFile = join(mkdtempSync(join(tmpdir(), "hearthgate-test-")), "secret");
    writeFileSync(secretFile, `${ONE}\n`);
    const house = await openHouse({ settings: { secretFile } });
    const first = await logIn(house.identity);
    expect(await asked(house.identity, first.token)).toBe("ok");
    writeFileSync(secretFile, `${TWO}\n`);
    house.clock.ms += 1_000;
    const second = await logIn(house.identity);
    expect(await asked(house.identity, second.token)).toBe("ok");
    expect(kidOf(second.token)).not.toBe(kidOf(first.token));
    // nobody is logged out by it, in this process; another that never saw the one before has to be told
    expect(await asked(house.identity, first.token)).toBe("ok");
    expect(await asked(await house.open({ secretFile }), first.token)).toBe("unknown_key");
    writeFileSync(secretFile, "short");
    house.clock.ms += 1_000;
    expect(await asked(house.identity, second.token)).toBe("ok");
    expect(house.events).toContain("jwt_secret_unusable");
  });

  test("too short, known to everybody, or of few signs is refused; a short one is told of", async () => {
    for (const secret of [
      "x".repeat(31),
      "your-super-secret-key-min-32-characters-long",
      "YOUR_SUPER_SECRET_KEY_MIN_32_CHARACTERS_LONG",
      "your-256-bit-secret-your-256-bit-secret",
      "change-me-change-me-change-me-change-me",
      "replace_this_with_a_long_random_secret_please",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "abababababababababababababababababababababab",
    ]) {
      expect([secret, secretFault(secret)]).not.toEqual([secret, undefined]);
      await expect(openHouse({ settings: { secret: new Secret(secret) } })).rejects.toThrow("JWT_SECRET");
    }
    for (const good of [ONE, TWO, "yQ3v".repeat(1) + ONE, "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"])
      expect(secretFault(good)).toBeUndefined();
    expect([isShortSecret("x".repeat(43)), isShortSecret("x".repeat(44))]).toEqual([true, false]);
    const house = await openHouse({ settings: { secret: new Secret(ONE.slice(0, 40)) } });
    expect(house.events).toEqual(["jwt_secret_short"]);
  });
});

test("a day of a house whose key is rotated each hour: whoever refreshes stays in", async () => {
  const house = await openHouse({ settings: { expirationMs: 2 * HOUR_MS } });
  let { token } = await logIn(house.identity);
  for (let hour = 0; hour < 23; hour++) {
    for (let quarter = 0; quarter < 4; quarter++) {
      house.clock.ms += HOUR_MS / 4;
      const answer = await house.identity.authenticate({
        authorization: `Bearer ${token}`,
        address: "10.0.0.1",
      });
      if ("refusal" in answer) throw new Error(`${hour}: ${answer.refusal.reason}`);
      token = answer.refreshed ?? token;
    }
    await step(house, (ring, now) => rotated(ring, DAY_MS, now));
  }
  expect(kidOf(token)).not.toBe("");
});
