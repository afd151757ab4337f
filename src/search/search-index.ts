/** The search over one home: kept current by its changes. */

import type { EntityState } from "../hass/gateway.ts";
import { createKeeper } from "./index/keeper.ts";
import { deviceClassOf, nameOf, type SearchPlace } from "./index/place.ts";
import { createTables } from "./index/tables.ts";
import { visibleTo } from "./index/visible.ts";
import { compileFilter } from "./match/filter.ts";
import { createGather } from "./match/gather.ts";
import { answerOf } from "./match/index-answer.ts";
import { listByFilters } from "./match/list.ts";
import { type FoundEntities, searchEntities } from "./match/search-entities.ts";
import { searchGroups } from "./match/search-groups.ts";
import { createSpelled } from "./match/spelled.ts";
import { HIT_KINDS, type HitKind, type IndexAnswer, type SearchQuery } from "./query.ts";
import { withParts } from "./reach/compounds.ts";
import { withPlaces } from "./reach/places-named.ts";
import { wordReach } from "./reach/word-reach.ts";
import type { Language } from "./words/language.ts";
import { english } from "./words/languages/en.ts";
import { compileLexicon } from "./words/lexicon.ts";
import { readWords, TEXT_MAX } from "./words/query-words.ts";

export type SearchOptions = {
  /** English unless given; the home's own beside it. */
  readonly languages?: readonly Language[];
  /** Further names of an entity. */
  readonly aliasesOf?: (id: string) => readonly string[];
};

export type SearchIndex = {
  /** Indexes the home, in turns of some milliseconds; a search before its end finds what is indexed so far. */
  build(): Promise<void>;
  /** To be told of every change; costs next to nothing unless name, device class or existence changed. */
  stateChanged(id: string, now: EntityState | undefined, before: EntityState | undefined): void;
  /** To be told when the registries changed; brings in line, in turns, what differs. */
  registriesChanged(): Promise<void>;
  /**
   * `sees`: what the caller may read; what is hidden counts as absent. `now` in seconds since 1970.
   * INPUT_INVALID when the state filter cannot be read.
   */
  search(query: SearchQuery, sees: (id: string) => boolean, now: number): IndexAnswer;
};

const LIMIT_MAX = 50;
/** Devices are found when they are asked for: else their entities stand for them. */
const USUAL_KINDS: readonly HitKind[] = HIT_KINDS.filter((kind) => kind !== "device");

/** An empty index over a home; `build` fills it. */
export function createSearchIndex(place: SearchPlace, options: SearchOptions = {}): SearchIndex {
  const lexicon = compileLexicon(options.languages ?? [english]);
  const tables = createTables(place, lexicon, options.aliasesOf ?? (() => []));
  const gather = createGather(tables);
  const keeper = createKeeper(place, tables);
  return {
    build: () => keeper.bringInLine({ states: true }),
    registriesChanged: () => keeper.bringInLine({ states: false }),
    stateChanged(id, now, before) {
      if (now && before && nameOf(now) === nameOf(before) && deviceClassOf(now) === deviceClassOf(before))
        return;
      tables.refreshEntity(id);
    },
    search(query, sees, now) {
      const limit = Math.max(1, Math.min(LIMIT_MAX, Math.floor(query.limit)));
      const filter = compileFilter(query, tables, place, now);
      const visible = visibleTo(tables, sees, query.seesAll ?? false, query.hidesClass);
      const homeArea = query.homeArea === undefined ? undefined : tables.groups.find("area", query.homeArea);
      const text = query.text?.trim() ?? "";
      const spelled = createSpelled(text.slice(0, TEXT_MAX), place);
      const context = { tables, gather, filter, visible, homeArea, spelled };
      if (text === "") return listByFilters(new Set(query.kind ?? ["entity"]), limit, context);
      const kinds = new Set(query.kind ?? USUAL_KINDS);
      const meant = tables.entities.find(text.toLowerCase());
      if (meant !== undefined && kinds.has("entity") && filter.passes(meant) && visible.entity(meant))
        return theOne(text.toLowerCase());
      const read = readWords(text, lexicon);
      const parted = withParts(read, tables, visible);
      const reaches = wordReach(withPlaces(parted, tables, visible), tables, visible);
      const name = read.map(({ stem }) => tables.vocabulary.find(stem) ?? -1);
      const found = kinds.has("entity") ? searchEntities(reaches, name, limit, context) : NONE_FOUND;
      return answerOf(found, searchGroups(reaches, kinds, context), reaches, limit);
    },
  };
}

const NONE_FOUND: FoundEntities = { scored: [], more: false };

/** The answer to a whole entity id. */
function theOne(id: string): IndexAnswer {
  return { match: "exact", hits: [{ kind: "entity", id, score: 1 }], total: 1, totalIs: "exact" };
}
