/** A sign for nothing but what is measured. */

import type { Lexicon } from "../lexicon.ts";

export function isQuantity(sign: string, lexicon: Lexicon): boolean {
  const targets = lexicon.hanSign(sign).flatMap(({ serves }) => [...serves.keys()]);
  return targets.length > 0 && targets.every((target) => SENSING.test(target));
}

const SENSING = /^(?:sensor|binary_sensor|number)\./;
