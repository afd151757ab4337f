/** The verdict on one target, by what was seen before and after, and by how far the call is. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../src/hass/gateway.ts";
import { bounded } from "../../../src/home/act/answer-rows.ts";
import { type CallProgress, Judge } from "../../../src/home/act/judge.ts";
import { outcomeRow } from "../../../src/home/act/outcome-row.ts";
import { watchEntities } from "../../../src/home/act/state-watch.ts";
import type { Verdict } from "../../../src/home/home.ts";

type Seen = Partial<EntityState> & { readonly state: string };
type Given = {
  readonly service?: string;
  readonly id?: string;
  readonly data?: object;
  readonly before?: Seen | undefined;
  /** What came in afterwards, in order. */
  readonly later?: readonly Seen[];
  readonly unused?: readonly string[];
};

function open({ service = "light.turn_on", id = "light.a", data = {}, before, later = [], unused }: Given) {
  const full = (seen: Seen): EntityState => ({
    id,
    attributes: {},
    contextId: "",
    parentContextId: undefined,
    lastChanged: 0,
    lastUpdated: 0,
    ...seen,
  });
  const states = new Map(before ? [[id, full(before)]] : []);
  let tell: (id: string, now: EntityState | undefined, was: EntityState | undefined) => void = () =>
    undefined;
  const onChange = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  const watch = watchEntities({ states, onChange }, [id]);
  const judge = new Judge({
    service,
    data: { ...data },
    watch,
    states,
    ...(unused ? { unused: new Map([[id, unused]]) } : {}),
  });
  for (const seen of later) {
    const was = states.get(id);
    const now = full(seen);
    states.set(id, now);
    tell(id, now, was);
  }
  const row = (progress: CallProgress, name: string | undefined = "A") =>
    outcomeRow(id, name, judge, progress, 1.6, ({ attributes }) => attributes);
  return { judge, row, settled: (progress: CallProgress) => judge.settled(id, progress) };
}

const ENDED: CallProgress = { name: "ended", contextId: "ours" };
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
    const opened = open(given);
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
  expect(open({ before: OFF }).row(progress).reason).toBe(reason);
});

describe("what takes its time", () => {
  test("a transition is told, unless it is none", () => {
    const row = (data: object) => open({ data, before: OFF }).row(ENDED);
    expect(row({ transition: 5 })).toMatchObject({ verdict: "in_progress", reason: "transition of 5 s" });
    expect(row({ transition: "2" })).toMatchObject({ reason: "transition of 2 s" });
    for (const transition of [0, -1, "slow", null])
      expect(row({ transition })).toMatchObject({ verdict: "unconfirmed" });
  });

  test("what moves is in progress: by the yardstick, else by a state that is on its way and new", () => {
    const cover = { id: "cover.a", service: "cover.open_cover" };
    const moving = (given: Given, progress: CallProgress = ENDED) => open(given).settled(progress);
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
    expect(open({ ...lock, before: { state: "unlocked" }, later: jammed }).row(ENDED)).toMatchObject({
      verdict: "failed",
      reason: "it tried and is stuck",
    });
    expect(open({ ...lock, before: { state: "jammed" } }).settled(ENDED)).toBeUndefined();
    expect(open({ ...lock, before: { state: "unlocked" }, later: jammed }).settled(ONE_FAILED)).not.toBe(
      "failed",
    );
    expect(open({ before: OFF, later: jammed }).row(ENDED).verdict).not.toBe("failed");
  });
});

describe("where nothing can be compared", () => {
  const play = { id: "media_player.a", service: "media_player.play_media", before: { state: "idle" } };

  test("only an event of the call's own says that something happened", () => {
    expect(open(play).judge.comparable("media_player.a")).toBe(false);
    expect(open(play).settled(ENDED)).toBeUndefined();
    for (const own of [{ contextId: "ours" }, { contextId: "child", parentContextId: "ours" }])
      expect(open({ ...play, later: [{ state: "idle", ...own }] }).settled(ENDED)).toBe("confirmed");
    expect(
      open({ ...play, later: [{ state: "playing", contextId: "other" }] }).settled(ENDED),
    ).toBeUndefined();
    expect(open({ ...play, later: [{ state: "idle", contextId: "ours" }] }).settled(RUNNING)).toBeUndefined();
  });

  test("an event of its own is not enough where a state shows it", () => {
    expect(
      open({ before: OFF, later: [{ state: "off", contextId: "ours" }] }).settled(ENDED),
    ).toBeUndefined();
  });
});

