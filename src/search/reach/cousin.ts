/** Whether a thing is another kind of the domain that a word for a kind is of. */

import { domainOf } from "../../core/entity-id.ts";
import type { Indexed } from "../index/entities.ts";
import type { Tables } from "../index/tables.ts";
import type { Lexicon } from "../words/lexicon.ts";
import type { Sense } from "../words/sense.ts";
import { isSpaceless } from "../words/tokenise.ts";
import { SERVED, type WordReach } from "./reached.ts";

/** What calls itself another kind of the same domain: a blind where a curtain is asked for. */
export function isCousin(
  { kinds }: WordReach,
  byWord: number,
  { id, words, nameLength, groups }: Indexed,
  tables: Tables,
): boolean {
  if (byWord >= SERVED || kinds.length === 0) return false;
  const domain = domainOf(id);
  // what can be measured of a thing is no kind of it
  const isOfDomain = ({ serves }: Sense) => (serves.get(domain) ?? 0) >= OF_DOMAIN && !servesSensors(serves);
  if (kinds.some((kind) => kind.embraces && isOfDomain(kind))) return false;
  const own = classAmong(groups, tables);
  const hasClass = own === undefined ? undefined : isOfClass(kinds, domain, own);
  if (hasClass !== undefined) return !hasClass;
  // a blind is a cover, though its class is such as a kind may have
  const isRather = own !== undefined && kinds.some(({ serves }) => serves.has(own));
  if ((!isRather && !kinds.some(isOfDomain)) || kinds.some((kind) => kind.general && isOfDomain(kind)))
    return false;
  // what a word of the home's language may be is less sure
  const isSure = !isSensor(domain) && (isRather || kinds.every(({ borrowed }) => !borrowed));
  let calls = false;
  for (const sense of kindsIn(words, nameLength, tables)) {
    if (kinds.some((kind) => isSame(kind, sense) || sharesClass(kind, sense, domain))) return false;
    calls ||= (isOfDomain(sense) || (isSure && hasClassIn(sense, domain))) && !sense.general;
  }
  return calls;
}

/** Whether nothing is asked for but how warm or humid it is in a place. */
export function asksOfAir(reaches: readonly WordReach[], { isVessel }: Lexicon): boolean {
  const needed = reaches.filter((reach) => reach.needed);
  return (
    needed.some(({ isPlace }) => isPlace) &&
    // the water of the pool is what is meant by it
    !needed.some(({ isPlace, stem }) => isPlace && isVessel(stem)) &&
    needed.some(isOfAir) &&
    needed.every((reach) => reach.isPlace || isOfAir(reach))
  );
}

export function isOfAir({ kinds }: WordReach): boolean {
  return kinds.some(({ serves }) => AIR.some((target) => serves.get(target) === 1));
}

const AIR = ["sensor.temperature", "sensor.humidity"];

/** "Kitchen temperature" is none of the fridge there, nor of what heats the water. */
export function isInVessel(
  { id, words, nameLength, place }: Indexed,
  reaches: readonly WordReach[],
  { lexicon, vocabulary }: Tables,
): boolean {
  if (domainOf(id) === "water_heater") return true;
  return words
    .slice(0, nameLength)
    .some(
      (term) =>
        lexicon.isVessel(vocabulary.text(term)) &&
        !place.includes(term) &&
        !reaches.some(({ terms }) => terms.has(term)),
    );
}

function isSensor(domain: string): boolean {
  return domain === "sensor" || domain === "binary_sensor";
}

/**
 * Whether its class is one of those that a kind has in the domain: no window where a garage door is asked for. undefined =
 * its class does not say.
 */
function isOfClass(kinds: readonly Sense[], domain: string, own: string): boolean | undefined {
  if (kinds.some(({ serves }) => (serves.get(own) ?? 0) >= OF_DOMAIN)) return true;
  const hasClasses = ({ serves }: Sense) => [...serves.keys()].some((each) => each.startsWith(`${domain}.`));
  // what a sensor is, its class says
  const mayBe = (kind: Sense) =>
    kind.serves.has(own) || (isSensor(domain) ? kind.serves.get(domain) === 1 : !hasClasses(kind));
  return kinds.some(mayBe) ? undefined : false;
}

/** `domain.class` */
function classAmong(groups: readonly number[], tables: Tables): string | undefined {
  for (const group of groups) {
    const known = tables.groups.at(group);
    if (known?.kind === "class") return known.id;
  }
  return undefined;
}

/** Of each word of a name and of each two neighbours, of a script without spaces also of more; the same names are looked at again and again. */
function kindsIn(words: readonly number[], nameLength: number, tables: Tables): readonly Sense[] {
  const memory = memories.get(tables) ?? new Map<readonly number[], readonly Sense[]>();
  memories.set(tables, memory);
  const known = memory.get(words);
  if (known) return known;
  const { lexicon, vocabulary } = tables;
  const texts = words.slice(0, nameLength).map((term) => vocabulary.text(term));
  const longest = Math.min(texts.length, texts.some(isSpaceless) ? LONGEST_OF_SIGNS : 2);
  const phrases = texts.flatMap((_, at) =>
    Array.from({ length: Math.min(longest, texts.length - at) }, (_, more) =>
      texts.slice(at, at + more + 1).join(" "),
    ),
  );
  const found = phrases.flatMap((phrase) => lexicon.senses(phrase));
  const kinds = found.filter(({ role }) => role === "noun");
  if (memory.size >= KEPT) memory.clear();
  memory.set(words, kinds);
  return kinds;
}

/** Of each index, by the words of an entity, which are new ones when it is renamed. */
const memories = new WeakMap<Tables, Map<readonly number[], readonly Sense[]>>();
/** As many as are looked at again soon. */
const KEPT = 5_000;

function servesSensors(serves: Sense["serves"]): boolean {
  const known = sensing.get(serves);
  if (known !== undefined) return known;
  const found = [...serves.keys()].some((target) => target.startsWith("sensor."));
  sensing.set(serves, found);
  return found;
}

const sensing = new WeakMap<Sense["serves"], boolean>();

/** "Hall Window" may be the blind there, and is no gate; but a curtain is no window. */
function sharesClass({ serves }: Sense, other: Sense, domain: string): boolean {
  return [...serves].some(
    ([target, share]) => share >= OF_DOMAIN && target.startsWith(`${domain}.`) && other.serves.has(target),
  );
}

function hasClassIn({ serves }: Sense, domain: string): boolean {
  return [...serves].some(([target, share]) => target.startsWith(`${domain}.`) && share >= OF_DOMAIN);
}

function isSame({ concepts }: Sense, other: Sense): boolean {
  return concepts.some((concept) => other.concepts.includes(concept));
}

const OF_DOMAIN = 0.6;
/** Pairs of signs: ブラインド has four. */
const LONGEST_OF_SIGNS = 5;
