/** What a language without spaces writes right behind words for kinds ("を", "の"), in Home Assistant's texts. */

import { segmentsOf } from "../icu.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";

/** Kinds are written in other signs. */
const PARTICLE = /^\p{Script=Hiragana}$/u;
const USUAL_PARTICLE = 0.1;
const MOSTLY = 0.5;

type Particles = {
  readonly all: readonly string[];
  /** Those that mostly have another behind them ("照明の色を設定する"): they join one thing to another. */
  readonly joining: readonly string[];
};

/** None for a language that writes spaces, or marks its kinds by nothing. */
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
