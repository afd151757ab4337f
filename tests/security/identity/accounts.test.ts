/** People whom Home Assistant no longer has, or has on the local network alone. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { keepAccounts } from "../../../src/security/identity/accounts.ts";
import { ADMIN, asked, HOUR_MS, letIn, logIn, MINUTE_MS, openHouse, refused, START_MS } from "./house.ts";

const OUTSIDE = "203.0.113.7";
const ACTIVE = { isActive: true, localOnly: false, isPrivileged: true };

async function withLogin() {
  const house = await openHouse();
  const { token } = await logIn(house.identity);
  const change = (changes: Partial<typeof ACTIVE>) =>
    house.people.accounts.set(ADMIN.id, { ...ACTIVE, ...changes });
  const later = () => {
    house.clock.ms += 5 * MINUTE_MS;
  };
  return { ...house, token, change, later };
}

describe("a user who was switched off or taken out", () => {
  test("is out within five minutes, streams too", async () => {
    for (const gone of ["off", "out"]) {
      const { identity, people, clock, token, change } = await withLogin();
      const { principal } = await letIn(identity, token);
      if (gone === "off") change({ isActive: false });
      else people.accounts.delete(ADMIN.id);
      clock.ms += 5 * MINUTE_MS - 1;
      expect(await asked(identity, token)).toBe("ok");
      clock.ms += 1;
      expect(await refused(identity, `Bearer ${token}`)).toMatchObject({
        status: 401,
        reason: "user_gone",
        counts: false,
      });
      expect(await identity.stillHolds(principal)).toBe(false);
    }
  });

  test("cannot log in, from that moment on", async () => {
    const { identity, change } = await withLogin();
    change({ isActive: false });
    expect(await identity.login(ADMIN, undefined, "d", OUTSIDE)).toMatchObject({
      refusal: { status: 403, reason: "user_gone" },
    });
  });
});

test("a user of the local network alone comes from there alone", async () => {
  const { identity, token, change, later } = await withLogin();
  change({ localOnly: true });
  later();
  for (const address of [
    "192.168.1.20",
    "10.1.2.3",
    "127.0.0.1",
    "fe80::1",
    "fd00::7",
    "::ffff:172.16.0.9",
  ]) {
    expect(await asked(identity, token, { address })).toBe("ok");
    expect(await identity.login(ADMIN, undefined, "d", address)).toHaveProperty("token");
  }
  for (const address of [OUTSIDE, "2001:db8::1", "100.64.0.1", ""]) {
    expect(await asked(identity, token, { address })).toBe("local_only");
    expect(await identity.login(ADMIN, undefined, "d", address)).toMatchObject({
      refusal: { status: 403, reason: "local_only" },
    });
  }
});

test("who is no administrator any more keeps only what names him", async () => {
  const { identity, token, change, later } = await withLogin();
  change({ isPrivileged: false });
  later();
  expect(await asked(identity, token)).toBe("revoked");
});

test("where we cannot see the people, a login is over after an hour", async () => {
  const house = await openHouse();
  house.people.seen = () => undefined;
  const { token, expiresAt } = await logIn(house.identity);
  expect(expiresAt).toBe(START_MS + HOUR_MS);
  house.clock.ms += 59 * MINUTE_MS;
  const { principal, refreshed } = await letIn(house.identity, token);
  expect(refreshed).toBeUndefined();
  expect(await house.identity.refresh(principal)).toMatchObject({ token, expiresAt });
  house.clock.ms += MINUTE_MS;
  expect(await asked(house.identity, token)).toBe("expired");
});

describe("while Home Assistant cannot be asked", () => {
  const unavailable = new Failure("HASS_UNAVAILABLE", "Home Assistant is not there.");

  test("what was known stays, and it is asked again soon", async () => {
    const { identity, people, clock, token, later } = await withLogin();
    const { seen } = people;
    people.seen = () => {
      throw unavailable;
    };
    later();
    expect(await asked(identity, token)).toBe("ok");
    people.seen = seen;
    people.accounts.delete(ADMIN.id);
    clock.ms += 9_999;
    expect(await asked(identity, token)).toBe("ok");
    clock.ms += 1;
    expect(await asked(identity, token)).toBe("user_gone");
  });

  test("nobody is let in by a login where nothing was known", async () => {
    const { open, people, token } = await withLogin();
    people.seen = () => {
      throw unavailable;
    };
    expect(await refused(await open(), `Bearer ${token}`)).toMatchObject({ status: 503 });
  });

  test("many that ask at once ask Home Assistant once", async () => {
    let reads = 0;
    const accounts = keepAccounts(async () => {
      reads++;
      return new Map();
    });
    await Promise.all(Array.from({ length: 20 }, () => accounts.current(0)));
    expect(reads).toBe(1);
  });
});
