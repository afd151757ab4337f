/** Small changes of a token, as slips and forgers make them. */

import { seededRandom } from "../../../src/demo/world/random.ts";

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

/** So many texts near to `token`, none of them the token itself. */
export function* mutationsOf(token: string, count: number, seed: number): Generator<string> {
  const { integer: roll } = seededRandom(seed);
  for (let made = 0; made < count; ) {
    let mutant = token;
    for (let change = roll(3); change >= 0; change--)
      mutant = changed(mutant, roll(4), roll(mutant.length), SIGNS[roll(SIGNS.length)] ?? "A");
    if (mutant === token) continue;
    made++;
    yield mutant;
  }
}

function changed(text: string, kind: number, at: number, sign: string): string {
  const [before, after] = [text.slice(0, at), text.slice(at)];
  if (kind === 0) return before + after.slice(1);
  if (kind === 1) return before + sign + after;
  if (kind === 2) return before + after.slice(0, 3).split("").reverse().join("") + after.slice(3);
  return before + sign + after.slice(1);
}
