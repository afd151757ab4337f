/** The verdict on what has no state of its own, from what it set off. */

import { describe, expect, test } from "bun:test";
import type { EntityState } from "../../../../src/hass/gateway.ts";
import { expectationFor } from "../../../../src/home/act/expected/expect.ts";
import { watchEntities } from "../../../../src/home/act/expected/state-watch.ts";
import { type Run, runVerdict } from "../../../../src/home/act/runs/run-verdict.ts";

type Look = readonly [state: string, more?: Partial<EntityState>];

/** One entity of the run: how it was, how it is, what sets it. */
type Leaf = {
  readonly was: Look;
  readonly is?: Look;
  readonly service?: string;
  readonly data?: object;
  readonly certain?: boolean;
};

const entity = (id: string, [state, more = {}]: Look): EntityState => ({
  id,
  state,
  attributes: {},
  contextId: "",
  parentContextId: undefined,
  lastChanged: 0,
  lastUpdated: 0,
  ...more,
});
const OURS = { contextId: "ours" };

function told(
  leaves: Readonly<Record<string, Leaf>>,
  {
    kind = "script" as Run["kind"],
    state = "off",
    over = true,
    nameOf = undefined as ((id: string) => string | undefined) | undefined,
  } = {},
) {
  const id = `${kind}.x`;
  const states = new Map([[id, entity(id, [state])]]);
  for (const [leaf, { was }] of Object.entries(leaves)) states.set(leaf, entity(leaf, was));
  let tell: (id: string, now: EntityState | undefined, was: EntityState | undefined) => void = () =>
    undefined;
  const onChange = (listener: typeof tell) => {
    tell = listener;
    return () => undefined;
  };
  const run: Run = {
    kind,
    leaves: Object.entries(leaves).map(([leaf, { was, service, data = {}, certain = true }]) => ({
      id: leaf,
      certain,
      expectation:
        service === undefined ? undefined : expectationFor(service, { ...data }, entity(leaf, was)),
    })),
  };
  const watch = watchEntities({ states, onChange }, [...states.keys()]);
  for (const [leaf, { is }] of Object.entries(leaves)) {
    if (is === undefined) continue;
    const before = states.get(leaf);
    const now = entity(leaf, is);
    states.set(leaf, now);
    tell(leaf, now, before);
  }
  return runVerdict(id, run, "ours", { watch, states, ...(nameOf ? { nameOf } : {}) }, over);
}

const ON = "light.turn_on";
const lit: Leaf = { service: ON, was: ["off"], is: ["on", OURS] };
const was: Leaf = { service: ON, was: ["on"] };
const dark: Leaf = { service: ON, was: ["off"] };
const gone: Leaf = { service: ON, was: ["off"], is: ["unavailable"] };
const moving: Leaf = { service: "cover.open_cover", was: ["closed"], is: ["opening", OURS] };

