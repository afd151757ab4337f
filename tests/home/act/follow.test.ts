/** Waiting for Home Assistant's answer to a call that was sent, until the deadline or until nobody waits. */

import { describe, expect, test } from "bun:test";
import { Failure } from "../../../src/core/failure.ts";
import type { ServiceResult } from "../../../src/hass/gateway.ts";
import { HassError } from "../../../src/hass/hass-error.ts";
import { followUntil } from "../../../src/home/act/follow.ts";

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
