/** Searching under a grant that keeps attributes back. */

import { expect, test } from "bun:test";
import { searchHome } from "../../../src/home/read/search.ts";
import { openSight } from "../../../src/home/see/open-sight.ts";
import { createSearchIndex } from "../../../src/search/search-index.ts";
import { EVERYTHING } from "../../../src/security/grant/decide/look.ts";
import { parseGrant } from "../../../src/security/grant/parse/parse-grant.ts";
import { memoryCounters } from "../../../src/security/grant/restrict/store-counters.ts";
import { fakeGateway } from "../../security/grant/fake-gateway.ts";

const NOW = Date.parse("2026-06-12T12:00:00Z");

/** Ids that are found, with what is nearest. */
async function found(exclude_attributes: object, input: object): Promise<readonly unknown[]> {
  const access = { read: ["*"], exclude_attributes };
  const parsed = parseGrant({ name: "x", expires_at: "never", access }, NOW);
  if (!("grant" in parsed)) throw new Error(JSON.stringify(parsed));
  const { gateway } = fakeGateway();
  const clock = { now: () => NOW };
  const deciding = { gateway, grant: parsed.grant, counters: memoryCounters(), clock };
  const sight = await openSight({ caller: {}, deciding }, EVERYTHING);
  const index = createSearchIndex(gateway);
  await index.build();
  const { hits = [], nearest = [] } = await searchHome(input, { gateway, sight, index, now: NOW });
  return [...hits, ...nearest].map(({ id }) => id);
}

test("a class that is kept back is no filter and no word", async () => {
  for (const input of [
    { device_class: ["garage"] },
    { query: "garage cover" },
    { device_class: ["GARAGE"] },
  ]) {
    expect(await found({}, input)).toContain("cover.garage");
    expect(await found({ "*": ["friendly_icon"] }, input)).toContain("cover.garage");
  }
  for (const scope of ["*", "cover.*", "cover.garage"])
    for (const key of ["device_class", "*"])
      for (const input of [
        { device_class: ["garage"] },
        { device_class: ["GARAGE", "awning"], query: "cover" },
      ])
        expect(await found({ [scope]: [key] }, input)).not.toContain("cover.garage");
  // by its own name it is found all the same
  expect(await found({ "*": ["*"] }, { query: "garage" })).toContain("cover.garage");
  expect(await found({ "cover.awning": ["device_class"] }, { device_class: ["garage"] })).toEqual([
    "cover.garage",
  ]);
});
