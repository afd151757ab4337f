/** Who bears a name, by how plainly they do. */

import { foldName } from "../../core/fold.ts";
import { cleanName, NAME_MAX } from "../../core/text.ts";
import type { Place } from "../../hass/place.ts";
import { deviceChain } from "../../hass/registries.ts";
import { targetsOfKind } from "../../hass/target-kinds.ts";
import { belongsTo, isVisible, type Kind, type Reference } from "./reference.ts";
import type { Sight } from "./sight.ts";

/** Bearers of a name as it is or as it is printed, then in any spelling; each the plainest first. */
export type Bearers = {
  readonly exact: Tiers;
  readonly alike: Tiers;
};

/** As the name that is printed, and as an alias. */
type Tiers = { readonly printed: readonly Reference[]; readonly aliases: readonly Reference[] };

type Names = readonly string[];

/** Who is called so, or has it as an alias. */
export function bearersOf(name: string, place: Place, sight: Sight, kinds: readonly Kind[]): Bearers {
  const exact = { printed: [] as Reference[], aliases: [] as Reference[] };
  const alike = { printed: [] as Reference[], aliases: [] as Reference[] };
  if (name === "") return { exact, alike };
  const wanted = wantedOf(name);
  const look = (reference: Reference, names: Names, tier: keyof Tiers) => {
    if (names.some((each) => isPrinted(each, wanted))) exact[tier].push(reference);
    if (names.some((each) => isAlike(each, wanted))) alike[tier].push(reference);
  };
  if (kinds.includes("entity")) {
    for (const id of sight.ids()) {
      const own = place.states.get(id)?.attributes["friendly_name"];
      if (typeof own === "string") look({ kind: "entity", id }, [own], "printed");
      const aliases = place.registries.aliases.get(id);
      if (aliases) look({ kind: "entity", id }, aliases, "aliases");
    }
  }
  for (const kind of kinds) {
    if (kind === "entity") continue;
    for (const { id, name: own, aliases } of targetsOfKind(kind, place.registries).values()) {
      look({ kind, id }, [own], "printed");
      if (aliases) look({ kind, id }, aliases, "aliases");
    }
  }
  return { exact: standing(exact, place, sight), alike: standing(alike, place, sight) };
}

/** A device named like one of its entities is that entity to whoever says the name. */
function standing({ printed, aliases }: Tiers, place: Place, sight: Sight): Tiers {
  const entities = [...printed, ...aliases].filter(({ kind }) => kind === "entity");
  const stands = (each: Reference) =>
    each.kind === "entity" ||
    (isVisible(each, place, sight) &&
      !(each.kind === "device" && entities.some(({ id }) => belongsTo(id, each, place))));
  return { printed: printed.filter(stands), aliases: aliases.filter(stands) };
}

/**
 * Entities whose own name it is, as their registry has it, or with the devices above them before it, as Assist knows them;
 * spelled so, else in any spelling.
 */
export function byOwnName(name: string, place: Place, sight: Sight): readonly Reference[] {
  const wanted = wantedOf(name);
  const exact: Reference[] = [];
  const alike: Reference[] = [];
  for (const id of sight.ids()) {
    const own = place.registries.entities.get(id)?.ownName;
    if (own === undefined || !endsAlike(own, wanted)) continue;
    const names = fullNames(own, id, place);
    if (names.some((each) => isPrinted(each, wanted))) exact.push({ kind: "entity", id });
    if (names.some((each) => isAlike(each, wanted))) alike.push({ kind: "entity", id });
  }
  return exact.length > 0 ? exact : alike;
}

/** "Door", "Ice maker Door", "Kitchen unit Ice maker Door" */
function fullNames(own: string, id: string, { registries }: Place): Names {
  const names = [own];
  for (const { name } of deviceChain(registries, id)) names.push(`${name} ${names.at(-1) ?? ""}`);
  return names;
}

type Wanted = {
  readonly name: string;
  readonly folded: string;
  /** It looks like what is printed for a name that is too long, or reads like an order. */
  readonly isStandIn: boolean;
};

function wantedOf(name: string): Wanted {
  const isStandIn = name.startsWith("«") || /… \+\d+$/.test(name);
  return { name, folded: foldName(name), isStandIn };
}

function isPrinted(own: string, { name, folded, isStandIn }: Wanted): boolean {
  if (own.trim() === name) return true;
  if (!isStandIn && (own.length > NAME_MAX || foldName(own) !== folded)) return false;
  return cleanName(own) === name;
}

function isAlike(own: string, { folded }: Wanted): boolean {
  return folded !== "" && foldName(own) === folded;
}

/** Whether the name may end in it: nothing else is put together. */
function endsAlike(own: string, { folded, isStandIn }: Wanted): boolean {
  return isStandIn || folded.endsWith(foldName(own));
}
