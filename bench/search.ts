/** `npm run bench:search`: how well the search finds what sentences mean, as one JSON line. */

import { createSearchIndex } from "../src/search/search-index.ts";
import { median } from "./figures.ts";
import { type CaseHome, placeOf, readCaseHomes, withoutSuffix } from "./search-cases.ts";

const LIMIT = 10;

type Tally = { cases: number; first: number; five: number; reciprocal: number; kept: number; absent: number; none: number };

async function judge(homes: readonly CaseHome[]) {
  const tally: Tally = { cases: 0, first: 0, five: 0, reciprocal: 0, kept: 0, absent: 0, none: 0 };
  const times: number[] = [];
  for (const home of homes) {
    const index = createSearchIndex(placeOf(home));
    await index.build();
    const ask = (text: string) => {
      const started = performance.now();
      const answer = index.search({ text, limit: LIMIT }, () => true, 0);
      times.push(performance.now() - started);
      return answer;
    };
    for (const { sentence, entity } of home.cases) {
      const { match, hits } = ask(sentence);
      const rank = hits.findIndex(({ kind, id }) => kind === "entity" && withoutSuffix(id) === entity) + 1;
      tally.cases++;
      if (match !== "none") tally.kept++;
      if (rank === 1) tally.first++;
      if (rank > 0 && rank <= 5) tally.five++;
      if (rank > 0) tally.reciprocal += 1 / rank;
    }
    for (const sentence of home.absent) {
      tally.absent++;
      if (ask(sentence).match === "none") tally.none++;
    }
  }
  const share = (count: number) => Number((count / tally.cases).toFixed(4));
  return {
    cases: tally.cases,
    recall1: share(tally.first),
    recall5: share(tally.five),
    mrr: share(tally.reciprocal),
    absent: tally.absent,
    absent_none: tally.none,
    present_kept: share(tally.kept),
    p50_ms: Number(median(times).toFixed(3)),
  };
}

const homes = readCaseHomes(process.env["SEARCH_CASES"]);
if (!homes) throw new Error("No cases: name a file in SEARCH_CASES.");
console.log(JSON.stringify(await judge(homes)));
