/** Which filter is named where several leave nothing. */

import { expect, test } from "bun:test";
import { withTooMany } from "../../src/search/match/filter/too-many.ts";
import type { IndexAnswer, SearchQuery } from "../../src/search/query.ts";

test("a time in which nothing changed, before the domain that something else changed in", () => {
  const none: IndexAnswer = { match: "none", hits: [], total: 0, totalIs: "exact" };
  const some: IndexAnswer = { ...none, match: "exact", total: 3 };
  const find = (query: SearchQuery) => (query.domain && query.changedWithinSeconds ? none : some);
  const asked = { domain: ["climate"], changedWithinSeconds: 120, limit: 10 };
  expect(withTooMany(none, asked, find).tooMany?.filters).toEqual(["changedWithinSeconds"]);
});
