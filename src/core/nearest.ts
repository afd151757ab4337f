/** The word that was probably meant, by the faults of whoever typed it. */

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

let before = new Int32Array(64);
let last = new Int32Array(64);
let row = new Int32Array(64);

/**
 * Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment) between two words;
 * anything above `most` is answered as `most + 1`.
 */
export function editDistance(a: string, b: string, most: number): number {
  const beyond = most + 1;
  if (Math.abs(a.length - b.length) > most) return beyond;
  if (b.length + 1 > row.length) {
    before = new Int32Array(b.length * 2);
    last = new Int32Array(b.length * 2);
    row = new Int32Array(b.length * 2);
  }
  for (let at = 0; at <= b.length; at++) last[at] = at;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = (last[j - 1] ?? 0) + (letter === other ? 0 : 1);
      cost = Math.min(cost, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return beyond;
    [before, last, row] = [last, row, before];
  }
  return Math.min(last[b.length] ?? beyond, beyond);
}
