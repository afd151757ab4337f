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

/** `code` as Home Assistant has it; folded. None for a language that it does not know; of a region it has but what is said otherwise there. */
export async function signWordsOf(code: string): Promise<SignWords> {
  const { default: known } = await import("./sign-words.json", { with: { type: "json" } });
  const byLanguage: Readonly<Record<string, Listed>> = known;
  const [language = ""] = code.split("-");
  const codes = new Set([code, OTHERWISE[language] ?? language]);
  const listed = [...codes].flatMap((each) => byLanguage[each] ?? []);
  const wordsOf = (sort: "manner" | "houses" | "without") => [
    ...new Set(listed.flatMap((words) => words[sort].split(" ").filter((word) => word !== ""))),
  ];
  return {
    manner: wordsOf("manner"),
    houses: wordsOf("houses"),
    without: wordsOf("without"),
    things: Object.assign({}, ...listed.map(({ things }) => things).reverse()),
  };
}
