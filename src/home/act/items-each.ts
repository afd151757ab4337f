/** What is added to a list goes there by itself: models give all of it at once. */

import { inOneSpelling } from "../../core/entity-id.ts";
import { type CallInput, MOST_CALLS } from "../acting.ts";

/** Services that add one thing, by the field that says which. */
const ADDS: ReadonlyMap<string, string> = new Map([
  ["todo.add_item", "item"],
  ["shopping_list.add_item", "name"],
]);

/** `index`: of the call among those given. */
export type CallEntry = { readonly index: number; readonly call: CallInput };

/** One for each thing, in order; a call as it is where it is for one, or for more than there may then be. */
export function itemsEach(calls: readonly CallInput[]): readonly CallEntry[] {
  let room = MOST_CALLS - calls.length;
  return calls.flatMap((call, index): readonly CallEntry[] => {
    const field = ADDS.get(inOneSpelling(call.service));
    const items = field === undefined ? undefined : call.data?.[field];
    if (field === undefined || !Array.isArray(items) || items.length < 2 || items.length - 1 > room)
      return [{ index, call }];
    room -= items.length - 1;
    return items.map((item) => ({ index, call: { ...call, data: { ...call.data, [field]: item } } }));
  });
}
