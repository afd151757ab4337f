/** Lockout, blocked addresses, the kill switch, the cap on forwarded logins. */

import { describe, expect, test } from "bun:test";
import { clearLockouts, listLockouts } from "../../../src/security/identity/guard/lockout.ts";
import type { Identity } from "../../../src/security/identity/identity.ts";
import { blockNetwork, unblockNetwork } from "../../../src/security/identity/keep/blocked.ts";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import {
  ADDRESS,
  ADMIN,
  asked,
  DAY_MS,
  HOUR_MS,
  issue,
  letIn,
  logIn,
  MINUTE_MS,
  openHouse,
  refused,
} from "./house.ts";

async function fail(identity: Identity, address: string, times: number): Promise<void> {
  for (let count = 0; count < times; count++) await identity.failed(address);
}

describe("lockout", () => {
  test("the fifth in 15 minutes locks for 15, twice as long each time, a day at most", async () => {
    const { identity, clock } = await openHouse();
    await fail(identity, ADDRESS, 4);
    expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
    for (const minutes of [15, 30, 60, 120, 240, 480, 960, 1440, 1440]) {
      await fail(identity, ADDRESS, minutes === 15 ? 1 : 5);
      expect(await identity.lockedFor(ADDRESS)).toBe(minutes * 60);
      await fail(identity, ADDRESS, 20);
      expect(await identity.lockedFor(ADDRESS)).toBe(minutes * 60);
      clock.ms += minutes * MINUTE_MS;
      expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
    }
  });

  test("four in any 15 minutes lock nobody", async () => {
    const { identity, clock } = await openHouse();
    for (let count = 0; count < 40; count++) {
      await identity.failed(ADDRESS);
      clock.ms += 4 * MINUTE_MS;
      expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
    }
  });

  test("one address, however it is written; a valid caller at another is not touched", async () => {
    const house = await openHouse();
    const { token } = await issue(house);
    await fail(house.identity, "::ffff:192.168.1.20", 5);
    expect(await house.identity.lockedFor("192.168.1.20")).toBe(900);
    expect(await house.identity.lockedFor("::FFFF:c0a8:0114")).toBe(900);
    expect(await house.identity.lockedFor("192.168.1.21")).toBeUndefined();
    expect(await asked(house.identity, token, { address: "192.168.1.21" })).toBe("ok");
  });

  test("IPv6 by /56, however many addresses and networks in it", async () => {
    const { identity } = await openHouse();
    for (let net = 1; net <= 4; net++) await fail(identity, `2001:db8:1:10${net}::${net}`, 1);
    expect(await identity.lockedFor("2001:db8:1:100::1")).toBeUndefined();
    await fail(identity, "2001:db8:1:1ff:ffff::2", 1);
    for (const address of ["2001:db8:1:100::1", "2001:db8:1:1aa:abcd::9"])
      expect(await identity.lockedFor(address)).toBe(900);
    expect(await identity.lockedFor("2001:db8:1:200::1")).toBeUndefined();
  });

  test("a success clears, on the first request and on a later one, with a token or by login", async () => {
    const house = await openHouse();
    const { identity, store } = house;
    const { token } = await issue(house);
    for (const succeed of [
      () => asked(identity, token),
      () => asked(identity, token),
      () => identity.login(ADMIN, undefined, "d", ADDRESS),
    ]) {
      await fail(identity, ADDRESS, 4);
      await succeed();
      expect(await listLockouts(store, house.clock.now())).toEqual([]);
      await fail(identity, ADDRESS, 4);
      expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
      await succeed();
    }
  });

  test("is shared, listed, and cleared by the owner", async () => {
    const { identity, open, store, clock } = await openHouse();
    await fail(identity, ADDRESS, 5);
    await fail(identity, "2001:db8::1", 2);
    expect(await (await open()).lockedFor(ADDRESS)).toBe(900);
    expect(await listLockouts(store, clock.now())).toEqual([
      { network: "2001:db8::/56", failures: 2, lockedUntil: undefined },
      { network: ADDRESS, failures: 0, lockedUntil: clock.ms + 15 * MINUTE_MS },
    ]);
    expect(await clearLockouts(store, "2001:db8::5")).toBe(1);
    expect(await clearLockouts(store, "10.0.0.1")).toBe(0);
    expect(await clearLockouts(store, "all")).toBe(1);
    expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
  });

  test("a block clears whoever is counted inside it, and nobody else", async () => {
    const { identity, store, clock } = await openHouse();
    for (const address of ["203.0.113.7", "203.0.113.200", "203.0.114.7", "2001:db8::1", "2001:db8:0:100::1"])
      await fail(identity, address, 5);
    expect(await clearLockouts(store, "203.0.113.0/24")).toBe(2);
    expect(await clearLockouts(store, "2001:db8::/57")).toBe(0);
    expect(await clearLockouts(store, "2001:db8::/48")).toBe(2);
    expect((await listLockouts(store, clock.now())).map(({ network }) => network)).toEqual(["203.0.114.7"]);
  });

  test("what is no address shares one bucket", async () => {
    const { identity } = await openHouse();
    await fail(identity, "", 3);
    await fail(identity, "unknown", 2);
    expect(await identity.lockedFor("nonsense")).toBe(900);
  });
});

