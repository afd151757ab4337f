/** What a query's words find, beside its filters. */

import { HIT_KINDS, type Hit, type HitKind, type IndexAnswer } from "../query.ts";
import { withTelling } from "../reach/before-kinds.ts";
import { withParts } from "../reach/compounds.ts";
import {
  type NumberedPlace,
  numberedPlaces,
  signPlaces,
  withNumbers,
  withPlaces,
} from "../reach/places-named.ts";
import type { WordReach } from "../reach/reached.ts";
import { withSignKinds } from "../reach/sign-kinds.ts";
import { wordReach } from "../reach/word-reach.ts";
import { type Excepted, excepted, exceptionIn } from "../words/asked/exception.ts";
import { type PlacesAsked, placesAsked } from "../words/asked/place-asked.ts";
import { withoutValue } from "../words/asked/set-to.ts";
import { type UnknownSigns, unknownSigns } from "../words/asked/unknown-signs.ts";
import type { Lexicon } from "../words/lexicon.ts";
import { isKindWritten, readWords, TEXT_MAX, type Word } from "../words/query-words.ts";
import { isSpaceless, tokenise } from "../words/tokenise.ts";
import { answerOf } from "./index-answer.ts";
import { saysNothing } from "./score.ts";
import type { SearchContext } from "./search-context.ts";
import { type FoundEntities, searchEntities } from "./search-entities.ts";
import { searchGroups } from "./search-groups.ts";
import { completed, eachAsked, ofAll, type WishSaid, wishesIn } from "./several.ts";

/** Devices are found when they are asked for: else their entities stand for them. */
const USUAL_KINDS: readonly HitKind[] = HIT_KINDS.filter((kind) => kind !== "device");
/** Endings and particles cut a pair of signs that nobody knows out of any Japanese sentence. */
const PARTICLE = /\p{Script=Hiragana}/u;
const NOTHING: UnknownSigns = new Map();
const NO_PLACES: PlacesAsked = new Map();
const NONE_FOUND: FoundEntities = { scored: [], more: false };

export type AskedByWords = {
  readonly text: string;
  readonly kinds: ReadonlySet<HitKind> | undefined;
  readonly limit: number;
  readonly offset: number;
  /** Whether things and not places are asked for. */
  readonly things: boolean;
  /** The word for the state that is asked for, which is no part of the text. */
  readonly state?: string;
};

/**
 * `kinds` undefined: places too, unless a filter or the words say that it is what is in them that is meant. What stands on
 * earlier pages is found again and left out: which things are looked at closely depends on how many are wanted.
 */
export function searchByWords(asked: AskedByWords, context: SearchContext): IndexAnswer {
  const found = searchWhole(asked, context);
  const exception = found.match === "exact" ? undefined : exceptionIn(asked.text, context.tables.lexicon);
  const left = exception && searchWithout(exception, asked, context);
  if (left && (exception?.isSure || left.match !== "none")) return left;
  if (!found.unmet && !found.left) return found;
  const several = searchSeveral(found, asked, context);
  if (several) return several;
  if (found.match !== "none" || !found.unmet) return found;
  const { lexicon } = context.tables;
  const first =
    withoutAfterthought(asked.text, found.unmet, lexicon) ??
    withoutValue(asked.text.slice(0, TEXT_MAX), lexicon, context.said);
  return first === undefined ? found : searchWhole({ ...asked, text: first }, context);
}

/** undefined where nothing is left out that is here. */
function searchWithout(
  exception: Excepted,
  asked: AskedByWords,
  context: SearchContext,
): IndexAnswer | undefined {
  // "baisse un peu moins le volet" names nothing of which that could be some
  if (!exception.isSure && saidIn(exception.all, context).kinds.length === 0) return undefined;
  const { entities } = context.tables;
  const out = excepted(exception, (text, page) => searchWhole({ ...asked, ...page, text }, context));
  if (out.size === 0 && !exception.isSure) return undefined;
  const passes = (entity: number) => context.filter.passes(entity) && !out.has(entities.at(entity)?.id ?? "");
  const rest = { ...context, filter: { ...context.filter, passes } };
  const left = searchByWords({ ...asked, text: exception.all, things: true }, rest);
  return left.match === "none" ? left : { ...left, match: "close" };
}

