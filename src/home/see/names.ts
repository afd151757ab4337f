/** Finding what an id or an exact name means, among what the caller may see. */

import { isEntityId } from "../../core/entity-id.ts";
import { Failure } from "../../core/failure.ts";
import { foldName } from "../../core/fold.ts";
import { cleanLine, cleanName, quote } from "../../core/text.ts";
import type { Gateway } from "../../hass/gateway.ts";
import type { Place } from "../../hass/place.ts";
import { TARGET_KINDS, type TargetKind, targetsOfKind } from "../../hass/target-kinds.ts";
import { bearersOf, byOwnName } from "./bearers.ts";
import { namesLikeIds } from "./names-like-ids.ts";
import { belongsTo, isVisible, KINDS, type Kind, type Reference } from "./reference.ts";
import type { Sight } from "./sight.ts";
import { similarityTo } from "./similarity.ts";

const CANDIDATES_SHOWN = 5;
const MOST_COMPARED = 100;

/**
 * An id of any kind (`light.bed`, `area:kitchen`, `automation:<config id>`), or a name: the one that answers print before
 * an alias, as it is before another spelling, and where there is none the own name of an entity that stands under a device.
 * undefined: nothing of that name may be seen. INPUT_INVALID when it means more than one.
 */
export function findReference(
  text: string,
  place: Place,
  sight: Sight,
  kinds: readonly Kind[] = KINDS,
): Reference | undefined {
  const id = text.trim();
  const lower = id.toLowerCase();
  if (kinds.includes("entity") && isEntityId(lower) && sight.sees(lower))
    return onlyOne(text, [
      { kind: "entity", id: lower },
      ...namedAsId(lower, id, place, sight),
      ...placesNamed(id, place, sight, kinds),
    ]);
  const prefixed = /^([a-z_]+):(.+)$/.exec(id);
  const byItsId = prefixed && byPrefix(prefixed[1] ?? "", prefixed[2] ?? "", place, sight, kinds);
  const { exact, alike } = bearersOf(id, place, sight, kinds);
  if (byItsId) return onlyOne(text, [byItsId, ...exact.printed, ...exact.aliases]);
  // where only one kind can be meant, its id needs no prefix
  const [only] = kinds;
  const bare = kinds.length === 1 && only !== undefined && only !== "entity" ? only : undefined;
  const isId = (word: string) => bare !== undefined && isVisible({ kind: bare, id: word }, place, sight);
  if (bare && isId(id)) return onlyOne(text, [{ kind: bare, id }, ...exact.printed, ...exact.aliases]);
  const plainest = [exact.printed, exact.aliases].find((tier) => tier.length > 0);
  if (plainest) return onlyOne(text, plainest);
  if (bare && isId(lower))
    return onlyOne(text, [{ kind: bare, id: lower }, ...alike.printed, ...alike.aliases]);
  const nearest = [alike.printed, alike.aliases].find((tier) => tier.length > 0);
  if (nearest) return onlyOne(text, nearest);
  const own = kinds.includes("entity") && id !== "" ? byOwnName(id, place, sight) : [];
  const [one] = own;
  if (one) return onlyOne(text, own.length > 1 ? own : [one, ...placesBeside(one, id, place, sight)]);
  return prefixed ? byPrefixedName(prefixed[1] ?? "", prefixed[2] ?? "", place, sight, kinds) : undefined;
}

/** Others whose name is this very id. */
function namedAsId(id: string, text: string, place: Place, sight: Sight): readonly Reference[] {
  return [...(namesLikeIds(place).get(id) ?? [])]
    .filter((other) => other !== id && sight.sees(other) && isNamed(place, other, text))
    .map((other) => ({ kind: "entity", id: other }));
}

/** An area or the like of the name that some entity has but under its device: nobody can tell which of them is meant. */
function placesBeside(own: Reference, name: string, place: Place, sight: Sight): readonly Reference[] {
  const { exact, alike } = bearersOf(name, place, sight, TARGET_KINDS);
  const called = [...exact.printed, ...exact.aliases, ...alike.printed, ...alike.aliases];
  return called.filter((each) => !(each.kind === "device" && belongsTo(own.id, each, place)));
}

/** Areas and the like that are called so. */
function placesNamed(name: string, place: Place, sight: Sight, kinds: readonly Kind[]): readonly Reference[] {
  return kinds.flatMap((kind) => {
    if (kind === "entity") return [];
    const called = [...targetsOfKind(kind, place.registries).values()].filter(
      (each) => each.name.trim() === name,
    );
    return called.map(({ id }) => ({ kind, id })).filter((each) => isVisible(each, place, sight));
  });
}

function isNamed({ states }: Place, id: string, text: string): boolean {
  const name = states.get(id)?.attributes["friendly_name"];
  return typeof name === "string" && name.trim() === text;
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
  if (kind) return isVisible({ kind, id: rest }, place, sight) ? { kind, id: rest } : undefined;
  if (!kinds.includes("entity")) return undefined;
  // automations and scenes go by the id of their configuration, which is an attribute
  for (const entityId of sight.ids()) {
    if (entityId.startsWith(`${prefix}.`) && place.states.get(entityId)?.attributes["id"] === rest)
      return { kind: "entity", id: entityId };
  }
  const domains = prefix === "helper" ? HELPERS : [prefix];
  const called = domains.map((domain) => `${domain}.${rest}`).filter((each) => sight.sees(each));
  const meant = called.map((each): Reference => ({ kind: "entity", id: each }));
  return onlyOne(`${prefix}:${rest}`, meant);
}

