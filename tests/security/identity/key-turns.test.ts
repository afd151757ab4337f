/** Keys that sign logins: which turn is refused as CONFIG_INVALID, what each turn makes of the ring and of secrets from outside. */

import { describe, expect, test } from "bun:test";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../src/core/failure.ts";
import { Secret } from "../../../src/core/secret.ts";
import { openOutsideKeys } from "../../../src/security/identity/key/outside-keys.ts";
import {
  activeKey,
  checkRing,
  EMPTY_RING,
  isOver,
  MOST_OVERLAP_MS,
  type Ring,
  type RingKey,
  retired,
  revoked,
  rotated,
  withFirstKey,
  withLongest,
} from "../../../src/security/identity/key/ring.ts";
import { DAY_MS, HOUR_MS, START_MS } from "./house.ts";

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

describe("the key ring", () => {
  const key = (kid: string, more: Partial<RingKey> = {}): RingKey => ({
    kid,
    status: "active",
    not_before: START_MS,
    retire_at: null,
    created_at: START_MS,
    secret: "s",
    ...more,
  });
  const ringOf = (...keys: readonly RingKey[]): Ring => ({ ...EMPTY_RING, keys });
  const leaving = (at: number) => key("b", { status: "retiring", retire_at: at });
  const NOW = START_MS;

  test("has one head", async () => {
    expect(await said(() => checkRing(ringOf()))).toBe("done");
    expect(await said(() => checkRing(ringOf(key("a"), leaving(NOW))))).toBe("done");
    expect(await said(() => checkRing(ringOf(key("a"), key("b"))))).toBe(
      "CONFIG_INVALID: The key ring has more than one active key.",
    );
    expect(await said(() => withFirstKey(ringOf(key("a")), NOW))).toBe(
      "CONFIG_INVALID: The key ring has an active key already.",
    );
    const first = withFirstKey(ringOf(leaving(NOW)), NOW);
    expect(first.keys.map(({ status }) => status)).toEqual(["retiring", "active"]);
    expect(first.keys[1]).toMatchObject({ not_before: NOW, retire_at: null, created_at: NOW });
    expect(first.outside_until).toBe(NOW + 24 * HOUR_MS);
    expect(activeKey(ringOf())).toBeUndefined();
  });

  test.each<readonly [number | undefined, number, number | string]>([
    [undefined, 0, 24],
    [undefined, 48, 48],
    [0, 0, 0],
    [72, 0, 72],
    [48, 48, 48],
    [47, 48, "CONFIG_INVALID: The overlap would end before the longest login."],
    [73, 0, "CONFIG_INVALID: An overlap is at most 72 h."],
  ])("rotated with an overlap of %p h where logins last %d h", async (wanted, longest, overlap) => {
    const ring = { ...ringOf(key("a")), longest_ms: longest * HOUR_MS };
    const turn = () => rotated(ring, wanted === undefined ? undefined : wanted * HOUR_MS, NOW);
    if (typeof overlap === "string") return expect(await said(turn)).toBe(overlap);
    const { keys, outside_until } = turn();
    expect(keys[0]).toMatchObject({ kid: "a", status: "retiring", retire_at: NOW + overlap * HOUR_MS });
    expect(keys[1]).toMatchObject({ status: "active" });
    expect(outside_until).toBe(NOW + overlap * HOUR_MS);
    // secrets from outside have the end that they had
    expect(rotated({ ...ring, outside_until: 5 }, undefined, NOW).outside_until).toBe(5);
  });

  test("a key that is on its way out gets another end, no other key does", async () => {
    const ring = ringOf(key("a"), leaving(NOW + 1), key("c", { status: "revoked", retire_at: NOW }));
    const retire = (kid: string, after = HOUR_MS, now = NOW) => said(() => retired(ring, kid, after, now));
    expect(await retire("a")).toBe(
      "CONFIG_INVALID: The active key cannot retire alone: something has to sign.",
    );
    expect(await retire("c")).toBe("CONFIG_INVALID: That key verifies nothing any more.");
    expect(await retire("b", HOUR_MS, NOW + 1)).toBe("CONFIG_INVALID: That key verifies nothing any more.");
    expect(await retire("d")).toBe("CONFIG_INVALID: The key ring has no key of that id.");
    expect(await retire("b", MOST_OVERLAP_MS + 1)).toBe("CONFIG_INVALID: An overlap is at most 72 h.");
    expect(retired(ring, "b", MOST_OVERLAP_MS, NOW).keys[1]?.retire_at).toBe(NOW + MOST_OVERLAP_MS);
    expect(retired(ring, "b", HOUR_MS, NOW).keys.filter(({ kid }) => kid !== "b")).toEqual(
      ring.keys.filter(({ kid }) => kid !== "b"),
    );
  });

  test("what is revoked has no secret left; where it signed, another does", async () => {
    const ring = ringOf(key("a"), leaving(NOW + 1));
    expect(revoked(ring, "b", NOW).keys).toEqual([
      key("a"),
      key("b", { status: "revoked", retire_at: NOW, secret: "" }),
    ]);
    const { keys } = revoked(ring, "a", NOW);
    expect(keys.map(({ status }) => status)).toEqual(["revoked", "retiring", "active"]);
    expect(keys[0]?.secret).toBe("");
    expect(await said(() => revoked(ring, "d", NOW))).toBe(
      "CONFIG_INVALID: The key ring has no key of that id.",
    );
  });

  test("a key that is over is shown for thirty days", () => {
    const shown = (since: number) => rotated(ringOf(leaving(NOW - since)), undefined, NOW).keys.length;
    expect([shown(0), shown(30 * DAY_MS - 1), shown(30 * DAY_MS)]).toEqual([2, 2, 1]);
  });

  test.each<readonly [Partial<RingKey>, boolean]>([
    [{}, false],
    [{ status: "revoked" }, true],
    [{ status: "retiring", retire_at: NOW + 1 }, false],
    [{ status: "retiring", retire_at: NOW }, true],
    [{ status: "retiring", retire_at: null }, true],
    [{ status: "active", retire_at: NOW - 1 }, false],
  ])("%j is over: %p", (more, over) => {
    expect(isOver(key("a", more), NOW)).toBe(over);
  });

  test("the longest login is remembered", () => {
    expect(withLongest({ ...EMPTY_RING, longest_ms: 5 }, 9).longest_ms).toBe(9);
    expect(withLongest({ ...EMPTY_RING, longest_ms: 9 }, 5).longest_ms).toBe(9);
  });
});

