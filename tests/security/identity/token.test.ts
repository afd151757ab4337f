/** Access tokens, from the first to the last day. */

import { describe, expect, test } from "bun:test";
import { NO_ACCESS } from "../../../src/security/grant/model/access.ts";
import { revokeToken, rotateToken } from "../../../src/security/identity/token/issue.ts";
import { newTokenText, tokenIdIn } from "../../../src/security/identity/token/token-text.ts";
import { storePrefix } from "../../../src/store/namespaces.ts";
import { asked, DAY_MS, HOUR_MS, issue, letIn, openHouse, refused, START_MS } from "./house.ts";

const KITCHEN = { ...NO_ACCESS, read: ["light.kitchen"] };

describe("the text of a token", () => {
  test("has the form that was promised, and its check finds slips", () => {
    for (let count = 0; count < 200; count++) {
      const text = newTokenText("abcdEFG1");
      expect(text).toMatch(/^hg_abcdEFG1_[0-9A-Za-z]{43}[0-9A-Za-z]{6}$/);
      expect(tokenIdIn(text)).toBe("abcdEFG1");
      const at = 12 + (count % 43);
      const slip = text.slice(0, at) + (text[at] === "x" ? "y" : "x") + text.slice(at + 1);
      expect(tokenIdIn(slip)).toBeUndefined();
    }
    for (const text of ["", "hg_", "hg_abc_def", `${newTokenText("abcdEFG1")} `, "hg_abcdEFG1_é"])
      expect(tokenIdIn(text)).toBeUndefined();
  });
});

describe("an access token", () => {
  test("lets in, says who, and is kept nowhere", async () => {
    const house = await openHouse();
    const { token, credential } = await issue(house, { label: "panel" });
    const { principal } = await letIn(house.identity, token);
    expect(principal).toEqual({
      id: credential.id,
      credential: credential.id,
      grantId: "operator",
      address: "192.168.1.20",
      until: START_MS + 90 * DAY_MS,
    });
    const rows = JSON.stringify(await house.store.list(storePrefix("credential")));
    expect(rows).toContain(credential.id);
    expect(rows).not.toContain(token);
    expect(rows).not.toContain(token.slice(12, 55));
  });

  test("ends after 90 days, when it was spelled, or never", async () => {
    const house = await openHouse();
    const usual = await issue(house);
    const short = await issue(house, { expiresAt: START_MS + HOUR_MS });
    const endless = await issue(house, { expiresAt: "never" });
    const all = async () =>
      Promise.all([usual, short, endless].map(({ token }) => asked(house.identity, token)));
    expect(await all()).toEqual(["ok", "ok", "ok"]);
    house.clock.ms = START_MS + HOUR_MS;
    expect(await all()).toEqual(["ok", "expired", "ok"]);
    house.clock.ms = START_MS + 90 * DAY_MS;
    expect(await all()).toEqual(["expired", "expired", "ok"]);
    expect((await letIn(house.identity, endless.token)).principal.until).toBeUndefined();
    await expect(issue(house, { expiresAt: house.clock.ms })).rejects.toThrow("over already");
  });

  test("what is not one is refused, and counts; one that was is refused, and does not", async () => {
    const house = await openHouse();
    const { token, credential } = await issue(house);
    const other = newTokenText("zzzzzzzz");
    const forged = newTokenText(credential.id);
    for (const [text, reason] of [
      [other, "unknown_token"],
      [forged, "wrong_secret"],
      [`${token}x`, "malformed_token"],
      ["hg_", "malformed_token"],
      ["nonsense", "malformed_jwt"],
    ])
      expect(await refused(house.identity, `Bearer ${text}`)).toEqual({
        status: 401,
        reason: reason ?? "",
        presented: true,
        counts: true,
      });
    await revokeToken(house.store, credential.id, "lost", house.clock.now());
    expect(await refused(house.identity, `Bearer ${token}`)).toMatchObject({
      reason: "revoked",
      counts: false,
    });
    for (const none of [undefined, "", "Basic abc", "Bearer", token])
      expect(await refused(house.identity, none)).toMatchObject({
        presented: false,
        counts: false,
        status: 401,
      });
  });
});