/** Domains of what is made among the helpers. */
const HELPERS: readonly string[] = [
  ...["input_boolean", "input_button", "input_datetime", "input_number", "input_select", "input_text"],
  ...["counter", "timer", "schedule"],
];

/** `area:Living room` */
function byPrefixedName(
  prefix: string,
  rest: string,
  place: Place,
  sight: Sight,
  kinds: readonly Kind[],
): Reference | undefined {
  const kind = kinds.find((candidate) => candidate === prefix && candidate !== "entity");
  return kind ? findReference(rest, place, sight, [kind]) : undefined;
}

/** INPUT_INVALID with the candidates where there are several. */
function onlyOne(text: string, found: readonly Reference[]): Reference | undefined {
  const meant = found.filter(
    (each, at) => found.findIndex(({ kind, id }) => kind === each.kind && id === each.id) === at,
  );
  if (meant.length <= 1) return meant[0];
  const candidates = meant
    .slice(0, CANDIDATES_SHOWN)
    .map((each) => (each.kind === "entity" ? each.id : `${each.kind}:${each.id}`));
  const more = meant.length - candidates.length;
  throw new Failure(
    "INPUT_INVALID",
    `${quote(text.trim(), 60)} means more than one: ${candidates.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
    {
      hint: "Use the id.",
    },
  );
}

/**
 * The same, after the names that come later are there. A text with commas that is no name is several.
 */
export async function findReferences(
  texts: readonly string[],
  home: Place & Pick<Gateway, "aliasesLoaded">,
  sight: Sight,
  kinds: readonly Kind[] = KINDS,
): Promise<readonly NameFound[]> {
  if (texts.some((text) => !isEntityId(text.trim().toLowerCase()))) await home.aliasesLoaded();
  return texts.flatMap((text) => {
    const whole = foundBy(text, home, sight, kinds);
    if (whole.reference || whole.failure || !text.includes(",")) return [whole];
    return partsOf(text).map((part) => foundBy(part, home, sight, kinds));
  });
}

export type NameFound = {
  readonly text: string;
  readonly reference?: Reference | undefined;
  /** It means more than one. */
  readonly failure?: Failure;
};

function foundBy(text: string, place: Place, sight: Sight, kinds: readonly Kind[]): NameFound {
  try {
    return { text, reference: findReference(text, place, sight, kinds) };
  } catch (failure) {
    if (failure instanceof Failure) return { text, failure };
    throw failure;
  }
}

/** `a, b` */
export function partsOf(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** The names nearest to `text` among what may be seen of that kind, best first, at most three; ids of entities. */
export function nearestNames(
  text: string,
  place: Place,
  sight: Sight,
  kind: Kind = "entity",
): readonly string[] {
  if (kind !== "entity") return nearestPlaces(text, kind, place, sight);
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

function nearestPlaces(text: string, kind: TargetKind, place: Place, sight: Sight): readonly string[] {
  return placesLike(text, kind, place, sight).map(({ name }) => cleanName(name));
}

function placesLike(text: string, kind: TargetKind, place: Place, sight: Sight) {
  const similar = similarityTo(foldName(text).slice(0, MOST_COMPARED));
  return [...targetsOfKind(kind, place.registries).values()]
    .map(({ id, name, aliases = [] }) => ({
      kind,
      id,
      name,
      score: Math.max(...[name, ...aliases].map((each) => similar(foldName(each).slice(0, MOST_COMPARED)))),
    }))
    .filter(({ id }) => isVisible({ kind, id }, place, sight))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, 3);
}

/** The name of an area, floor, device or label, safe to print. */
export function placeName({ kind, id }: Reference, place: Place): string {
  return kind === "entity"
    ? id
    : cleanName(targetsOfKind(kind, place.registries).get(id)?.name ?? "") || `${kind}:${id}`;
}

/** For a name that nothing of the kind bears: with the nearest of that kind, and what else is called so. */
export function notNamed(text: string, place: Place, sight: Sight, kind: Kind = "entity"): Failure {
  const failure = notFound([cleanLine(text, 60)], nearestNames(text, place, sight, kind), kind);
  const others = KINDS.filter((each) => each !== kind && foundBy(text, place, sight, [each]).reference);
  if (others.length === 0) return failure;
  const message = kind === "entity" ? `There is no entity ${cleanLine(text, 60)}.` : failure.message;
  return new Failure(failure.code, message, {
    hint: `There is ${others.map((each) => (/^[aeiou]/.test(each) ? `an ${each}` : `a ${each}`)).join(", ")} of that name. ${failure.hint}`,
  });
}

/** For a name that might be of anything, and that nothing bears. */
export function notNamedAtAll(text: string, place: Place, sight: Sight): Failure {
  const places = TARGET_KINDS.flatMap((kind) => placesLike(text, kind, place, sight))
    .filter(({ score }) => score > ALIKE)
    .sort((a, b) => b.score - a.score);
  const names = places.slice(0, 2).map(({ kind, id, name }) => `${kind}:${id} ${cleanName(name)}`);
  return notFound([cleanLine(text, 60)], [...names, ...nearestNames(text, place, sight)]);
}

const ALIKE = 0.5;

/** One sentence for "does not exist" and "may not be seen". */
export function notFound(
  missing: readonly string[],
  nearest: readonly string[],
  kind: Kind = "entity",
): Failure {
  const named =
    missing.slice(0, 5).join(", ") + (missing.length > 5 ? ` and ${missing.length - 5} more` : "");
  const sentence = kind === "entity" ? `Nothing named ${named} is here.` : `There is no ${kind} ${named}.`;
  return new Failure("NOT_FOUND", sentence, {
    hint: nearest.length > 0 ? `Nearest: ${nearest.join(", ")}.` : "Check the id.",
  });
}
