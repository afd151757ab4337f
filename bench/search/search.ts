/** `npm run bench:search`: how well the search finds what sentences mean, a JSON line for each collection. */

import { readFileSync } from "node:fs";
import { judgeSearch, type Verdicts } from "./judge.ts";
import { judgeLanguages, type LanguageHome, readSearchFile } from "./languages.ts";

/** Fewer words of Home Assistant's own say too little of a language to judge by kinds alone. */
const ENOUGH_WORDS = 150;

const given = process.env["SEARCH_CASES"];
if (given !== undefined) await judge(given, homesIn(JSON.parse(readFileSync(given, "utf8"))));
else {
  for (const name of ["homes.json", "manner.json", "languages-names.json", "languages-kinds.json"]) {
    const file = readSearchFile(name);
    if (file === undefined) throw new Error("There are no cases: name a file in SEARCH_CASES.");
    await judge(name, homesIn(file));
  }
}

function homesIn(file: unknown): readonly LanguageHome[] {
  return (file as { readonly homes: readonly LanguageHome[] }).homes;
}

async function judge(name: string, homes: readonly LanguageHome[]): Promise<void> {
  if (homes.every(({ language = "en" }) => language === "en")) {
    console.log(JSON.stringify({ file: name, ...(await judgeSearch(homes)) }));
    return;
  }
  const byLanguage = await judgeLanguages(homes);
  const all = Object.values(byLanguage);
  const translated = all.filter(({ keys }) => keys >= ENOUGH_WORDS);
  console.log(
    JSON.stringify({
      file: name,
      macro: macro(all),
      macro_translated: macro(translated),
      languages: byLanguage,
    }),
  );
}

function macro(verdicts: readonly Verdicts[]) {
  const mean = (of: (verdict: Verdicts) => number) =>
    Number((verdicts.reduce((sum, each) => sum + of(each), 0) / Math.max(1, verdicts.length)).toFixed(4));
  return { recall1: mean(({ recall1 }) => recall1), present_kept: mean(({ present_kept }) => present_kept) };
}
