/** How many calls of one credential run at once, and what becomes of the next one. */

import { describe, expect, test } from "bun:test";
import { createQueues } from "../../src/registry/queue.ts";

/** Work that goes on until it is told to end. */
function held() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

const caller = () => ({ signal: new AbortController().signal });
/** Everything that can go on has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("a queue", () => {
  test("lets so many run at once, then one for each that ends, in order", async () => {
    const queue = createQueues();
    const works = [held(), held(), held(), held()];
    const begun: string[] = [];
    const all = works.map(({ work }, at) =>
      queue("k", 2, caller(), (waited) => {
        begun.push(`${at}${waited ? " waited" : ""}`);
        return work();
      }),
    );
    await settled();
    expect(begun).toEqual(["0", "1"]);
    works[1]?.end();
    await settled();
    expect(begun).toEqual(["0", "1", "2 waited"]);
    for (const { end } of works) end();
    await Promise.all(all);
    expect(begun).toEqual(["0", "1", "2 waited", "3 waited"]);
    expect(await queue("k", 1, caller(), async (waited) => waited)).toBe(false);
  });

  test("is each credential's own", async () => {
    const queue = createQueues();
    const first = held();
    const running = queue("a", 1, caller(), first.work);
    expect(await queue("b", 1, caller(), async (waited) => waited)).toBe(false);
    first.end();
    await running;
  });

  test("goes on after work that failed, and says how it failed", async () => {
    const queue = createQueues();
    const failing = queue("k", 1, caller(), async () => {
      await settled();
      throw new RangeError("broken");
    });
    const next = queue("k", 1, caller(), async (waited) => waited);
    await expect(failing).rejects.toThrow(RangeError);
    expect(await next).toBe(true);
    expect(await queue("k", 1, caller(), async (waited) => waited)).toBe(false);
  });

  test("takes 100 who wait; the next is told to come again", async () => {
    const queue = createQueues();
    const first = held();
    const running = queue("k", 1, caller(), first.work);
    const waiting = Array.from({ length: 100 }, () => queue("k", 1, caller(), async (waited) => waited));
    await expect(queue("k", 1, caller(), async () => true)).rejects.toMatchObject({
      code: "RATE_LIMITED",
      retryAfterSeconds: 1,
    });
    first.end();
    await running;
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
  });
});

describe("whoever gives up", () => {
  test("leaves at once: nothing runs, and the turn is another's", async () => {
    const queue = createQueues();
    const first = held();
    const running = queue("k", 1, caller(), first.work);
    const giving = new AbortController();
    const begun: string[] = [];
    const given = queue("k", 1, { signal: giving.signal }, async () => begun.push("given up"));
    const next = queue("k", 1, caller(), async () => begun.push("next"));
    giving.abort();
    await expect(given).rejects.toMatchObject({ code: "CANCELLED" });
    expect(begun).toEqual([]);
    first.end();
    await Promise.all([running, next]);
    expect(begun).toEqual(["next"]);
  });

  test("had given up before waiting never stands in the line", async () => {
    const queue = createQueues();
    const first = held();
    const running = queue("k", 1, caller(), first.work);
    const begun: string[] = [];
    const gone = { signal: AbortSignal.abort() };
    await expect(queue("k", 1, gone, async () => begun.push("gone"))).rejects.toMatchObject({
      code: "CANCELLED",
    });
    first.end();
    await running;
    // a turn that nobody takes would leave the place taken for good
    expect(await queue("k", 1, caller(), async (waited) => waited)).toBe(false);
    expect(begun).toEqual([]);
  });

  test("gives up after the turn came is too late", async () => {
    const queue = createQueues();
    const [first, second] = [held(), held()];
    const giving = new AbortController();
    const running = queue("k", 1, caller(), first.work);
    const next = queue("k", 1, { signal: giving.signal }, async () => {
      await second.work();
      return "done";
    });
    first.end();
    await running;
    giving.abort();
    second.end();
    expect(await next).toBe("done");
    expect(await queue("k", 1, caller(), async (waited) => waited)).toBe(false);
  });
});
