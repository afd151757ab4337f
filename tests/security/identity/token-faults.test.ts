/** What the owner's commands about access tokens refuse, each as CONFIG_INVALID with a sentence. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import { issueToken, revokeToken, rotateToken } from "../../../src/security/identity/token/issue.ts";
import { DAY_MS, HOUR_MS, issue, openHouse, START_MS } from "./house.ts";

/** `code: message`, or `done`. */
async function said(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (fault) {
    if (!(fault instanceof Failure)) throw fault;
    return `${fault.code}: ${fault.message}`;
  }
  return "done";
}

describe("access tokens", () => {
  const rotation = { overlapMs: HOUR_MS, expiresAt: undefined };

  test("that cannot be issued", async () => {
    const house = await openHouse();
    const parent = await issue(house, { label: "parent", expiresAt: START_MS + DAY_MS });
    await issue(house, { label: "twin" });
    await issue(house, { label: "twin" });
    const try_ = (wish: object) => said(() => issue(house, wish));
    expect(await try_({ grantId: undefined })).toBe("CONFIG_INVALID: An access token needs a grant.");
    expect(await try_({ expiresAt: START_MS })).toBe(
      "CONFIG_INVALID: The access token would be over already.",
    );
    expect(await try_({ expiresAt: START_MS + 1 })).toBe("done");
    const derived = { parent: "parent", grantId: undefined };
    expect(await try_({ ...derived, grantId: "viewer" })).toBe(
      "CONFIG_INVALID: A derived token keeps its parent's grant.",
    );
    expect(await try_({ ...derived, grantId: "operator" })).toBe("done");
    expect(await try_({ ...derived, expiresAt: START_MS + DAY_MS + 1 })).toBe(
      "CONFIG_INVALID: A derived token ends no later than its parent.",
    );
    expect(await try_({ ...derived, expiresAt: "never" })).toBe(
      "CONFIG_INVALID: A derived token ends no later than its parent.",
    );
    expect(await try_({ ...derived, expiresAt: START_MS + DAY_MS })).toBe("done");
    const { credential } = await issue(house, derived);
    expect(credential).toMatchObject({
      parent: parent.credential.id,
      grant: "operator",
      expires_at: START_MS + DAY_MS,
    });
    expect(await try_({ parent: "twin" })).toBe("CONFIG_INVALID: More than one access token has that label.");
    expect(await try_({ parent: "nobody" })).toBe(
      "CONFIG_INVALID: There is no access token of that id or label.",
    );
  });

  test("of a parent that is over", async () => {
    const house = await openHouse();
    const old = await issue(house, { label: "old", expiresAt: START_MS + HOUR_MS });
    const gone = await issue(house, { label: "gone" });
    await revokeToken(house.store, "gone", "lost", START_MS);
    const derive = (parent: string) => said(() => issue(house, { parent, grantId: undefined }));
    expect(await derive(gone.credential.id)).toBe("CONFIG_INVALID: The token is revoked.");
    house.clock.ms = START_MS + HOUR_MS;
    expect(await derive(old.credential.id)).toBe("CONFIG_INVALID: The token is expired.");
    expect(await said(() => rotateToken(house.store, "old", rotation, house.clock.ms))).toBe(
      "CONFIG_INVALID: The token is expired.",
    );
    expect(await said(() => rotateToken(house.store, "gone", rotation, START_MS))).toBe(
      "CONFIG_INVALID: The token is revoked.",
    );
  });

  test("a chain of eight is the longest; one that is rotated keeps its place in it", async () => {
    const house = await openHouse();
    const chain = [await issue(house)];
    for (let at = 1; at < 8; at++)
      chain.push(await issue(house, { parent: chain[at - 1]?.credential.id, grantId: undefined }));
    const last = chain[7]?.credential.id ?? "";
    expect(await said(() => issue(house, { parent: last, grantId: undefined }))).toBe(
      "CONFIG_INVALID: At most 8 tokens are derived one from another.",
    );
    expect(await said(() => rotateToken(house.store, last, rotation, START_MS))).toBe("done");
  });

  test("one that was replaced is not replaced again, and nothing is derived from it", async () => {
    const house = await openHouse();
    const old = await issue(house, { label: "a", signs: true });
    const fresh = await rotateToken(house.store, old.credential.id, rotation, START_MS);
    const replaced = `CONFIG_INVALID: That token was replaced already, by «${fresh.credential.id}».`;
    expect(await said(() => rotateToken(house.store, old.credential.id, rotation, START_MS))).toBe(replaced);
    expect(await said(() => issue(house, { parent: old.credential.id }))).toBe(replaced);
    expect(fresh.credential).toMatchObject({
      label: "a",
      grant: "operator",
      replaces: old.credential.id,
      expires_at: START_MS + 90 * DAY_MS,
    });
    expect(fresh.signingSecret).toBeString();
    expect(fresh.signingSecret).not.toBe(old.signingSecret);
    expect(fresh.credential.id).not.toBe(old.credential.id);
  });

  test.each<readonly [number | "never", number | "never" | undefined, number | null]>([
    [START_MS + DAY_MS, undefined, START_MS + HOUR_MS + DAY_MS],
    [START_MS + DAY_MS, START_MS + 9 * DAY_MS, START_MS + 9 * DAY_MS],
    [START_MS + DAY_MS, "never", null],
    ["never", undefined, null],
    ["never", START_MS + DAY_MS, START_MS + DAY_MS],
  ])("one made until %p and rotated to %p ends at %p", async (made, wanted, end) => {
    const house = await openHouse();
    const { credential } = await issue(house, { expiresAt: made });
    const fresh = await rotateToken(
      house.store,
      credential.id,
      { overlapMs: HOUR_MS, expiresAt: wanted },
      START_MS + HOUR_MS,
    );
    expect(fresh.credential.expires_at).toBe(end);
    expect(fresh.signingSecret).toBeUndefined();
  });

  test("what is revoked ends those before it, too", async () => {
    const house = await openHouse();
    const old = await issue(house);
    const fresh = await rotateToken(house.store, old.credential.id, rotation, START_MS);
    expect((await revokeToken(house.store, fresh.credential.id, "lost", START_MS)).id).toBe(
      fresh.credential.id,
    );
    for (const parent of [old.credential.id, fresh.credential.id])
      expect(
        await said(() =>
          issueToken(
            house.store,
            { grantId: undefined, label: "", expiresAt: undefined, signs: false, parent },
            START_MS,
          ),
        ),
      ).not.toBe("done");
    expect(await said(() => revokeToken(house.store, "nobody", "", START_MS))).toStartWith(
      "CONFIG_INVALID: There is no",
    );
  });
});
