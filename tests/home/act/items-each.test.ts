/** Several things for a list are added one by one. */

import { expect, test } from "bun:test";
import { itemsEach } from "../../../src/home/act/items-each.ts";

const target = { entity_id: ["todo.shopping"] };

test("each with what else was said", () => {
  const data = { item: ["Milk", "Eggs"], due_date: "2026-06-13" };
  expect(itemsEach({ service: " Todo/add_item", target, data })).toEqual([
    { service: " Todo/add_item", target, data: { item: "Milk", due_date: "2026-06-13" } },
    { service: " Todo/add_item", target, data: { item: "Eggs", due_date: "2026-06-13" } },
  ]);
  const named = { service: "shopping_list.add_item", data: { name: ["Milk", "Eggs"] } };
  expect(itemsEach(named).map((call) => call.data)).toEqual([{ name: "Milk" }, { name: "Eggs" }]);
});

test.each(["todo add_item", "todo: add_item", "TODO.add_item"])("also by %s", (service) => {
  expect(itemsEach({ service, target, data: { item: ["Milk", "Eggs"] } })).toHaveLength(2);
});

test.each<readonly [service: string, data: Readonly<Record<string, unknown>>]>([
  ["todo.add_item", { item: "Milk" }],
  ["todo.add_item", { item: ["Milk"] }],
  ["todo.add_item", {}],
  ["todo.add_item", { item: Array.from({ length: 21 }, (_, at) => `thing ${at}`) }],
  // Home Assistant takes a list there
  ["todo.remove_item", { item: ["Milk", "Eggs"] }],
])("%s of %j is one call", (service, data) => {
  const call = { service, target, data };
  expect(itemsEach(call)).toEqual([call]);
});
