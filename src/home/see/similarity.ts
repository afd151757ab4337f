/** How alike two texts are, fast enough to hold one of them against every name of a large home. */

/** Pairs of signs are told apart by the low byte of each: enough within one script. */
const PAIRS = 65_536;

/** Share of letter pairs that another text has in common with `wanted` (Dice): 1 = equal, 0 = nothing. */
export function similarityTo(wanted: string): (other: string) => number {
  const times = new Uint16Array(PAIRS);
  for (let at = 1; at < wanted.length; at++) times[pairAt(wanted, at)] = (times[pairAt(wanted, at)] ?? 0) + 1;
  const left = times.slice();
  return (other) => {
    if (wanted.length < 2 || other.length < 2) return wanted === other ? 1 : 0;
    let common = 0;
    for (let at = 1; at < other.length; at++) {
      const pair = pairAt(other, at);
      const open = left[pair] ?? 0;
      if (open === 0) continue;
      left[pair] = open - 1;
      common++;
    }
    for (let at = 1; at < other.length; at++) {
      const pair = pairAt(other, at);
      left[pair] = times[pair] ?? 0;
    }
    return (2 * common) / (wanted.length + other.length - 2);
  };
}

function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at - 1) & 255) << 8) | (text.charCodeAt(at) & 255);
}
