/** Whether an order begins with what is to be done, as the names of services do: "Accendi luce", not "조명 켜기". */

import { tokenise } from "../tokenise.ts";

/** undefined where as many begin with the kind, or nobody can tell. */
export function deedsFirst(
  services: readonly string[],
  isKind: (word: string) => boolean,
): boolean | undefined {
  let [first, last] = [0, 0];
  for (const name of services) {
    const words = tokenise(name);
    if (words.length < 2) continue;
    const [begins, ends] = [isKind(words[0] ?? ""), isKind(words.at(-1) ?? "")];
    if (begins && !ends) last++;
    if (ends && !begins) first++;
  }
  return first === last ? undefined : first > last;
}
