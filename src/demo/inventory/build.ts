/** Builds the house of the inventory: plan, furniture, and as much more as a bench wants. */

import { addArea, type FirstState, furnish } from "../world/furnish.ts";
import type { World } from "../world/world.ts";
import { groundFloor } from "./ground-floor.ts";
import { grow } from "./grow.ts";
import { helpers } from "./helpers.ts";
import { misbehaving } from "./misbehaving.ts";
import { outside } from "./outside.ts";
import { areas, floors, labels } from "./plan.ts";
import { upperFloor } from "./upper-floor.ts";

/** Everything but the states, which come when Home Assistant is up; `wanted` is how many entities there shall be. */
export function build(world: World, wanted: number): FirstState[] {
  const at = world.ticker.seconds();
  for (const { id, name, level, aliases } of floors) {
    world.registries.putFloor({
      aliases,
      created_at: at,
      floor_id: id,
      icon: null,
      level,
      name,
      modified_at: at,
    });
  }
  for (const { id, name, color, description } of labels) {
    world.registries.putLabel({
      color,
      created_at: at,
      description,
      icon: null,
      label_id: id,
      name,
      modified_at: at,
    });
  }
  for (const area of areas) addArea(world, area, at);
  const states = [groundFloor, upperFloor, outside, helpers, misbehaving].flatMap((part) =>
    furnish(world, part, at),
  );
  return [...states, ...grow(world, wanted - states.length, at)];
}
