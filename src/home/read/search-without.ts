/** Which one filter leaves nothing, where the others would find something. */

import { domainOf } from "../../core/entity-id.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { IndexAnswer, SearchQuery } from "../../search/query.ts";
import type { Sight } from "../see/sight.ts";
import { similarityTo } from "../see/similarity.ts";

/** The likeliest to be too many first. */
const FILTERS = [
  "device_class",
  "state",
  "label",
  "floor",
  "area",
  "domain",
  "changedWithinSeconds",
] as const;
const COMPARED = 100;
type FilterName = (typeof FILTERS)[number];

export type TooMany = {
  /** `device_class: water` */
  readonly filter: string;
  /** What the others leave. */
  readonly left: IndexAnswer;
};

/** undefined: no one filter is to blame, or it is the only thing that was said. */
export function filterTooMany(
  query: SearchQuery,
  find: (query: SearchQuery) => IndexAnswer,
): TooMany | undefined {
  const given = FILTERS.filter((each) => query[each] !== undefined);
  if (given.length + (query.text?.trim() ? 1 : 0) < 2) return undefined;
  for (const name of given) {
    const { [name]: value, offset: _, ...rest } = query;
    const left = find(rest);
    if (left.match !== "none") return { filter: said(name, value), left };
  }
  return undefined;
}

function said(name: FilterName, value: SearchQuery[FilterName]): string {
  if (name === "changedWithinSeconds") return `changed_within: ${value} s`;
  const texts = (Array.isArray(value) ? value : [value]).map((each) => cleanLine(String(each), 40));
  return `${name}: ${texts.map((text) => text.replace(/^(area|floor|label):/, "")).join(", ")}`;
}

/** `no domain lamp here; there is light`: values that nothing has, with the nearest; undefined where each is there. */
export function unknownValues(query: SearchQuery, gateway: Gateway, sight: Sight): string | undefined {
  if (!query.domain && !query.device_class) return undefined;
  const known = { domain: new Set<string>(), device_class: new Set<string>() };
  for (const id of sight.ids()) {
    known.domain.add(domainOf(id));
    const state = gateway.states.get(id);
    const deviceClass = state && sight.attributes(state)["device_class"];
    if (typeof deviceClass === "string") known.device_class.add(deviceClass);
  }
  const notes = (["domain", "device_class"] as const).flatMap((name) =>
    (query[name] ?? []).flatMap((value) => {
      if (known[name].has(value.trim().toLowerCase())) return [];
      const near = nearestOf(value, known[name]).map((each) => cleanLine(each, 40));
      const there = near.length > 0 ? `; nearest: ${near.join(", ")}` : "";
      return [`no ${name} ${cleanLine(value, 40)} here${there}`];
    }),
  );
  return notes.length > 0 ? notes.join("; ") : undefined;
}

function nearestOf(value: string, known: ReadonlySet<string>): readonly string[] {
  const similar = similarityTo(value.slice(0, COMPARED).toLowerCase());
  const scored = [...known].map((each) => ({ each, score: similar(each) }));
  scored.sort((a, b) => b.score - a.score || (a.each < b.each ? -1 : 1));
  return scored.slice(0, 3).map(({ each }) => each);
}