describe("what was so before, and more was asked than can be compared", () => {
  const effect = (later: readonly Seen[], data: object = { white: 5 }) =>
    open({ before: ON, data, later }).settled(ENDED);

  test("was done where an event of the call's own came, and only then", () => {
    expect(effect([])).toBe("already");
    expect(effect([{ ...ON, contextId: "ours" }])).toBe("confirmed");
    expect(effect([{ ...ON, contextId: "other" }])).toBe("already");
    expect(effect([{ ...ON, contextId: "ours" }], {})).toBe("already");
    const seen = open({ before: ON, data: { white: 5 }, later: [{ ...ON, contextId: "ours" }] });
    expect(seen.settled(FAILED)).toBe("already");
  });
});

describe("a toggle", () => {
  const toggle = (later: readonly Seen[], progress: CallProgress = ENDED) =>
    open({ service: "light.toggle", before: ON, later }).row(progress);

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

describe("the row", () => {
  test("has name and states where the entity may be read, and nothing of it otherwise", () => {
    const opened = open({ before: OFF, later: [ON] });
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
    const hidden = open({ before: OFF, later: [ON], unused: ["x"] });
    const row = outcomeRow("light.a", undefined, hidden.judge, ENDED, 1, () => ({}));
    expect(row).toEqual({ id: "light.a", verdict: "confirmed", ms: 1 });
  });

  test("has the state before only where it is another", () => {
    expect(open({ before: ON }).row(ENDED)).toEqual({
      id: "light.a",
      name: "A",
      verdict: "already",
      after: "on",
      ms: 2,
    });
    expect(open({ before: undefined }).row(LOST)).not.toContainAnyKeys(["before", "after"]);
  });

  test("has the attributes that the call spoke of, quoted where they are more than a word", () => {
    const lit = (attributes: object) => ({ state: "on", attributes: { ...attributes } });
    const row = (data: object, attributes: object) =>
      open({ data, before: OFF, later: [lit(attributes)] }).row(ENDED).after;
    expect(row({ brightness: 9 }, { brightness: 9 })).toBe("on, brightness 9");
    expect(row({ brightness: 9 }, { brightness: null })).toBe("on");
    expect(row({ brightness: 9 }, {})).toBe("on");
    expect(row({ rgb_color: [1, 2, 3] }, { rgb_color: [1, 2, 3] })).toBe("on, rgb_color 1,2,3");
    expect(row({ effect: "a«b»" }, { effect: "a«b»" })).toBe('on, «effect a"b"»');
    expect(row({ effect: "x".repeat(54) }, { effect: "x".repeat(54) })).toStartWith("on, «effect xxx");
    expect(row({ effect: "x".repeat(53) }, { effect: "x".repeat(53) })).toBe(`on, effect ${"x".repeat(53)}`);
  });

  test("quotes a state that is more than a word", () => {
    const row = (state: string) => open({ before: { state: "x" }, later: [{ state }] }).row(ENDED).after;
    expect(row("y".repeat(40))).toBe("y".repeat(40));
    expect(row("y".repeat(41))).toStartWith("«yyy");
    expect(row("<b>")).toBe("«<b>»");
  });

  test("says what the entity has no use for, behind the reason", () => {
    const given = { data: { brightness: 9, effect: "x" }, unused: ["brightness", "effect"] };
    expect(open({ ...given, before: ON }).row(ENDED)).toMatchObject({
      verdict: "already",
      after: "on",
      reason: "it has no brightness, effect",
    });
    expect(open({ ...given, before: OFF }).row(ENDED).reason).toBe(
      "accepted, no change seen; it has no brightness, effect",
    );
  });
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