describe("secrets from outside", () => {
  const GOOD = "q8Zr3TtY1xKc5VbN7mWe9Lp2Sd4Fg6Hj8Ak0Qz1Ux3Iv5Ob7Ny";
  const OTHER = [...GOOD].reverse().join("");
  const LONG = `${GOOD}${OTHER}`;
  const files = mkdtempSync(join(tmpdir(), "hearthgate-secret-"));
  const fileOf = (name: string, text: string) => {
    writeFileSync(join(files, name), text);
    return join(files, name);
  };
  const open = (secrets: object, events: string[] = []) =>
    openOutsideKeys(secrets, (event, { name }) => events.push(`${event} ${name}`));

  test("none is none; what cannot be used or read is refused", async () => {
    expect(open({}).current(0)).toEqual({ signs: undefined, verifies: [] });
    for (const name of ["secret", "previous"] as const)
      expect(await said(() => open({ [name]: new Secret("short") }))).toMatch(
        new RegExp(`^CONFIG_INVALID: Configuration: JWT_SECRET${name === "secret" ? "" : "_PREVIOUS"} `),
      );
    expect(await said(() => open({ secretFile: join(files, "nowhere") }))).toBe(
      "CONFIG_INVALID: Configuration: JWT_SECRET_FILE cannot be read.",
    );
  });

  test("the one of now signs, both verify, under names that every process gives them", () => {
    const keys = open({ secret: new Secret(LONG), previous: new Secret(OTHER + GOOD) });
    const { signs, verifies } = keys.current(0);
    expect(signs?.kid).toMatch(/^env-[\w-]{12}$/);
    expect(verifies.map(({ kid }) => kid)).toEqual([expect.stringMatching(/^env-/), signs?.kid ?? ""]);
    expect(new Set(verifies.map(({ kid }) => kid)).size).toBe(2);
    expect(open({ secret: new Secret(LONG) }).current(9).signs?.kid).toBe(signs?.kid as never);
    expect(open({ previous: new Secret(LONG) }).current(0)).toMatchObject({
      signs: undefined,
      verifies: [{ kid: signs?.kid }],
    });
  });

  test("a file goes before the secret, is read again a second after it changed, and the last good one stays", () => {
    const path = fileOf("secret", `${LONG}\n`);
    const events: string[] = [];
    const keys = open({ secretFile: path, secret: new Secret(OTHER + GOOD) }, events);
    const first = keys.current(0).signs?.kid;
    expect(first).toBe(open({ secret: new Secret(LONG) }).current(0).signs?.kid as never);
    expect(keys.version(0)).toBe(0);
    fileOf("secret", OTHER + LONG);
    expect(keys.current(999).signs?.kid).toBe(first as never);
    expect(keys.current(1_000).signs?.kid).not.toBe(first as never);
    expect(keys.version(1_000)).toBe(1);
    const second = keys.current(1_000).signs?.kid;
    fileOf("secret", "x");
    expect(keys.current(2_000).signs?.kid).toBe(second as never);
    expect(keys.version(2_000)).toBe(1);
    expect(events).toEqual(["jwt_secret_unusable JWT_SECRET_FILE"]);
    expect(keys.version(9_000)).toBe(1);
    expect(events).toHaveLength(1);
  });
});
