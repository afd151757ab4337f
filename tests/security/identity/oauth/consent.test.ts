/** What a person allowed to a client, and the tokens that rest on it: from the yes to every kind of end. */

import { describe, expect, test } from "bun:test";
import { blockNetwork } from "../../../../src/security/identity/keep/blocked.ts";
import { bury } from "../../../../src/security/identity/keep/revocations.ts";
import type { GivenConsent } from "../../../../src/security/identity/oauth-state.ts";
import { storePrefix } from "../../../../src/store/namespaces.ts";
import {
  ADDRESS,
  ADMIN,
  asked,
  DAY_MS,
  GUEST,
  HOUR_MS,
  issue,
  letIn,
  openHouse,
  START_MS,
} from "../house.ts";

const RESOURCE = "https://house/mcp";
const CLIENT = "https://claude.ai/oauth/mcp-oauth-client-metadata";
const ACCESS = "a".repeat(43);
const REFRESH = "r".repeat(43);

const GIVEN: GivenConsent = {
  client: CLIENT,
  client_name: "Claude",
  redirect_uri: "https://claude.ai/api/mcp/auth_callback",
  user: ADMIN.id,
  user_name: "Ada",
  privileged: true,
  grant: "lights",
  scope: "home offline_access",
  expires_at: null,
};

const LIGHTS = { name: "lights" };

async function houseWithConsent(
  given: Partial<GivenConsent> = {},
  grant: Readonly<Record<string, unknown>> = LIGHTS,
) {
  const house = await openHouse({ grants: [grant], settings: { resource: RESOURCE } });
  const consent = await house.identity.oauth.consent({ ...GIVEN, ...given }, ADDRESS);
  if (consent === undefined) throw new Error("nothing was allowed");
  const exp = START_MS / 1000 + 86_400;
  const payload = { aud: RESOURCE, exp, grantId: consent.id, scope: "home", clientId: CLIENT };
  await house.identity.oauth.write("AccessToken", ACCESS, payload, exp);
  await house.identity.oauth.write("RefreshToken", REFRESH, { grantId: consent.id }, exp + 179 * 86_400);
  return { ...house, oauth: house.identity.oauth, consent };
}

describe("an OAuth access token", () => {
  test("lets in as the person, within the grant that was picked, for the client", async () => {
    const { identity, consent } = await houseWithConsent();
    expect((await letIn(identity, ACCESS)).principal).toEqual({
      id: ADMIN.id,
      grantId: "lights",
      credential: consent.id,
      client: CLIENT,
      scope: "home",
      address: ADDRESS,
      until: START_MS + DAY_MS,
    });
  });

  test("is kept nowhere, nor is a refresh token", async () => {
    const { store } = await houseWithConsent();
    const rows = JSON.stringify([
      await store.list(storePrefix("oauth")),
      await store.list(storePrefix("consent")),
    ]);
    expect(rows).toContain(CLIENT);
    expect(rows).not.toContain(ACCESS);
    expect(rows).not.toContain(REFRESH);
  });

  test("of another resource is none, nor is any where there is no authorization server", async () => {
    const { identity, oauth, consent, open } = await houseWithConsent();
    const exp = START_MS / 1000 + 60;
    const other = "b".repeat(43);
    await oauth.write("AccessToken", other, { aud: "https://other/mcp", exp, grantId: consent.id }, exp);
    expect(await asked(identity, other)).toBe("wrong_resource");
    expect(await asked(await open(), ACCESS)).not.toBe("ok");
    expect(await asked(await open({ resource: "https://house:8443/mcp" }), ACCESS)).toBe("wrong_resource");
  });

  test("that has expired is no guess; one that never was is", async () => {
    const { identity, clock } = await houseWithConsent();
    clock.ms += DAY_MS;
    for (let tries = 0; tries < 10; tries++) expect(await asked(identity, ACCESS)).toBe("expired");
    // many come from one address, and a client may rest for months
    clock.ms += 170 * DAY_MS;
    for (let tries = 0; tries < 10; tries++) expect(await asked(identity, ACCESS)).toBe("expired");
    const bearer = `Bearer ${"z".repeat(43)}`;
    const guess = await identity.authenticate({ authorization: bearer, address: ADDRESS });
    expect(guess).toMatchObject({ refusal: { status: 401, reason: "unknown_token", counts: true } });
  });

  test("a refresh token opens nothing", async () => {
    const { identity } = await houseWithConsent();
    expect(await asked(identity, REFRESH)).toBe("unknown_token");
  });
});

