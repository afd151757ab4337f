/** How alike two texts are, fast enough to hold one of them against every name of a large home. */

const UNITS = 65_536;
/** Pairs of signs are told apart by the low byte of each: enough within one script. */
const PAIRS = 65_536;

/**
 * Share of letter pairs that another text has in common with `wanted` (Dice): 1 = equal, 0 = nothing. Capitals are small
 * letters, and the signs that ids are put together with are spaces.
 */
export function similarityTo(wanted: string): (other: string) => number {
  const folded = foldedUnits();
  const pairAt = (text: string, at: number) =>
    (((folded[text.charCodeAt(at - 1)] ?? 0) & 255) << 8) | ((folded[text.charCodeAt(at)] ?? 0) & 255);
  const times = new Uint16Array(PAIRS);
  for (let at = 1; at < wanted.length; at++) {
    const pair = pairAt(wanted, at);
    times[pair] = (times[pair] ?? 0) + 1;
  }
  const left = times.slice();
  return (other) => {
    if (wanted.length < 2 || other.length < 2) return wanted === other ? 1 : 0;
    const taken: number[] = [];
    for (let at = 1; at < other.length; at++) {
      const pair = pairAt(other, at);
      const open = left[pair] ?? 0;
      if (open === 0) continue;
      left[pair] = open - 1;
      taken.push(pair);
    }
    for (const pair of taken) left[pair] = times[pair] ?? 0;
    return (2 * taken.length) / (wanted.length + other.length - 2);
  };
}

let units: Uint16Array | undefined;

/** What each UTF-16 unit counts as. */
function foldedUnits(): Uint16Array {
  if (units) return units;
  units = new Uint16Array(UNITS);
  for (let unit = 0; unit < UNITS; unit++) {
    const text = String.fromCharCode(unit);
    units[unit] = /[._:-]/.test(text) ? 32 : text.toLowerCase().charCodeAt(0);
  }
  return units;
}
