/** A verdict as a row of the answer, and what becomes of many rows. */

import { describe, expect, test } from "bun:test";
import { bounded } from "../../../src/home/act/answer-rows.ts";
import { outcomeRow } from "../../../src/home/act/outcome-row.ts";
import type { CallProgress } from "../../../src/home/act/progress.ts";
import type { Verdict } from "../../../src/home/acting.ts";
import { ENDED, judged, OPEN } from "./judged.ts";

const LOST: CallProgress = { name: "lost" };
const OFF = { state: "off" };
const ON = { state: "on" };

describe("the row", () => {
  test("has name and states where the entity may be read, and nothing of it otherwise", () => {
    const opened = judged({ before: OFF, later: [ON] });
    expect(opened.row(ENDED)).toEqual({
      id: "light.a",
      name: "A",
      verdict: "confirmed",
      before: "off",
      after: "on",
      ms: 2,
    });
    expect(opened.row(ENDED, "light.a")).toEqual({
      id: "light.a",
      verdict: "confirmed",
      before: "off",
      after: "on",
      ms: 2,
    });
    const hidden = judged({ before: OFF, later: [ON], unused: ["x"] });
    const row = outcomeRow("light.a", undefined, hidden.judge, ENDED, 1, {
      ...OPEN,
      sees: () => false,
      attributes: () => ({}),
    });
    expect(row).toEqual({ id: "light.a", verdict: "confirmed", ms: 1 });
  });

  test("has the state before only where it is another", () => {
    expect(judged({ before: ON }).row(ENDED)).toEqual({
      id: "light.a",
      name: "A",
      verdict: "already",
      after: "on",
      ms: 2,
    });
    expect(judged({ before: undefined }).row(LOST)).not.toContainAnyKeys(["before", "after"]);
  });

  test("has the attributes that the call spoke of, quoted where they are more than a word", () => {
    const lit = (attributes: object) => ({ state: "on", attributes: { ...attributes } });
    const row = (data: object, attributes: object) =>
      judged({ data, before: OFF, later: [lit(attributes)] }).row(ENDED).after;
    expect(row({ brightness: 9 }, { brightness: 9 })).toBe("on, brightness 4 %");
    expect(row({ brightness: 9 }, { brightness: null })).toBe("on");
    expect(row({ brightness: 9 }, {})).toBe("on");
    expect(row({ rgb_color: [1, 2, 3] }, { rgb_color: [1, 2, 3] })).toBe("on, color 1,2,3");
    expect(row({ effect: "a«b»" }, { effect: "a«b»" })).toBe('on, «effect a"b"»');
    expect(row({ effect: "x".repeat(54) }, { effect: "x".repeat(54) })).toStartWith("on, «effect xxx");
    expect(row({ effect: "x".repeat(53) }, { effect: "x".repeat(53) })).toBe(`on, effect ${"x".repeat(53)}`);
  });

  test("quotes a state that is more than a word", () => {
    const row = (state: string) => judged({ before: { state: "x" }, later: [{ state }] }).row(ENDED).after;
    expect(row("y".repeat(40))).toBe("y".repeat(40));
    expect(row("y".repeat(41))).toStartWith("«yyy");
    expect(row("<b>")).toBe("«<b>»");
  });

  test("says what the entity has no use for, behind the reason", () => {
    const given = { data: { brightness: 9, effect: "x" }, unused: ["brightness", "effect"] };
    expect(judged({ ...given, before: ON }).row(ENDED)).toMatchObject({
      verdict: "already",
      after: "on",
      reason: "it has no brightness, effect",
    });
    expect(judged({ ...given, before: OFF }).row(ENDED).reason).toBe(
      "accepted, no change seen; it has no brightness, effect",
    );
  });
});

test("what a failed call told of an entity is kept back with any of its attributes", () => {
  const failed: CallProgress = { name: "failed", text: "effects are rainbow and candle" };
  const lamp = { ...OFF, attributes: { effect: "rainbow", access_token: "x" } };
  const { row } = judged({ before: lamp, unused: ["effect"] });
  const without = (key: string) => ({
    ...OPEN,
    attributes: ({ attributes }: { readonly attributes: object }) =>
      Object.fromEntries(Object.entries(attributes).filter(([each]) => each !== key)),
  });
  const told = "Home Assistant said «effects are rainbow and candle»; it has no effect";
  expect(row(failed).reason).toBe(told);
  expect(row(failed, "A", without("access_token")).reason).toBe(told);
  expect(row(failed, "A", without("effect")).reason).toBe("Home Assistant refused it");
});

describe("many rows", () => {
  const rows = (verdicts: readonly Verdict[]) =>
    verdicts.map((verdict, at) => ({ id: `light.l${at}`, verdict }));
  const of = (verdict: Verdict, count: number): Verdict[] => Array.from({ length: count }, () => verdict);

  test("thirty stand as they are", () => {
    const thirty = rows([...of("confirmed", 29), "failed"]);
    expect(bounded(thirty)).toEqual({ targets: thirty });
  });

  test("of more, what went wrong comes first and the rest is counted", () => {
    const { targets, more } = bounded(
      rows([
        ...of("confirmed", 20),
        ...of("already", 10),
        ...of("would_run", 2),
        ...of("failed", 3),
        "unconfirmed",
      ]),
    );
    expect(targets).toHaveLength(30);
    expect(targets.slice(0, 5).map(({ verdict }) => verdict)).toEqual([
      "failed",
      "failed",
      "failed",
      "unconfirmed",
      "confirmed",
    ]);
    expect(more).toBe("4 already, 2 would_run more; ha_search shows their states");
  });
});

test("what no state shows is not called so already", () => {
  const siren = { service: "siren.turn_on", id: "siren.a", before: { state: "on" } };
  const row = (data: object) => judged({ ...siren, data }).row(ENDED).reason;
  expect(row({ tone: "fire", duration: 5 })).toBe("no state shows tone, duration");
  expect(row({})).toBeUndefined();
});
