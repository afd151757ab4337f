/** Finding what an id or an exact name means, among what the caller may see. */

import { isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanName, quote } from "../../core/text.ts";
import { areaOf, deviceChain, labelsOf } from "../../hass/registries.ts";
import type { TargetInput } from "../home.ts";
import { nameOf, type Place, type Sight } from "./sight.ts";

export const KINDS = ["entity", "area", "floor", "device", "label"] as const;
export type Kind = (typeof KINDS)[number];
/** Home Assistant's target keys that name a place, and what each names. */
export const PLACE_KINDS = {
  device_id: "device",
  area_id: "area",
  floor_id: "floor",
  label_id: "label",
} as const;
/** The same with the key that names entities. */
export const TARGET_KINDS: Readonly<Record<Exclude<keyof TargetInput, "exclude">, Kind>> = {
  entity_id: "entity",
  ...PLACE_KINDS,
};
export type Reference = { readonly kind: Kind; readonly id: string };

const CANDIDATES_SHOWN = 5;

/**
 * An id of any kind (`light.bed`, `area:kitchen`, `automation:<config id>`), or an exact unique name or alias.
 * undefined: nothing of that name may be seen. INPUT_INVALID when a name means more than one.
 */
export function findReference(
  text: string,
  place: Place,
  sight: Sight,
  kinds: readonly Kind[] = KINDS,
): Reference | undefined {
  const id = text.trim();
  const lower = id.toLowerCase();
  if (kinds.includes("entity") && isEntityId(lower))
    return sight.sees(lower) ? { kind: "entity", id: lower } : undefined;
  const prefixed = /^([a-z]+):(.+)$/.exec(id);
  if (prefixed) return byPrefix(prefixed[1] ?? "", prefixed[2] ?? "", place, sight, kinds);
  // where only one kind can be meant, its id needs no prefix
  const [only] = kinds;
  if (
    kinds.length === 1 &&
    only !== undefined &&
    only !== "entity" &&
    visible({ kind: only, id: lower }, place, sight)
  ) {
    return { kind: only, id: lower };
  }
  return byName(id, place, sight, kinds);
}

function byPrefix(
  prefix: string,
  rest: string,
  place: Place,
  sight: Sight,
  kinds: readonly Kind[],
): Reference | undefined {
  if (prefix === "entity") return sight.sees(rest) ? { kind: "entity", id: rest } : undefined;
  const kind = kinds.find((candidate) => candidate === prefix);
  if (kind)
    return visible({ kind, id: rest }, place, sight)
      ? { kind, id: rest }
      : byName(rest, place, sight, [kind]);
  if (prefix === "script" && sight.sees(`script.${rest}`)) return { kind: "entity", id: `script.${rest}` };
  // automations and scenes go by the id of their configuration, which is an attribute
  for (const entityId of sight.ids()) {
    if (entityId.startsWith(`${prefix}.`) && place.states.get(entityId)?.attributes["id"] === rest)
      return { kind: "entity", id: entityId };
  }
  return undefined;
}

