/** Entities whose name is the id of another, or a word that means all: known as the home changes. */

import { expect, test } from "bun:test";
import type { EntityState, StateListener } from "../../../src/hass/gateway.ts";
import { namesLikeIds } from "../../../src/home/see/names-like-ids.ts";
import { homeOf } from "../../road/home-of.ts";
import { stateOf } from "../../security/grant/vector-home.ts";

const named = (id: string, friendly_name?: unknown): EntityState =>
  stateOf(id, friendly_name === undefined ? {} : { friendly_name });

function living(...things: readonly EntityState[]) {
  const { place } = homeOf({});
  const states = new Map(things.map((state) => [state.id, state]));
  const listeners: StateListener[] = [];
  const home = {
    ...place,
    states,
    onChange: (listener: StateListener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const set = (id: string, now: EntityState | undefined) => {
    const before = states.get(id);
    if (now) states.set(id, now);
    else states.delete(id);
    for (const listener of listeners) listener(id, now, before);
  };
  const bearers = (word: string) => [...(namesLikeIds(home).get(word) ?? [])];
  return { home, listeners, set, bearers };
}

test("names that are ids or mean all are known in lower case, others are not", () => {
  const { home } = living(
    named("light.a", " Light.B "),
    named("light.c", "ALL"),
    named("light.d", "none"),
    named("light.e", "Lamp"),
    named("light.f", "not an.id"),
    named("light.g", 5),
    named("light.h"),
  );
  expect([...namesLikeIds(home)].map(([word, ids]) => [word, [...ids]])).toEqual([
    ["light.b", ["light.a"]],
    ["all", ["light.c"]],
    ["none", ["light.d"]],
  ]);
});

test("a living home is looked through once, and listened to once", () => {
  const { home, listeners } = living(named("light.a", "all"));
  const first = namesLikeIds(home);
  expect(namesLikeIds(home)).toBe(first);
  expect(listeners).toHaveLength(1);
});

test("a new name stands in place of the one before, which goes with the entity", () => {
  const { set, bearers } = living(named("light.a", "all"));
  set("light.b", named("light.b", "all"));
  expect(bearers("all")).toEqual(["light.a", "light.b"]);
  set("light.a", named("light.a", "light.x"));
  expect([bearers("all"), bearers("light.x")]).toEqual([["light.b"], ["light.a"]]);
  set("light.a", { ...named("light.a", "light.x"), state: "off" });
  expect(bearers("light.x")).toEqual(["light.a"]);
  set("light.a", undefined);
  expect(bearers("light.x")).toEqual([]);
});

test("a home that does not live is looked through each time", () => {
  const { place } = homeOf({});
  const states = new Map([["light.a", named("light.a", "all")]]);
  const still = { ...place, states };
  expect([...namesLikeIds(still).keys()]).toEqual(["all"]);
  states.clear();
  expect([...namesLikeIds(still).keys()]).toEqual([]);
});
