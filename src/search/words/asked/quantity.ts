/** A sign for nothing but what is measured. */

import type { Lexicon } from "../lexicon.ts";
import { SENSING } from "../sense.ts";

export function isQuantity(sign: string, lexicon: Lexicon): boolean {
  return isMeasured(sign, 0, lexicon);
}

/** 亮 of brightness (亮度), which lights have as well. */
export function isFirstQuantity(sign: string, lexicon: Lexicon): boolean {
  return isMeasured(sign, 1, lexicon);
}

function isMeasured(sign: string, least: number, lexicon: Lexicon): boolean {
  const targets = lexicon
    .hanSign(sign)
    .flatMap(({ serves }) => [...serves].flatMap(([target, share]) => (share >= least ? [target] : [])));
  return targets.length > 0 && targets.every((target) => SENSING.test(target));
}