function byName(name: string, place: Place, sight: Sight, kinds: readonly Kind[]): Reference | undefined {
  const wanted = name.toLowerCase();
  const found: Reference[] = [];
  if (kinds.includes("entity")) {
    for (const id of sight.ids()) {
      const own = place.states.get(id)?.attributes["friendly_name"];
      const isNamed = typeof own === "string" && own.toLowerCase() === wanted;
      const isAliased = place.registries.aliases.get(id)?.some((alias) => alias.toLowerCase() === wanted);
      if (isNamed || isAliased) found.push({ kind: "entity", id });
    }
  }
  for (const kind of kinds) {
    if (kind === "entity") continue;
    for (const { id, name: own, aliases = [] } of namedBy(kind, place).values()) {
      const names = [own, ...aliases];
      if (names.some((each) => each.toLowerCase() === wanted) && visible({ kind, id }, place, sight))
        found.push({ kind, id });
    }
  }
  const meant = found.filter(
    // a device named like one of its entities is that entity to whoever says the name
    ({ kind, id }) =>
      kind !== "device" ||
      !found.some((each) => each.kind === "entity" && belongsTo(each.id, { kind, id }, place)),
  );
  if (meant.length <= 1) return meant[0];
  const candidates = meant
    .slice(0, CANDIDATES_SHOWN)
    .map((each) => (each.kind === "entity" ? each.id : `${each.kind}:${each.id}`));
  const more = meant.length - candidates.length;
  throw new Failure(
    "INPUT_INVALID",
    `${quote(name, 60)} means more than one: ${candidates.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
    {
      hint: "Use the id.",
    },
  );
}

/** An area, floor, device or label may be named when something in it may be read, or when nothing is hidden. */
export function visible(reference: Reference, place: Place, sight: Sight): boolean {
  if (reference.kind === "entity") return sight.sees(reference.id);
  if (sight.all) return exists(reference, place);
  // what is hidden and what does not exist take the same time
  const within = memberTest(reference, place);
  for (const id of sight.ids()) if (within(id)) return exists(reference, place);
  return false;
}

/** Whether the place is there and holds an entity that the test knows; both answers take a walk over the home. */
export function isKnownPlace(reference: Reference, place: Place, knows: (id: string) => boolean): boolean {
  const within = memberTest(reference, place);
  for (const id of place.states.keys()) if (within(id) && knows(id)) return exists(reference, place);
  return false;
}

function exists({ kind, id }: Reference, place: Place): boolean {
  return kind === "entity" ? place.states.has(id) : namedBy(kind, place).has(id);
}

/** The names nearest to `text` among what may be seen, best first, at most three. */
export function nearestNames(text: string, place: Place, sight: Sight): readonly string[] {
  const wanted = text
    .toLowerCase()
    .replace(/[._:-]/g, " ")
    .slice(0, 100);
  const scored: { readonly id: string; readonly score: number }[] = [];
  for (const id of sight.ids()) {
    const score = Math.max(
      similarity(wanted, id.replace(/[._]/g, " ")),
      similarity(wanted, nameOf(place, id).toLowerCase()),
    );
    if (score > 0.3) scored.push({ id, score });
  }
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return scored.slice(0, 3).map(({ id }) => id);
}

/** Share of letter pairs in common (Dice): 1 = equal, 0 = nothing. */
export function similarity(a: string, b: string): number {
  if (a.length < 2 || b.length < 2) return a === b ? 1 : 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < a.length - 1; at++)
    pairs.set(a.slice(at, at + 2), (pairs.get(a.slice(at, at + 2)) ?? 0) + 1);
  let common = 0;
  for (let at = 0; at < b.length - 1; at++) {
    const pair = b.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) {
      pairs.set(pair, left - 1);
      common++;
    }
  }
  return (2 * common) / (a.length + b.length - 2);
}

/** The name of an area, floor, device or label, safe to print. */
export function placeName({ kind, id }: Reference, place: Place): string {
  return kind === "entity" ? id : cleanName(namedBy(kind, place).get(id)?.name || id);
}

type Named = { readonly id: string; readonly name: string; readonly aliases?: readonly string[] };

function namedBy(kind: Exclude<Kind, "entity">, { registries }: Place): ReadonlyMap<string, Named> {
  const { areas, floors, devices, labels } = registries;
  return { area: areas, floor: floors, device: devices, label: labels }[kind];
}

/** Whether an entity lies in an area, on a floor, belongs to a device or carries a label. */
export function belongsTo(entityId: string, reference: Reference, place: Place): boolean {
  return memberTest(reference, place)(entityId);
}

function memberTest({ kind, id }: Reference, { registries }: Place): (entityId: string) => boolean {
  switch (kind) {
    case "entity":
      return (entityId) => entityId === id;
    case "area":
      return (entityId) => areaOf(registries, entityId)?.id === id;
    case "floor":
      return (entityId) => areaOf(registries, entityId)?.floorId === id;
    case "device":
      return (entityId) => deviceChain(registries, entityId).some((device) => device.id === id);
    case "label":
      return (entityId) => labelsOf(registries, entityId).has(id);
  }
}
