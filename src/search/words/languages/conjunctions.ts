/** The words of a language that stand between two things which are both meant: "und", "oder". */

import { knownLocale } from "../locale.ts";
import { tokenise } from "../tokenise.ts";

/** As the ICU has them; empty for a language that it does not know, or that writes them onto a word. */
export function conjunctionsOf(code: string): readonly string[] {
  const language = knownLocale(code);
  if (language === undefined) return [];
  return (["conjunction", "disjunction"] as const).flatMap((type) => {
    const parts = new Intl.ListFormat(language, { type }).formatToParts(["A", "B"]);
    const joints = parts.flatMap((part) => (part.type === "literal" ? [part.value] : []));
    return joints.filter((joint) => !joint.trim().endsWith("-")).flatMap(tokenise);
  });
}
