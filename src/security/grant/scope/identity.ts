/** Whether an entity is still the one that the grant was made for. */

import { deny, type Halt, need } from "../model/halt.ts";
import type { Context } from "./context.ts";

/** Of these, the ids that came to mean other entities; what does not exist is none. */
export function impostorsAmong(context: Context, ids: Iterable<string>): ReadonlySet<string> | Halt {
  const { bounds, world } = context;
  const tables = bounds.map(({ bound }) => bound).filter((bound) => Object.keys(bound).length > 0);
  if (tables.length === 0) return NONE;
  const bound = [...ids].filter(
    (id) => world.place.states.has(id) && tables.some((table) => Object.hasOwn(table, id)),
  );
  const unknown = bound.filter((id) => !world.identities?.has(id));
  if (unknown.length > 0) return need({ fact: "identity", ids: unknown });
  const { identities } = world;
  return new Set(
    bound.filter((id) =>
      tables.some((table) => Object.hasOwn(table, id) && table[id] !== identities?.get(id)),
    ),
  );
}

/** Step 14: an entity id that came to mean another entity is not the one that was granted. */
export function checkIdentity(context: Context, ids: Iterable<string>): Halt | undefined {
  const impostors = impostorsAmong(context, ids);
  if ("need" in impostors || "deny" in impostors) return impostors;
  const [first] = impostors;
  return first === undefined ? undefined : deny(14, "entity_identity_changed", first);
}

const NONE: ReadonlySet<string> = new Set();
