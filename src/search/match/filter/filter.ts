/** The filters of a query as one test of an entity. */

import { domainOf, objectOf } from "../../../core/entity-id.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import type { Indexed } from "../../index/entities.ts";
import type { GroupKind } from "../../index/groups.ts";
import { deviceClassOf, type SearchPlace } from "../../index/place.ts";
import type { Tables } from "../../index/tables.ts";
import type { SearchQuery } from "../../query.ts";
import type { StateAsked } from "../../words/state-asked.ts";
import { tokenise } from "../../words/tokenise.ts";
import { compileInState, compileSaidState } from "./said-state.ts";

export type Filter = {
  /** Whether the query has any. */
  readonly any: boolean;
  passes(entity: number): boolean;
  /** With a filter by time: 1 for what changed now, down to 0 for what changed first of all that passes. */
  newness?(entity: number): number;
  /** Entities that may pass, no fewer than do: the members of the narrowest group, or all. */
  candidates(): Iterable<number>;
  /** Whether nothing that may be seen is of all groups that the query wants, whatever its words say. */
  isEmpty(sees: (entity: number) => boolean): boolean;
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
  const inState = query.state === undefined ? undefined : compileSaidState(query.state, tables.lexicon);
  const changedSince =
    query.changedWithinSeconds === undefined ? undefined : now - query.changedWithinSeconds;
  const ofState = inState !== undefined || changedSince !== undefined;
  const newness = (entity: number) => {
    const changed = place.states.get(entities.at(entity)?.id ?? "")?.lastChanged ?? 0;
    return 1 - Math.max(0, now - changed) / Math.max(1, query.changedWithinSeconds ?? 1);
  };
  const isOfGroups = ({ id, groups }: Indexed) => {
    for (const either of wanted) if (!either.some((group) => groups.includes(group))) return false;
    return !(query.device_class && query.hidesClass?.(id));
  };
  return {
    ...(changedSince === undefined ? {} : { newness }),
    any: wanted.length > 0 || ofState,
    passes(entity) {
      const indexed = entities.at(entity);
      if (!indexed || !isOfGroups(indexed)) return false;
      if (!ofState) return true;
      const state = place.states.get(indexed.id);
      if (!state || inState?.(state, knownClass(state, query.hidesClass)) === false) return false;
      return changedSince === undefined || state.lastChanged >= changedSince;
    },
    candidates() {
      const narrowest = narrowestOf(wanted, tables);
      return narrowest ? new Set(narrowest.flatMap((group) => members.of(group))) : entities.numbers();
    },
    isEmpty(sees) {
      const mayPass = (entity: number) => {
        const indexed = entities.at(entity);
        return indexed !== undefined && isOfGroups(indexed) && sees(entity);
      };
      const narrowest = narrowestOf(wanted, tables);
      return narrowest !== undefined && !narrowest.some((group) => members.of(group).some(mayPass));
    },
  };
}

/** Of lists of groups the one with the fewest members. */
function narrowestOf(wanted: readonly (readonly number[])[], { members }: Tables) {
  const sized = wanted.map((either) => ({
    either,
    size: either.reduce((sum, group) => sum + members.size(group), 0),
  }));
  return sized.sort((a, b) => a.size - b.size)[0]?.either;
}

/** The same filter for those alone that are in a state; of a kind's name, a routine that is on is no light that is. */
export function narrow(
  filter: Filter,
  { state, kinds }: StateAsked,
  tables: Tables,
  place: SearchPlace,
  hidesClass: SearchQuery["hidesClass"],
): Filter {
  const inState = compileInState(state);
  const domains = new Set(kinds.flatMap((kind) => [...kind.keys()].map(domainOf)));
  const isMeant = (id: string) =>
    domains.size === 0 || !ROUTINES.has(domainOf(id)) || domains.has(domainOf(id));
  return {
    ...filter,
    any: true,
    passes(entity) {
      const indexed = tables.entities.at(entity);
      const now = indexed && place.states.get(indexed.id);
      if (now === undefined || !isMeant(now.id)) return false;
      return inState(now, knownClass(now, hidesClass)) && filter.passes(entity);
    },
  };
}

/** What is on of these is that they may run. */
const ROUTINES: ReadonlySet<string> = new Set(["automation", "script", "scene"]);

function knownClass(state: EntityState, hidesClass: SearchQuery["hidesClass"]): string | undefined {
  // who may not know all attributes may not know this one
  if (domainOf(state.id) === "climate") return hidesClass ? undefined : actionOf(state);
  return hidesClass?.(state.id) ? undefined : deviceClassOf(state);
}

function actionOf({ attributes }: EntityState): string | undefined {
  const { hvac_action: action } = attributes;
  return typeof action === "string" ? action : undefined;
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