/** Each of several things by itself; undefined where there is but one, or some are not there. */
function searchSeveral(
  { unmet, left = [] }: IndexAnswer,
  asked: AskedByWords,
  context: SearchContext,
): IndexAnswer | undefined {
  const { lexicon } = context.tables;
  const whole = { ...asked, limit: asked.limit + asked.offset, offset: 0 };
  const ask = (texts: readonly string[] | undefined) =>
    texts?.map((text) => searchWhole({ ...whole, text }, context));
  const wishes = wishesIn(asked.text, lexicon, context.said);
  const shared = wishes && ask(completed(wishes, (wish) => saidIn(wish, context)));
  const each = unmet && ask(eachAsked(asked.text, unmet, lexicon));
  for (const some of [shared, each]) {
    const both = some && ofAll(some, asked);
    if (both) return both;
  }
  const isOf = (wish: string) => (unmet ?? left).some((word) => tokenise(wish).includes(word));
  // what is left of a thing is all of another
  if (!wishes?.some(isOf) || (unmet === undefined && wishes.every(isOf))) return undefined;
  return ofAll(ask(wishes) ?? [], asked);
}

function saidIn(wish: string, { tables, visible }: SearchContext): WishSaid {
  const words = withParts(readWords(wish, tables.lexicon), tables, visible);
  const reaches = wordReach(withPlaces(words, tables, visible), tables, visible, () => NO_PLACES, NOTHING);
  const isKind = ({ kinds }: WordReach) => kinds.length > 0;
  return {
    kinds: reaches.filter(isKind).map(({ text }) => text),
    isSomewhere: reaches.some(({ isPlace }) => isPlace),
    isOther: reaches.some((each) => (each.needed || each.isUnknown) && !each.isPlace && !isKind(each)),
  };
}

/** What is wished first, where nothing of it is what was not found: "dim the lamp and remind me to lock up". */
function withoutAfterthought(text: string, unmet: readonly string[], lexicon: Lexicon): string | undefined {
  const texts = tokenise(text.slice(0, TEXT_MAX));
  const begins = (at: number) =>
    lexicon.afterthoughts.some((words) => words.every((word, place) => texts[at + place] === word));
  const from = texts.findIndex((_, at) => at >= SHORTEST_WISH && begins(at));
  const wish = texts.slice(0, Math.max(0, from));
  return from < 0 || unmet.some((word) => wish.includes(word)) ? undefined : wish.join(" ");
}

const SHORTEST_WISH = 2;

function searchWhole({ text, state, ...asked }: AskedByWords, context: SearchContext): IndexAnswer {
  const { tables, visible } = context;
  const cut = text.slice(0, TEXT_MAX);
  const numbered = isSpaceless(text) ? numberedPlaces(cut, tables, visible) : [];
  const words = withNumbers(readWords(text, tables.lexicon), numbered);
  const read = [...words, ...signPlaces(cut, tables, visible)];
  let said: PlacesAsked | undefined;
  // where every word is known nobody asks for it
  const places = () => (said ??= placesSaid(cut, state, context));
  const unknown = isSpaceless(text) ? signsOfNobody(cut, numbered, context) : NOTHING;
  const found = searchPages({ ...asked, read, places, unknown }, context);
  const [first, ...rest] = read;
  const isFirstAlone = found.unmet?.length === 1 && found.unmet[0] === first?.text;
  if (!first || !isFirstAlone || !mayBeVerb(first, rest, context)) return found;
  const withoutVerb = searchPages(
    { ...asked, places, unknown, read: [{ ...first, role: "hint" }, ...rest] },
    context,
  );
  return withoutVerb.match === "none" ? found : withoutVerb;
}

/** Also where how things are ends a question. */
function placesSaid(
  text: string,
  state: string | undefined,
  { tables: { lexicon }, said }: SearchContext,
): PlacesAsked {
  const placesIn = (each: string) => placesAsked(each, lexicon, said);
  const places = placesIn(text);
  if (state === undefined || !lexicon.byForm || isSpaceless(text)) return places;
  const sure = [...placesIn(`${text} ${state}`)].filter(([, isSure]) => isSure);
  return new Map([...places, ...sure]);
}

/** Signs of words that nobody knows, numbered places that are not here among them. */
function signsOfNobody(
  text: string,
  numbered: readonly NumberedPlace[],
  { tables, said }: SearchContext,
): UnknownSigns {
  const unknown = new Map(unknownSigns(text, tables.lexicon, said));
  for (const { name, here } of numbered) {
    if (here === undefined) unknown.set(name, true);
    else {
      // nor is its sign with a particle
      const isOfIt = (pair: string) => pair === name || pair.startsWith(name.slice(-1));
      for (const pair of [...unknown.keys()].filter(isOfIt)) unknown.delete(pair);
    }
  }
  return unknown;
}

/** "schalte die Stehlampe aus": no form of "Schalter", but what is to be done with a thing that is named. */
function mayBeVerb(
  { role, text }: Word,
  rest: readonly Word[],
  { tables: { lexicon, vocabulary, groups }, visible }: SearchContext,
): boolean {
  if (!lexicon.isSparse || role !== "noun" || isKindWritten(text, lexicon)) return false;
  const isOfArea = (term: number) => groups.byTerm.of(term).some((each) => groups.at(each)?.kind === "area");
  return rest.some((word) => {
    const term = word.role === "name" ? vocabulary.find(word.stem) : undefined;
    return term !== undefined && visible.term(term) && !isOfArea(term);
  });
}

