/** A past that was never lived: what the sensors measured in the last week, the same for every question. */

import type { State } from "../world/states.ts";

export type Sample = { readonly at: number; readonly value: number };

/** A measurement every ten minutes. */
const sampleSeconds = 600;

/** As far back as the house remembers. */
const rememberedSeconds = 7 * 24 * 3600;

const daySeconds = 86_400;

/** Daily swing and noise by device class, as shares of nothing: absolute values. */
const swings: Readonly<Record<string, readonly [swing: number, noise: number]>> = {
  temperature: [1.5, 0.3],
  humidity: [5, 2],
  power: [120, 60],
  carbon_dioxide: [150, 40],
  illuminance: [200, 60],
  battery: [0, 0],
};

/** How much a meter counts in an hour. */
const energyPerHour = 0.35;

/** A number in [-1, 1] that depends on nothing but its arguments. */
function noise(id: string, step: number): number {
  let hash = step | 0;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return ((hash >>> 0) / 4_294_967_295) * 2 - 1;
}

/** Whether there is a generated past: sensors with a number and a state class. */
export function hasPast({ id, state, attributes }: State): boolean {
  return (
    id.startsWith("sensor.") && attributes["state_class"] !== undefined && Number.isFinite(Number(state))
  );
}

/** What a sensor measured at a moment; `now` is when its present state is true. */
function valueAt({ id, state, attributes }: State, at: number, now: number): number {
  const present = Number(state);
  if (attributes["state_class"] === "total_increasing") {
    const spent = ((now - at) / 3600) * energyPerHour;
    return Math.round(Math.max(0, present - spent) * 100) / 100;
  }
  const [swing, rough] = swings[String(attributes["device_class"])] ?? [0, 0];
  const daily = swing * Math.sin((at / daySeconds) * 2 * Math.PI);
  const value = present + daily + rough * noise(id, Math.floor(at / sampleSeconds));
  return Math.round(Math.max(0, value) * 10) / 10;
}

/** The measurements from `start` to `end`, in order, in seconds since 1970; nothing beyond a week ago or after `now`. */
export function samplesOf(state: State, start: number, end: number, now: number): Sample[] {
  const from = Math.max(start, now - rememberedSeconds);
  const to = Math.min(end, now);
  const samples: Sample[] = [];
  for (let at = Math.ceil(from / sampleSeconds) * sampleSeconds; at <= to; at += sampleSeconds) {
    samples.push({ at, value: valueAt(state, at, now) });
  }
  return samples;
}
