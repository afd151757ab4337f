/** Words of a query that stand where a place or an owner is said ("in the mezzanine", "Emma's lamp", "屋根裏の照明"). */

import type { Lexicon } from "./lexicon.ts";
import { fold } from "./normalise.ts";
import { beforeKinds, isMeasured, isSmall } from "./signs-asked.ts";
import type { Said } from "./state-by-form.ts";
import { isSpaceless, tokenise } from "./tokenise.ts";

/**
 * Words as the query has them, folded, or the pairs of signs of one; each with whether it stands where nothing else is said than
 * which thing is meant.
 */
export type PlacesAsked = ReadonlyMap<string, boolean>;

export function placesAsked(text: string, lexicon: Lexicon, said: Said): PlacesAsked {
  const [, object] = ENTITY_ID.exec(text) ?? [];
  if (object !== undefined) return new Map(tokenise(object).map((word) => [word, true]));
  // one word stands nowhere, unless it is two written together
  if (!lexicon.isSparse && !/\s/.test(text.trim())) return NONE;
  if (isSpaceless(text)) return new Map(beforeKinds(text, lexicon, said));
  const written = text.match(WORD) ?? [];
  const texts = tokenise(text);
  const found = new Map([...text.matchAll(OWNER)].map(([owner]) => [fold(owner), true]));
  const isAligned = written.length === texts.length;
  for (const [at, word] of texts.entries()) {
    if (NUMBER.test(word) && lexicon.isNumbered(texts[at - 1] ?? "")) found.set(word, true);
    if (isAligned && isNoName(written[at] ?? "", lexicon)) continue;
    const capital = isAligned ? standsCapital(written, texts, at, lexicon, said) : undefined;
    const behind = standsBehind(texts, at, lexicon, said);
    const stands = capital === "surely" ? capital : (behind ?? capital);
    const isAsked =
      stands !== undefined ||
      isCompound(word, lexicon, said) ||
      isBesideKind(texts, at, lexicon, said) ||
      tellsKind(texts, at, lexicon, said);
    if (isAsked) found.set(word, stands === "surely" || found.get(word) === true);
  }
  return found;
}

