/** People on their way: what is kept of each, what of it comes back, and that every step counts once. */

import { describe, expect, test } from "bun:test";
import { memoryStore } from "../../../../../src/store/memory-store.ts";
import { storeKey } from "../../../../../src/store/namespaces.ts";
import { digestOf, type HeldCookie } from "../../../../../src/transport/express/oauth/person/browser.ts";
import { keepLogins, type Underway } from "../../../../../src/transport/express/oauth/person/logins.ts";

const HELD = "held-by-a-browser" as HeldCookie;
const OTHER = "held-by-another" as HeldCookie;
const HERE: Underway = { uid: "u", stage: "here", turn: 0 };
const ALEX = { id: "a", name: "Alex", isAdmin: true, isOwner: false };
const GOING = { answer: "given", goTo: "/authorize/u" } as const;

function kept() {
  const clock = { time: 1_000, now: () => clock.time };
  const store = memoryStore(clock);
  const key = storeKey("oauth_login", digestOf(HELD));
  return { clock, store, logins: keepLogins(store, clock.now), key };
}

test("what was begun is found by whoever holds it, for ten minutes", async () => {
  const { clock, logins } = kept();
  await logins.begin(HELD, HERE);
  expect(await logins.find(HELD)).toMatchObject({ ...HERE, challenged: false, expiresAt: 601_000 });
  expect(await logins.find(OTHER)).toBeUndefined();
  clock.time = 601_001;
  expect(await logins.find(HELD)).toBeUndefined();
});

test("who goes on does so once, and has no more time than before", async () => {
  const { clock, logins } = kept();
  await logins.begin(HELD, HERE);
  const from = await logins.find(HELD);
  if (!from) throw new Error("not kept");
  clock.time += 60_000;
  expect(await logins.goOn(HELD, from, { ...HERE, turn: 1 })).toBe(true);
  expect(await logins.goOn(HELD, from, { ...HERE, turn: 2 })).toBe(false);
  expect(await logins.find(HELD)).toMatchObject({ turn: 1, expiresAt: 601_000 });
});

test("an end counts for one", async () => {
  const { logins } = kept();
  await logins.begin(HELD, HERE);
  expect(await Promise.all([logins.end(HELD), logins.end(HELD), logins.end(OTHER)])).toEqual([
    true,
    false,
    false,
  ]);
  expect(await logins.find(HELD)).toBeUndefined();
});

test.each<[string, Underway]>([
  ["here", HERE],
  ["away, with a challenge", { ...HERE, stage: "away", challenged: true }],
  ["known", { ...HERE, stage: "known", turn: 3, user: ALEX }],
  ["about to go back", { ...HERE, stage: "answered", user: ALEX, going: GOING }],
  ["about to go back after a no", { ...HERE, stage: "answered", going: { ...GOING, answer: "denied" } }],
])("%s comes back as it was", async (_, underway) => {
  const { logins } = kept();
  await logins.begin(HELD, underway);
  expect(await logins.find(HELD)).toEqual({
    challenged: false,
    ...underway,
    version: expect.any(Number),
    expiresAt: 601_000,
  });
});

describe("what is kept and is no login", () => {
  const WHOLE = { uid: "u", stage: "known", turn: 1, user: ALEX };
  test.each<readonly [string, unknown]>([
    ["a text", "known"],
    ["a list", [WHOLE]],
    ["no asking", { ...WHOLE, uid: 5 }],
    ["no turn", { ...WHOLE, turn: "1" }],
    ["another stage", { ...WHOLE, stage: "admin" }],
    ["known, but nobody", { ...WHOLE, user: undefined }],
    ["known, somebody without an id", { ...WHOLE, user: { ...ALEX, id: 5 } }],
    ["known, somebody without a name", { ...WHOLE, user: { ...ALEX, name: null } }],
    ["answered, with nowhere to go", { ...WHOLE, stage: "answered" }],
    ["answered with another answer", { ...WHOLE, stage: "answered", going: { ...GOING, answer: "maybe" } }],
    ["answered to no address", { ...WHOLE, stage: "answered", going: { ...GOING, goTo: 5 } }],
  ])("%s: nobody is on the way", async (_, value) => {
    const { store, logins, key } = kept();
    const plain = JSON.parse(JSON.stringify(value));
    await store.putIfUnchanged(key, "absent", plain, { durability: "counted", expiresAt: 601_000 });
    expect(await logins.find(HELD)).toBeUndefined();
  });

  test("rights that are not said in so many words are none", async () => {
    const { store, logins, key } = kept();
    const user = { ...ALEX, isAdmin: "yes", isOwner: 1 };
    await store.putIfUnchanged(
      key,
      "absent",
      { ...WHOLE, user },
      { durability: "counted", expiresAt: 601_000 },
    );
    expect((await logins.find(HELD))?.user).toEqual({ ...ALEX, isAdmin: false, isOwner: false });
  });
});
