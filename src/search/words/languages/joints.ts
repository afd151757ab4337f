/** Small words that stand beside things, in Home Assistant's texts: they join one to another ("de", "della"). */

import { tokenise } from "../tokenise.ts";

const NAME = /\.entity_component\.[^.]+\.name$/;
/** Of fewer names nobody can tell what is usual. */
const FEWEST = 15;
const USUAL = 0.05;

/** None for a language that joins its words otherwise, or has no names. */
export function jointsIn(
  translations: Readonly<Record<string, string>>,
  small: ReadonlySet<string>,
): readonly string[] {
  const counts = new Map<string, number>();
  let all = 0;
  for (const [key, text] of Object.entries(translations)) {
    if (!NAME.test(key)) continue;
    const words = tokenise(text);
    for (const [at, word] of words.entries()) {
      const beside = [words[at - 1], words[at + 1]];
      if (!small.has(word) || beside.some((each) => each === undefined || small.has(each))) continue;
      counts.set(word, (counts.get(word) ?? 0) + 1);
      all++;
    }
  }
  const [[usual = ""] = []] = [...counts].sort(([, a], [, b]) => b - a);
  // "du" is "de" with an article, and "à" of "mise à jour" joins no thing to another
  const isForm = (word: string) => word[0] === usual[0];
  const isUsual = ([word, count]: readonly [string, number]) => isForm(word) && count >= USUAL * all;
  return all < FEWEST ? [] : [...counts].filter(isUsual).map(([word]) => word);
}
