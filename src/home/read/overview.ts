/** The home on one page: floors, areas, what is going on in them, counts for the rest. */

import { domainOf } from "../../core/entity-id.ts";
import { foldName } from "../../core/fold.ts";
import { cleanName } from "../../core/text.ts";
import type { EntityState, Gateway } from "../../hass/gateway.ts";
import { membersOf } from "../../hass/group-members.ts";
import type { Place } from "../../hass/place.ts";
import { areaOf, isInBackground } from "../../hass/registries.ts";
import type { OverviewAnswer } from "../home.ts";
import { findReferences, notNamed } from "../see/names.ts";
import { isVisible } from "../see/reference.ts";
import { STILL_STARTING } from "../see/said.ts";
import { nameOf, type Sight } from "../see/sight.ts";
import { ACTIVITIES, type Activity, activityOf, unusualOf } from "./activity.ts";

/** Characters of the structured answer: about 750 tokens. */
const BUDGET = 2_300;
/** Names per activity and area, from rich to none: the first page that fits is taken. */
const LADDER = [6, 3, 2, 1, 0];
const UNUSUAL_SHOWN = [12, 6, 3];

type Picture = {
  readonly name: string;
  readonly active: Map<Activity, string[]>;
  readonly temperatures: number[];
  /** Of the sensor that its owner chose for the area. */
  own: number | undefined;
  /** By name what is in no area and does nothing: nobody would come upon it otherwise. Undefined in areas. */
  readonly quiet: string[] | undefined;
  entities: number;
  unavailable: number;
};

export type Within = { readonly areas: ReadonlySet<string> | undefined };

/** Only what may be read is counted; `within` keeps to some areas. */
export function drawOverview(place: Place, sight: Sight, { areas }: Within): OverviewAnswer {
  const pictures = new Map<string, Picture>();
  // what was asked for is told of, though nothing be in it
  for (const id of areas ?? []) {
    const area = place.registries.areas.get(id);
    if (area) pictures.set(id, emptyPicture(cleanName(area.name)));
  }
  const unusual: string[] = [];
  for (const id of sight.ids()) {
    const state = place.states.get(id);
    if (!state) continue;
    const area = areaOf(place.registries, id);
    if (areas && !areas.has(area?.id ?? "")) continue;
    const key = area?.id ?? "";
    const picture = pictures.get(key) ?? emptyPicture(area && cleanName(area.name));
    pictures.set(key, picture);
    paint(picture, state, place, sight, unusual, tellsForItself(state, place, sight, areas));
  }
  return fitting(pictures, unusual, place);
}

/** Says of a home that is still starting that it is not whole. */
export function withStartNote(page: OverviewAnswer, { house }: Pick<Gateway, "house">): OverviewAnswer {
  return house.starting ? { ...page, more: [page.more, STILL_STARTING].filter(Boolean).join("; ") } : page;
}

/** The areas meant by an area or a floor; `""` is none; undefined = all. NOT_FOUND, or INPUT_INVALID for an ambiguous name. */
export async function areasWithin(
  within: { readonly area?: string; readonly floor?: string },
  place: Place & Pick<Gateway, "aliasesLoaded">,
  sight: Sight,
): Promise<ReadonlySet<string> | undefined> {
  const named = within.area ?? within.floor;
  if (named === undefined) return undefined;
  const kind = within.area === undefined ? "floor" : "area";
  const areas = new Set<string>();
  for (const { text, reference, failure } of await findReferences([named], place, sight, [kind])) {
    if (failure) throw failure;
    if (reference?.kind === "area") areas.add(reference.id);
    else if (reference) {
      for (const { id, floorId } of place.registries.areas.values())
        if (floorId === reference.id && isVisible({ kind: "area", id }, place, sight)) areas.add(id);
    } else if (isNoArea(text)) areas.add("");
    else throw notNamed(text, place, sight, kind);
  }
  return areas;
}

/** What is in no area is asked for by these words. */
export function isNoArea(text: string): boolean {
  return ["no area", "none", "without area", "no floor"].includes(foldName(text));
}

function emptyPicture(name: string | undefined): Picture {
  const quiet = name === undefined ? [] : undefined;
  const counts = { entities: 0, unavailable: 0 };
  return { name: name ?? "no area", active: new Map(), temperatures: [], own: undefined, quiet, ...counts };
}

/** A group is told of by its members, where these stand in its own line; one that has no area, where they stand on the page. */
function tellsForItself(group: EntityState, place: Place, sight: Sight, areas: Within["areas"]): boolean {
  const { states, registries } = place;
  if (membersOf(group).length === 0) return true;
  const home = areaOf(registries, group.id)?.id;
  const isHere = (area = "") => (home === undefined ? !areas || areas.has(area) : area === home);
  return !membersOf({ ...group, attributes: sight.attributes(group) }).some(
    (id) =>
      states.has(id) &&
      sight.sees(id) &&
      !isInBackground(registries.entities.get(id)) &&
      isHere(areaOf(registries, id)?.id),
  );
}

