/** The verdict on one target, by what was seen before and after, and by how far the call is. */

import { describe, expect, test } from "bun:test";
import type { CallProgress } from "../../../src/home/act/progress.ts";
import type { Verdict } from "../../../src/home/acting.ts";
import { ENDED, type Given, judged, type Seen } from "./judged.ts";

const RUNNING: CallProgress = { name: "running" };
const LOST: CallProgress = { name: "lost" };
const FAILED: CallProgress = { name: "failed", text: "no way" };
const ONE_FAILED: CallProgress = { name: "failed", text: "no way", several: true };
const OFF = { state: "off" };
const ON = { state: "on" };
const STILL = "Home Assistant is still at it; read it later";
const SAID = "Home Assistant said «no way»";

describe("a light that is turned on", () => {
  type Row = readonly [string, Given, CallProgress, Verdict | undefined, Verdict, string | undefined];
  test.each<Row>([
    ["was off and is on", { before: OFF, later: [ON] }, ENDED, "confirmed", "confirmed", undefined],
    ["was on", { before: ON }, ENDED, "already", "already", undefined],
    [
      "was on, and something else of it changed",
      { before: ON, later: [{ ...ON, contextId: "ours" }] },
      ENDED,
      "already",
      "already",
      undefined,
    ],
    ["is still off", { before: OFF }, ENDED, undefined, "unconfirmed", "accepted, no change seen"],
    [
      "is something else now",
      { before: OFF, later: [{ state: "unavailable" }] },
      ENDED,
      undefined,
      "unconfirmed",
      "accepted, but it is not as asked",
    ],
    ["is off while the call runs", { before: OFF }, RUNNING, undefined, "in_progress", STILL],
    ["is on while the call runs", { before: OFF, later: [ON] }, RUNNING, undefined, "confirmed", undefined],
    ["was on while the call runs", { before: ON }, RUNNING, undefined, "in_progress", STILL],
    [
      "is off when the connection breaks",
      { before: OFF },
      LOST,
      "unknown",
      "unknown",
      "connection lost after sending; read before repeating",
    ],
    [
      "is on when the connection breaks",
      { before: OFF, later: [ON] },
      LOST,
      "confirmed",
      "confirmed",
      undefined,
    ],
    ["is off when the call failed", { before: OFF }, FAILED, "failed", "failed", SAID],
    [
      "is on though the call failed",
      { before: OFF, later: [ON] },
      FAILED,
      "confirmed",
      "confirmed",
      undefined,
    ],
    ["was on when the call failed", { before: ON }, FAILED, "already", "already", undefined],
    [
      "is off when one of several failed",
      { before: OFF },
      ONE_FAILED,
      undefined,
      "failed",
      `${SAID}, of one target`,
    ],
    [
      "is on when one of several failed",
      { before: OFF, later: [ON] },
      ONE_FAILED,
      "confirmed",
      "confirmed",
      undefined,
    ],
    [
      "was not there",
      { before: undefined, later: [ON] },
      ENDED,
      undefined,
      "unconfirmed",
      "accepted; no state shows it, so do not simply repeat it",
    ],
  ])("%s", (_, given, progress, settled, verdict, reason) => {
    const opened = judged(given);
    expect(opened.settled(progress)).toBe(settled as never);
    const row = opened.row(progress);
    expect({ verdict: row.verdict, reason: row.reason }).toEqual({ verdict, reason } as never);
  });
});

test.each<readonly [CallProgress, string]>([
  [{ name: "failed", text: "" }, "Home Assistant gave no reason"],
  [{ name: "failed", text: "  " }, "Home Assistant gave no reason"],
  [{ name: "failed", text: "a «b»" }, 'Home Assistant said «a "b"»'],
])("%j: %s", (progress, reason) => {
  expect(judged({ before: OFF }).row(progress).reason).toBe(reason);
});

