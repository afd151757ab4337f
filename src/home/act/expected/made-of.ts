/** What a device made of the values that it was asked for: rounded to its step, clamped, converted. */

import { plainText } from "../../../core/json.ts";
import { cleanLine } from "../../../core/text.ts";
import type { EntityState } from "../../../hass/gateway.ts";
import { numberIn, stepOf } from "./compare.ts";
import { type AskedValue, type Expectation, read } from "./expectation.ts";
import { factOf } from "./show.ts";
import type { StateWatch } from "./state-watch.ts";

export type Making = {
  /** Nothing more is to come. */
  readonly settled: boolean;
  /** `temperature 21.3`: what was asked for and is not so; undefined = all of it is. */
  readonly asked: string | undefined;
};

/** After so long without a change a device is where it stays. */
const QUIET_MS = 500;
/** Volumes and positions go in steps of a second. */
const QUIET_WHILE_MOVING_MS = 1_500;
const GOES_IN_STEPS = new Set(["volume_level", "current_position", "current_tilt_position", "brightness"]);

/** undefined where nothing shows that the device took the call. */
export function madeOf(
  id: string,
  now: EntityState,
  before: EntityState,
  { asked = [], rest, done }: Expectation,
  contextId: string,
  watch: StateWatch,
): Making | undefined {
  const unmet = asked.filter(({ key, value, holds }) => !isExactly(now, key, value) || !holds(now));
  if (done(now, before))
    return unmet.length === 0 ? undefined : { settled: true, asked: roundedOf(unmet, now) };
  if (asked.length === 0 || !watch.touched(id, contextId) || rest?.(now, before) === false) return undefined;
  if (!unmet.some(({ key }) => plainText(read(now, key)) !== plainText(read(before, key)))) return undefined;
  const open = unmet.filter(({ holds }) => !holds(now));
  if (!open.every(({ key, value }) => isMeasure(value) && isMeasure(read(now, key)))) return undefined;
  const near = open.every(({ key, value }) => isWithinStep(key, value, now));
  const quiet = open.some(({ key }) => GOES_IN_STEPS.has(key)) ? QUIET_WHILE_MOVING_MS : QUIET_MS;
  return { settled: near || watch.quietMs(id) >= quiet, asked: open.map(factOfAsked).join(", ") };
}

/** Numbers that a step rounded are told; colours and what is within the tolerance are what was asked for. */
function roundedOf(unmet: readonly AskedValue[], now: EntityState): string | undefined {
  const rounded = unmet.filter(
    ({ key, value }) =>
      stepOf(key, now.attributes) !== undefined && (distanceOf(value, read(now, key)) ?? 0) > 0.05,
  );
  return rounded.length === 0 ? undefined : rounded.map(factOfAsked).join(", ");
}

/** Numbers and colours: what can be rounded or converted. A word that is another is not what was asked for. */
function isMeasure(value: unknown): boolean {
  return numberIn(value) !== undefined || (Array.isArray(value) && value.length > 0);
}

function isExactly(now: EntityState, key: string, value: unknown): boolean {
  return plainText(read(now, key)) === plainText(value);
}

function isWithinStep(key: string, value: unknown, now: EntityState): boolean {
  const apart = distanceOf(value, read(now, key));
  const step = stepOf(key, now.attributes);
  return apart !== undefined && step !== undefined && apart < step + 1e-6;
}

/** undefined where one of them is no number. */
function distanceOf(asked: unknown, actual: unknown): number | undefined {
  const [wanted, made] = [numberIn(asked), numberIn(actual)];
  return wanted === undefined || made === undefined ? undefined : Math.abs(wanted - made);
}

function factOfAsked({ key, value }: AskedValue): string {
  return cleanLine(factOf(key, value) ?? "", 60);
}