describe("a derived token", () => {
  test("can do no more, and lives no longer, than those above it", async () => {
    const house = await openHouse();
    await issue(house, { expiresAt: START_MS + 10 * DAY_MS, label: "parent" });
    const child = await issue(house, { grantId: undefined, parent: "parent", narrow: KITCHEN });
    const grandchild = await issue(house, {
      grantId: undefined,
      parent: child.credential.id,
      narrow: NO_ACCESS,
    });
    expect(child.credential.expires_at).toBe(START_MS + 10 * DAY_MS);
    const { principal } = await letIn(house.identity, grandchild.token);
    expect(principal.attenuations).toEqual([NO_ACCESS, KITCHEN]);
    expect(principal.grantId).toBe("operator");
    for (const expiresAt of ["never", START_MS + 11 * DAY_MS] as const)
      await expect(issue(house, { parent: "parent", expiresAt })).rejects.toThrow("no later than its parent");
    await expect(issue(house, { parent: "parent", grantId: "admin" })).rejects.toThrow("parent's grant");
  });

  test("dies with any of them", async () => {
    const house = await openHouse();
    const parent = await issue(house, { label: "parent" });
    const child = await issue(house, { parent: "parent", label: "child" });
    const grandchild = await issue(house, { parent: "child" });
    const sister = await issue(house, { parent: "parent" });
    expect(await asked(house.identity, grandchild.token)).toBe("ok");
    await revokeToken(house.store, "child", "", house.clock.now());
    expect(await asked(house.identity, grandchild.token)).toBe("revoked");
    expect(await asked(house.identity, sister.token)).toBe("ok");
    await revokeToken(house.store, "parent", "", house.clock.now());
    for (const { token } of [parent, child, grandchild, sister])
      expect(await asked(house.identity, token)).toBe("revoked");
    await expect(issue(house, { parent: "parent" })).rejects.toThrow("revoked");
  });

  test("at most eight, one from another", async () => {
    const house = await openHouse();
    let last = await issue(house);
    for (let generation = 2; generation <= 8; generation++)
      last = await issue(house, { parent: last.credential.id });
    expect(await asked(house.identity, last.token)).toBe("ok");
    await expect(issue(house, { parent: last.credential.id })).rejects.toThrow("At most 8");
  });
});

describe("a token that is replaced", () => {
  const rotate = (house: Awaited<ReturnType<typeof openHouse>>, name: string, overlapMs = HOUR_MS) =>
    rotateToken(house.store, name, { overlapMs, expiresAt: undefined }, house.clock.now());

  test("goes on for the overlap, the new one as long as it was made for; what was derived goes on", async () => {
    const house = await openHouse();
    const old = await issue(house, { label: "agent", narrow: KITCHEN, expiresAt: START_MS + 10 * DAY_MS });
    const child = await issue(house, { parent: "agent" });
    house.clock.ms += DAY_MS;
    const fresh = await rotate(house, "agent");
    expect(fresh.credential).toMatchObject({
      label: "agent",
      grant: "operator",
      narrow: KITCHEN,
      expires_at: house.clock.ms + 10 * DAY_MS,
    });
    const all = () => Promise.all([old, fresh, child].map(({ token }) => asked(house.identity, token)));
    expect(await all()).toEqual(["ok", "ok", "ok"]);
    house.clock.ms += HOUR_MS;
    expect(await all()).toEqual(["replaced", "ok", "ok"]);
    await revokeToken(house.store, fresh.credential.id, "", house.clock.now());
    expect(await all()).toEqual(["replaced", "revoked", "revoked"]);
  });

  test("never ends later for it, and one that never ends stays so", async () => {
    const house = await openHouse();
    await issue(house, { label: "forever", expiresAt: "never" });
    expect((await rotate(house, "forever")).credential.expires_at).toBeNull();
    const parent = await issue(house, { label: "parent", expiresAt: START_MS + 2 * DAY_MS });
    await issue(house, { label: "child", parent: parent.credential.id });
    house.clock.ms += DAY_MS;
    expect((await rotate(house, "child")).credential.expires_at).toBe(START_MS + 2 * DAY_MS);
  });

  test("only once, not after its end, and all at once leaves one", async () => {
    const house = await openHouse();
    const old = await issue(house, { label: "agent" });
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => rotate(house, old.credential.id, 0)),
    );
    const made = tries.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(made).toHaveLength(1);
    expect(await house.store.list(storePrefix("credential"))).toHaveLength(2);
    expect(await asked(house.identity, old.token)).toBe("replaced");
    expect(await asked(house.identity, made[0]?.token ?? "")).toBe("ok");
    await expect(rotate(house, old.credential.id)).rejects.toThrow("replaced already");
    await revokeToken(house.store, "agent", "", house.clock.now());
    await expect(rotate(house, "agent")).rejects.toThrow("revoked");
    await expect(rotate(house, "nobody")).rejects.toThrow("no access token");
  });
});
