/** The verdict on what stands on others, on what somebody else changed since, and on what was so before. */

import { describe, expect, test } from "bun:test";
import type { Expectation } from "../../../src/home/act/expected/expectation.ts";
import type { CallProgress } from "../../../src/home/act/progress.ts";
import type { Run } from "../../../src/home/act/runs/run-verdict.ts";
import { ENDED, judged } from "./judged.ts";

const RUNNING: CallProgress = { name: "running" };
const LOST: CallProgress = { name: "lost" };
const FAILED: CallProgress = { name: "failed", text: "no way" };
const OFF = { state: "off" };
const ON = { state: "on" };
const STILL = "Home Assistant is still at it; read it later";

describe("what stands on others", () => {
  const SCRIPT = {
    service: "script.turn_on",
    id: "script.a",
    before: { state: "off", attributes: { last_triggered: "a" } },
  };
  const run = (certain: boolean, expectation?: Expectation): ReadonlyMap<string, Run> =>
    new Map([["script.a", { kind: "script", leaves: [{ id: "light.gone", certain, expectation }] }]]);
  const EMPTY: ReadonlyMap<string, Run> = new Map([["script.a", { kind: "script", leaves: [] }]]);

  test("is judged by them, and says so with a reason; its own state shows nothing", () => {
    const made = judged(SCRIPT);
    made.judge.standOn(run(true));
    expect(made.settled(ENDED)).toBe("unconfirmed");
    const row = made.row(ENDED);
    expect(row).toMatchObject({ verdict: "unconfirmed", reason: "ran; light.gone is unavailable" });
    expect(row).not.toContainAnyKeys(["before", "after"]);
  });

  test("is not judged by them before Home Assistant answered, nor where the connection broke", () => {
    const made = judged(SCRIPT);
    made.judge.standOn(run(true));
    expect(made.settled(RUNNING)).toBeUndefined();
    expect(made.row(RUNNING)).toMatchObject({ verdict: "in_progress", reason: STILL });
    const ran = judged({ ...SCRIPT, later: [{ state: "off", attributes: { last_triggered: "b" } }] });
    ran.judge.standOn(run(true));
    expect(ran.row(RUNNING)).toMatchObject({ verdict: "in_progress", reason: STILL });
    expect(made.settled(LOST)).toBe("unknown");
    expect(made.settled(FAILED)).toBe("failed");
  });

  test("with nothing to look at ran, and that is all", () => {
    const made = judged({ ...SCRIPT, later: [{ state: "off", attributes: { last_triggered: "b" } }] });
    made.judge.standOn(EMPTY);
    expect(made.row(ENDED)).toMatchObject({ verdict: "confirmed", reason: "ran" });
    expect(made.judge.comparable("script.a")).toBe(true);
  });
});

describe("what somebody else changed since", () => {
  test("a state that the call made and another undid is confirmed, and said", () => {
    const row = judged({
      before: OFF,
      later: [
        { ...ON, contextId: "ours" },
        { ...OFF, contextId: "other" },
      ],
    }).row(ENDED);
    expect(row).toMatchObject({ verdict: "confirmed", reason: "it was changed again since", after: "on" });
  });

  test("a state that another made while the call changed nothing is none of the call's", () => {
    const row = judged({
      before: OFF,
      later: [
        { ...OFF, contextId: "ours" },
        { state: "unavailable", contextId: "x" },
      ],
    }).row(ENDED);
    expect(row).toMatchObject({ verdict: "unconfirmed", reason: "accepted, but it is not as asked" });
  });

  test("what a toggle made is told, whatever came after", () => {
    const row = judged({
      service: "light.toggle",
      before: ON,
      later: [
        { ...OFF, contextId: "ours" },
        { ...ON, contextId: "other" },
      ],
    }).row(ENDED);
    expect(row).toMatchObject({
      verdict: "confirmed",
      before: "on",
      after: "off",
      reason: "it was changed again since",
    });
  });

  test("what was turned back by the call was done by it", () => {
    const row = judged({
      before: ON,
      later: [
        { ...OFF, contextId: "other" },
        { ...ON, contextId: "ours" },
      ],
    }).row(ENDED);
    expect(row).toMatchObject({ verdict: "confirmed", before: "off", after: "on" });
  });
});

describe("what can only be told of what changed", () => {
  test("an attribute that the call changed beside a state that was so is its doing", () => {
    const lamp = (brightness: number) => ({ state: "on", attributes: { brightness } });
    const later = [{ ...lamp(9), contextId: "ours" }];
    expect(judged({ before: lamp(5), later }).settled(ENDED)).toBe("confirmed");
    expect(judged({ before: lamp(9), later }).settled(ENDED)).toBe("already");
    expect(judged({ before: lamp(5), later: [{ ...lamp(9), contextId: "other" }] }).settled(ENDED)).toBe(
      "already",
    );
  });

  test("nothing is waited for where no state can show it", () => {
    const seek = judged({
      service: "media_player.media_seek",
      id: "media_player.a",
      before: { state: "playing" },
    });
    expect(seek.judge.showsLater()).toBe(false);
    expect(judged({ before: OFF }).judge.showsLater()).toBe(true);
  });

  test("a step that can go no further rests, unless the state is another now", () => {
    const player = {
      service: "media_player.volume_up",
      id: "media_player.a",
      before: { state: "playing", attributes: { volume_level: 1 } },
    };
    expect(judged(player).settled(ENDED)).toBe("already");
    expect(judged(player).settled(RUNNING)).toBeUndefined();
    const later = [{ state: "off", attributes: {} }];
    expect(judged({ ...player, later }).settled(ENDED)).toBeUndefined();
  });

  test("an entity that was and is unavailable has failed once Home Assistant answered", () => {
    const gone = judged({ before: { state: "unavailable" } });
    expect(gone.row(ENDED)).toMatchObject({ verdict: "failed", reason: "it is unavailable" });
    expect(gone.settled(RUNNING)).toBeUndefined();
    const went = judged({ before: OFF, later: [{ state: "unavailable" }] });
    expect(went.settled(ENDED)).toBeUndefined();
  });
});
