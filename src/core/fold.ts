/** Names as people write them: what two spellings of one name have in common. */

const PLAIN = /^[\x20-\x7e]*$/;
// ’ ‘ ʼ ´ ` ′ and their like
const APOSTROPHES = /['\u2018\u2019\u201b\u02bc\u00b4`\u2032\uff07]/g;
const BLANKS = /[\s_\-\u2010-\u2015]+/g;
// variation selectors, joiners, marks of direction: nobody sees them
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{M}]/gu;

/** Without case, accents, sharp s, apostrophes and what cannot be seen; blanks, hyphens and underscores are one blank. */
export function foldName(name: string): string {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const bare = PLAIN.test(name) ? name : name.normalize("NFKD").replace(UNSEEN, "").replace(/[ßẞ]/g, "ss");
  const fold = bare.toLowerCase().replace(APOSTROPHES, "").replace(BLANKS, " ").trim();
  if (folded.size >= FOLDS_KEPT) folded.clear();
  folded.set(name, fold);
  return fold;
}

/** The same names are looked through again and again. */
const folded = new Map<string, string>();
const FOLDS_KEPT = 60_000;
