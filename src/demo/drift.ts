/** Sensors that move by themselves, as those of a lived-in house do. */

import type { World } from "./world/world.ts";

/** How far a kind of sensor moves in one step, with its limits. */
const strides: Readonly<Record<string, readonly [step: number, min: number, max: number]>> = {
  temperature: [0.1, -20, 40],
  humidity: [1, 5, 99],
  power: [5, 0, 6000],
  carbon_dioxide: [10, 400, 2000],
  illuminance: [10, 0, 60_000],
  energy: [0.1, 0, 1_000_000],
};

const everyMs = 4000;
const movedAtOnce = 3;

function digitsOf(value: string): number {
  return value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
}

/** One step of one sensor. */
export function nudge(world: World, id: string, direction: number): void {
  const state = world.states.get(id);
  const entity = world.entities.get(id);
  const value = Number(state?.state);
  if (!state || !entity || !Number.isFinite(value)) return;
  const [step, min, max] = strides[String(state.attributes["device_class"])] ?? [0.1, -1e9, 1e9];
  const up = state.attributes["state_class"] === "total_increasing" ? 1 : direction;
  const wanted = value + step * up;
  // At the end of its range it turns round: a nudge always changes something.
  const next = wanted > max || wanted < min ? value - step * up : wanted;
  entity.context = undefined;
  world.write(entity, next.toFixed(Math.max(digitsOf(state.state), digitsOf(String(step)))));
}

/** A few sensors every few seconds, until the timers are stopped. */
export function startDrift(world: World, sensors: readonly string[]): void {
  const restless = sensors.filter(
    (id) => String(world.states.get(id)?.attributes["device_class"]) in strides,
  );
  if (restless.length === 0) return;
  world.ticker.every(everyMs, () => {
    for (let moved = 0; moved < movedAtOnce; moved += 1) {
      const id = restless[world.random.integer(restless.length)];
      if (id !== undefined) nudge(world, id, world.random.next() < 0.5 ? -1 : 1);
    }
  });
}
