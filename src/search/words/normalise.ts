/** Text folded so that spellings which people take for the same become the same. */

const ASCII = /^[\x20-\x7e]*$/;
/** Combining Diacritical Marks (Unicode block): what NFKD splits off Latin, Greek and Cyrillic letters, not vowel signs of other scripts. */
const DIACRITICS = /[\u0300-\u036f]/g;
/** Two signs for one in Thai and Lao, which dictionaries have as one. */
const PARTED_AM = /\u0e4d\u0e32|\u0ecd\u0eb2/g;
/** In Korean the letters of a syllable are one sign, in which words differ as others do in theirs. */
const SYLLABLES = /[\uac00-\ud7a3]+/g;
const APOSTROPHES = /['\u2018\u2019\u02bc`]/g;
/** Letters that have no decomposition in Unicode though people type them without their stroke or as two letters. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ı: "i",
  ŧ: "t",
};
const STROKED = /[ßæœøłđðþħıŧ]/g;

/** Lower case, the marks left on their letters. */
export function spelled(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** What was folded as people write it: letters of Hangul in syllables. */
export function unfolded(word: string): string {
  return word.normalize("NFC");
}

/** Lower case, compatibility forms unified, diacritics and apostrophes gone; the length may change. */
export function fold(text: string): string {
  if (ASCII.test(text)) {
    const lower = text.toLowerCase();
    return lower.includes("'") || lower.includes("`") ? lower.replace(APOSTROPHES, "") : lower;
  }
  return text
    .normalize("NFKD")
    .replace(DIACRITICS, "")
    .toLowerCase()
    .normalize("NFC")
    .replace(PARTED_AM, (parts) => (parts < "\u0e80" ? "\u0e33" : "\u0eb3"))
    .replace(APOSTROPHES, "")
    .replace(STROKED, (letter) => SPELLED[letter] ?? letter)
    .replace(SYLLABLES, (syllables) => syllables.normalize("NFD"));
}