describe("what takes its time", () => {
  test("a transition is told, unless it is none", () => {
    const row = (data: object) => judged({ data, before: OFF }).row(ENDED);
    expect(row({ transition: 5 })).toMatchObject({ verdict: "in_progress", reason: "transition of 5 s" });
    expect(row({ transition: "2" })).toMatchObject({ reason: "transition of 2 s" });
    for (const transition of [0, -1, "slow", null])
      expect(row({ transition })).toMatchObject({ verdict: "unconfirmed" });
  });

  test("what moves is in progress: by the yardstick, else by a state that is on its way and new", () => {
    const cover = { id: "cover.a", service: "cover.open_cover" };
    const moving = (given: Given, progress: CallProgress = ENDED) => judged(given).settled(progress);
    expect(moving({ ...cover, before: { state: "closed" }, later: [{ state: "opening" }] })).toBe(
      "in_progress",
    );
    expect(moving({ ...cover, before: { state: "opening" } })).toBe("in_progress");
    expect(moving({ ...cover, before: { state: "closed" }, later: [{ state: "closing" }] })).toBeUndefined();
    expect(moving({ ...cover, before: { state: "closed" }, later: [{ state: "opening" }] }, ONE_FAILED)).toBe(
      "in_progress",
    );
    expect(moving({ ...cover, before: { state: "closed" }, later: [{ state: "opening" }] }, FAILED)).toBe(
      "failed",
    );
    const vacuum = { id: "vacuum.a", service: "vacuum.start" };
    expect(moving({ ...vacuum, before: { state: "docked" }, later: [{ state: "starting" }] })).toBe(
      "in_progress",
    );
    expect(moving({ ...vacuum, before: { state: "starting" } })).toBeUndefined();
  });

  test("what is stuck has failed, once that is new", () => {
    const lock = { id: "lock.a", service: "lock.lock" };
    const jammed = [{ state: "jammed" }];
    expect(judged({ ...lock, before: { state: "unlocked" }, later: jammed }).row(ENDED)).toMatchObject({
      verdict: "failed",
      reason: "it tried and is stuck",
    });
    expect(judged({ ...lock, before: { state: "jammed" } }).settled(ENDED)).toBeUndefined();
    expect(judged({ ...lock, before: { state: "unlocked" }, later: jammed }).settled(ONE_FAILED)).not.toBe(
      "failed",
    );
    expect(judged({ before: OFF, later: jammed }).row(ENDED).verdict).not.toBe("failed");
  });
});

describe("where nothing can be compared", () => {
  const play = { id: "media_player.a", service: "media_player.play_media", before: { state: "idle" } };

  test("only an event of the call's own says that something happened", () => {
    expect(judged(play).judge.comparable("media_player.a")).toBe(false);
    expect(judged(play).settled(ENDED)).toBeUndefined();
    for (const own of [{ contextId: "ours" }, { contextId: "child", parentContextId: "ours" }])
      expect(judged({ ...play, later: [{ state: "idle", ...own }] }).settled(ENDED)).toBe("confirmed");
    expect(
      judged({ ...play, later: [{ state: "playing", contextId: "other" }] }).settled(ENDED),
    ).toBeUndefined();
    expect(
      judged({ ...play, later: [{ state: "idle", contextId: "ours" }] }).settled(RUNNING),
    ).toBeUndefined();
  });

  test("an event of its own is not enough where a state shows it", () => {
    expect(
      judged({ before: OFF, later: [{ state: "off", contextId: "ours" }] }).settled(ENDED),
    ).toBeUndefined();
  });
});

describe("what was so before, and more was asked than can be compared", () => {
  const effect = (later: readonly Seen[], data: object = { white: 5 }) =>
    judged({ before: ON, data, later }).settled(ENDED);

  test("was done where an event of the call's own came, and only then", () => {
    expect(effect([])).toBe("already");
    expect(effect([{ ...ON, contextId: "ours" }])).toBe("confirmed");
    expect(effect([{ ...ON, contextId: "other" }])).toBe("already");
    expect(effect([{ ...ON, contextId: "ours" }], {})).toBe("already");
    const seen = judged({ before: ON, data: { white: 5 }, later: [{ ...ON, contextId: "ours" }] });
    expect(seen.settled(FAILED)).toBe("already");
  });
});

describe("a toggle", () => {
  const toggle = (later: readonly Seen[], progress: CallProgress = ENDED) =>
    judged({ service: "light.toggle", before: ON, later }).row(progress);

  test("shows the state that its own event turned", () => {
    expect(toggle([{ ...OFF, contextId: "ours" }])).toMatchObject({
      verdict: "confirmed",
      before: "on",
      after: "off",
    });
    expect(toggle([OFF, { ...ON, contextId: "ours" }])).toMatchObject({
      verdict: "confirmed",
      before: "off",
      after: "on",
    });
    expect(toggle([OFF, { ...ON, contextId: "ours" }], RUNNING)).toMatchObject({ before: "on" });
    expect(toggle([ON])).toMatchObject({ verdict: "unconfirmed", before: "on" });
  });
});
