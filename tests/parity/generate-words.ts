/** Small words that the generators of homes, grants and requests share. */

import type { Dice } from "./dice.ts";
import type { Home } from "./home.ts";

export const SPECIAL = [
  "homeassistant.restart",
  "shell_command.backup",
  "scene.reload",
  "group.set",
  "profiler.start",
];
export function defined(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function anyEntity(roll: Dice, home: Home): string {
  return roll.chance(94)
    ? roll.pick(home.entities).id
    : roll.pick(["light.ghost", "sensor.ghost", "lock.ghost"]);
}

export function many(count: number, make: () => unknown): readonly unknown[] {
  return Array.from({ length: count }, make);
}
