/** Several things for a list are added one by one. */

import { expect, test } from "bun:test";
import { itemsEach } from "../../../src/home/act/items-each.ts";
import type { CallInput } from "../../../src/home/acting.ts";

const target = { entity_id: ["todo.shopping"] };

const parts = (...calls: readonly CallInput[]) => itemsEach(calls).map(({ call }) => call);
const adding = (count: number) => ({
  service: "todo.add_item",
  target,
  data: { item: Array.from({ length: count }, (_, at) => `thing ${at}`) },
});

test("each with what else was said", () => {
  const data = { item: ["Milk", "Eggs"], due_date: "2026-06-13" };
  expect(parts({ service: " Todo/add_item", target, data })).toEqual([
    { service: " Todo/add_item", target, data: { item: "Milk", due_date: "2026-06-13" } },
    { service: " Todo/add_item", target, data: { item: "Eggs", due_date: "2026-06-13" } },
  ]);
  const named = { service: "shopping_list.add_item", data: { name: ["Milk", "Eggs"] } };
  expect(parts(named).map((call) => call.data)).toEqual([{ name: "Milk" }, { name: "Eggs" }]);
});

test.each(["todo add_item", "todo: add_item", "TODO.add_item"])("also by %s", (service) => {
  expect(parts({ service, target, data: { item: ["Milk", "Eggs"] } })).toHaveLength(2);
});

test.each<readonly [service: string, data: Readonly<Record<string, unknown>>]>([
  ["todo.add_item", { item: "Milk" }],
  ["todo.add_item", { item: ["Milk"] }],
  ["todo.add_item", {}],
  ["todo.add_item", adding(21).data],
  // Home Assistant takes a list there
  ["todo.remove_item", { item: ["Milk", "Eggs"] }],
])("%s of %j is one call", (service, data) => {
  const call = { service, target, data };
  expect(parts(call)).toEqual([call]);
});

test("of several calls each is told by the one that it came in", () => {
  const lamp = { service: "light.turn_on", target: { entity_id: ["light.a"] } };
  expect(itemsEach([lamp, adding(2), lamp, adding(3)]).map(({ index }) => index)).toEqual([
    0, 1, 1, 2, 3, 3, 3,
  ]);
});

test("all of them are no more than there may be at once", () => {
  const lengths = (...counts: readonly number[]) => itemsEach(counts.map(adding)).map(({ index }) => index);
  expect(lengths(10, 10)).toHaveLength(20);
  expect(lengths(10, 11)).toEqual([...Array.from({ length: 10 }, () => 0), 1]);
  expect(lengths(...Array.from({ length: 20 }, () => 2))).toHaveLength(20);
});
