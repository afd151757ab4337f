/** Searching the home: what the index finds, as rows the caller may see. */

import { Failure } from "../../core/failure.ts";
import { isoInZone } from "../../core/local-time.ts";
import { cleanLine, cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { areaOf } from "../../hass/registries.ts";
import { HIT_KINDS, type Hit, type IndexAnswer, type SearchQuery } from "../../search/query.ts";
import type { SearchIndex } from "../../search/search-index.ts";
import type { Row, SearchAnswer, SearchInput } from "../home.ts";
import { bearersOf } from "../see/bearers.ts";
import { placeName } from "../see/names.ts";
import { stateText } from "../see/rows.ts";
import { zoneOf } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { findDashboards } from "./dashboards.ts";
import { type BodySight, bodiesOf } from "./search-bodies.ts";
import {
  type Places,
  placesIn,
  queryFrom,
  withComparison,
  withFiltersSaid,
  withoutEmpty,
} from "./search-input.ts";
import { emptyPlaces, filterText, unknownValues } from "./search-without.ts";

const DEFAULT_LIMIT = 10;
const NEAREST = 3;
/** An exact hit answers with the few that fit as well: a model pays for every row. */
const AS_GOOD = 0.97;

export type SearchScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  readonly index: SearchIndex;
  readonly now: number;
  /** What the grant opens of configurations. */
  readonly bodies: BodySight;
  /** Where the caller is: breaks ties. */
  readonly homeArea?: string | undefined;
};

type Find = (query: SearchQuery) => IndexAnswer;

/** INPUT_INVALID for a filter that cannot be read, NOT_FOUND for a place that is none. Without words and filters everything fits. */
export async function searchHome(asked: SearchInput, scope: SearchScope): Promise<SearchAnswer> {
  const { gateway, sight, index, now, homeArea } = scope;
  const given = withoutEmpty(asked);
  const said = given.in === "bodies" ? given : withFiltersSaid(given);
  const input = said !== given && isNamed(given.query, scope) ? given : said;
  if (input.in !== "bodies" && /^dashboards?$/i.test(input.kind?.join().trim() ?? ""))
    return findDashboards(input.query, scope.bodies.dashboards, scope);
  const { nowhere, unknown, filters } = await placesIn(input, gateway, sight);
  const whole = {
    ...queryFrom({ ...input, ...filters }, input.limit ?? DEFAULT_LIMIT, sight),
    ...hidingClasses(gateway, sight),
    ...(homeArea === undefined ? {} : { homeArea }),
  };
  const isUnplaced = (id: string) => sight.sees(id) && areaOf(gateway.registries, id) === undefined;
  const findUnplaced = (some: SearchQuery) =>
    index.search({ ...some, seesAll: false }, isUnplaced, now / 1_000);
  const find: Find = nowhere ? findUnplaced : (some) => index.search(some, sight.sees, now / 1_000);
  const compared = withComparison(whole);
  // a thing may be called so
  const query = compared === whole || find(whole).match === "exact" ? whole : compared;
  if (unknown.size > 0) throw unknownPlace(unknown, query, find, scope);
  if (input.in === "bodies") return inBodies(query, find, scope);
  const answer = find(query);
  const { area, floor, ...anywhere } = query;
  const unplaced = area || floor ? findUnplaced({ ...anywhere, offset: 0 }).total : 0;
  const told = unplaced > 0 ? [`${unplaced} in no area would fit`] : [];
  return answer.match === "none"
    ? nothing(answer, query, told, scope)
    : something(answer, query, told, (hit) => rowOf(hit, scope, query.changedWithinSeconds !== undefined));
}

/** A thing may be called "All rooms". */
function isNamed(query: string | undefined, { gateway, sight }: SearchScope): boolean {
  const { exact, alike } = bearersOf(query ?? "", gateway, sight, ["entity"]);
  return [exact, alike].some(({ printed, aliases }) => printed.length + aliases.length > 0);
}

/** What the words of bodies say, among those that pass the filters. */
async function inBodies(query: SearchQuery, find: Find, scope: SearchScope): Promise<SearchAnswer> {
  const { gateway, sight, index, bodies: opened } = scope;
  const { text = "", offset, limit, kind: _, ...filters } = query;
  if (text.trim() === "")
    throw new Failure("INPUT_INVALID", "in: bodies needs a query.", { hint: "Say what they do or name." });
  const isFiltered = FILTER_KEYS.some((key) => filters[key] !== undefined);
  const passing = isFiltered ? idsPassing(filters, find) : undefined;
  const passes = (id: string) => passing?.has(id) !== false;
  const { bodies, closed: told } = await bodiesOf(gateway, sight, opened, passes);
  const among = isFiltered ? bodies.filter(({ kind }) => kind === "entity") : bodies;
  const names = new Map(among.map(({ kind, id, name }) => [`${kind}:${id}`, name]));
  const answer = index.searchBodies({ text, limit, ...(offset === undefined ? {} : { offset }) }, among);
  const row = (hit: Pick<Hit, "kind" | "id">) =>
    hit.kind === "dashboard"
      ? { id: `dashboard:${hit.id}`, name: names.get(`dashboard:${hit.id}`) ?? hit.id }
      : rowOf(hit, scope);
  if (answer.match !== "none") return something(answer, query, told, row);
  const unmet = (answer.unmet ?? []).map((word) => cleanLine(word, 60));
  const nearest = answer.hits.map(row);
  return {
    match: "none",
    ...(unmet.length > 0 ? { unmet } : {}),
    ...(nearest.length > 0 ? { nearest } : {}),
    ...(told.length > 0 ? { more: told.join("; ") } : {}),
  };
}

