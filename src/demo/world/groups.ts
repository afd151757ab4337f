/** Groups: entities whose state is made of the states of others. */

import type { Attributes, State, States } from "./states.ts";
import type { World } from "./world.ts";

/** Keeps a group's state equal to what its members make of it; the group takes the context of the member's change. */
export function followMembers(world: World, id: string, members: readonly string[]): void {
  for (const member of members) {
    world.states.watch(member, ({ now }) => {
      const group = world.entities.get(id);
      const shown = world.states.get(id);
      if (!group || !shown || !now || !group.members?.includes(member)) return;
      world.touch(group, now.context);
      const attributes =
        group.domain === "light" ? lightGroupAttributes(world.states, members, shown.attributes) : {};
      world.write(group, groupState(world.states, members), attributes);
    });
  }
}

const onWords = new Set(["on", "open", "opening", "closing", "home", "unlocked", "playing"]);

/** `on` when any member is on, `unknown` when none says anything. */
export function groupState(states: States, members: readonly string[]): string {
  const known = members.map((member) => states.get(member)?.state).filter((state) => state !== undefined);
  const told = known.filter((state) => state !== "unavailable" && state !== "unknown");
  if (told.length === 0) return known.includes("unavailable") ? "unavailable" : "unknown";
  return told.some((state) => onWords.has(state)) ? "on" : "off";
}

function mean(values: readonly number[]): number {
  return Math.trunc(values.reduce((sum, value) => sum + value, 0) / values.length);
}

/** What a light group shows: the averages of the members that are on. */
function lightGroupAttributes(states: States, members: readonly string[], fixed: Attributes): Attributes {
  const on = members
    .map((member) => states.get(member))
    .filter((state): state is State => state?.state === "on");
  const shown: Record<string, unknown> = {};
  const average = (name: string): number | null => {
    const values = on.map((state) => state.attributes[name]).filter((value) => typeof value === "number");
    return values.length > 0 ? mean(values) : null;
  };
  if (Object.hasOwn(fixed, "brightness")) shown["brightness"] = average("brightness");
  if (Object.hasOwn(fixed, "color_temp_kelvin")) shown["color_temp_kelvin"] = average("color_temp_kelvin");
  const first = on.find((state) => state.attributes["rgb_color"] != null) ?? on[0];
  for (const name of ["color_mode", "hs_color", "rgb_color", "xy_color"]) {
    if (Object.hasOwn(fixed, name)) shown[name] = first?.attributes[name] ?? null;
  }
  return shown;
}