describe("a consent ends", () => {
  const ends: Readonly<Record<string, (house: Awaited<ReturnType<typeof houseWithConsent>>) => unknown>> = {
    "when it is revoked": ({ oauth, consent }) => oauth.end(consent.id, "no longer wanted"),
    "when its grant is revoked": ({ store, clock }) =>
      bury(store, "grant", "lights", { at: clock.now(), reason: "no" }, undefined),
    "when its grant leaves the file": ({ write }) => write([{ name: "other", users: [ADMIN.id] }]),
    "when the person leaves Home Assistant": ({ people, clock }) => {
      people.accounts.delete(ADMIN.id);
      clock.ms += 6 * 60_000;
    },
    "when the person is no administrator any more": ({ people, clock }) => {
      people.accounts.set(ADMIN.id, { isActive: true, localOnly: false, isPrivileged: false });
      clock.ms += 6 * 60_000;
    },
  };
  for (const [when, end] of Object.entries(ends))
    test(when, async () => {
      const house = await houseWithConsent();
      const { principal } = await letIn(house.identity, ACCESS);
      expect(await house.oauth.standing(house.consent.id)).toBeDefined();
      expect(await house.identity.stillHolds(principal)).toBe(true);
      await end(house);
      expect(await asked(house.identity, ACCESS)).not.toBe("ok");
      expect(await house.identity.stillHolds(principal)).toBe(false);
      expect(await house.oauth.standing(house.consent.id)).toBeUndefined();
    });

  test("at the person's own expiry, which no token outlives", async () => {
    const { identity, oauth, clock, consent } = await houseWithConsent({ expires_at: START_MS + HOUR_MS });
    expect((await letIn(identity, ACCESS)).principal.until).toBe(START_MS + HOUR_MS);
    clock.ms += HOUR_MS;
    expect(await asked(identity, ACCESS)).not.toBe("ok");
    expect(await oauth.standing(consent.id)).toBeUndefined();
  });

  test("with its grant", async () => {
    const end = new Date(START_MS + 2 * HOUR_MS).toISOString();
    const { oauth, consent, clock } = await houseWithConsent({}, { ...LIGHTS, expires_at: end });
    expect(consent.until).toBe(START_MS + 2 * HOUR_MS);
    clock.ms += 2 * HOUR_MS;
    expect(await oauth.standing(consent.id)).toBeUndefined();
  });

  test("with the session that its grant allows, whatever the person picked", async () => {
    for (const [session, hours] of [
      [{ absolute_lifetime_hours: 5 }, 5],
      [{ max_lifetime_minutes: 120, absolute_lifetime_hours: 5 }, 2],
      [{ lifetime_minutes: 60, max_renewals: 2 }, 3],
      [{ lifetime_minutes: 60, max_renewals: 0 }, 1],
    ] as const) {
      const house = await houseWithConsent({ expires_at: START_MS + 6 * HOUR_MS }, { ...LIGHTS, session });
      expect(house.consent.until).toBe(START_MS + hours * HOUR_MS);
      house.clock.ms += hours * HOUR_MS;
      expect(await asked(house.identity, ACCESS)).not.toBe("ok");
      expect(await house.oauth.standing(house.consent.id)).toBeUndefined();
    }
    const { consent } = await houseWithConsent({}, { ...LIGHTS, session: { lifetime_minutes: 60 } });
    expect(consent.until).toBe(Number.POSITIVE_INFINITY);
  });

  test("when its grant wants signatures, which no such client has", async () => {
    const signed = { ...LIGHTS, network: { require_signature: true } };
    const house = await houseWithConsent();
    house.write([signed]);
    expect(await house.oauth.standing(house.consent.id)).toBeUndefined();
    expect(await house.oauth.consent(GIVEN, ADDRESS)).toBeUndefined();
  });

  test("for good, though a token was on its way when it ended", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    const { oauth } = house.identity;
    const consent = await oauth.consent(GIVEN, ADDRESS);
    const grantId = consent?.id ?? "";
    await oauth.end(grantId, "code used twice");
    const exp = START_MS / 1000 + 180 * 86_400;
    await oauth.write(
      "AccessToken",
      ACCESS,
      { aud: RESOURCE, exp, grantId, scope: "home" },
      exp - 179 * 86_400,
    );
    await oauth.write("RefreshToken", REFRESH, { grantId }, exp);
    for (const days of [0, 1, 100, 179]) {
      house.clock.ms = START_MS + days * DAY_MS + 11 * 60_000;
      expect(await asked(house.identity, ACCESS)).toBe("revoked");
      expect(await oauth.standing(grantId)).toBeUndefined();
    }
  });

  test("by itself, where no token was ever fetched", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    const consent = await house.identity.oauth.consent(GIVEN, ADDRESS);
    house.clock.ms += 11 * 60_000;
    expect(await house.identity.oauth.standing(consent?.id ?? "")).toBeUndefined();
  });

  test("not while its tokens last", async () => {
    const { oauth, clock, consent } = await houseWithConsent();
    clock.ms += 179 * DAY_MS;
    expect(await oauth.standing(consent.id)).toBeDefined();
    clock.ms += 2 * DAY_MS;
    expect(await oauth.standing(consent.id)).toBeUndefined();
  });
});

