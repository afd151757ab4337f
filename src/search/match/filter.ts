/** The filters of a query as one test of an entity. */

import { domainOf, objectOf } from "../../core/entity-id.ts";
import { isPassword } from "../../hass/secret-state.ts";
import type { Indexed } from "../index/entities.ts";
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
  /** With a filter by time: 1 for what changed now, down to 0 for what changed first of all that passes. */
  newness?(entity: number): number;
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
  const said = query.state === undefined ? undefined : saidState(query.state, tables, query.hidesClass);
  const changedSince =
    query.changedWithinSeconds === undefined ? undefined : now - query.changedWithinSeconds;
  const ofState = stateFits !== undefined || changedSince !== undefined;
  const newness = (entity: number) => {
    const changed = place.states.get(entities.at(entity)?.id ?? "")?.lastChanged ?? 0;
    return 1 - Math.max(0, now - changed) / Math.max(1, query.changedWithinSeconds ?? 1);
  };
  return {
    ...(changedSince === undefined ? {} : { newness }),
    any: wanted.length > 0 || ofState,
    passes(entity) {
      const indexed = entities.at(entity);
      if (!indexed) return false;
      for (const either of wanted) if (!either.some((group) => indexed.groups.includes(group))) return false;
      if (query.device_class && query.hidesClass?.(indexed.id)) return false;
      if (!ofState) return true;
      const state = place.states.get(indexed.id);
      if (!state || (stateFits && isPassword(state))) return false;
      if (stateFits && !stateFits(state.state) && !said?.(indexed, state.state)) return false;
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

/** The same filter for those alone that are in the state that a word says. */
export function narrow(
  filter: Filter,
  word: string,
  tables: Tables,
  place: SearchPlace,
  hidesClass: SearchQuery["hidesClass"],
): Filter {
  const test = stateTest(word, tables, hidesClass);
  return {
    ...filter,
    any: true,
    passes(entity) {
      const indexed = tables.entities.at(entity);
      const state = indexed && place.states.get(indexed.id);
      if (!indexed || !state || isPassword(state) || !filter.passes(entity)) return false;
      return test?.(indexed, state.state) === true;
    },
  };
}

/** A state as people say it (`open` of a door contact that is on); undefined for what is no word for one. */
function saidState(text: string, tables: Tables, hidesClass: SearchQuery["hidesClass"]) {
  const [word, ...more] = tokenise(text);
  const isNot = /^\s*!=/.test(text);
  if (word === undefined || more.length > 0 || isNot) return undefined;
  return stateTest(tables.lexicon.stem(word), tables, hidesClass);
}

/** Whether a thing is in the state that a word says, by its domain and class. */
function stateTest(
  word: string,
  { lexicon, groups }: Tables,
  hidesClass: SearchQuery["hidesClass"],
): ((indexed: Indexed, state: string) => boolean) | undefined {
  const states = lexicon.states(word);
  if (!states) return undefined;
  const tests = new Map(
    [...states].map(([target, filters]) => [target, filters.map(compileStateFilter)] as const),
  );
  return (indexed, state) => {
    const holds = (target: string) => tests.get(target)?.some((test) => test(state)) === true;
    const classes = hidesClass?.(indexed.id)
      ? []
      : indexed.groups.map((group) => groups.at(group)).filter((group) => group?.kind === "class");
    const byClass = classes.flatMap((group) => (group && tests.has(group.id) ? [group.id] : []));
    // what "open" is of a door, its class says, not its domain
    if (byClass.length > 0) return byClass.some(holds);
    return holds(domainOf(indexed.id)) || holds("*");
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
