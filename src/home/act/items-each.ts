/** What is added to a list goes there by itself: models give all of it at once. */

import type { CallInput } from "../acting.ts";
import { inOneSpelling } from "./form.ts";

/** Services that add one thing, by the field that says which. */
const ADDS: ReadonlyMap<string, string> = new Map([
  ["todo.add_item", "item"],
  ["shopping_list.add_item", "name"],
]);
/** As many as there may be calls in one. */
const MOST = 20;

/** One call for each thing; the call itself where it is for one, or for more than are taken. */
export function itemsEach(call: CallInput): readonly CallInput[] {
  const field = ADDS.get(inOneSpelling(call.service));
  const items = field === undefined ? undefined : call.data?.[field];
  if (field === undefined || !Array.isArray(items) || items.length < 2 || items.length > MOST) return [call];
  return items.map((item) => ({ ...call, data: { ...call.data, [field]: item } }));
}
