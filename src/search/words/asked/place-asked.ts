/** Words of a query that stand where a place or an owner is said ("in the mezzanine", "Emma's lamp", "屋根裏の照明"). */

import { isTwice } from "../how-said.ts";
import type { Lexicon } from "../lexicon.ts";
import { fold } from "../normalise.ts";
import type { Said } from "../state-by-form.ts";
import { isSpaceless, tokenise, withoutElision } from "../tokenise.ts";
import { isBesideKind, isCompound, isWithin, owns, tellsKind } from "./beside-kind.ts";
import {
  beginsBeforePlace,
  behindIn,
  behindKind,
  behindPreposition,
  endsAsPlaces,
  standsBeforePlace,
} from "./beside-place.ts";
import { beyondDeed } from "./beyond-deed.ts";
import { byCapital, endsBehindNoun, isBesideNoun, isNoName, isWhoseMusic } from "./by-capital.ts";
import { beforeKinds, isSmall } from "./signs-asked.ts";
import { NUMBER, type Stands, type WordAt } from "./word-at.ts";

/**
 * Words as the query has them, folded, or the pairs of signs of one; each with whether it stands where nothing else is said than
 * which thing is meant.
 */
export type PlacesAsked = ReadonlyMap<string, boolean>;

type Rule = (word: WordAt) => Stands;

const surely =
  (holds: (word: WordAt) => boolean): Rule =>
  (word) =>
    holds(word) ? "surely" : undefined;

const perhaps =
  (holds: (word: WordAt) => boolean): Rule =>
  (word) =>
    holds(word) ? "perhaps" : undefined;

/** What any of them is sure of is sure. */
const RULES: readonly Rule[] = [
  surely(isBesideNoun),
  surely(endsBehindNoun),
  surely(standsBeforePlace),
  surely(beginsBeforePlace),
  surely(isWithin),
  surely(endsAsPlaces),
  behindKind,
  behindIn,
  behindPreposition,
  byCapital,
  perhaps(isCompound),
  perhaps(isBesideKind),
  perhaps(owns),
  perhaps(tellsKind),
  beyondDeed,
];

export function placesAsked(text: string, lexicon: Lexicon, said: Said): PlacesAsked {
  const [, object] = ENTITY_ID.exec(text) ?? [];
  if (object !== undefined) return new Map(tokenise(object).map((word) => [word, true]));
  // one word stands nowhere, unless it is two written together
  if (!lexicon.isSparse && !/\s/.test(text.trim())) return NONE;
  if (isSpaceless(text)) return new Map(beforeKinds(text, lexicon, said));
  const texts = tokenise(text);
  const words = withoutElision(text).match(WORD) ?? [];
  const written = words.length === texts.length ? words : [];
  const found = new Map([...text.matchAll(OWNER)].map(([owner]) => [fold(owner), true]));
  for (const [at, word] of texts.entries()) {
    if (NUMBER.test(word) && lexicon.isNumbered(texts[at - 1] ?? "")) found.set(word, true);
    const stands = standsWhere({ texts, written, at, lexicon, said });
    if (stands) found.set(word, stands === "surely" || found.get(word) === true);
  }
  return found;
}

const NONE: PlacesAsked = new Map();
const WORD = /[\p{L}\p{N}\p{M}'\u2018\u2019\u02bc]+/gu;
/** Of a thing that is not there: what nobody knows of it is its name. */
const ENTITY_ID = /^\s*[a-z_]+\.([a-z0-9_]+)\s*$/i;
const OWNER = /\p{L}[\p{L}\p{N}]+['\u2019]s\b/gu;

/** "za pięć minut": before a unit stands how many; "halvtimme": or both are one word; nor is a unit itself a place. */
function isCounted({ texts, at, lexicon }: WordAt): boolean {
  const [word = "", next] = texts.slice(at, at + 2);
  const isUnit = (text: string) => lexicon.isUnit(lexicon.stem(text));
  const ends = Array.from(
    { length: Math.max(0, word.length - SHORTEST_COUNT - SHORTEST_UNIT + 1) },
    (_, from) => word.slice(SHORTEST_COUNT + from),
  );
  return (next !== undefined && isUnit(next)) || (lexicon.isSparse && [word, ...ends].some(isUnit));
}

/** "halv" */
const SHORTEST_COUNT = 3;
/** "tage" ends in "Etage", and "uur" in "schuur". */
const SHORTEST_UNIT = 4;

function standsWhere(word: WordAt): Stands {
  const { texts, at, lexicon } = word;
  // elsewhere what leads to the hour may lead to a place as well ("u 12:00", "u vrtu")
  const isTime = lexicon.hasCapitals && lexicon.leadsToTime(texts[at - 1] ?? "");
  // nor is "im Haus" any place in it
  if (isTime || [lexicon.isManner, lexicon.isHome].some((is) => is(texts[at] ?? ""))) return undefined;
  if (
    isNoName(word) ||
    isWhoseMusic(word) ||
    isCounted(word) ||
    isTwice(texts, at, (each) => isSmall(each, lexicon))
  )
    return undefined;
  let stands: Stands;
  for (const rule of RULES) {
    stands = rule(word) ?? stands;
    if (stands === "surely") break;
  }
  return stands;
}
