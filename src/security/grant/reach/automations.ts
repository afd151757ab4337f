/** What automations make of a change of the entities that a call acts on: physical effects alone, which ask. */

import { type Halt, need } from "../model/halt.ts";
import { type Leaf, NO_TRIGGERS } from "../model/world.ts";
import type { Context } from "../scope/context.ts";
import { runOf, stirOf } from "./closure.ts";
import { isPhysicalLeaf } from "./physical.ts";
import { watchersOf } from "./trigger-table.ts";
import type { Sources } from "./walk.ts";

/** The physical leaves behind these entities; automations themselves are the owner's, and need no scope. */
export function checkStirred(context: Context, ids: readonly string[]): readonly Leaf[] | Halt {
  const { triggers, stirred, place } = context.world;
  if (!triggers || triggers === NO_TRIGGERS) return [];
  const watched = ids.filter((id) => watchersOf(id, triggers, place, { untied: true }).length > 0);
  const unknown = watched.filter((id) => !stirred?.has(id));
  if (unknown.length > 0) return need({ fact: "stirred", ids: unknown });
  return watched.flatMap((id) => stirred?.get(id) ?? []);
}

/** What is to be fetched first, and then the physical leaves of one entity's automations. */
export function physicalStir(id: string, sources: Sources) {
  const { reach, missing } = stirOf(id, sources);
  return { leaves: reach.leaves.filter((leaf) => isPhysicalLeaf(leaf, sources.place)), missing };
}

/** The same of one automation that runs. */
export function physicalRun(automation: string, sources: Sources) {
  const { reach, missing } = runOf(automation, sources);
  return { leaves: reach.leaves.filter((leaf) => isPhysicalLeaf(leaf, sources.place)), missing };
}
