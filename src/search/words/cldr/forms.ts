/** Words that are known in some of their forms. */

import { isSpaceless } from "../tokenise.ts";

/** Forms of one word begin alike. */
const BEGINNING = 3;
/** What a single form has may be an ending. */
const LONG = 4;
const LONGEST_ENDING = 3;

/** Whether a word is one of those in whichever form: "niebiesko" beside "niebieski" is. */
export function formsOf(listed: readonly string[]): (word: string) => boolean {
  const forms = new Set(listed);
  const beginnings = new Set([...forms].map((form) => shortened(beginningOf(form, listed))));
  const isForm = (word: string) => {
    const shortest = Math.max(BEGINNING, word.length - LONGEST_ENDING);
    for (let length = shortest; length <= word.length; length++)
      if (beginnings.has(word.slice(0, length))) return true;
    return false;
  };
  return (word) => forms.has(word) || (!isSpaceless(word) && isForm(word));
}

/** What a form has in common with those that begin as it does. */
function beginningOf(form: string, others: readonly string[]): string {
  const alike = others.filter((other) => other.startsWith(form.slice(0, BEGINNING)));
  return alike.reduce(commonBeginning, form);
}

function commonBeginning(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

function shortened(beginning: string): string {
  return beginning.length >= LONG ? beginning.slice(0, -1) : beginning;
}