describe("a script", () => {
  test.each<readonly [string, Readonly<Record<string, Leaf>>, object | undefined]>([
    ["that did it all", { "light.a": lit }, { verdict: "confirmed", reason: "light.a off → on" }],
    ["of which all was so", { "light.a": was }, { verdict: "confirmed" }],
    [
      "of which a part was so",
      { "light.a": lit, "light.b": was },
      { verdict: "confirmed", reason: "light.a off → on" },
    ],
    [
      "of which one did not",
      { "light.a": lit, "light.b": dark },
      { verdict: "unconfirmed", reason: "ran; light.b is not as asked (off)" },
    ],
    [
      "of which one is gone",
      { "light.a": lit, "light.b": gone },
      { verdict: "unconfirmed", reason: "ran; light.b is unavailable" },
    ],
    ["that moves something", { "cover.a": moving }, { verdict: "in_progress" }],
    [
      "that moves something behind a condition",
      { "cover.a": { ...moving, certain: false } },
      { verdict: "in_progress" },
    ],
    [
      "that moves something, and one is gone",
      { "cover.a": moving, "light.b": gone },
      { verdict: "unconfirmed", reason: "ran; light.b is unavailable" },
    ],
    [
      "of which nobody knows what becomes of one that it touched",
      { "light.a": { was: ["off"], is: ["off", OURS] } },
      { verdict: "confirmed", reason: "light.a" },
    ],
    [
      "of which such a one is on its way",
      { "cover.a": { was: ["closed"], is: ["opening", OURS] } },
      { verdict: "in_progress" },
    ],
    [
      "of which such a one shows nothing",
      { "light.a": { was: ["off"] } },
      { verdict: "unconfirmed", reason: "ran; light.a: no change seen, it may have been so before" },
    ],
    [
      "of which only another's change was seen",
      { "light.a": { was: ["off"], is: ["on", { contextId: "other" }] } },
      { verdict: "unconfirmed", reason: "ran; light.a: no change seen, it may have been so before" },
    ],
    [
      "whose steps depend on conditions, and nothing was seen",
      { "light.a": { ...dark, certain: false } },
      { verdict: "unconfirmed", reason: "ran; its steps depend on conditions, and no change was seen" },
    ],
    [
      "whose step behind a condition came",
      { "light.a": { ...lit, certain: false } },
      { verdict: "confirmed", reason: "light.a off → on" },
    ],
    [
      "whose step behind a condition did not come, beside one that did",
      { "light.a": lit, "light.b": { ...dark, certain: false }, "light.c": { ...gone, certain: false } },
      { verdict: "confirmed", reason: "light.a off → on" },
    ],
    [
      "that made something else of it afterwards",
      { "light.a": { service: ON, was: ["off"], is: ["off", OURS] } },
      { verdict: "unconfirmed", reason: "ran; light.a is not as asked (off)" },
    ],
    [
      "of five",
      Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`light.${name}`, lit])),
      {
        verdict: "confirmed",
        reason: "light.a off → on; light.b off → on; light.c off → on; 2 more",
      },
    ],
    [
      "of which five did not",
      Object.fromEntries(["a", "b", "c", "d"].map((name) => [`light.${name}`, gone])),
      {
        verdict: "unconfirmed",
        reason: "ran; light.a is unavailable; light.b is unavailable; light.c is unavailable; 1 more",
      },
    ],
  ])("%s", (_, leaves, verdict) => expect(told(leaves)).toEqual(verdict as never));

  test("is waited for while something may still come, and no longer", () => {
    expect(told({ "light.a": dark }, { over: false })).toBeUndefined();
    expect(told({ "light.a": dark, "light.b": gone }, { over: false })).toBeUndefined();
    expect(told({ "light.b": gone }, { over: false })).toMatchObject({ verdict: "unconfirmed" });
    expect(told({ "light.a": { was: ["off"] } }, { over: false })).toMatchObject({ verdict: "unconfirmed" });
    expect(told({ "light.a": lit }, { over: false })).toMatchObject({ verdict: "confirmed" });
  });

  test("that still runs is in progress, whatever is seen", () => {
    expect(told({ "light.a": lit }, { state: "on" })).toEqual({
      verdict: "in_progress",
      reason: "it is still running; read it later",
    });
    expect(told({ "light.a": lit }, { kind: "automation", state: "on" })).toMatchObject({
      verdict: "confirmed",
    });
  });

  test("names nothing that is not to be named", () => {
    const nameOf = (id: string) => (id === "light.a" ? "Lamp" : undefined);
    expect(told({ "light.a": lit, "light.b": lit }, { nameOf })).toEqual({
      verdict: "confirmed",
      reason: "Lamp off → on",
    });
    expect(told({ "light.b": lit }, { nameOf })).toEqual({ verdict: "confirmed" });
    expect(told({ "light.a": gone, "light.b": gone }, { nameOf })).toEqual({
      verdict: "unconfirmed",
      reason: "ran; Lamp is unavailable",
    });
  });

  test("says no password", () => {
    const attributes = { mode: "password" };
    const leaf: Leaf = {
      service: "input_text.set_value",
      data: { value: "new" },
      was: ["old", { attributes }],
      is: ["new", { ...OURS, attributes }],
    };
    expect(told({ "input_text.a": leaf })).toEqual({ verdict: "confirmed", reason: "input_text.a" });
    expect(told({ "input_text.a": { ...leaf, is: ["other", { attributes }] } })?.reason).toBe(
      "ran; input_text.a is not as asked ((secret))",
    );
  });
});

describe("a scene", () => {
  const scene = { kind: "scene" as const };

  test("of which all was so has nothing to do; of which a part was so it did the rest", () => {
    expect(told({ "light.a": was, "light.b": was }, scene)).toEqual({ verdict: "already" });
    expect(told({ "light.a": was, "light.b": lit }, scene)).toEqual({
      verdict: "confirmed",
      reason: "light.b off → on",
    });
  });

  test("that touched what was so did it", () => {
    expect(told({ "light.a": { service: ON, was: ["on"], is: ["on", OURS] } }, scene)).toEqual({
      verdict: "confirmed",
      reason: "light.a",
    });
  });

  test("is not undone by who changed it since", () => {
    const changed: Leaf = { service: ON, was: ["off"], is: ["off", { contextId: "other" }] };
    expect(told({ "light.a": changed }, scene)).toMatchObject({ verdict: "unconfirmed" });
  });
});
