/** Waiting for Home Assistant's answer to a call that was sent, until the deadline or until nobody waits. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { ServiceResult } from "../../../src/hass/gateway.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { followUntil, waitForEffects } from "../../../src/home/act/follow.ts";
import type { Judge } from "../../../src/home/act/judge.ts";

const RESULT: ServiceResult = { contextId: "ours", response: { a: 1 } };
const never = () => new Promise<ServiceResult>(() => undefined);
const soon = () => performance.now() + 120;
const later = () => performance.now() + 60_000;
const waiting = () => ({ signal: new AbortController().signal });

function follow(sent: Promise<ServiceResult>, deadline: number, caller: { signal: AbortSignal } = waiting()) {
  const ends: string[] = [];
  return { ends, followed: followUntil(deadline, sent, (end) => ends.push(end), caller) };
}

describe("an answer", () => {
  test("ends the wait, and is the end that the audit hears of", async () => {
    const { ends, followed } = follow(Promise.resolve(RESULT), later());
    expect(await followed).toEqual({ progress: { name: "ended", contextId: "ours" }, result: RESULT });
    expect(ends).toEqual(["accepted"]);
  });

  test.each<readonly [string, () => unknown, object, string]>([
    ["the connection was cut", () => new Failure("OUTCOME_UNKNOWN", "cut"), { name: "lost" }, "lost"],
    [
      "Home Assistant refused",
      () => new Failure("HASS_REJECTED", "refused", { cause: new HassError("not_allowed", "not with me") }),
      { name: "failed", text: "not with me" },
      "refused",
    ],
    [
      "nobody was there",
      () => new Failure("HASS_UNAVAILABLE", "gone"),
      { name: "failed", text: "gone" },
      "refused",
    ],
    [
      "a cause of another kind",
      () => new Failure("HASS_REJECTED", "refused", { cause: new Error("inner") }),
      { name: "failed", text: "refused" },
      "refused",
    ],
    [
      "a defect",
      () => new RangeError("inside"),
      { name: "failed", text: "The call failed inside." },
      "refused",
    ],
    ["no error at all", () => "nothing", { name: "failed", text: "The call failed inside." }, "refused"],
  ])("that is a no: %s", async (_, make, progress, end) => {
    const fault = make();
    const { ends, followed } = follow(Promise.reject(fault), later());
    const { progress: said, failure, result } = await followed;
    expect(said).toEqual(progress as never);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure?.code).toBe(fault instanceof Failure ? fault.code : "DEFECT");
    expect(result).toBeUndefined();
    expect(ends).toEqual([end]);
  });
});

describe("without an answer", () => {
  test("the call still runs at the deadline; the audit hears of a later end all the same", async () => {
    let answer: (result: ServiceResult) => void = () => undefined;
    const sent = new Promise<ServiceResult>((resolve) => {
      answer = resolve;
    });
    const { ends, followed } = follow(sent, soon());
    expect(await followed).toEqual({ progress: { name: "running" } });
    expect(ends).toEqual([]);
    answer(RESULT);
    await sent;
    expect(ends).toEqual(["accepted"]);
  });

  test("a deadline that is past is the end of the wait", async () => {
    expect(await follow(never(), performance.now() - 1).followed).toEqual({ progress: { name: "running" } });
  });

  test("a caller who had given up is told so, and so is one who gives up later", async () => {
    await expect(follow(never(), soon(), { signal: AbortSignal.abort() }).followed).rejects.toMatchObject({
      code: "CANCELLED",
    });
    const giving = new AbortController();
    const { followed } = follow(never(), later(), giving);
    const listened = new Promise<void>((resolve) => {
      const listen = giving.signal.addEventListener.bind(giving.signal);
      giving.signal.addEventListener = (...args: Parameters<typeof listen>) => {
        listen(...args);
        resolve();
      };
    });
    await listened;
    giving.abort();
    await expect(followed).rejects.toMatchObject({ code: "CANCELLED" });
  });
});

describe("waiting for what became of it", () => {
  const ENDED = { name: "ended", contextId: "ours" } as const;
  /** A judge that settles the targets after so many looks; `shows`: whether a state can tell. */
  const judging = (looks: Readonly<Record<string, number>>, { comparable = true, shows = true } = {}) => {
    const left = new Map(Object.entries(looks));
    return {
      settled: (id: string) => {
        const more = left.get(id) ?? 0;
        left.set(id, more - 1);
        return more <= 0 ? "confirmed" : undefined;
      },
      comparable: () => comparable,
      showsLater: () => shows,
    } as unknown as Judge;
  };
  const watching = () => {
    const waits: number[] = [];
    return { waits, next: async (ms: number) => void waits.push(ms) };
  };
  const scope = (more: object = {}) => ({ waiting: waiting(), gateway: { connected: true }, ...more });

  test("ends as soon as all is settled, and looks at each change until then", async () => {
    const watch = watching();
    const ids = ["light.a", "light.b"];
    expect(
      await waitForEffects(ids, judging({ "light.a": 1, "light.b": 3 }), ENDED, later(), watch, scope()),
    ).toBe(ENDED);
    expect(watch.waits).toHaveLength(3);
    for (const ms of watch.waits) expect(ms).toBeLessThanOrEqual(250);
  });

  test("ends with the time, at once where it is up or nothing will ever show it", async () => {
    const watch = watching();
    const never = judging({ "light.a": 1e9 });
    expect(await waitForEffects(["light.a"], never, ENDED, performance.now() - 1, watch, scope())).toBe(
      ENDED,
    );
    const unseen = judging({ "light.a": 1e9 }, { comparable: false, shows: false });
    expect(await waitForEffects(["light.a"], unseen, ENDED, later(), watch, scope())).toBe(ENDED);
    expect(await waitForEffects([], never, ENDED, later(), watch, scope())).toBe(ENDED);
    expect(watch.waits).toEqual([]);
  });

  test("ends where the connection is lost, or nobody waits any more", async () => {
    const never = judging({ "light.a": 1e9 });
    const gone = scope({ gateway: { connected: false } });
    expect(await waitForEffects(["light.a"], never, ENDED, later(), watching(), gone)).toEqual({
      name: "lost",
    });
    const over = scope({ waiting: { signal: AbortSignal.abort() } });
    expect(waitForEffects(["light.a"], never, ENDED, later(), watching(), over)).rejects.toMatchObject({
      code: "CANCELLED",
    });
    // what is settled is told all the same
    expect(await waitForEffects(["light.a"], judging({}), ENDED, later(), watching(), over)).toBe(ENDED);
  });
});
