/** Words in Chinese signs that name no place and no thing: where, how many, at home (家里, 左边, 每盏, 全屋). */

import { HAN_DICTIONARY, segmentsOf } from "../icu.ts";
import type { Lexicon } from "../lexicon.ts";
import type { Said } from "../state-by-form.ts";
import { isFirstQuantity } from "./quantity.ts";

const HAN_WORD = /^\p{Script=Han}{1,4}$/u;

const PAIR = 2;

/** `isJoined`: whether a small word joins it to what is behind it. */
export function isIdle(
  word: string,
  { isJoined }: { readonly isJoined: boolean },
  lexicon: Lexicon,
  said: Said,
): boolean {
  if (!HAN_WORD.test(word)) return false;
  const { smallSigns } = lexicon;
  // 家の照明
  if (word.length === 1) return isJoined && smallSigns.behind.includes(word);
  const parts = segmentsOf(word, HAN_DICTIONARY);
  const left = parts.flatMap((part, at) =>
    at > 0 ? behindLeft(part, lexicon) : signsLeft(part, isJoined, lexicon),
  );
  const [sign] = left;
  const last = parts.at(-1) ?? "";
  // 小明的
  if (parts.length > 1 && smallSigns.alone.includes(last)) return false;
  // 大厅 beside a 客厅 here, or 小窗: what tells a place or a thing
  const isLed = parts.length > 1 || !isJoined;
  return left.length <= 1 && !(isLed && sign !== undefined && word.endsWith(sign) && tellsOther(sign, said));
}

/** The signs of a word of the dictionary that say more than where and how many. */
function signsLeft(part: string, isJoined: boolean, lexicon: Lexicon): readonly string[] {
  const { alone, behind, before, leads, home } = lexicon.smallSigns;
  const signs = [...part];
  const [head = ""] = signs;
  const isHome = home.includes(head);
  if (signs.length === 1)
    return [...before, ...home, ...(isJoined ? [] : [...alone, ...leads])].includes(part) ? [] : signs;
  // 家中: of 在家, or of 大家
  const isLike = isHome || (isJoined && signs.length === PAIR && behind.includes(head));
  const ends = isLike ? [...behind, ...alone] : isJoined ? behind : [];
  while (signs.length > 1 && ends.includes(signs.at(-1) ?? "")) signs.pop();
  const [first = "", second = ""] = signs;
  // 点亮: what is measured is no thing
  const isLed = leads.includes(first) || (alone.includes(first) && isFirstQuantity(second, lexicon));
  if (!isJoined && signs.length > 1 && isLed) signs.shift();
  // 整个: a word of itself
  return isHome || (signs.length === 1 && part.length > 1 && signs[0] === part[0]) ? [] : signs;
}

/** Behind another word: 里, 家. */
function behindLeft(part: string, { smallSigns }: Lexicon): readonly string[] {
  return [...smallSigns.behind, ...smallSigns.home].includes(part) ? [] : [...part];
}

function tellsOther(sign: string, said: Said): boolean {
  return said.kind(sign) !== undefined || said.isInPlaces(sign);
}
