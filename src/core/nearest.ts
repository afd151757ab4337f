/** The word that was probably meant. */

import { editDistance } from "./edit-distance.ts";

/** The one with the fewest typing faults, at most a third of its letters; undefined when none is that near. */
export function nearestTo(text: string, words: Iterable<string>): string | undefined {
  const wanted = text.trim().toLowerCase().slice(0, LONGEST);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const word of words) {
    if (least === 0) break;
    const faults = editDistance(wanted, word.slice(0, LONGEST).toLowerCase(), least - 1);
    if (faults >= least) continue;
    least = faults;
    best = word;
  }
  return best;
}

const LONGEST = 255;
