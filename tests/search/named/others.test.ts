/** What a word before a name or a kind tells from the things that are here. */

import { expect, test } from "bun:test";
import { createSearchIndex } from "../../../src/search/search-index.ts";
import { placeOf, searchIn } from "../small-home.ts";

test("what nobody knows before a word of an alias, where that has another, tells another thing", async () => {
  const place = placeOf({ entities: [{ id: "switch.wallbox", name: "Zappi" }] });
  const index = createSearchIndex(place, { aliasesOf: () => ["Car charger"] });
  await index.build();
  const ask = (text: string) => index.search({ text, limit: 10 }, () => true, 1000);
  expect(ask("tesla charger")).toMatchObject({ match: "none", unmet: ["tesla"] });
  expect(ask("my charger")).toMatchObject({ match: "close", hits: [{ id: "switch.wallbox" }] });
});
