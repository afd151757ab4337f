/** Whether a foreign text, key or value names what its caller may not see. */

import type { JsonObject } from "../../core/json.ts";
import type { EntityState } from "../../hass/gateway.ts";
import { membersOf } from "../../hass/group-members.ts";
import type { Place } from "../../hass/place.ts";
import type { Registries } from "../../hass/registries.ts";
import { KEY_OF_KIND, TARGET_KINDS } from "../../hass/target-kinds.ts";
import { scriptOf } from "../../security/grant/model/service-kinds.ts";
import type { Sight } from "./sight.ts";

/** An element of a list that is, or is about, an entity that the caller may not see. */
export function isHidden(value: unknown, sight: Sight): boolean {
  if (sight.all || typeof value !== "object" || value === null || Array.isArray(value))
    return namesHidden(value, sight);
  return Object.values(value).some((inner) => namesHidden(inner, sight));
}

const PATH = /(?<![a-z0-9_])[a-z0-9_]+(?:\.[a-z0-9_]+)+/g;
const QUOTED = /'([^'\n]{1,255})'|"([^"\n]{1,255})"/g;

/** A text with the id of an entity that the caller may not see, alone, in an address or in a template; there, of a place too. */
export function namesHidden(text: unknown, sight: Sight): boolean {
  if (sight.all || typeof text !== "string") return false;
  if (text.includes("."))
    for (const [path] of text.toLowerCase().matchAll(PATH)) {
      // states.light.x.state holds light.x
      const parts = path.split(".");
      for (let at = 1; at < parts.length; at++) if (sight.hides(`${parts[at - 1]}.${parts[at]}`)) return true;
    }
  if (!text.includes("{{") && !text.includes("{%")) return false;
  for (const [, single, double] of text.matchAll(QUOTED))
    if (sight.hidesPlace?.(undefined, single ?? double ?? "")) return true;
  return false;
}

/**
 * A field as it may be shown: without the places of a target that hold nothing the caller may see, and without counts of
 * what Home Assistant kept back. undefined = the whole field goes.
 */
export function shownField(key: string, value: unknown, sight: Sight): unknown {
  if (sight.all) return value;
  if (key === "not_shown") return undefined;
  const kind = TARGET_KINDS.find((each) => KEY_OF_KIND[each] === key);
  if (kind === undefined) return value;
  const hides = (id: unknown) => typeof id === "string" && sight.hidesPlace?.(kind, id) === true;
  if (Array.isArray(value)) return value.filter((id) => !hides(id));
  return hides(value) ? undefined : value;
}

/** The attributes of a group without the names of members that may not be seen: some platforms list them beside the ids. */
export function withoutHiddenNames(
  attributes: JsonObject,
  state: EntityState,
  { states }: Pick<Place, "states">,
  sees: (id: string) => boolean,
): JsonObject {
  const hidden = membersOf(state).filter((id) => states.has(id) && !sees(id));
  if (hidden.length === 0) return attributes;
  const names = new Set<unknown>(hidden.map((id) => states.get(id)?.attributes["friendly_name"]));
  const shown = Object.entries(attributes).filter(([, value]) => !names.has(value));
  return Object.fromEntries(
    shown.map(([key, value]) => [
      key,
      Array.isArray(value) ? value.filter((each) => !names.has(each)) : value,
    ]),
  );
}

/** Whether the caller may hear the name of the service: a script's own tells of the script. */
export function isTold(service: string, registries: Registries, sight: Sight): boolean {
  const script = scriptOf(service, registries);
  return script === undefined || sight.sees(script);
}