const NONE: PlacesAsked = new Map();
const WORD = /[\p{L}\p{N}\p{M}'\u2018\u2019\u02bc]+/gu;
/** Of a thing that is not there: what nobody knows of it is its name. */
const ENTITY_ID = /^\s*[a-z_]+\.([a-z0-9_]+)\s*$/i;
const OWNER = /\p{L}[\p{L}\p{N}]+['\u2019]s\b/gu;
const NUMBER = /^\p{N}+$/u;
/** "12c" */
const VALUE = /^\p{N}+[a-z]{0,2}$/u;
const CAPITAL = /^\p{Lu}\p{Ll}/u;
const ELIDED = /^\p{L}{1,2}['\u2018\u2019\u02bc]\p{L}{1,2}$/u;
const SMALL_LETTERS = /^\p{Ll}/u;

/** Where nouns have capitals, what has none is no name; elsewhere no small word with another is ("c'è"). */
function isNoName(written: string, { hasCapitals }: Lexicon): boolean {
  return (hasCapitals ? SMALL_LETTERS : ELIDED).test(written);
}

/** With a capital, behind the first word and beside others without. */
function isName(written: readonly string[], at: number): boolean {
  return at > 0 && CAPITAL.test(written[at] ?? "") && written.some((word) => SMALL_LETTERS.test(word));
}

type Stands = "surely" | "perhaps" | undefined;

/** With a capital beside another noun, or behind a small word or a kind. */
function standsCapital(
  written: readonly string[],
  texts: readonly string[],
  at: number,
  lexicon: Lexicon,
  said: Said,
): Stands {
  if (lexicon.hasCapitals && isBesideNoun(written, texts, at, lexicon, said)) return "surely";
  if (lexicon.hasCapitals && standsBehindNoun(written, texts, at, lexicon, said)) return "surely";
  if (!isName(written, at)) return undefined;
  const [before = "", behind = ""] = [texts[at - 1], texts[at + 1]];
  // "släck Annas sänglampa"
  // "pause the Samsung"
  if (!lexicon.isSparse && lexicon.isOneOf(before)) return "surely";
  if (!lexicon.hasCapitals && !lexicon.joinsThings && !said.isPlace(behind) && said.isInLonger(behind))
    return "surely";
  return isJoint(before, lexicon) || said.kind(before) !== undefined ? "perhaps" : undefined;
}

/** "Heizung im Keller", "Nachttisch von Anna": a noun that ends what is said, behind one that things here are told apart by more than. */
function standsBehindNoun(
  written: readonly string[],
  texts: readonly string[],
  at: number,
  lexicon: Lexicon,
  said: Said,
): boolean {
  const isOwn = (word: string) => said.kind(word) !== undefined || said.isName(word);
  if (!CAPITAL.test(written[at] ?? "") || isOwn(texts[at] ?? "")) return false;
  const thing = texts[at - 2] ?? "";
  const isNoun = CAPITAL.test(written[at - 2] ?? "") && said.isInLonger(thing);
  // how far something is done is said behind its place, or with a number
  const saysMore = texts.some((word) => said.isPlace(word) || NUMBER.test(word));
  return (
    isNoun && isJoint(texts[at - 1] ?? "", lexicon) && !saysMore && endsSoon(texts.slice(at + 1), lexicon)
  );
}

/** "Annas Lampe", "Heizung Anna": a noun right beside another says whose or where it is. */
function isBesideNoun(
  written: readonly string[],
  texts: readonly string[],
  at: number,
  lexicon: Lexicon,
  said: Said,
): boolean {
  const isNoun = (place: number) => {
    const word = texts[place] ?? "";
    return CAPITAL.test(written[place] ?? "") && (said.kind(word) !== undefined || said.isName(word));
  };
  if (!CAPITAL.test(written[at] ?? "") || said.isName(texts[at] ?? "")) return false;
  return (at > 0 && isNoun(at + 1)) || (isNoun(at - 1) && endsSoon(texts.slice(at + 1), lexicon));
}

/** "Dachbodenlicht": a kind at its end, and no thing here of that name. */
function isCompound(word: string, lexicon: Lexicon, said: Said): boolean {
  const isOwn = lexicon.senses(lexicon.stem(word)).length > 0 || said.isName(word);
  return lexicon.isSparse && !isOwn && said.kind(word) !== undefined;
}

/** A small word that is no word for a state: "het" is none, though "heet" is. */
function isJoint(word: string, lexicon: Lexicon): boolean {
  if (!isSmall(word, lexicon)) return false;
  return lexicon.byForm ? !lexicon.byForm.writes(word) : lexicon.states(word) === undefined;
}

function standsBehind(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): Stands {
  const [kind, preposition] = [behindKind, behindPreposition].map((stands) =>
    stands(texts, at, lexicon, said),
  );
  if (standsBeforePlace(texts, at, lexicon, said) || beginsBeforePlace(texts, at, lexicon, said))
    return "surely";
  return kind === "surely" ? kind : (preposition ?? kind);
}

/** "démarre le four dans la cave": between an article and what leads to a place is a thing. */
function standsBeforePlace(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const isSmallAt = (place: number) => isJoint(texts[at + place] ?? "", lexicon);
  if (!lexicon.joinsThings || !said.isPlace(texts[at + 3] ?? "")) return false;
  return !isSmallAt(0) && [-1, 1, 2].every(isSmallAt);
}

/** "secadora en la cocina": where nothing else is said but a place. */
function beginsBeforePlace(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const isNobodys = (word: string) => lexicon.senses(lexicon.stem(word)).length === 0 && !said.isName(word);
  const isBegin = lexicon.isSparse && at < LONGEST_THING && texts.slice(0, at + 1).every(isNobodys);
  if (!isBegin || lexicon.byForm?.isDeed(texts[at] ?? "")) return false;
  const behind = texts.slice(at + 1);
  const place = behind.findIndex((word) => !isJoint(word, lexicon));
  // "im", where nouns show themselves
  const isLed = place >= (lexicon.hasCapitals ? 1 : LEADING);
  // "Lüfter im Stall" may be the Stalllüfter
  if (said.isName(`${behind[place]}${texts[at]}`)) return false;
  return isLed && said.isPlace(behind[place] ?? "") && endsSoon(behind.slice(place + 1), lexicon);
}

/** "sèche-linge" */
const LONGEST_THING = 2;
/** A preposition with its article. */
const LEADING = 2;

/** "in the mezzanine", "in the wine cellar", at the end of what is said. */
function behindPreposition(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): Stands {
  const isFrom = (first: number) => {
    const [before = "", one = ""] = texts.slice(Math.max(0, first - 2), first);
    // "light the fireplace", "water the vineyard"
    const isDone = () => said.kind(before) !== undefined || lexicon.senses(`${before} ${one}`).length > 0;
    return lexicon.isOneOf(one) && (lexicon.saysWhere(before) || isDone());
  };
  const endsAt = (last: number) =>
    !isSmall(texts[last] ?? "", lexicon) && endsSoon(texts.slice(last + 1), lexicon);
  // "tv of grandma"
  if (lexicon.saysWhose(texts[at - 1] ?? "") && endsAt(at)) return "surely";
  // "in the kitchen: boil now", "in the middle position"
  const isNoPlace = (place: number) => {
    const word = texts[place] ?? "";
    return said.isName(word) || lexicon.senses(lexicon.stem(word)).length > 0;
  };
  if (isFrom(at)) {
    if (endsAt(at)) return "surely";
    if (!endsAt(at + 1)) return undefined;
    return said.isPlace(texts[at + 1] ?? "") || !isNoPlace(at + 1) ? "surely" : "perhaps";
  }
  if (!isFrom(at - 1) || !endsAt(at)) return undefined;
  return isNoPlace(at - 1) ? "perhaps" : "surely";
}

/**
 * "accendi le luci della mansarda": behind a kind and small words of a language that has no word apart for "in". A single one
 * must be such as join a thing to another, or stand where something is but switched ("włącz światło w piwnicy"): else behind it a
 * colour may stand. What follows may say how.
 */
function behindKind(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): Stands {
  if (!lexicon.isSparse) return undefined;
  let before = at - 1;
  while (isJoint(texts[before] ?? "", lexicon)) before--;
  const between = texts.slice(before + 1, at);
  const [first = ""] = between;
  const isJoined = lexicon.joins(first);
  const isArticle = between.length === 2 && (between.at(-1)?.length ?? 0) <= LONGEST_ARTICLE;
  const measured = said.kind(texts[before] ?? "");
  // what is measured has no colour
  const isNoValue = isSwitched(texts, lexicon) || (measured !== undefined && isMeasured(measured));
  const isIn = between.length === 1 && first.length <= LONGEST_IN && isNoValue;
  // "a persiana da sala até a metade": where it is has been said
  if (!isJoined && said.isPlace(texts[before] ?? "")) return undefined;
  if (!(isJoined || ((isArticle || isIn) && endsSoon(texts.slice(at + 1), lexicon)))) return undefined;
  const told = texts[before] ?? "";
  if (said.kind(told) === undefined && !said.isName(told)) return undefined;
  const isNominal = texts.slice(0, before).every((word) => isSmall(word, lexicon));
  return isJoined || isNominal || isSwitched(texts, lexicon) ? "surely" : "perhaps";
}

/** On or off, so to no value: what is done is done to a siren as well, and to no number. */
function isSwitched(texts: readonly string[], lexicon: Lexicon): boolean {
  const deeds = texts
    .flatMap((word) => lexicon.senses(lexicon.stem(word)))
    .filter(({ role }) => role === "act");
  return deeds.length > 0 && deeds.every(({ serves }) => serves.has("siren") && !serves.has("number"));
}

const LONGEST_IN = 2;

/** Small words, values, and what is to be done or so. */
function endsSoon(behind: readonly string[], lexicon: Lexicon): boolean {
  const isNoThing = (word: string) => {
    const senses = lexicon.senses(lexicon.stem(word));
    return senses.length > 0 && senses.every(({ role }) => role === "soft" || role === "act");
  };
  return behind.every((word) => VALUE.test(word) || isNoThing(word) || lexicon.byForm?.states(word));
}

/** "chain locker" */
const LONGEST_PLACE = 2;
const LONGEST_ARTICLE = 3;

/** Where nothing but a kind and its place is said: "mezzanine lights", "Licht im Dachboden". */
function isBesideKind(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const isKind = (place: number) => kindLength(texts, place, lexicon, said) > 0;
  const before = texts.slice(0, at);
  const behind = texts.slice(at + 1);
  const isDone = (word: string) => lexicon.byForm?.isOfService(word) && said.kind(word) === undefined;
  // "lock everything"
  if (lexicon.asksForAll(texts[at] ?? "") || texts.some(isDone)) return false;
  // "boot room heater"
  if (lexicon.isNumbered(texts[at + 1] ?? "") && isKind(at + 2)) return !isSmall(texts[at] ?? "", lexicon);
  if (isKind(at + 1)) {
    // "rozsviť světlo": what begins it is what is to be done
    if (at === 0 && lexicon.deedsFirst) return false;
    const isFirst = before.every((word) => lexicon.isOneOf(word));
    const others = behind.slice(kindLength(texts, at + 1, lexicon, said));
    return isFirst && others.every((word) => isSmall(word, lexicon));
  }
  // "thermostat attic", "fan chain locker"
  if (!lexicon.isSparse) {
    const first = kindLength(texts, 0, lexicon, said);
    const isNobodys = (word: string) => lexicon.senses(lexicon.stem(word)).length === 0 && !said.isName(word);
    const others = texts.slice(first);
    return first > 0 && at >= first && others.length <= LONGEST_PLACE && others.every(isNobodys);
  }
  const isNominal = isKind(0) && before.slice(1).every((word) => isSmall(word, lexicon));
  // "조명 켜줘": what ends it is what is to be done
  return isNominal && behind.length === 0 && lexicon.deedsFirst === true;
}

/** How many words are the kind that is said there; 0 for none. English has some of two: "smoke detector". */
function kindLength(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): number {
  const [first = "", second] = texts.slice(at, at + 2);
  if (!lexicon.isSparse && second !== undefined && said.kind(`${first} ${second}`) !== undefined) return 2;
  return said.kind(first) === undefined ? 0 : 1;
}

/**
 * Right beside a kind, on the side where its language says which it is: "cortina izquierda", "левая штора"; where orders begin with
 * what is to be done, the first word is that.
 */
function tellsKind(texts: readonly string[], at: number, lexicon: Lexicon, said: Said): boolean {
  const word = texts[at] ?? "";
  if (lexicon.saysHow(word) || lexicon.byForm?.isDeed(word) || isSmall(word, lexicon)) return false;
  const isKind = (place: number) => kindLength(texts, place, lexicon, said) > 0;
  // "la cucina luci spegni": behind what belongs together stands what is to be done
  const isLast = at === texts.length - 1 && texts.slice(0, at - 1).some(said.isPlace);
  // where no thing here is told from another so, it may be how
  const isTold = (place: number) =>
    isKind(place) && (!lexicon.isSparse || said.isInLonger(texts[place] ?? ""));
  if (lexicon.joinsThings) return isTold(at - 1) && !isLast;
  return isTold(at + 1) && at > 0;
}
