/** How well the search finds what the sentences of some homes mean. */

import { createSearchIndex } from "../../src/search/search-index.ts";
import type { Language } from "../../src/search/words/language.ts";
import { median } from "../figures.ts";
import { type CaseHome, placeOf, withoutSuffix } from "./cases.ts";

const LIMIT = 10;

export type Verdicts = {
  readonly cases: number;
  readonly recall1: number;
  readonly recall5: number;
  readonly mrr: number;
  readonly absent: number;
  /** How many of the absent ones were said to be so. */
  readonly absent_none: number;
  readonly present_kept: number;
  readonly p50_ms: number;
};

/** Each sentence is asked of a home that holds exactly what the case says, without filters, ten hits. */
export async function judgeSearch(
  homes: readonly CaseHome[],
  languages?: readonly Language[],
): Promise<Verdicts> {
  const ranks: number[] = [];
  const times: number[] = [];
  let kept = 0;
  let absent = 0;
  let absentNone = 0;
  for (const home of homes) {
    const index = createSearchIndex(placeOf(home), languages === undefined ? {} : { languages });
    await index.build();
    const ask = (text: string) => {
      const started = performance.now();
      const answer = index.search({ text, limit: LIMIT }, () => true, 0);
      times.push(performance.now() - started);
      return answer;
    };
    for (const { sentence, entity } of home.cases) {
      const { match, hits } = ask(sentence);
      ranks.push(hits.findIndex(({ kind, id }) => kind === "entity" && withoutSuffix(id) === entity) + 1);
      if (match !== "none") kept++;
    }
    absent += home.absent.length;
    absentNone += home.absent.filter((sentence) => ask(sentence).match === "none").length;
  }
  const share = (count: number) => Number((count / ranks.length).toFixed(4));
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0);
  return {
    cases: ranks.length,
    recall1: share(ranks.filter((rank) => rank === 1).length),
    recall5: share(ranks.filter((rank) => rank > 0 && rank <= 5).length),
    mrr: share(reciprocal),
    absent,
    absent_none: absentNone,
    present_kept: share(kept),
    p50_ms: Number(median(times).toFixed(3)),
  };
}
