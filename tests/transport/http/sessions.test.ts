import { describe, expect, test } from "bun:test";
import type { Principal } from "../../../src/security/identity/principal.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { sessionBook } from "../../../src/transport/http/session/sessions.ts";

const MINUTE_MS = 60_000;
const OPENING = { protocolVersion: "2025-11-25", clientInfo: {}, capabilities: {} };
const ALICE: Principal = {
  id: "alice",
  grantId: "g",
  credential: "chain",
  session: "chain",
  until: 10 * MINUTE_MS,
};
const BOB: Principal = { id: "bob", grantId: "g", credential: "token-b" };

function shelf(most: number | undefined = undefined) {
  let now = 0;
  const store = memoryStore({ now: () => now });
  const closed: string[] = [];
  const revived: string[] = [];
  const live = (name: string) => ({
    name,
    close: async () => {
      closed.push(name);
    },
  });
  const openBook = (onOpening: (opening: unknown) => void = () => undefined) =>
    sessionBook({
      store,
      now: () => now,
      most: () => most,
      async revive(id, _, opening) {
        onOpening(opening);
        await Promise.resolve();
        revived.push(id);
        return live(id);
      },
    });
  return {
    openBook,
    live,
    closed,
    revived,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe("a session", () => {
  test("belongs to the login that opened it, whichever of its tokens comes", async () => {
    const { openBook, live } = shelf();
    const book = openBook();
    await book.add("s", ALICE, live("s"), OPENING);
    expect((await book.find("s", { ...ALICE, jwt: "another" }))?.name).toBe("s");
    expect(await book.find("s", { ...ALICE, credential: "chain-2", session: "chain-2" })).toBeUndefined();
    expect(await book.find("s", { ...ALICE, grantId: "h" })).toBeUndefined();
    expect(await book.find("s", BOB)).toBeUndefined();
  });

  test("outlives the token that opened it, once a later one came", async () => {
    const { openBook, live, pass, closed } = shelf();
    const book = openBook();
    let now = 0;
    const holds = async ({ until = 0 }: Principal) => now < until;
    await book.add("s", ALICE, live("s"), OPENING);
    await book.find("s", { ...ALICE, until: 20 * MINUTE_MS });
    // an older one that still runs must not take that back
    await book.find("s", ALICE);
    now = 15 * MINUTE_MS;
    pass(now);
    await book.sweep(holds);
    expect(closed).toEqual([]);
    now = 25 * MINUTE_MS;
    await book.sweep(holds);
    expect(closed).toEqual(["s"]);
    expect(await book.find("s", ALICE)).toBeUndefined();
  });

  test("ends when it was idle for half an hour, and its opening with it", async () => {
    const { openBook, live, pass, closed, revived } = shelf();
    const book = openBook();
    await book.add("s", BOB, live("s"), OPENING);
    pass(29 * MINUTE_MS);
    expect(await book.find("s", BOB)).toBeDefined();
    pass(31 * MINUTE_MS);
    await book.sweep(async () => true);
    expect(closed).toEqual(["s"]);
    expect(await book.find("s", BOB)).toBeUndefined();
    expect(revived).toEqual([]);
  });

  test("goes on in the process where it is used, when it is idle in another", async () => {
    const { openBook, live, pass, closed } = shelf();
    const [one, other] = [openBook(), openBook()];
    await one.add("s", BOB, live("s"), OPENING);
    pass(20 * MINUTE_MS);
    expect(await other.find("s", BOB)).toBeDefined();
    pass(11 * MINUTE_MS);
    await one.sweep(async () => true);
    expect([closed, one.size(), other.size()]).toEqual([["s"], 0, 1]);
    await other.sweep(async () => true);
    expect(other.size()).toBe(1);
    expect(await one.find("s", BOB)).toBeDefined();
  });

  test("that is used now and then is still there for a process that starts hours later", async () => {
    const { openBook, live, pass, revived } = shelf();
    const book = openBook();
    await book.add("s", BOB, live("s"), OPENING);
    for (let minutes = 0; minutes < 180; minutes += 6) {
      pass(6 * MINUTE_MS);
      await book.find("s", BOB);
    }
    expect(await openBook().find("s", BOB)).toBeDefined();
    expect(revived).toEqual(["s"]);
  });

  test("is taken up with what it follows, as far as that is no burden", async () => {
    const { openBook, live } = shelf();
    const openings: unknown[] = [];
    const book = openBook();
    await book.add("s", BOB, live("s"), OPENING);
    await book.subscribed("s", ["ha://overview"]);
    await book.subscribed("s", ["x".repeat(16 * 1024)]);
    await book.subscribed("none", ["ha://access"]);
    const other = openBook((opening) => openings.push(opening));
    await other.find("s", BOB);
    expect(openings).toEqual([{ ...OPENING, subscribed: ["ha://overview"] }]);
  });

  test("outlives a time in which nobody knows whether its principal still holds", async () => {
    const { openBook, live, closed } = shelf();
    const book = openBook();
    await book.add("s", BOB, live("s"), OPENING);
    await book.sweep(async () => undefined);
    expect(closed).toEqual([]);
    await book.sweep(async () => false);
    expect(closed).toEqual(["s"]);
  });

  test("at the cap the one that was idle longest goes, also when all come at once", async () => {
    const { openBook, live, pass, closed } = shelf(2);
    const book = openBook();
    for (const id of ["a", "b"]) {
      await book.add(id, BOB, live(id), OPENING);
      pass(1);
    }
    await book.find("a", BOB);
    pass(1);
    await book.add("c", ALICE, live("c"), OPENING);
    expect(closed).toEqual(["b"]);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) => book.add(`n${at}`, BOB, live(`n${at}`), OPENING)),
    );
    const left = await Promise.all(Array.from({ length: 10 }, (_, at) => book.find(`n${at}`, BOB)));
    expect(left.filter((each) => each !== undefined).length).toBeLessThanOrEqual(2);
  });

  test("the cap counts what every process has; what has to go ends there within a sweep", async () => {
    const { openBook, live, pass, closed } = shelf(2);
    const [one, other] = [openBook(), openBook()];
    await one.add("a", BOB, live("a"), OPENING);
    pass(1);
    await one.add("b", BOB, live("b"), OPENING);
    pass(1);
    await other.add("c", BOB, live("c"), OPENING);
    await one.sweep(async () => true);
    expect(closed).toEqual(["a"]);
    expect([await other.find("a", BOB), (await other.find("b", BOB))?.name]).toEqual([undefined, "b"]);
  });

  test("is taken up by another process once, however many ask, and a stranger who asks first changes nothing", async () => {
    const { openBook, live, revived } = shelf();
    await openBook().add("s", BOB, live("s"), OPENING);
    const book = openBook();
    const [strange, own, again] = await Promise.all([
      book.find("s", ALICE),
      book.find("s", BOB),
      book.find("s", BOB),
    ]);
    expect(strange).toBeUndefined();
    expect(own).toBeDefined();
    expect(again).toBe(own);
    expect(revived).toEqual(["s"]);
  });

  test("whatever a client calls it, it is not there", async () => {
    const book = shelf().openBook();
    for (const id of ["", "a:b", "../x", "\u0000", "x".repeat(9_000), "__proto__"])
      expect(await book.find(id, BOB)).toBeUndefined();
  });
});