const FILTER_KEYS = [
  "domain",
  "area",
  "floor",
  "label",
  "device_class",
  "state",
  "changedWithinSeconds",
] as const;
const PAGE = 50;

/** Page by page, all of them. */
function idsPassing(filters: Omit<SearchQuery, "limit">, find: Find): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let offset = 0; ; offset += PAGE) {
    const { hits } = find({ ...filters, limit: PAGE, offset });
    for (const { id } of hits) ids.add(id);
    if (hits.length < PAGE) return ids;
  }
}

/** The failure of the first such filter, with what there is without it. */
function unknownPlace(
  unknown: Places["unknown"],
  query: SearchQuery,
  find: Find,
  scope: SearchScope,
): Failure {
  const [failure] = unknown.values();
  if (!failure) throw new Error("No place is unknown.");
  const { text, domain, device_class, state, changedWithinSeconds, area, floor, label } = query;
  const says = [text, domain, device_class, state, changedWithinSeconds, area, floor, label];
  const left = says.some((each) => each !== undefined) ? nearestOf(find(query)) : [];
  if (left.length === 0) return failure;
  const names = left.map((hit) => rowOf(hit, scope).id).join(", ");
  return new Failure(failure.code, failure.message, {
    hint: `${failure.hint ?? ""} Without it: ${names}.`.trim(),
  });
}

function something(
  answer: IndexAnswer,
  { offset = 0, text }: SearchQuery,
  told: readonly string[],
  row: (hit: Hit) => Row,
): SearchAnswer {
  const [first] = answer.hits;
  const isCut = answer.match === "exact" && Boolean(text?.trim()) && offset === 0 && !answer.byKind;
  const hits =
    isCut && first
      ? answer.hits.filter(({ score, whole }) => whole || score >= first.score * AS_GOOD)
      : answer.hits;
  const next = offset + hits.length;
  const left = answer.total - next;
  const count = answer.totalIs === "at_least" ? `at least ${left}` : String(left);
  const goesOn = left > 0 && !isCut;
  const isPast = hits.length === 0 && offset > 0;
  const more = [
    ...(goesOn ? [`${count} more fit: after ${next}`] : []),
    ...(isPast ? [`nothing after ${offset}: those before were all`] : []),
    ...told,
  ];
  return {
    match: answer.match,
    hits: hits.map(row),
    ...(more.length > 0 ? { more: more.join("; ") } : {}),
  };
}

function nothing(
  answer: IndexAnswer,
  query: SearchQuery,
  told: readonly string[],
  scope: SearchScope,
): SearchAnswer {
  const { tooMany } = answer;
  const nearest = nearestOf(answer).map((hit) => rowOf(hit, scope));
  const unmet = tooMany
    ? tooMany.filters.map((filter) => filterText(filter, query, scope.gateway))
    : wordsUnmet(answer, query);
  const values = unknownValues(query, scope.gateway, scope.sight);
  const empty = emptyPlaces(query, scope.gateway);
  const more = [
    ...(values === undefined ? [] : [values]),
    ...(empty === undefined ? [] : [empty]),
    ...(tooMany ? [`${tooMany.total} fit without ${tooMany.filters.length > 1 ? "these" : "it"}`] : []),
    ...told,
  ];
  return {
    match: "none",
    ...(unmet.length > 0 ? { unmet } : {}),
    ...(nearest.length > 0 ? { nearest } : {}),
    ...(more.length > 0 ? { more: more.join("; ") } : {}),
  };
}

/** Where the filters leave nothing, no word was looked for. */
function wordsUnmet({ unmet = [] }: IndexAnswer, { text }: SearchQuery): readonly string[] {
  return (unmet.length > 0 || !text?.trim() ? unmet : [text]).map((word) => cleanLine(word, 60));
}

/** What was found, else what comes nearest to it. */
function nearestOf({ hits, tooMany, nearest = [] }: IndexAnswer): readonly Pick<Hit, "kind" | "id">[] {
  const near = hits.length > 0 ? hits : (tooMany?.hits ?? nearest.map(hitFrom));
  return near.slice(0, NEAREST);
}

/** An id as the search says it: of an entity alone without its kind. */
function hitFrom(said: string): Pick<Hit, "kind" | "id"> {
  const kind = HIT_KINDS.find((each) => said.startsWith(`${each}:`));
  return kind === undefined ? { kind: "entity", id: said } : { kind, id: said.slice(kind.length + 1) };
}

/** An attribute that is kept from the caller finds nothing, as a filter or as a word. */
function hidingClasses({ states }: Gateway, sight: Sight): Pick<SearchQuery, "hidesClass"> {
  if (sight.excludes !== true) return {};
  const hidesClass = (id: string) => {
    const state = states.get(id);
    return state !== undefined && !Object.hasOwn(sight.attributes(state), "device_class");
  };
  return { hidesClass };
}

function rowOf({ kind, id }: Pick<Hit, "kind" | "id">, { gateway, sight }: SearchScope, timed = false): Row {
  const state = kind === "entity" ? gateway.states.get(id) : undefined;
  if (kind === "dashboard") return { id: `dashboard:${id}` };
  if (!state) return { id: `${kind}:${id}`, name: placeName({ kind, id }, gateway) };
  const area = areaOf(gateway.registries, id);
  return {
    id,
    name: nameOf(gateway, id),
    state: stateText(state, sight.attributes(state), sight, gateway),
    ...(area ? { area: cleanName(area.name) } : {}),
    ...(timed ? { changed: isoInZone(state.lastChanged * 1_000, zoneOf(gateway)) } : {}),
  };
}
