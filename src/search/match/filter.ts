/** The filters of a query as one test of an entity. */

import { objectOf } from "../../core/entity-id.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { GroupKind } from "../index/groups.ts";
import type { SearchPlace } from "../index/place.ts";
import type { Tables } from "../index/tables.ts";
import type { SearchQuery } from "../query.ts";
import { tokenise } from "../words/tokenise.ts";
import { compileStateFilter } from "./state-filter.ts";

export type Filter = {
  /** Whether the query has any. */
  readonly any: boolean;
  passes(entity: number): boolean;
  /** Entities that may pass, no fewer than do: the members of the narrowest group, or all. */
  candidates(): Iterable<number>;
};

/** `now` in seconds since 1970. Names of groups that do not exist let nothing pass. */
export function compileFilter(query: SearchQuery, tables: Tables, place: SearchPlace, now: number): Filter {
  const { entities, members } = tables;
  const wanted: (readonly number[])[] = [];
  const want = (kind: GroupKind, names: readonly string[] | undefined) => {
    if (names) wanted.push(names.flatMap((name) => groupsNamed(name, kind, tables)));
  };
  want("domain", query.domain);
  want("area", query.area);
  want("floor", query.floor);
  want("label", query.label);
  want("class", query.device_class);
  const stateFits = query.state === undefined ? undefined : compileStateFilter(query.state);
  const changedSince =
    query.changedWithinSeconds === undefined ? undefined : now - query.changedWithinSeconds;
  const ofState = stateFits !== undefined || changedSince !== undefined;
  return {
    any: wanted.length > 0 || ofState,
    passes(entity) {
      const indexed = entities.at(entity);
      if (!indexed) return false;
      for (const either of wanted) if (!either.some((group) => indexed.groups.includes(group))) return false;
      if (query.device_class && query.hidesClass?.(indexed.id)) return false;
      if (!ofState) return true;
      const state = place.states.get(indexed.id);
      if (!state || (stateFits && (isPassword(state) || !stateFits(state.state)))) return false;
      return changedSince === undefined || state.lastChanged >= changedSince;
    },
    candidates() {
      const lists = wanted.map((either) => ({
        either,
        size: either.reduce((sum, group) => sum + members.size(group), 0),
      }));
      const narrowest = lists.sort((a, b) => a.size - b.size)[0];
      if (!narrowest) return entities.numbers();
      return new Set(narrowest.either.flatMap((group) => members.of(group)));
    },
  };
}

/** By id, `kind:id`, or whole name or alias. */
function groupsNamed(text: string, kind: GroupKind, { groups, lexicon }: Tables): number[] {
  const name = text.trim();
  const id = name.startsWith(`${kind}:`) ? name.slice(kind.length + 1) : name;
  if (kind === "class")
    return [...groups.ofKind("class")].filter((group) => {
      const own = groups.at(group)?.id ?? "";
      return objectOf(own) === id.toLowerCase();
    });
  const known = groups.find(kind, id) ?? groups.find(kind, id.toLowerCase());
  if (known !== undefined) return [known];
  const joined = tokenise(name).map(lexicon.stem).join("");
  return [...groups.named(joined)].filter((group) => groups.at(group)?.kind === kind);
}