describe("blocked addresses", () => {
  test("wait a day at a time, until the owner lifts it", async () => {
    const { identity, store } = await openHouse();
    await blockNetwork(store, "203.0.113.0/24");
    expect(await identity.lockedFor("203.0.113.7")).toBe(86_400);
    expect(await identity.lockedFor("::ffff:203.0.113.7")).toBe(86_400);
    expect(await identity.lockedFor("203.0.114.7")).toBeUndefined();
    expect(await unblockNetwork(store, "203.0.113.0/24")).toBe(true);
    expect(await unblockNetwork(store, "203.0.113.0/24")).toBe(false);
    expect(await identity.lockedFor("203.0.113.7")).toBeUndefined();
  });
});

describe("the kill switch", () => {
  test("refuses everybody with 503, locks nobody, and lets them in again", async () => {
    const house = await openHouse();
    const { identity, store } = house;
    const [{ token }, login] = [await issue(house), await logIn(identity)];
    const { principal } = await letIn(identity, token);
    const turn = (on: boolean) => throwKillSwitch(store, { on, at: house.clock.ms, reason: "" });
    await turn(true);
    for (const text of [token, login.token, "nonsense"])
      expect(await refused(identity, `Bearer ${text}`)).toMatchObject({
        status: 503,
        reason: "kill_switch",
        counts: false,
      });
    expect(await identity.killed()).toBe(true);
    expect(await identity.stillHolds(principal)).toBe(false);
    expect(await identity.stillHolds({ id: "local", grantId: "operator", credential: "stdio" })).toBe(false);
    expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
    expect(await identity.login(ADMIN, undefined, "d", ADDRESS)).toMatchObject({ refusal: { status: 503 } });
    expect(await identity.refresh(principal)).toMatchObject({ refusal: { status: 503 } });
    expect(await (await house.open()).killed()).toBe(true);
    await turn(false);
    expect(await asked(identity, token)).toBe("ok");
    // on, on for the one that was opened meanwhile, off
    expect(house.events.filter((event) => event === "kill_switch")).toHaveLength(3);
    expect(await identity.stillHolds(principal)).toBe(true);
  });
});

describe("logins that are forwarded to Home Assistant", () => {
  const take = async (identity: Identity, times: number) => {
    const waits = [];
    for (let count = 0; count < times; count++)
      waits.push(await identity.mayForwardLogin("another", "token"));
    return waits;
  };

  test("four at most that were wrong in ten minutes, from all addresses and processes", async () => {
    const { identity, open, clock } = await openHouse();
    expect(await take(identity, 3)).toEqual([undefined, undefined, undefined]);
    clock.ms += MINUTE_MS;
    expect(await take(await open(), 2)).toEqual([undefined, 10]);
    clock.ms += MINUTE_MS;
    expect(await identity.mayForwardLogin("another", "token")).toBe(8 * 60);
    clock.ms += 8 * MINUTE_MS;
    expect(await take(identity, 4)).toEqual([undefined, undefined, undefined, 10]);
  });

  test("all at once: four", async () => {
    const { identity } = await openHouse();
    const waits = await Promise.all(
      Array.from({ length: 30 }, () => identity.mayForwardLogin("another", "token")),
    );
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(4);
  });

  test("one that Home Assistant accepts clears, one that it never saw frees its place", async () => {
    const { identity } = await openHouse();
    await take(identity, 4);
    await identity.loginUnanswered("another", ADDRESS);
    expect(await take(identity, 2)).toEqual([undefined, 10]);
    await identity.login(ADMIN, undefined, "d", ADDRESS);
    expect(await take(identity, 4)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test("one that cannot be asked about counts as a try, unless its token has a login", async () => {
    const { identity } = await openHouse();
    await identity.login(ADMIN, undefined, "known", ADDRESS);
    expect(await take(identity, 4)).toEqual([undefined, undefined, undefined, undefined]);
    for (let tries = 0; tries < 10; tries++) {
      expect(await identity.mayForwardLogin("known", "token")).toBeUndefined();
      await identity.loginUnanswered("known", ADDRESS);
    }
    expect(await identity.lockedFor(ADDRESS)).toBeUndefined();
    // it had no place in the cap, and frees nobody's
    expect(await take(identity, 1)).toEqual([10]);
    for (let tries = 0; tries < 5; tries++) await identity.loginUnanswered("another", ADDRESS);
    expect(await identity.lockedFor(ADDRESS)).toBe(900);
  });

  test("where people log in at Home Assistant's page too, who guesses at one leaves the other open", async () => {
    for (const [guessed, other] of [
      ["token", "code"],
      ["code", "token"],
    ] as const) {
      const { identity, clock } = await openHouse({ settings: { resource: "https://house/mcp" } });
      const guess = () =>
        Promise.all(Array.from({ length: 30 }, () => identity.mayForwardLogin("x", guessed)));
      expect((await guess()).filter((wait) => wait === undefined)).toHaveLength(3);
      expect(await identity.mayForwardLogin("y", other)).toBeUndefined();
      // four in all, whatever they are
      expect(await identity.mayForwardLogin("z", other)).toBe(10);
      clock.ms += MINUTE_MS;
      expect(await identity.mayForwardLogin("z", other)).toBe(9 * 60);
    }
  });

  test("a day of somebody who tries all the time: never more than four in ten minutes", async () => {
    const { identity, clock } = await openHouse();
    const forwarded: number[] = [];
    for (let at = 0; at < DAY_MS; at += 20_000) {
      if ((await identity.mayForwardLogin("another", "token")) === undefined) forwarded.push(clock.ms);
      clock.ms += 20_000;
    }
    expect(forwarded.length).toBeLessThanOrEqual((DAY_MS / HOUR_MS) * 24);
    for (const [index, at] of forwarded.entries())
      expect((forwarded[index + 4] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  });
});
