/** Small words that stand beside things and join them to others ("de", "della", "の"), as Home Assistant's texts have them. */

import { segmentsOf } from "../segments.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";

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
  return all < FEWEST ? [] : [...counts].filter(([, count]) => count >= USUAL * all).map(([word]) => word);
}

/** Kinds are written in other signs. */
const PARTICLE = /^\p{Script=Hiragana}$/u;
const USUAL_PARTICLE = 0.1;
const MOSTLY = 0.5;

type Particles = {
  readonly all: readonly string[];
  /** Those that mostly have another behind them ("照明の色を設定する"): they join one thing to another. */
  readonly joining: readonly string[];
};

/** What a language without spaces writes right behind a kind ("を", "の"). None for a language that writes spaces, or marks its kinds by nothing. */
export function particlesIn(
  texts: readonly string[],
  code: string,
  isKind: (word: string) => boolean,
): Particles {
  const counts = new Map<string, { times: number; joins: number }>();
  let times = 0;
  for (const text of texts) {
    if (!isSpaceless(text)) continue;
    const words = segmentsOf(text, code);
    for (const [at, word] of words.entries()) {
      const next = words[at + 1] ?? "";
      if (!PARTICLE.test(next) || !isKind(tokenise(word).join(" "))) continue;
      const known = counts.get(next) ?? { times: 0, joins: 0 };
      const joins = words.slice(at + 2).some((each) => counts.has(each));
      counts.set(next, { times: known.times + 1, joins: known.joins + Number(joins) });
      times++;
    }
  }
  const usual = [...counts].filter(([, each]) => each.times >= USUAL_PARTICLE * times);
  const joining = usual.filter(([, each]) => each.joins >= MOSTLY * each.times);
  return { all: usual.map(([word]) => word), joining: joining.map(([word]) => word) };
}
