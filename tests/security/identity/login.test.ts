/** Logins: which grant, how long, refreshed how often, ended when. */

import { describe, expect, test } from "bun:test";
import { EMPTY_RING, withFirstKey } from "../../../src/security/identity/key/ring.ts";
import { endJwt } from "../../../src/security/identity/login/chains.ts";
import { storePrefix } from "../../../src/store/namespaces.ts";
import {
  ADDRESS,
  ADMIN,
  asked,
  DAY_MS,
  GUEST,
  HOUR_MS,
  letIn,
  logIn,
  MINUTE_MS,
  OWNER,
  openHouse,
  START_MS,
} from "./house.ts";

const FAMILY = { name: "family", users: ["g1", "g2"] };
const KIDS = { name: "kids", users: ["g2"] };

describe("which grant", () => {
  const GRANTS = [FAMILY, KIDS, { name: "nobody's" }, { name: "asleep", status: "paused", users: ["g3"] }];
  const NEVER = { id: "g9", isAdmin: false };
  for (const [who, user, wanted, got] of [
    ["an administrator", ADMIN, undefined, "operator"],
    ["an administrator, by name", ADMIN, "kids", "kids"],
    ["an administrator, built in", ADMIN, "admin", "admin"],
    ["the owner", OWNER, undefined, "operator"],
    ["an administrator, unknown: never more than asked", ADMIN, "kidz", "grant_unknown"],
    ["a user whom one grant names", GUEST, undefined, "family"],
    ["a user whom one grant names, by name", GUEST, "family", "family"],
    ["a user, another's grant", GUEST, "kids", "grant_unknown"],
    ["a user, a built-in", GUEST, "viewer", "grant_unknown"],
    ["a user, a grant without users", GUEST, "nobody's", "grant_unknown"],
    ["a user whom two name", { id: "g2", isAdmin: false }, undefined, "grant_ambiguous"],
    ["a user whom two name, by name", { id: "g2", isAdmin: false }, "kids", "kids"],
    ["a user whom none names", NEVER, undefined, "no_grant"],
    ["a user whose grant is paused", { id: "g3", isAdmin: false }, undefined, "grant_paused"],
  ] as const)
    test(`${who}: ${got}`, async () => {
      const house = await openHouse({
        grants: GRANTS.map((each) => ({ ...each, id: each.name.replace("'", "") })),
      });
      const answer = await house.identity.login({ ...GUEST, ...user }, wanted, "d", ADDRESS);
      if ("refusal" in answer) {
        expect(answer.refusal).toMatchObject({ status: 403, reason: got, counts: false });
        return;
      }
      expect(answer.grantId).toBe(got);
      expect((await letIn(house.identity, answer.token)).principal).toMatchObject({
        id: { ...GUEST, ...user }.id,
        grantId: got,
        session: answer.session,
        credential: answer.session,
        until: answer.expiresAt,
      });
    });

  test("a user who is taken out of the grant is out at once; an administrator is not", async () => {
    const house = await openHouse({ grants: [FAMILY] });
    const [guest, admin] = [await logIn(house.identity, GUEST), await logIn(house.identity, ADMIN, "family")];
    expect(await asked(house.identity, guest.token)).toBe("ok");
    house.write([{ ...FAMILY, users: ["g2"] }]);
    expect(await asked(house.identity, guest.token)).toBe("revoked");
    expect(await asked(house.identity, admin.token)).toBe("ok");
  });

  test("a grant that wants signatures is none for logins", async () => {
    const house = await openHouse({ grants: [{ ...FAMILY, network: { require_signature: true } }] });
    expect(await house.identity.login(GUEST, undefined, "d", ADDRESS)).toMatchObject({
      refusal: { status: 403, reason: "signature_required" },
    });
  });

  test("the state keeps the digest of Home Assistant's token and no JWT", async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    const rows = JSON.stringify(await house.store.list(storePrefix("login")));
    expect(rows).toContain("d".repeat(64));
    expect(rows).not.toContain(token.slice(-20));
  });
});

test("whatever an owner names on the command line reads as no option", async () => {
  const house = await openHouse();
  for (let count = 0; count < 300; count++) {
    const { token, session } = await logIn(house.identity);
    const { principal } = await letIn(house.identity, token);
    for (const word of [
      session,
      principal.jwt,
      principal.kid,
      withFirstKey(EMPTY_RING, START_MS).keys[0]?.kid,
    ])
      expect(word).toMatch(/^[0-9a-z]/i);
  }
});

