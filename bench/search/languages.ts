/** The search in the languages of the cases: each home is asked with the words that Home Assistant has for its language. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Language } from "../../src/search/words/language.ts";
import { english } from "../../src/search/words/languages/english/en.ts";
import { homeLanguage } from "../../src/search/words/languages/home-language.ts";
import type { CaseHome } from "./cases.ts";
import { judgeSearch, type Verdicts } from "./judge.ts";

export type LanguageHome = CaseHome & { readonly language?: string };

const FOLDER = join("shared", "data", "search");

/** A file of the collection, looked for in the folders above; undefined when there is none. */
export function readSearchFile(name: string): unknown {
  for (let at = import.meta.dir; dirname(at) !== at; at = dirname(at)) {
    const path = join(at, FOLDER, name);
    if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  }
  return undefined;
}

type Translations = { readonly languages: Readonly<Record<string, Readonly<Record<string, string>>>> };

/** English beside the language of a code; undefined without the collection. */
export async function spokenIn(code: string): Promise<readonly Language[] | undefined> {
  const read = readSearchFile("translations.json") as Translations | undefined;
  if (read === undefined) return undefined;
  const { [code]: words = {}, en = {} } = read.languages;
  return code === "en" ? [english] : [english, await homeLanguage(code, words, en)];
}

/** Language → verdicts; the homes of one language are judged together. */
export async function judgeLanguages(
  homes: readonly LanguageHome[],
): Promise<Readonly<Record<string, Verdicts & { readonly keys: number }>>> {
  const { languages } = readSearchFile("translations.json") as Translations;
  const verdicts: Record<string, Verdicts & { keys: number }> = {};
  for (const code of new Set(homes.map(({ language = "en" }) => language))) {
    const words = languages[code] ?? {};
    const spoken = (await spokenIn(code)) ?? [english];
    const own = homes.filter(({ language = "en" }) => language === code);
    verdicts[code] = { ...(await judgeSearch(own, spoken)), keys: Object.keys(words).length };
  }
  return verdicts;
}
