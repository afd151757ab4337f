/** Two processes on one state: what one of them revoked passes at neither, from the moment it was told so. */

import { describe, expect, test } from "bun:test";
import { throwKillSwitch } from "../../../src/security/identity/keep/kill-switch.ts";
import { lastUseOf } from "../../../src/security/identity/keep/last-used.ts";
import { activeKey, revoked, rotated } from "../../../src/security/identity/key/ring.ts";
import { changeRing, readRing } from "../../../src/security/identity/key/ring-store.ts";
import { endChain } from "../../../src/security/identity/login/chains.ts";
import { listCredentials } from "../../../src/security/identity/token/credential.ts";
import { issueToken, revokeToken, rotateToken } from "../../../src/security/identity/token/issue.ts";
import { asked, HOUR_MS, issue, letIn, logIn, openSqliteHouse, START_MS } from "./house.ts";

const ROUNDS = 40;

describe("law 12: a revoked credential never passes after the revocation returned", () => {
  test("while both processes are asked all the time", async () => {
    const house = await openSqliteHouse();
    const other = await house.beside();
    const late: string[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [{ token, credential }, login] = [await issue(house), await logIn(house.identity)];
      const child = await issue(house, { parent: credential.id });
      const { principal } = await letIn(other.identity, login.token);
      const credentials = [token, child.token, login.token];
      for (const text of credentials) await letIn(round % 2 ? house.identity : other.identity, text);
      let revokedAt = Number.POSITIVE_INFINITY;
      const asking = [house.identity, other.identity].map(async (identity, process) => {
        for (let count = 0; count < 12; count++)
          for (const text of credentials) {
            const begun = performance.now();
            const answer = await asked(identity, text);
            if (answer === "ok" && begun > revokedAt) late.push(`round ${round}, process ${process}`);
            await new Promise(setImmediate);
          }
      });
      const by = round % 3 ? other.store : house.store;
      await new Promise(setImmediate);
      await revokeToken(by, credential.id, "", house.clock.now());
      if (round % 2) await endChain(by, login.session, "", house.clock.now());
      else await (round % 3 ? other : house).identity.logout(principal);
      revokedAt = performance.now();
      await Promise.all(asking);
      for (const { identity } of [house, other])
        for (const text of credentials) expect(await asked(identity, text)).toBe("revoked");
      expect(await house.identity.stillHolds(principal)).toBe(false);
    }
    expect(late).toEqual([]);
  });

  test("a key that one process revokes, a switch that one throws", async () => {
    const house = await openSqliteHouse();
    const other = await house.beside();
    const login = await logIn(house.identity);
    expect(await asked(other.identity, login.token)).toBe("ok");
    const kid = activeKey(await readRing(other.store))?.kid ?? "";
    await changeRing(other.store, (ring) => revoked(ring, kid, START_MS));
    expect(await asked(house.identity, login.token)).toBe("unknown_key");
    expect(await asked(other.identity, login.token)).toBe("unknown_key");
    const { token } = await issue({ ...house, store: other.store });
    expect(await asked(house.identity, token)).toBe("ok");
    await throwKillSwitch(other.store, { on: true, at: START_MS, reason: "" });
    expect(await asked(house.identity, token)).toBe("kill_switch");
  });

  test("a process that is opened later knows it too", async () => {
    const house = await openSqliteHouse();
    const { token, credential } = await issue(house);
    const login = await logIn(house.identity);
    await revokeToken(house.store, credential.id, "", START_MS);
    await house.identity.logout((await letIn(house.identity, login.token)).principal);
    await house.store.close();
    const later = await house.beside();
    expect(await asked(later.identity, token)).toBe("revoked");
    expect(await asked(later.identity, login.token)).toBe("revoked");
  });
});

describe("both at once", () => {
  test("rotations of a key and of a token: one active key, one new token, nobody logged out", async () => {
    const house = await openSqliteHouse();
    const other = await house.beside();
    const logins = await Promise.all([logIn(house.identity), logIn(other.identity)]);
    const old = await issue(house);
    const stores = [house.store, other.store];
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        changeRing(stores[at % 2] ?? house.store, (ring) => rotated(ring, undefined, START_MS)),
      ),
    );
    const made = await Promise.allSettled(
      stores.map((store) =>
        rotateToken(store, old.credential.id, { overlapMs: HOUR_MS, expiresAt: undefined }, START_MS),
      ),
    );
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { keys } = await readRing(house.store);
    expect(keys.filter(({ status }) => status === "active")).toHaveLength(1);
    expect(keys).toHaveLength(11);
    for (const { identity } of [house, other])
      for (const { token } of logins) expect(await asked(identity, token)).toBe("ok");
  });

  test("a rotation and a revocation of one token: nothing of it is left, or the new one was made after", async () => {
    const house = await openSqliteHouse();
    const other = await house.beside();
    for (let round = 0; round < 20; round++) {
      const old = await issue(house);
      const id = old.credential.id;
      const revocation = revokeToken(other.store, id, "", START_MS);
      const [rotation] = await Promise.allSettled([
        rotateToken(house.store, id, { overlapMs: HOUR_MS, expiresAt: undefined }, START_MS),
      ]);
      await revocation;
      expect(await asked(house.identity, old.token)).toBe("revoked");
      expect(await asked(other.identity, old.token)).toBe("revoked");
      const successors = (await listCredentials(house.store)).filter(({ replaces }) => replaces === id);
      expect(successors).toHaveLength(rotation.status === "fulfilled" ? 1 : 0);
    }
  });

  test("two first starts make one key", async () => {
    const house = await openSqliteHouse({ settings: {} });
    const others = await Promise.all([house.beside(), house.beside(), house.beside()]);
    expect((await readRing(house.store)).keys).toHaveLength(1);
    const login = await logIn(house.identity);
    for (const { identity } of others) expect(await asked(identity, login.token)).toBe("ok");
  });

  test("the last use is kept, at most once a minute", async () => {
    const house = await openSqliteHouse();
    const { token, credential } = await issueToken(
      house.store,
      { grantId: "viewer", label: "", expiresAt: undefined, signs: false },
      START_MS,
    );
    for (const [ms, at] of [
      [0, 0],
      [30_000, 0],
      [59_999, 0],
      [60_000, 60_000],
    ] as const) {
      house.clock.ms = START_MS + ms;
      expect(await asked(house.identity, token)).toBe("ok");
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      expect(await lastUseOf(house.store, credential.id)).toEqual({
        at: START_MS + at,
        address: "192.168.1.20",
      });
    }
  });
});
