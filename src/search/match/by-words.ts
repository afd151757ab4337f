/** What a query's words find, beside its filters. */

import { HIT_KINDS, type HitKind, type IndexAnswer } from "../query.ts";
import { withParts } from "../reach/compounds.ts";
import { withPlaces } from "../reach/places-named.ts";
import { type WordReach, wordReach } from "../reach/word-reach.ts";
import { readWords } from "../words/query-words.ts";
import { answerOf } from "./index-answer.ts";
import { saysNothing } from "./score.ts";
import type { SearchContext } from "./search-context.ts";
import { type FoundEntities, searchEntities } from "./search-entities.ts";
import { searchGroups } from "./search-groups.ts";

/** Devices are found when they are asked for: else their entities stand for them. */
const USUAL_KINDS: readonly HitKind[] = HIT_KINDS.filter((kind) => kind !== "device");
const NONE_FOUND: FoundEntities = { scored: [], more: false };

export type AskedByWords = {
  readonly text: string;
  readonly kinds: ReadonlySet<HitKind> | undefined;
  readonly limit: number;
  readonly offset: number;
  /** Whether things and not places are asked for. */
  readonly things: boolean;
};

/** `kinds` undefined: places too, unless a filter or the words say that it is what is in them that is meant. */
export function searchByWords(
  { text, kinds: wanted, limit, offset, things }: AskedByWords,
  context: SearchContext,
): IndexAnswer {
  const { tables, visible } = context;
  const read = readWords(text, tables.lexicon);
  const reaches = wordReach(withPlaces(withParts(read, tables, visible), tables, visible), tables, visible);
  const inside = things || (tables.lexicon.asksForAll(read[0]?.text ?? "") && namesPlacesAlone(reaches));
  const kinds = wanted ?? new Set<HitKind>(inside ? ["entity"] : USUAL_KINDS);
  const name = read.map(({ stem }) => tables.vocabulary.find(stem) ?? -1);
  const most = limit + offset;
  const idle = tables.lexicon.asks(read[0]?.stem ?? "") && saysNothing(reaches);
  const found = kinds.has("entity") ? searchEntities(reaches, name, most, { ...context, idle }) : NONE_FOUND;
  return answerOf(found, searchGroups(reaches, kinds, context), reaches, { limit, offset, idle });
}

function namesPlacesAlone(reaches: readonly WordReach[]): boolean {
  const needed = reaches.filter((reach) => reach.needed);
  return needed.length > 0 && needed.every(({ isPlace }) => isPlace);
}