describe("nobody allows what is not theirs", () => {
  test("a person whom the grant does not name", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    const theirs = { ...GIVEN, user: GUEST.id, privileged: false };
    expect(await house.identity.oauth.consent(theirs, ADDRESS)).toBeUndefined();
    house.write([{ ...LIGHTS, users: [GUEST.id] }]);
    expect(await house.identity.oauth.consent(theirs, ADDRESS)).toBeDefined();
    // an administrator who says so, and is none
    expect(
      await house.identity.oauth.consent({ ...theirs, privileged: true, grant: "operator" }, ADDRESS),
    ).toBeUndefined();
  });

  test("a grant that there is not, or that has ended; a paused one waits", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    expect(await house.identity.oauth.consent({ ...GIVEN, grant: "none" }, ADDRESS)).toBeUndefined();
    house.write([{ ...LIGHTS, expires_at: "2026-01-02T00:00:00Z" }]);
    expect(await house.identity.oauth.consent(GIVEN, ADDRESS)).toBeUndefined();
  });

  test("an expiry that is over", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    expect(await house.identity.oauth.consent({ ...GIVEN, expires_at: START_MS }, ADDRESS)).toBeUndefined();
  });

  test("somebody of the home network alone, from elsewhere", async () => {
    const house = await openHouse({ grants: [LIGHTS], settings: { resource: RESOURCE } });
    house.people.accounts.set(ADMIN.id, { isActive: true, localOnly: true, isPrivileged: true });
    expect(await house.identity.oauth.consent(GIVEN, "203.0.113.7")).toBeUndefined();
  });
});

describe("what was issued", () => {
  test("is spent by exactly one of many at once", async () => {
    const { oauth } = await houseWithConsent();
    const all = await Promise.all(Array.from({ length: 20 }, () => oauth.consume("RefreshToken", REFRESH)));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect((await oauth.read("RefreshToken", REFRESH))?.consumed_at).toBe(START_MS);
  });

  test("may be refreshed sixty times in ten minutes", async () => {
    const { oauth, consent, clock } = await houseWithConsent();
    const tries = async () => {
      let allowed = 0;
      for (let count = 0; count < 70; count++) if (await oauth.mayRefresh(consent.id)) allowed++;
      return allowed;
    };
    expect(await tries()).toBe(60);
    clock.ms += 10 * 60_000;
    expect(await tries()).toBe(60);
  });
});

describe("at an address that is locked out", () => {
  const wrong = { authorization: `Bearer ${"z".repeat(43)}`, address: ADDRESS };
  async function lockedHouse() {
    const house = await houseWithConsent();
    for (let tries = 0; tries < 6; tries++) {
      await house.identity.authenticate(wrong);
      await house.identity.failed(ADDRESS);
    }
    return house;
  }

  test("a client that a person allowed goes on: others come from there too", async () => {
    const { identity } = await lockedHouse();
    expect(await asked(identity, ACCESS)).toBe("ok");
    // and clears nothing for them
    expect(await identity.authenticate(wrong)).toMatchObject({ refusal: { status: 429 } });
  });

  test("an access token waits, and so does a token that is over", async () => {
    const house = await lockedHouse();
    const { token } = await issue(house);
    expect(await asked(house.identity, token)).toBe("locked_out");
    await house.oauth.end(house.consent.id, "no");
    expect(await asked(house.identity, ACCESS)).toBe("locked_out");
  });

  test("the owner's block holds for it", async () => {
    const { identity, store } = await lockedHouse();
    await blockNetwork(store, "192.168.1.0/24");
    expect(await identity.isBlocked(ADDRESS)).toBe(true);
    expect(await asked(identity, ACCESS)).toBe("locked_out");
  });
});