type Asked = Omit<AskedByWords, "text"> & {
  readonly read: readonly Word[];
  /** Words that stand where a place is said. */
  readonly places: () => PlacesAsked;
  /** Signs of words that nobody knows. */
  readonly unknown: UnknownSigns;
};

function searchPages(asked: Asked, context: SearchContext): IndexAnswer {
  const { limit, offset } = asked;
  const first = searchPage(asked, Math.min(limit, offset || limit), { taken: NONE_TAKEN, top: 0 }, context);
  if (offset === 0 || first.match === "none") return first;
  const [{ score: top } = { score: 0 }] = first.hits;
  const taken = new Set(first.hits.map(keyOf));
  let page = first;
  while (taken.size < offset && page.hits.length > 0) {
    page = searchPage(asked, Math.min(limit, offset - taken.size), { taken, top }, context);
    for (const hit of page.hits) taken.add(keyOf(hit));
  }
  page = taken.size < offset ? page : searchPage(asked, limit, { taken, top }, context);
  return { ...page, match: first.match, total: taken.size + page.total };
}

type Before = {
  /** `kind:id` */
  readonly taken: ReadonlySet<string>;
  /** The score of the very first. */
  readonly top: number;
};

const NONE_TAKEN: ReadonlySet<string> = new Set();

function keyOf({ kind, id }: Pick<Hit, "kind" | "id">): string {
  return `${kind}:${id}`;
}

function searchPage(
  { read, kinds: wanted, things, places, unknown }: Asked,
  limit: number,
  { taken, top }: Before,
  whole: SearchContext,
): IndexAnswer {
  const { tables, visible, filter } = whole;
  const isNew = (entity: number) => !taken.has(`entity:${tables.entities.at(entity)?.id}`);
  const passes = (entity: number) => filter.passes(entity) && isNew(entity);
  const context = taken.size === 0 ? whole : { ...whole, filter: { ...filter, passes } };
  const parted = withSignKinds(withParts(read, tables, visible), tables, visible);
  const words = withTelling(parted, tables, visible);
  const reaches = wordReach(withPlaces(words, tables, visible), tables, visible, places, unknown);
  const saysWhere = namesPlacesAlone(reaches);
  const inside = things || (saysWhere && tables.lexicon.asksForAll(read[0]?.text ?? ""));
  const kinds = wanted ?? new Set<HitKind>(inside ? ["entity"] : USUAL_KINDS);
  const termsOf = (some: readonly Word[]) =>
    some.flatMap(({ stem, isSign }) => (isSign ? [] : [tables.vocabulary.find(stem) ?? -1]));
  // "run good morning": behind what is to be done, as well
  const { lexicon } = tables;
  const isDeed = ({ role, text }: Word) => role === "act" || lexicon.isOneOf(text) || lexicon.saysWhere(text);
  const from = read.findIndex((word) => !isDeed(word));
  const names = [termsOf(read), ...(from > 0 ? [termsOf(read.slice(from))] : [])];
  // "august" is no "adjust" where nothing else is said
  const isUnknown = reaches.some(
    ({ isUnknown, isGuess, role, stem }) =>
      (isUnknown || (isGuess && role === "act")) && !PARTICLE.test(stem),
  );
  const isOther = isUnknown || tables.lexicon.asks(read[0]?.stem ?? "") || isSmallTalk(read, tables.lexicon);
  // what is to be done with a thing that nobody knows says nothing of another
  const idle = isOther && saysNothing(reaches, { deeds: isUnknown });
  const found = kinds.has("entity")
    ? searchEntities(reaches, names, limit, { ...context, idle })
    : NONE_FOUND;
  const groups = searchGroups(reaches, kinds, whole).filter((group) => !taken.has(keyOf(group)));
  const answer = answerOf(found, groups, reaches, { limit, idle, top });
  const isDone = reaches.some(({ role }) => role === "act" || role === "verb");
  return saysWhere && (inside || isDone) ? { ...answer, byKind: true } : answer;
}

/** "che ore sono": questions of the home's language are known by nothing but their small words. */
function isSmallTalk(read: readonly Word[], lexicon: Lexicon): boolean {
  return lexicon.isSparse && read.length > 1 && read.every(({ role }) => role === "soft");
}

function namesPlacesAlone(reaches: readonly WordReach[]): boolean {
  const needed = reaches.filter((reach) => reach.needed);
  return needed.length > 0 && needed.every(({ isPlace }) => isPlace);
}