describe("how long", () => {
  const minutes = async (session: object, grant: object = {}, expirationMs = DAY_MS) => {
    const house = await openHouse({ grants: [{ name: "g", session, ...grant }], settings: { expirationMs } });
    const { expiresAt } = await logIn(house.identity, ADMIN, "g");
    return (expiresAt - START_MS) / MINUTE_MS;
  };

  test("JWT_EXPIRATION, or less where the grant says so, never beyond the grant", async () => {
    expect(await minutes({})).toBe(1440);
    expect(await minutes({}, {}, 45 * MINUTE_MS)).toBe(45);
    expect(await minutes({ lifetime_minutes: 30 })).toBe(30);
    expect(await minutes({ lifetime_minutes: 3000 })).toBe(1440);
    expect(await minutes({ lifetime_minutes: 60, max_lifetime_minutes: 20 })).toBe(20);
    expect(await minutes({ absolute_lifetime_hours: 1 })).toBe(60);
    expect(await minutes({}, { expires_at: "2026-06-12T12:10:00Z" })).toBe(10);
  });

  test("a fresh one is offered in the last hour, or the last quarter", async () => {
    for (const [expirationMs, from] of [
      [DAY_MS, DAY_MS - HOUR_MS],
      [HOUR_MS, 45 * MINUTE_MS],
    ] as const) {
      const house = await openHouse({ settings: { expirationMs } });
      const { token } = await logIn(house.identity);
      house.clock.ms = START_MS + from - 1;
      expect((await letIn(house.identity, token)).refreshed).toBeUndefined();
      house.clock.ms = START_MS + from;
      const { refreshed = "" } = await letIn(house.identity, token);
      const { principal } = await letIn(house.identity, refreshed);
      expect(principal.until).toBe(START_MS + from + expirationMs);
    }
  });

  test("whoever does not take it up gets the same one again, from every process", async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    house.clock.ms += DAY_MS - HOUR_MS / 2;
    const { refreshed } = await letIn(house.identity, token);
    expect(refreshed).toBeDefined();
    const other = await house.open();
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, at) => letIn(at % 2 ? house.identity : other, token)),
    );
    expect(new Set(many.map((each) => each.refreshed))).toEqual(new Set([refreshed]));
    const again = await other.refresh((await letIn(other, token)).principal);
    expect(again).toMatchObject({ token: refreshed });
  });

  test("a refreshed chain keeps its session and auth_time, and ends 72 h after the login", async () => {
    const house = await openHouse();
    let token = (await logIn(house.identity)).token;
    const sessions = new Set<string | undefined>();
    for (;;) {
      house.clock.ms += HOUR_MS / 2;
      const answer = await house.identity.authenticate({
        authorization: `Bearer ${token}`,
        address: ADDRESS,
      });
      if ("refusal" in answer) {
        expect(answer.refusal.reason).toBe("expired");
        break;
      }
      sessions.add(answer.principal.credential);
      token = answer.refreshed ?? token;
      const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      expect(claims.auth_time).toBe(START_MS / 1000);
    }
    expect(sessions.size).toBe(1);
    expect(house.clock.ms - START_MS).toBe(72 * HOUR_MS);
  });

  test("as often as the grant allows", async () => {
    const session = { lifetime_minutes: 60, max_renewals: 2, max_lifetime_minutes: 1440 };
    const house = await openHouse({ grants: [{ name: "panel", session }] });
    let login = await logIn(house.identity, ADMIN, "panel");
    for (let renewal = 0; renewal < 2; renewal++) {
      house.clock.ms += 50 * MINUTE_MS;
      const { principal } = await letIn(house.identity, login.token);
      const answer = await house.identity.refresh(principal);
      if ("refusal" in answer) throw new Error(answer.refusal.reason);
      login = answer;
    }
    house.clock.ms += 50 * MINUTE_MS;
    const { principal, refreshed } = await letIn(house.identity, login.token);
    expect(refreshed).toBeUndefined();
    expect(await house.identity.refresh(principal)).toMatchObject({ refusal: { reason: "session_expired" } });
  });

  test("a token older than the one before refreshes nothing; an access token neither", async () => {
    const house = await openHouse();
    const first = await logIn(house.identity);
    const { principal } = await letIn(house.identity, first.token);
    let latest = principal;
    for (let count = 0; count < 2; count++) {
      house.clock.ms += MINUTE_MS;
      const answer = await house.identity.refresh(latest);
      if ("refusal" in answer) throw new Error(answer.refusal.reason);
      latest = (await letIn(house.identity, answer.token)).principal;
    }
    expect(await house.identity.refresh(principal)).toMatchObject({ refusal: { reason: "session_expired" } });
    expect(await asked(house.identity, first.token)).toBe("ok");
    const { jwt: _, session: __, ...token } = principal;
    expect(await house.identity.refresh(token)).toMatchObject({ refusal: { reason: "no_login" } });
  });
});

describe("ended", () => {
  test("a logout ends every JWT of the chain, everywhere, and nothing refreshes it", async () => {
    const house = await openHouse();
    const other = await house.open();
    const first = await logIn(house.identity);
    const another = await logIn(house.identity);
    const { principal } = await letIn(house.identity, first.token);
    house.clock.ms += MINUTE_MS;
    const second = await other.refresh(principal);
    if ("refusal" in second) throw new Error(second.refusal.reason);
    expect(await other.stillHolds(principal)).toBe(true);
    await house.identity.logout(principal);
    for (const at of [house.identity, other, await house.open()])
      for (const { token } of [first, second]) expect(await asked(at, token)).toBe("revoked");
    expect(await other.stillHolds(principal)).toBe(false);
    expect(await other.refresh(principal)).toMatchObject({ refusal: { status: 401, reason: "revoked" } });
    expect(await asked(other, another.token)).toBe("ok");
  });

  test("one JWT can be ended alone", async () => {
    const house = await openHouse();
    const first = await logIn(house.identity);
    const { principal } = await letIn(house.identity, first.token);
    house.clock.ms += MINUTE_MS;
    const second = await house.identity.refresh(principal);
    if ("refusal" in second) throw new Error(second.refusal.reason);
    await endJwt(house.store, principal.jwt ?? "", "", house.clock.now());
    expect(await asked(house.identity, first.token)).toBe("revoked");
    expect(await house.identity.stillHolds(principal)).toBe(false);
    expect(await asked(house.identity, second.token)).toBe("ok");
  });

  test("a login that this state does not know is none", async () => {
    const house = await openHouse();
    const { token } = await logIn(house.identity);
    for (const { key } of await house.store.list(storePrefix("login")))
      await house.store.remove(key, "counted");
    expect(await asked(await house.open(), token)).toBe("revoked");
  });
});
