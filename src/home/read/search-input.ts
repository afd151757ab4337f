/** What a search asks, made of what a caller wrote. */

import { domainOf } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { spanSeconds } from "../../core/local-time.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import { listSaid, restOfNowhere, saysAll } from "../../search/filters-said.ts";
import { HIT_KINDS, type HitKind, type SearchQuery } from "../../search/query.ts";
import type { SearchInput } from "../home.ts";
import { findReferences, notNamed, partsOf } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import { isNoArea } from "./overview.ts";

const PLACE_FILTERS = ["area", "floor", "label"] as const;
const FILTERS = ["domain", "area", "floor", "label", "device_class", "state", "changed_within"] as const;
const LISTS = ["domain", "area", "floor", "label", "device_class", "kind"] as const;

export type Places = {
  /** Whether what is in no area is asked for. */
  readonly nowhere: boolean;
  /** What the filters name that is no such place, by filter. */
  readonly unknown: ReadonlyMap<(typeof PLACE_FILTERS)[number], Failure>;
  readonly filters: Pick<SearchInput, "area" | "floor" | "label">;
};

/** Without what filters nothing: a list of nothing, a query that is the sign for everything. */
export function withoutEmpty({ query, ...input }: SearchInput): SearchInput {
  const empty = LISTS.filter((key) => input[key]?.every((each) => each.trim() === ""));
  return {
    ...input,
    ...Object.fromEntries(empty.map((key) => [key, undefined])),
    ...(query === undefined || EVERYTHING.test(query) ? {} : { query }),
  };
}

const EVERYTHING = /^\s*(?:[*%]|\.\*)\s*$/;

/** "which rooms are there", "lights without an area": what the filters have words for. */
export function withFiltersSaid(input: SearchInput): SearchInput {
  const { query = "", kind, area } = input;
  const listed = kind === undefined ? listSaid(query) : undefined;
  if (listed !== undefined) return { ...without(input), kind: [listed] };
  // "all", with filters beside it
  const isFiltered = FILTERS.some((key) => input[key] !== undefined);
  if (isFiltered && saysAll(query)) return without(input);
  const rest = area === undefined ? restOfNowhere(query) : undefined;
  if (rest === undefined) return input;
  return { ...without(input), ...(rest === "" ? {} : { query: rest }), area: ["no area"] };
}

function without({ query: _, ...input }: SearchInput): SearchInput {
  return input;
}

/** Names of places as ids; INPUT_INVALID where one means several. */
export async function placesIn(input: SearchInput, gateway: Gateway, sight: Sight): Promise<Places> {
  const filters: Record<string, readonly string[] | undefined> = {};
  const unknown = new Map<(typeof PLACE_FILTERS)[number], Failure>();
  let nowhere = false;
  for (const kind of PLACE_FILTERS) {
    const texts = input[kind];
    if (texts === undefined) continue;
    const ids: string[] = [];
    for (const { text, reference, failure } of await findReferences(texts, gateway, sight, [kind])) {
      if (failure) throw failure;
      if (reference) ids.push(`${kind}:${reference.id}`);
      else if (kind === "area" && isNoArea(text)) nowhere = true;
      // the first is told: looking for what is like a name costs much in a large home
      else if (!unknown.has(kind)) unknown.set(kind, notNamed(text, gateway, sight, kind));
    }
    filters[kind] = ids.length > 0 ? ids : undefined;
  }
  return { nowhere, unknown, filters };
}

/** INPUT_INVALID for a filter that cannot be read. */
export function queryFrom(input: SearchInput, limit: number, sight: Sight): SearchQuery {
  const { query, changed_within: within, after, in: _, ...rest } = withDomains(input, sight);
  const { kind } = rest;
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
    ...(after === undefined ? {} : { offset: offsetFrom(after) }),
  };
}

/** Models write a domain for a kind, `kind: ["light"]`: it filters as one, where the home has it. */
function withDomains(input: SearchInput, sight: Sight): SearchInput {
  const given = input.kind?.flatMap(partsOf) ?? [];
  const others = given.filter((text) => hitKind(text) === undefined);
  if (others.length === 0 || input.domain !== undefined) return input;
  const here = new Set([...sight.ids()].map(domainOf));
  const domains = others.map(singular);
  if (!domains.every((domain) => here.has(domain))) return input;
  const kinds = given.filter((text) => !others.includes(text));
  const { kind: _, ...rest } = input;
  return { ...rest, domain: domains, ...(kinds.length > 0 ? { kind: kinds } : {}) };
}

/** "lights", "Switches", "entities" */
function singular(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/ies$/, "y")
    .replace(/(?<=ch|sh|s|x)es$|s$/, "");
}

function hitKind(text: string): HitKind | undefined {
  return HIT_KINDS.find((kind) => kind === text.trim().toLowerCase() || kind === singular(text));
}

const COMPARED = /(?:^|\s)(>=|<=|≥|≤|>|<)\s*(-?\d+(?:[.,]\d+)?)(?:\s*(?:%|°\s*[CF]?))?(?=\s|$)/i;
const SIGNS: Readonly<Record<string, string>> = { "≥": ">=", "≤": "<=" };

/** `humidity > 50 %`: what is compared in the words filters by state. The same query where nothing is. */
export function withComparison(query: SearchQuery): SearchQuery {
  const [whole, sign, number] = COMPARED.exec(query.text ?? "") ?? [];
  if (whole === undefined || sign === undefined || number === undefined) return query;
  if (query.state !== undefined) return query;
  const text = (query.text ?? "").replace(whole, " ").trim();
  return { ...query, text, state: `${SIGNS[sign] ?? sign}${number.replace(",", ".")}` };
}

function partsIn(value: unknown): unknown {
  return Array.isArray(value) ? value.flatMap(partsOf) : value;
}

function offsetFrom(after: string): number {
  if (/^\d{1,6}$/.test(after.trim())) return Number(after);
  throw new Failure("INPUT_INVALID", `after: ${cleanLine(after, 30)} is no place in a list.`, {
    hint: "Give back what the answer before named.",
  });
}

function secondsFrom(text: string): number {
  const seconds = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : spanSeconds(text);
  if (seconds !== undefined) return seconds;
  throw new Failure("INPUT_INVALID", `changed_within: ${cleanLine(text, 30)} is no time.`, {
    hint: "Write 30m, 2h, 1d or 2w.",
  });
}

function kindFrom(text: string): HitKind {
  const kind = hitKind(text);
  if (kind) return kind;
  throw new Failure("INPUT_INVALID", `kind: there is no ${cleanLine(text, 30)}.`, {
    hint: `There are ${HIT_KINDS.join(", ")}, dashboard, and every domain of the home.`,
  });
}
