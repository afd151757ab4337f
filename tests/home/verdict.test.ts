import { expect, test } from "bun:test";
import type { EntityState } from "../../src/hass/gateway.ts";
import { watchEntities } from "../../src/home/act/expected/state-watch.ts";
import { Judge } from "../../src/home/act/judge.ts";
import { outcomeRow } from "../../src/home/act/outcome-row.ts";
import type { Sight } from "../../src/home/see/sight.ts";

const visible = ({ attributes }: EntityState) => attributes;
const sightOf = (attributes: Sight["attributes"]): Sight => ({
  ...{ sees: () => true, hides: () => false, ids: () => [], all: true },
  attributes,
});

type Listener = (id: string, now: EntityState | undefined, before: EntityState | undefined) => void;

function light(state: string, contextId = ""): EntityState {
  const parentContextId = undefined;
  return { id: "light.a", state, attributes: {}, contextId, parentContextId, lastChanged: 0, lastUpdated: 0 };
}

/** A toggle of `light.a` that is seen as `first` when it is sent; then these states come in. */
function toggled(first: EntityState, ...then: readonly EntityState[]) {
  const states = new Map([["light.a", first]]);
  let tell: Listener = () => undefined;
  const onChange = (listener: Listener) => {
    tell = listener;
    return () => undefined;
  };
  const watch = watchEntities({ states, onChange }, ["light.a"]);
  const judge = new Judge({
    service: "light.toggle",
    data: {},
    watch,
    states,
  });
  for (const now of then) {
    const before = states.get("light.a");
    states.set("light.a", now);
    tell("light.a", now, before);
  }
  const { verdict, before, after } = outcomeRow(
    "light.a",
    "A",
    judge,
    { name: "ended", contextId: "ours" },
    1,
    sightOf(visible),
  );
  return { verdict, before, after };
}

test("a toggle is judged by its own event where somebody else toggled a moment ago", () => {
  expect(toggled(light("on"), light("off", "other"), light("on", "ours"))).toEqual({
    verdict: "confirmed",
    before: "off",
    after: "on",
  });
});

test("a toggle that nothing came of is not confirmed by somebody else's event", () => {
  expect(toggled(light("on"), light("off", "other"), light("on", "other")).verdict).toBe("unconfirmed");
});

test("a toggle whose own event changes no state is not confirmed", () => {
  expect(toggled(light("on"), light("on", "ours")).verdict).toBe("unconfirmed");
});

test("a change by less than a device may round is confirmed where it happened", () => {
  const dimmed = (brightness: number, contextId = ""): EntityState => ({
    ...light("on", contextId),
    attributes: { brightness },
  });
  const states = new Map([["light.a", dimmed(100)]]);
  let tell: Listener = () => undefined;
  const onChange = (listener: Listener) => {
    tell = listener;
    return () => undefined;
  };
  const watch = watchEntities({ states, onChange }, ["light.a"]);
  const data = { brightness: 102 };
  const judge = new Judge({ service: "light.turn_on", data, watch, states });
  const verdict = () => judge.settled("light.a", { name: "ended", contextId: "ours" });
  expect(verdict()).toBe("already");
  const now = dimmed(102, "ours");
  states.set("light.a", now);
  tell("light.a", now, dimmed(100));
  expect(verdict()).toBe("confirmed");
});

test("an attribute that is kept from the caller stands in no verdict", () => {
  const state: EntityState = { ...light("on"), attributes: { brightness: 77 } };
  const states = new Map([["light.a", state]]);
  const watch = watchEntities({ states, onChange: () => () => undefined }, ["light.a"]);
  const data = { brightness: 77 };
  const judge = new Judge({ service: "light.turn_on", data, watch, states });
  const row = outcomeRow(
    "light.a",
    "A",
    judge,
    { name: "ended", contextId: "ours" },
    1,
    sightOf(() => ({})),
  );
  expect(JSON.stringify(row)).not.toContain("brightness");
  expect(row).toMatchObject({ verdict: "already", after: "on" });
});

test("a lock that is stuck has failed, at once", () => {
  const lock = (state: string): EntityState => ({ ...light(state, "ours"), id: "lock.a" });
  const states = new Map([["lock.a", lock("unlocked")]]);
  const watch = watchEntities({ states, onChange: () => () => undefined }, ["lock.a"]);
  const judge = new Judge({ service: "lock.lock", data: {}, watch, states });
  states.set("lock.a", lock("jammed"));
  const row = outcomeRow("lock.a", "A", judge, { name: "ended", contextId: "ours" }, 1, sightOf(visible));
  expect(row).toMatchObject({ verdict: "failed", after: "jammed", reason: "it tried and is stuck" });
});

test("what a password field holds stands in no verdict", () => {
  const text = (state: string): EntityState => ({
    ...light(state, "ours"),
    id: "text.a",
    attributes: { mode: "password" },
  });
  const states = new Map([["text.a", text("before1")]]);
  const watch = watchEntities({ states, onChange: () => () => undefined }, ["text.a"]);
  const judge = new Judge({ service: "text.set_value", data: { value: "after1" }, watch, states });
  states.set("text.a", text("after1"));
  const row = outcomeRow("text.a", "A", judge, { name: "ended", contextId: "ours" }, 1, sightOf(visible));
  expect(row).toMatchObject({ verdict: "confirmed", before: "(secret)", after: "(secret)" });
});

test("data that the entity has no use for is not waited for, and said", () => {
  const states = new Map([["light.a", light("on")]]);
  const watch = watchEntities({ states, onChange: () => () => undefined }, ["light.a"]);
  const unused = new Map([["light.a", ["brightness"]]]);
  const data = { brightness: 150 };
  const judge = new Judge({ service: "light.turn_on", data, unused, watch, states });
  const row = outcomeRow("light.a", "A", judge, { name: "ended", contextId: "ours" }, 1, sightOf(visible));
  expect(row).toMatchObject({ verdict: "already", after: "on", reason: "it has no brightness" });
});
