/** Articles, prepositions, pronouns and the like of a language: they decide nothing. */

import { tokenise } from "../tokenise.ts";

/** Empty for a language that nobody has listed. */
export async function smallWordsOf(code: string): Promise<readonly string[]> {
  const { default: lists } = await import("stopwords-iso");
  const words = (lists as Readonly<Record<string, readonly string[]>>)[code.slice(0, 2).toLowerCase()] ?? [];
  return words.flatMap(tokenise);
}
