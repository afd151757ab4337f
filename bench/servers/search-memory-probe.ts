/** Builds the search index of a home in a process of its own; prints what the heap grew by, in MB. */

import { createSearchIndex } from "../../src/search/search-index.ts";
import { makeHome } from "../search/home.ts";

const home = makeHome(Number(process.argv[2]));

async function settledHeap(): Promise<number> {
  for (let pass = 0; pass < 4; pass++) {
    Bun.gc(true);
    await Bun.sleep(20);
  }
  return process.memoryUsage().heapUsed;
}

const before = await settledHeap();
const index = createSearchIndex(home);
await index.build();
index.search({ text: "lamp", limit: 10 }, () => true, 0);
process.stdout.write(String(((await settledHeap()) - before) / 2 ** 20));
// it is still in use when it is measured
index.stateChanged(home.idOf(0), undefined, undefined);
