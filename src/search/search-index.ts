/** The search over one home: kept current by its changes. */

import type { EntityState } from "../hass/gateway.ts";
import { createGather } from "./gather/gather.ts";
import { createKeeper } from "./index/keeper.ts";
import { deviceClassOf, nameOf, type SearchPlace } from "./index/place.ts";
import { createTables } from "./index/tables.ts";
import { visibleTo } from "./index/visible.ts";
import { searchByWords } from "./match/by-words.ts";
import { compileFilter, narrow } from "./match/filter/filter.ts";
import { compileSaidState, type InState } from "./match/filter/said-state.ts";
import { withTooMany } from "./match/filter/too-many.ts";
import { searchInState } from "./match/in-state.ts";
import { listByFilters } from "./match/list.ts";
import { searchBodies } from "./match/search-bodies.ts";
import { createSpelled } from "./match/spelled.ts";
import type { Body, IndexAnswer, SearchQuery } from "./query.ts";
import { saidHere } from "./reach/said.ts";
import type { Language } from "./words/language.ts";
import { english } from "./words/languages/english/en.ts";
import { compileLexicon } from "./words/lexicon.ts";
import { unfolded } from "./words/normalise.ts";
import { TEXT_MAX } from "./words/query-words.ts";
import { stateAsked } from "./words/state-asked.ts";
import { stateByForm } from "./words/state-by-form.ts";
import { deedsWhole } from "./words/verb-apart.ts";

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
  /** Whether a thing is in a state as filters and people say it, in the home's languages; INPUT_INVALID as above. */
  inState(state: string): InState;
  /** By what they do; with `none` the hits are what comes nearest. Only what the caller may see may be among the bodies. */
  searchBodies(query: Pick<SearchQuery, "text" | "limit" | "offset">, bodies: Iterable<Body>): IndexAnswer;
};

const LIMIT_MAX = 50;
const NOTHING: IndexAnswer = { match: "none", hits: [], total: 0, totalIs: "exact" };
/** An empty index over a home; `build` fills it. */
export function createSearchIndex(place: SearchPlace, options: SearchOptions = {}): SearchIndex {
  const lexicon = compileLexicon(options.languages ?? [english]);
  const tables = createTables(place, lexicon, options.aliasesOf ?? (() => []));
  const gather = createGather(tables);
  const keeper = createKeeper(place, tables);
  const searchOnce = (query: SearchQuery, sees: (id: string) => boolean, now: number): IndexAnswer => {
    const limit = Math.max(1, Math.min(LIMIT_MAX, Math.floor(query.limit)));
    const offset = Math.max(0, Math.floor(query.offset ?? 0));
    const filter = compileFilter(query, tables, place, now);
    const visible = visibleTo(tables, sees, query.seesAll ?? false, query.hidesClass);
    const homeArea = query.homeArea === undefined ? undefined : tables.groups.find("area", query.homeArea);
    const text = lexicon.withoutSmall(query.text?.trim() ?? "");
    const spelled = createSpelled(text.slice(0, TEXT_MAX), place, tables);
    const here = saidHere(tables, visible);
    const context = { tables, gather, filter, visible, homeArea, said: here, spelled, idle: false };
    const kinds = query.kind && new Set(query.kind);
    if (text === "") return listByFilters(kinds ?? new Set(["entity"]), { limit, offset }, context);
    if (filter.isEmpty(visible.entity)) return NOTHING;
    const meant = tables.entities.find(text.toLowerCase());
    const mayBe = kinds?.has("entity") !== false;
    if (meant !== undefined && mayBe && filter.passes(meant) && visible.entity(meant))
      return theOne(text.toLowerCase());
    const asked = { kinds, limit, offset, things: filter.any };
    const said = text.slice(0, TEXT_MAX);
    const inState = stateAsked(said, lexicon) ?? stateByForm(said, lexicon, here);
    const byWords = () => searchByWords({ ...asked, text }, context);
    if (!inState) return byWords();
    // a thing may be called Offline
    const called = inState.isAlone ? byWords() : undefined;
    if (called?.match === "exact") return called;
    const narrowed = { ...context, filter: narrow(filter, inState, tables, place, query.hidesClass) };
    return searchInState({ ...asked, things: true }, inState, narrowed, context) ?? byWords();
  };
  return {
    build: () => keeper.bringInLine({ states: true }),
    registriesChanged: () => keeper.bringInLine({ states: false }),
    stateChanged(id, now, before) {
      if (now && before && nameOf(now) === nameOf(before) && deviceClassOf(now) === deviceClassOf(before))
        return;
      tables.refreshEntity(id);
    },
    inState: (state) => compileSaidState(state, lexicon),
    searchBodies({ text = "", limit, offset = 0 }, bodies) {
      return searchBodies(text, bodies, lexicon, { limit, offset });
    },
    search(query, sees, now) {
      const find = (some: SearchQuery) => searchOnce(some, sees, now);
      const answer = withTooMany(find(query), query, find);
      const { unmet } = answer;
      const said = query.text?.slice(0, TEXT_MAX) ?? "";
      return unmet ? { ...answer, unmet: deedsWhole(unmet, said, lexicon).map(unfolded) } : answer;
    },
  };
}

/** The answer to a whole entity id. */
function theOne(id: string): IndexAnswer {
  return {
    match: "exact",
    hits: [{ kind: "entity", id, score: 1, whole: true }],
    total: 1,
    totalIs: "exact",
  };
}
