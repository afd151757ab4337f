/** What a language says for what signs show, as Unicode's CLDR has it. */

import type { Language } from "../language.ts";

/** CLDR has Norwegian by its older code. */
const OTHERWISE: Readonly<Record<string, string>> = { nb: "no" };

export type SignWords = Required<Pick<Language, "manner" | "houses">> & {
  /** English for a thing → its names, separated by commas. */
  readonly things: Readonly<Record<string, string>>;
  /** And for "less". */
  readonly without: readonly string[];
};

type Listed = Readonly<Record<"manner" | "houses" | "without", string>> & Pick<SignWords, "things">;

/** `code` as Home Assistant has it; folded. None for a language that it does not know. */
export async function signWordsOf(code: string): Promise<SignWords> {
  const { default: known } = await import("./sign-words.json", { with: { type: "json" } });
  const byLanguage: Readonly<Record<string, Listed>> = known;
  const [language = ""] = code.split("-");
  const words = byLanguage[code] ?? byLanguage[OTHERWISE[language] ?? language];
  return {
    manner: words?.manner.split(" ") ?? [],
    houses: words?.houses.split(" ") ?? [],
    things: words?.things ?? {},
    without: words?.without.split(" ") ?? [],
  };
}
