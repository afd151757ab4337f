/** Random numbers that repeat for the same seed, so that a house can be built twice alike. */

export type Random = {
  /** In [0, 1). */
  next(): number;
  /** In [0, below). */
  integer(below: number): number;
  /** Lower-case hexadecimal digits, as registry ids are made of. */
  hex(length: number): string;
};

/** Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const step = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    next: () => step() / 4_294_967_296,
    integer: (below) => Math.floor((step() / 4_294_967_296) * below),
    hex(length) {
      let digits = "";
      while (digits.length < length) digits += step().toString(16).padStart(8, "0");
      return digits.slice(0, length);
    },
  };
}
