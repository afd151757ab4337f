/** Finding what an id or an exact name means, among what the caller may see. */

import { isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { cleanName, quote } from "../../core/text.ts";
import type { Place } from "../../hass/place.ts";
import { isVisibleTarget, memberTest, targetsOfKind } from "../../hass/target-kinds.ts";
import type { Sight } from "./sight.ts";
import { similarityTo } from "./similarity.ts";

/** Everything that a name may mean. */
export const KINDS = ["entity", "area", "floor", "device", "label"] as const;
export type Kind = (typeof KINDS)[number];
export type Reference = { readonly kind: Kind; readonly id: string };

const CANDIDATES_SHOWN = 5;
const MOST_COMPARED = 100;

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
    isVisible({ kind: only, id: lower }, place, sight)
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
    return isVisible({ kind, id: rest }, place, sight)
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
    for (const { id, name: own, aliases = [] } of targetsOfKind(kind, place.registries).values()) {
      const names = [own, ...aliases];
      if (names.some((each) => each.toLowerCase() === wanted) && isVisible({ kind, id }, place, sight))
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

/** Whether what is named exists and may be seen. */
export function isVisible({ kind, id }: Reference, place: Place, sight: Sight): boolean {
  return kind === "entity" ? sight.sees(id) : isVisibleTarget(kind, id, place.registries, sight);
}

/** The names nearest to `text` among what may be seen, best first, at most three. */
export function nearestNames(text: string, place: Place, sight: Sight): readonly string[] {
  const similar = similarityTo(text.slice(0, MOST_COMPARED));
  const scored: { readonly id: string; readonly score: number }[] = [];
  for (const id of sight.ids()) {
    const name = place.states.get(id)?.attributes["friendly_name"];
    const score = Math.max(similar(id), typeof name === "string" ? similar(name.slice(0, MOST_COMPARED)) : 0);
    if (score > 0.3) scored.push({ id, score });
  }
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return scored.slice(0, 3).map(({ id }) => id);
}

/** The name of an area, floor, device or label, safe to print. */
export function placeName({ kind, id }: Reference, place: Place): string {
  return kind === "entity" ? id : cleanName(targetsOfKind(kind, place.registries).get(id)?.name || id);
}

/** Whether an entity is the one meant, or lies in the area, on the floor, belongs to the device, bears the label. */
export function belongsTo(entityId: string, { kind, id }: Reference, { registries }: Place): boolean {
  return kind === "entity" ? entityId === id : memberTest(kind, id, registries)(entityId);
}

/** One sentence for "does not exist" and "may not be seen". */
export function notFound(missing: readonly string[], nearest: readonly string[]): Failure {
  const named =
    missing.slice(0, 5).join(", ") + (missing.length > 5 ? ` and ${missing.length - 5} more` : "");
  return new Failure("NOT_FOUND", `Nothing named ${named} is here.`, {
    hint: nearest.length > 0 ? `Nearest: ${nearest.join(", ")}.` : "Check the id.",
  });
}
