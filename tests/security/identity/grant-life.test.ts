/** When a grant opens anything, how long a login under it lasts, and who gets which. */

import { describe, expect, test } from "bun:test";
import type { Grant } from "../../../src/security/grant/model/grant.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import {
  type Account,
  type Accounts,
  accountRefusal,
  keepAccounts,
  staysPrivileged,
} from "../../../src/security/identity/accounts.ts";
import { grantRefusal } from "../../../src/security/identity/grant-validity.ts";
import { isShortSecret, secretFault } from "../../../src/security/identity/key/secret-check.ts";
import { chooseGrant, isPrivileged, mayKeep } from "../../../src/security/identity/login/choose-grant.ts";
import { endOfJwt, lastEndOf, renewsFrom } from "../../../src/security/identity/login/lifetimes.ts";
import { HOUR_MS, MINUTE_MS, START_MS } from "./house.ts";

const NOW = START_MS;
const at = (ms: number) => new Date(NOW + ms).toISOString();

function grant(more: object = {}): Grant {
  const parsed = parseGrant({ id: "g", name: "g", expires_at: "never", ...more }, NOW);
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  return parsed.grant;
}

describe("a grant", () => {
  test.each<readonly [object, string]>([
    [{}, "open"],
    [{ status: "revoked" }, "401 revoked"],
    [{ status: "paused" }, "403 grant_paused"],
    [{ expires_at: at(1) }, "open"],
    [{ expires_at: at(0) }, "401 expired"],
    [{ not_before: at(0) }, "open"],
    [{ not_before: at(1) }, "403 grant_not_yet_valid"],
    [{ status: "revoked", expires_at: at(-1) }, "401 revoked"],
    [{ status: "paused", expires_at: at(-1) }, "401 expired"],
    [{ status: "paused", not_before: at(1) }, "403 grant_paused"],
  ])("%j: %s", (more, answer) => {
    const given = grant(more);
    // looked at twice: what was read once is kept
    for (let time = 0; time < 2; time++) {
      const refusal = grantRefusal(given, NOW);
      expect(refusal ? `${refusal.status} ${refusal.reason}` : "open").toBe(answer);
    }
  });

  test("that is gone or cannot be read opens nothing", () => {
    expect(grantRefusal(undefined, NOW)).toMatchObject({
      status: 401,
      reason: "grant_not_here",
      presented: true,
      counts: false,
    });
    expect(grantRefusal({ ...grant(), expires_at: "soon" }, NOW)).toMatchObject({ reason: "expired" });
    expect(grantRefusal({ ...grant(), not_before: "soon" }, NOW)).toMatchObject({
      reason: "grant_not_yet_valid",
    });
  });
});

describe("a login lasts", () => {
  test.each<readonly [object, number]>([
    [{}, 72 * HOUR_MS],
    [{ session: { absolute_lifetime_hours: 10 } }, 10 * HOUR_MS],
    [{ session: { absolute_lifetime_hours: 100 } }, 72 * HOUR_MS],
    [{ session: { max_lifetime_minutes: 90 } }, 90 * MINUTE_MS],
    [{ session: { max_lifetime_minutes: 90, absolute_lifetime_hours: 1 } }, HOUR_MS],
    [{ expires_at: at(5 * MINUTE_MS) }, 5 * MINUTE_MS],
    [{ expires_at: at(100 * HOUR_MS) }, 72 * HOUR_MS],
  ])("under %j at most %d ms", (more, ms) => {
    expect(lastEndOf(grant(more), NOW)).toBe(NOW + ms);
  });

  test("not at all under a grant whose end cannot be read", () => {
    expect(lastEndOf({ ...grant(), expires_at: "soon" }, NOW)).toBe(0);
  });

  test.each<readonly [object, number, number, number]>([
    [{}, HOUR_MS, 9 * HOUR_MS, HOUR_MS],
    [{}, HOUR_MS, MINUTE_MS, MINUTE_MS],
    [{ session: { lifetime_minutes: 5 } }, HOUR_MS, 9 * HOUR_MS, 5 * MINUTE_MS],
    [{ session: { lifetime_minutes: 90 } }, HOUR_MS, 9 * HOUR_MS, HOUR_MS],
    [{}, 1_999, 9 * HOUR_MS, 1_000],
  ])("under %j, minted for %d ms with %d ms left: %d ms", (more, life, left, ms) => {
    expect(endOfJwt(grant(more), life, NOW, NOW + left)).toBe((NOW + ms) / 1000);
  });

  test.each([
    [0, 4 * 3600, 3 * 3600],
    [0, 8 * 3600, 7 * 3600],
    [100, 500, 400],
  ])("from %d to %d s a fresh one is offered from %d s", (iat, exp, from) => {
    expect(renewsFrom({ iat, exp })).toBe(from * 1000);
  });
});