function paint(
  picture: Picture,
  whole: EntityState,
  place: Place,
  sight: Sight,
  unusual: string[],
  ownWord: boolean,
): void {
  const state = asTold(whole, sight);
  const entry = place.registries.entities.get(state.id);
  picture.entities++;
  if (state.state === "unavailable") picture.unavailable++;
  if (isInBackground(entry) || !ownWord) return;
  const domain = domainOf(state.id);
  const activity = activityOf(domain, state);
  if (activity)
    picture.active.set(activity, [...(picture.active.get(activity) ?? []), nameOf(place, state.id)]);
  else picture.quiet?.push(nameOf(place, state.id));
  const oddity = unusualOf(domain, state);
  if (oddity) unusual.push(`${nameOf(place, state.id)}: ${oddity}`);
  const degrees = temperatureOf(domain, state);
  if (degrees === undefined) return;
  if (areaOf(place.registries, state.id)?.temperatureEntityId === state.id) picture.own = degrees;
  else picture.temperatures.push(degrees);
}

/** Without what may not be read of it, where that would be told: most entities have nothing to tell. */
function asTold(state: EntityState, sight: Sight): EntityState {
  const domain = domainOf(state.id);
  const tells = activityOf(domain, state) ?? unusualOf(domain, state) ?? temperatureOf(domain, state);
  return tells === undefined ? state : { ...state, attributes: sight.attributes(state) };
}

/** Room temperature as a climate entity or a sensor of that class reports it, in the home's unit. */
function temperatureOf(domain: string, { state, attributes }: EntityState): number | undefined {
  if (domain === "climate")
    return typeof attributes["current_temperature"] === "number"
      ? attributes["current_temperature"]
      : undefined;
  if (domain !== "sensor" || attributes["device_class"] !== "temperature") return undefined;
  const degrees = Number(state);
  return state.trim() !== "" && Number.isFinite(degrees) ? degrees : undefined;
}

/** The richest page that fits the budget; the last resort leaves quiet areas to a count, and says so. */
function fitting(
  pictures: ReadonlyMap<string, Picture>,
  unusual: readonly string[],
  place: Place,
): OverviewAnswer {
  let page = drawn(pictures, unusual, place, 0, 3, false);
  for (const names of LADDER) {
    for (const shown of UNUSUAL_SHOWN) {
      page = drawn(pictures, unusual, place, names, shown, false);
      if (JSON.stringify(page).length <= BUDGET) return page;
    }
  }
  return drawn(pictures, unusual, place, 0, 3, true);
}

function drawn(
  pictures: ReadonlyMap<string, Picture>,
  unusual: readonly string[],
  place: Place,
  names: number,
  unusualShown: number,
  tight: boolean,
): OverviewAnswer {
  const floors = new Map<string, string[]>();
  const levels = new Map<string, number>();
  const page = tight ? busiest(pictures) : pictures;
  for (const [areaId, picture] of page) {
    const floorId = place.registries.areas.get(areaId)?.floorId ?? "";
    const floor = place.registries.floors.get(floorId);
    const key = floor ? cleanName(floor.name) : "";
    if (floor) levels.set(key, floor.level ?? 100);
    floors.set(key, [...(floors.get(key) ?? []), areaLine(picture, names)]);
  }
  const quiet = pictures.size - page.size;
  const total = [...pictures.values()].reduce((sum, picture) => sum + picture.entities, 0);
  const more = [
    ...(pictures.size === 0 ? ["nothing is there"] : []),
    ...(quiet > 0 ? [`${quiet} more areas`] : []),
    ...(names === 0 ? ["names with area or floor given"] : []),
  ];
  const level = (name: string) => levels.get(name) ?? Number.POSITIVE_INFINITY;
  const inOrder = [...floors].sort(([a], [b]) => level(a) - level(b));
  return {
    entities: total,
    floors: inOrder.map(([floor, lines]) => ({ ...(floor === "" ? {} : { floor }), areas: lines })),
    ...(unusual.length > 0 ? { unusual: shortened(unusual, unusualShown) } : {}),
    ...(more.length > 0 ? { more: more.join("; ") } : {}),
  };
}

const BUSIEST = 25;

function busiest(pictures: ReadonlyMap<string, Picture>): ReadonlyMap<string, Picture> {
  const weight = ({ active }: Picture) => [...active.values()].reduce((sum, names) => sum + names.length, 0);
  return new Map([...pictures].sort(([, a], [, b]) => weight(b) - weight(a)).slice(0, BUSIEST));
}

/** So many things without an area are told by name. */
const FEW = 8;

/** `Kitchen: 21.4°, lights on: Counter, Ceiling; 2 unavailable; 14 entities` */
function areaLine(
  { name, active, temperatures, own, quiet, entities, unavailable }: Picture,
  names: number,
): string {
  const facts: string[] = [];
  if (own !== undefined) facts.push(`${round(own)}°`);
  else if (temperatures.length > 0)
    facts.push(`${round(temperatures.reduce((sum, each) => sum + each, 0) / temperatures.length)}°`);
  for (const activity of ACTIVITIES) {
    const list = active.get(activity);
    if (list)
      facts.push(
        names === 0 ? `${list.length} ${activity}` : `${activity}: ${shortened(list, names).join(", ")}`,
      );
  }
  if (quiet && quiet.length > 0 && quiet.length <= Math.min(names * 2, FEW))
    facts.push(`else: ${quiet.join(", ")}`);
  if (unavailable > 0) facts.push(`${unavailable} unavailable`);
  facts.push(`${entities} entities`);
  return `${name}: ${facts.join("; ")}`;
}

function shortened(list: readonly string[], most: number): string[] {
  return list.length <= most ? [...list] : [...list.slice(0, most), `${list.length - most} more`];
}

function round(degrees: number): number {
  return Math.round(degrees * 10) / 10;
}
