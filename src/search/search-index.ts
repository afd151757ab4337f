/** The search over one home: kept current by its changes. */

import type { EntityState } from "../hass/gateway.ts";
import { createGather } from "./gather.ts";
import type { Language } from "./language.ts";
import { english } from "./languages/en.ts";
import { compileLexicon } from "./lexicon.ts";
import { deviceClassOf, nameOf, type SearchPlace } from "./place.ts";
import type { SearchAnswer, SearchQuery } from "./query.ts";
import { reachOf } from "./reach.ts";
import { type Scored, scoreEntity } from "./score.ts";
import { eachInTurns } from "./slices.ts";
import { createTables } from "./tables.ts";
import { readWords } from "./words.ts";

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
  /** To be told when the registries changed; re-indexes in turns what differs. */
  registriesChanged(): Promise<void>;
  /** `sees`: what the caller may read; hidden entities count as absent. `now` in seconds since 1970. */
  search(query: SearchQuery, sees: (id: string) => boolean, now: number): SearchAnswer;
};

const CANDIDATES = 150;

export function createSearchIndex(place: SearchPlace, options: SearchOptions = {}): SearchIndex {
  const lexicon = compileLexicon(options.languages ?? [english]);
  const tables = createTables(place, lexicon, options.aliasesOf ?? (() => []));
  const gather = createGather();
  const { entities, byTerm, groups } = tables;

  return {
    async build() {
      const { areas, floors, labels, devices } = place.registries;
      for (const id of areas.keys()) tables.refreshGroup("area", id);
      for (const id of floors.keys()) tables.refreshGroup("floor", id);
      for (const id of labels.keys()) tables.refreshGroup("label", id);
      await eachInTurns(devices.keys(), (id) => tables.refreshGroup("device", id));
      await eachInTurns(place.states.keys(), tables.refreshEntity);
    },
    stateChanged(id, now, before) {
      if (now && before && nameOf(now) === nameOf(before) && deviceClassOf(now) === deviceClassOf(before))
        return;
      tables.refreshEntity(id);
    },
    async registriesChanged() {},
    search(query, sees) {
      const words = readWords(query.text ?? "", lexicon);
      const shows = (term: number) => {
        for (const entity of byTerm.of(term)) if (sees(entities.at(entity)?.id ?? "")) return true;
        for (const group of groups.byTerm.of(term))
          for (const entity of groups.members.of(group)) if (sees(entities.at(entity)?.id ?? "")) return true;
        return false;
      };
      const reaches = reachOf(words, tables, shows);
      const scored: Scored[] = [];
      for (const entity of gather(reaches, tables)) {
        const indexed = entities.at(entity);
        if (!indexed || !sees(indexed.id)) continue;
        scored.push(scoreEntity(entity, indexed, reaches, tables, undefined));
        if (scored.length >= CANDIDATES) break;
      }
      scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      const best = scored.slice(0, 5);
      const unserved = reaches.some(
        ({ needed }, at) => needed && !best.some(({ served }) => (served[at] ?? 0) >= 0.3),
      );
      const top = scored.slice(0, query.limit);
      if (unserved || top.length === 0)
        return {
          match: "none",
          hits: [],
          total: 0,
          totalIs: "exact",
          nearest: top.slice(0, 3).map(({ id }) => id),
        };
      return {
        match: top[0]?.whole ? "exact" : "close",
        hits: top.map(({ id, score }) => ({ kind: "entity", id, score })),
        total: scored.length,
        totalIs: scored.length < CANDIDATES ? "exact" : "at_least",
      };
    },
  };
}
