/** Lists of like things as rows: their columns once, as many as an answer holds, and the way to the rest. */

import { isJsonObject, type JsonObject } from "../../core/json.ts";

/** Shorter ones are said as they are. */
const FROM_LENGTH = 4;

export type Paging = {
  /** Characters for all that is answered. */
  readonly budget: number;
  /** How many elements of each long list were read before. */
  readonly after: number;
};

/** The same value with each long list of objects as `{columns, rows, more?}`. */
export function asRows(value: unknown, paging: Paging): unknown {
  if (Array.isArray(value))
    return value.length >= FROM_LENGTH && value.every(isJsonObject) ? table(value, paging) : value;
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value);
  const share = { ...paging, budget: Math.floor(paging.budget / Math.max(1, entries.length)) };
  return Object.fromEntries(entries.map(([key, inner]) => [key, asRows(inner, share)]));
}

function table(list: readonly JsonObject[], { budget, after }: Paging): JsonObject {
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
  const rows: unknown[][] = [];
  let left = budget - JSON.stringify(columns).length;
  for (const row of list.slice(after)) {
    const cells = columns.map((column) => row[column] ?? "");
    left -= JSON.stringify(cells).length + 1;
    if (left < 0 && rows.length > 0) break;
    rows.push(cells);
  }
  const rest = list.length - after - rows.length;
  return {
    columns,
    rows,
    ...(rest > 0 ? { more: `${rest} more; again with after: ${after + rows.length} in data` } : {}),
  };
}