describe("which grant a login gets", () => {
  const own = grant({ id: "own", name: "Own", users: ["g1"] });
  const other = grant({ id: "other", name: "Other", users: ["g1", "g2"] });
  const operator = grant({ id: "operator-like", name: "Operator" });
  const all = [own, other, operator];
  const grants = {
    named: (text: string) =>
      text === "operator" ? operator : all.find(({ id, name }) => id === text || name === text),
    forUser: (user: string) => all.filter(({ users }) => users?.includes(user)),
  };
  const choose = (id: string, wanted?: string, more = {}) => {
    const chosen = chooseGrant(grants, { id, isAdmin: false, isOwner: false, ...more }, wanted);
    return "grant" in chosen ? chosen.grant.id : chosen.none;
  };

  test.each<readonly [string, string | undefined, object, string]>([
    ["a", undefined, { isAdmin: true }, "operator-like"],
    ["a", undefined, { isOwner: true }, "operator-like"],
    ["a", "own", { isAdmin: true }, "own"],
    ["a", "Other", { isOwner: true }, "other"],
    ["a", "none", { isOwner: true }, "grant_unknown"],
    ["g2", undefined, {}, "other"],
    ["g2", "other", {}, "other"],
    ["g2", "Other", {}, "other"],
    ["g2", "own", {}, "grant_unknown"],
    ["g1", undefined, {}, "grant_ambiguous"],
    ["g1", "own", {}, "own"],
    ["g3", undefined, {}, "no_grant"],
    ["g3", "own", {}, "grant_unknown"],
    ["g3", "operator", {}, "grant_unknown"],
  ])("%s, who asks for %p, %j: %s", (id, wanted, more, answer) => {
    expect(choose(id, wanted, more)).toBe(answer);
  });

  test("whoever has it keeps it while it names him, or he is privileged", () => {
    expect([mayKeep(own, "g1", false), mayKeep(own, "g2", false), mayKeep(own, "g2", true)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([mayKeep(operator, "g1", false), mayKeep(operator, "g1", true)]).toEqual([false, true]);
    for (const [isAdmin, isOwner, answer] of [
      [true, false, true],
      [false, true, true],
      [false, false, false],
    ] as const)
      expect(isPrivileged({ isAdmin, isOwner })).toBe(answer);
  });
});

describe("the people of Home Assistant", () => {
  const account = (more: Partial<Account> = {}): Account => ({
    isActive: true,
    localOnly: false,
    isPrivileged: false,
    ...more,
  });
  const people = new Map([
    ["u", account()],
    ["off", account({ isActive: false })],
    ["local", account({ localOnly: true })],
    ["admin", account({ isPrivileged: true })],
  ]);

  test.each<readonly [Accounts, string, string, string]>([
    [people, "u", "203.0.113.9", "may come"],
    [people, "off", "127.0.0.1", "401 user_gone"],
    [people, "nobody", "127.0.0.1", "401 user_gone"],
    [people, "local", "192.168.1.2", "may come"],
    [people, "local", "203.0.113.9", "403 local_only"],
    [undefined, "nobody", "203.0.113.9", "may come"],
  ])("%#: who is told what, by account and address", (accounts, user, address, answer) => {
    const refusal = accountRefusal(accounts, user, address);
    expect(refusal ? `${refusal.status} ${refusal.reason}` : "may come").toBe(answer);
  });

  test("privileged is who was and still is, where anybody knows", () => {
    expect(staysPrivileged(people, "admin", true)).toBe(true);
    expect(staysPrivileged(people, "admin", false)).toBe(false);
    expect(staysPrivileged(people, "u", true)).toBe(false);
    expect(staysPrivileged(people, "nobody", true)).toBe(false);
    expect(staysPrivileged(undefined, "nobody", true)).toBe(true);
    expect(staysPrivileged(undefined, "nobody", false)).toBe(false);
  });

  test("are asked for every five minutes, by all who wait at once, and again soon where it failed", async () => {
    let reads = 0;
    let failing = false;
    const kept = keepAccounts(async () => {
      reads++;
      if (failing) throw new Error("away");
      return people;
    });
    await Promise.all([kept.current(0), kept.current(0)]);
    expect(reads).toBe(1);
    await kept.current(5 * MINUTE_MS - 1);
    expect(reads).toBe(1);
    failing = true;
    expect(await kept.current(5 * MINUTE_MS)).toBe(people);
    expect(reads).toBe(2);
    expect(await kept.current(5 * MINUTE_MS + 9_999)).toBe(people);
    expect(reads).toBe(2);
    failing = false;
    await kept.current(5 * MINUTE_MS + 10_000);
    expect(reads).toBe(3);
    await kept.fresh(5 * MINUTE_MS + 10_000);
    expect(reads).toBe(4);
    failing = true;
    await expect(kept.fresh(0)).rejects.toThrow("away");
    await expect(keepAccounts(() => Promise.reject(new Error("away"))).current(0)).rejects.toThrow("away");
  });
});

test.each<readonly [string, string | undefined]>([
  ["x".repeat(31), "must have at least 32 characters"],
  ["abcdefgh".repeat(4), undefined],
  ["abcdefg".repeat(5), "repeats too few signs"],
  [
    `-----BEGIN KEY-----${"abcdefghij".repeat(3)}`,
    "is a PEM key or certificate: those are not secret, or not for this",
  ],
  ["Your-Super-Secret-Key-Min-32-Characters-Long", "is an example that everybody knows"],
  ["change-me-to-something-long-and-random-123", "is an example that everybody knows"],
  ["9change-me-to-something-long-and-random-123", undefined],
])("the secret %j: %p", (secret, fault) => {
  expect(secretFault(secret)).toBe(fault as never);
});

test("a secret is short below 44 characters", () => {
  expect([isShortSecret("x".repeat(43)), isShortSecret("x".repeat(44))]).toEqual([true, false]);
});
