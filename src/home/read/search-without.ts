/** What is told of filters that let nothing through. */

import { domainOf } from "../../core/entity-id.ts";
import { cleanLine } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import type { IndexAnswer, SearchQuery } from "../../search/query.ts";
import { placeName } from "../see/names.ts";
import type { Sight } from "../see/sight.ts";
import { similarityTo } from "../see/similarity.ts";

const COMPARED = 100;

type FilterName = NonNullable<IndexAnswer["tooMany"]>["filters"][number];

/** `device_class: water`, `area: Kitchen`: the filter that is too many. */
export function filterText(filter: FilterName, query: SearchQuery, place: Place): string {
  const value = query[filter];
  if (filter === "changedWithinSeconds") return `changed_within: ${value} s`;
  const kind = PLACES.find((each) => each === filter);
  const texts = (Array.isArray(value) ? value : [value]).map((each) =>
    kind ? placeName({ kind, id: String(each).slice(kind.length + 1) }, place) : String(each),
  );
  return `${filter}: ${texts.map((text) => cleanLine(text, 40)).join(", ")}`;
}

const PLACES = ["area", "floor", "label"] as const;

/** `nothing in area: Attic`, where no more is asked for; undefined where it is. */
export function emptyPlaces(query: SearchQuery, place: Place): string | undefined {
  const { text, domain, device_class, state, changedWithinSeconds } = query;
  if (
    [text?.trim() || undefined, domain, device_class, state, changedWithinSeconds].some(
      (each) => each !== undefined,
    )
  )
    return undefined;
  const given = PLACES.filter((each) => query[each] !== undefined);
  if (given.length === 0) return undefined;
  return `nothing in ${given.map((each) => filterText(each, query, place)).join(" and ")}`;
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
