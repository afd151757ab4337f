/** Searching the home: what the index finds, as rows the caller may see. */

import { Failure } from "../../core/failure.ts";
import { cleanLine, cleanName } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { areaOf } from "../../hass/registries.ts";
import { HIT_KINDS, type Hit, type HitKind, type SearchQuery } from "../../search/query.ts";
import type { SearchIndex } from "../../search/search-index.ts";
import type { Row, SearchAnswer, SearchInput } from "../home.ts";
import { findReferences, nearestNames, notFound, partsOf, placeName } from "../see/names.ts";
import { stateText } from "../see/rows.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { isNoArea } from "./overview.ts";

const DEFAULT_LIMIT = 10;
/** An exact hit answers with the few that fit as well: a model pays for every row. */
const AS_GOOD = 0.97;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const TIME =
  /^(\d+(?:\.\d+)?) *(?:(s)(?:ec(?:onds?)?)?|(m)(?:in(?:utes?)?)?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)?$/;

export type SearchScope = {
  readonly gateway: Gateway;
  readonly sight: Sight;
  readonly index: SearchIndex;
  readonly now: number;
  /** Where the caller is: breaks ties. */
  readonly homeArea?: string | undefined;
};

/** INPUT_INVALID for a filter that cannot be read. Without words and filters everything fits. */
export async function searchHome(
  input: SearchInput,
  { gateway, sight, index, now, homeArea }: SearchScope,
): Promise<SearchAnswer> {
  const limit = input.limit ?? DEFAULT_LIMIT;
  const { nowhere, ...places } = await placesIn(input, gateway, sight);
  const query = {
    ...queryFrom({ ...input, ...places }, limit, sight),
    ...hidingClasses(gateway, sight),
    ...(nowhere ? { seesAll: false } : {}),
    ...(homeArea === undefined ? {} : { homeArea }),
  };
  const sees = nowhere
    ? (id: string) => sight.sees(id) && areaOf(gateway.registries, id) === undefined
    : sight.sees;
  const answer = index.search(query, sees, now / 1_000);
  const row = (hit: Pick<Hit, "kind" | "id">) => rowOf(hit, gateway, sight);
  if (answer.match === "none") {
    const nearest = (answer.nearest ?? []).slice(0, 3).map((id) => row({ kind: "entity", id }));
    const unmet = answer.unmet ?? [];
    return {
      match: "none",
      ...(unmet.length > 0 ? { unmet: unmet.map((word) => cleanLine(word, 60)) } : {}),
      ...(nearest.length > 0 ? { nearest } : {}),
    };
  }
  const [first] = answer.hits;
  const hits =
    answer.match === "exact" && first
      ? answer.hits.filter(({ score }) => score >= first.score * AS_GOOD)
      : answer.hits;
  const left = answer.total - hits.length;
  const count = answer.totalIs === "at_least" ? `${left} or more` : String(left);
  return {
    match: answer.match,
    hits: hits.map(row),
    ...(left > 0 && (answer.match !== "exact" || input.query === undefined)
      ? { more: `${count} more fit; narrow the search or raise limit` }
      : {}),
  };
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

const PLACE_FILTERS = ["area", "floor", "label"] as const;

/** Names of places as ids; `nowhere`: what is in no area. NOT_FOUND for a place that is none. */
async function placesIn(input: SearchInput, gateway: Gateway, sight: Sight) {
  const places: Record<string, readonly string[]> = {};
  let nowhere = false;
  for (const kind of PLACE_FILTERS) {
    const texts = input[kind];
    if (texts === undefined) continue;
    const ids: string[] = [];
    for (const { text, reference, failure } of await findReferences(texts, gateway, sight, [kind])) {
      if (failure) throw failure;
      if (reference) ids.push(`${kind}:${reference.id}`);
      else if (kind === "area" && isNoArea(text)) nowhere = true;
      else throw notFound([cleanLine(text, 60)], nearestNames(text, gateway, sight, kind), kind);
    }
    if (ids.length > 0) places[kind] = ids;
  }
  const without = nowhere ? { area: undefined } : {};
  return { nowhere, ...without, ...places };
}

function queryFrom(input: SearchInput, limit: number, sight: Sight): SearchQuery {
  const { query, changed_within: within, kind, ...rest } = input;
  const filters = Object.fromEntries(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, key === "domain" || key === "device_class" ? partsIn(value) : value]),
  );
  return {
    ...filters,
    limit,
    seesAll: sight.all,
    ...(query === undefined ? {} : { text: query }),
    ...(within === undefined ? {} : { changedWithinSeconds: secondsFrom(within) }),
    ...(kind === undefined ? {} : { kind: kind.flatMap(partsOf).map(kindFrom) }),
  };
}

function partsIn(value: unknown): unknown {
  return Array.isArray(value) ? value.flatMap(partsOf) : value;
}

function secondsFrom(text: string): number {
  const [found, count, ...units] = TIME.exec(text.trim().toLowerCase()) ?? [];
  if (found !== undefined) return Number(count) * (SECONDS[units.find(Boolean) ?? "s"] ?? 1);
  throw new Failure("INPUT_INVALID", `changed_within: ${cleanLine(text, 30)} is no time.`, {
    hint: "Write 30m, 2h, 1d or 2w.",
  });
}

function kindFrom(text: string): HitKind {
  const kind = HIT_KINDS.find((each) => each === text.trim().toLowerCase());
  if (kind) return kind;
  throw new Failure("INPUT_INVALID", `kind: there is no ${cleanLine(text, 30)}.`, {
    hint: `There are ${HIT_KINDS.join(", ")}.`,
  });
}

function rowOf({ kind, id }: Pick<Hit, "kind" | "id">, gateway: Gateway, sight: Sight): Row {
  const state = kind === "entity" ? gateway.states.get(id) : undefined;
  if (!state) return { id: `${kind}:${id}`, name: placeName({ kind, id }, gateway) };
  const area = areaOf(gateway.registries, id);
  return {
    id,
    name: nameOf(gateway, id),
    state: stateText(state, sight.attributes(state), sight, gateway),
    ...(area ? { area: cleanName(area.name) } : {}),
  };
}
