/** Which language a page speaks, and its words. */

import { ENGLISH, type Words } from "./english.ts";
import { GERMAN } from "./german.ts";

const SPOKEN = { en: ENGLISH, de: GERMAN } as const satisfies Readonly<Record<string, Words>>;

export type PageLanguage = keyof typeof SPOKEN;

export function wordsOf(language: PageLanguage): Words {
  return SPOKEN[language];
}

/** The browser's first that there is (`Accept-Language`, RFC 9110 section 12.5.4), else the home's, else English. */
export function languageOf(accepted: string | undefined, home: string | undefined): PageLanguage {
  const wished = (accepted ?? "")
    .slice(0, MOST_ACCEPTED)
    .split(",")
    .map((each) => {
      const [tag = "", quality] = each.trim().split(/\s*;\s*q\s*=\s*/i);
      return { tag, quality: quality === undefined ? 1 : Number(quality) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
  for (const tag of [...wished, home ?? ""]) {
    const language = tag.toLowerCase().split(/[-_]/)[0] ?? "";
    if (isSpoken(language)) return language;
  }
  return "en";
}

const MOST_ACCEPTED = 500;

function isSpoken(language: string): language is PageLanguage {
  return Object.hasOwn(SPOKEN, language);
}
