/** Words written together: a place or name with the kind of thing behind it ("Wohnzimmerlampe"), or two of a name ("livingroom"). */

import type { Tables } from "../index/tables.ts";
import { LOOKED_AT, type Visible } from "../index/visible.ts";
import { readWords, type Word } from "../words/query-words.ts";
import type { Sense } from "../words/sense.ts";
import { isLettered } from "../words/tokenise.ts";
import { namesWith } from "./names-here.ts";

const SHORTEST_PART = 3;
const SHORTEST_LETTERED = 2;
/** A shorter tail is no form of a longer word. */
const SHORTEST_STEMMED = 4;
/** Letters that join two words ("Küchenlampe", "köksljus"). */
const JOINT_MAX = 2;
/** A kind behind letters that nobody knows is so long. */
const SHORTEST_TAIL = 4;

/** Each word that nobody knows and that is two of a name, or ends in a kind, made into those; English writes kinds apart. */
export function withParts(words: readonly Word[], tables: Tables, visible: Visible): readonly Word[] {
  if (!words.some((word) => isUnknown(word, tables, visible))) return words;
  const { isSparse } = tables.lexicon;
  return words.flatMap((word) => {
    if (!isUnknown(word, tables, visible)) return [word];
    const kind = isSparse ? partsOf(word, tables, visible) : [word];
    return kind.length > 1 ? kind : (twoOfName(word, tables, visible) ?? kind);
  });
}

/** "livingroom", where a name has both words one behind the other: as if they were written apart. */
function twoOfName({ text }: Word, tables: Tables, visible: Visible): readonly Word[] | undefined {
  const { lexicon, vocabulary } = tables;
  // who asks for everything names no "every" and no "thing"
  if (lexicon.asksForAll(text)) return undefined;
  // a dictionary has "ครัวไฟ" in one
  const shortest = isLettered(text) ? SHORTEST_LETTERED : SHORTEST_PART;
  for (let at = shortest; at <= text.length - shortest; at++) {
    const parts = [text.slice(0, at), text.slice(at)];
    const [head, tail] = parts.map((part) => vocabulary.find(lexicon.stem(part)));
    if (head === undefined || tail === undefined || !visible.term(head) || !visible.term(tail)) continue;
    const areOne = isLettered(text) ? mayMeet : areTogether;
    if (areOne(head, tail, tables, visible)) return readWords(parts.join(" "), lexicon);
  }
  return undefined;
}

function isUnknown({ role, stem }: Word, { vocabulary }: Tables, visible: Visible): boolean {
  const own = vocabulary.find(stem);
  const shortest = isLettered(stem) ? SHORTEST_LETTERED : SHORTEST_PART;
  return role === "name" && stem.length >= shortest * 2 && (own === undefined || !visible.term(own));
}

function partsOf(word: Word, tables: Tables, visible: Visible): readonly Word[] {
  const { text } = word;
  for (let at = SHORTEST_PART; at <= text.length - SHORTEST_PART; at++) {
    const stem = tables.lexicon.stem(text.slice(at));
    const senses = tables.lexicon.senses(stem).filter(isNoun);
    // "sovrummet" ends in no meter: so short a word is what it is written as
    if (
      senses.length === 0 ||
      (text.length - at < SHORTEST_STEMMED && !tables.lexicon.writes(text.slice(at)))
    )
      continue;
    const kind = { stem, text: text.slice(at), senses, share: 1 };
    if (saysKindOf(text.slice(0, at), senses, tables)) return [{ ...word, senses, role: "noun" }];
    const head = headOf(text.slice(0, at), tables, visible);
    if (head)
      return [
        { ...head, senses: [], share: 1, role: "name" },
        { ...kind, role: "noun" },
      ];
    if (stem.length >= SHORTEST_TAIL && !isMisspelt(word, tables, visible)) {
      const unknown = { stem: text.slice(0, at), text, senses: [], share: 1, role: "name" as const };
      // of the kind, but no name: the tail may be none ("Stromverbrauch" and "Rauch")
      return [unknown, { ...kind, stem: word.stem, text, role: "noun" }];
    }
  }
  return [word];
}

/** "robotstofzuiger": what is said of such a thing alone as well tells no place. */
function saysKindOf(head: string, senses: readonly Sense[], { lexicon }: Tables): boolean {
  const kinds = lexicon.senses(lexicon.stem(head)).filter(isNoun);
  return kinds.some((kind) =>
    senses.some(({ serves }) => [...serves.keys()].some((each) => kind.serves.has(each))),
  );
}

/** Whether they are neighbours in the name of what may be seen, or the first is a word of its place. */
function areTogether(
  head: number,
  tail: number,
  { byTerm, entities, groups }: Tables,
  visible: Visible,
): boolean {
  const has = (entity: number) => {
    const { words = [], place = [] } = entities.at(entity) ?? {};
    return place.includes(head) ? words.includes(tail) : areNeighbours(words);
  };
  const areNeighbours = (words: readonly number[]) =>
    words.some((term, at) => term === head && words[at + 1] === tail);
  const isNamed = (group: number) =>
    visible.group(group) && groups.at(group)?.names.some(areNeighbours) === true;
  return groups.byTerm.of(head).some(isNamed) || visible.some(byTerm.of(tail), LOOKED_AT, has);
}

/** Beside each other in a name, or the end of one and the beginning of another: ห้องน้ำ is neither a ห้อง nor the น้ำ of another. */
function mayMeet(head: number, tail: number, tables: Tables, visible: Visible): boolean {
  const names = namesWith(head, tables, visible);
  if (names.some((name) => name[name.indexOf(head) + 1] === tail)) return true;
  const ends = names.some((name) => name.at(-1) === head);
  return ends && namesWith(tail, tables, visible).some(([first]) => first === tail);
}

/** One letter from a word of the home. */
function isMisspelt({ stem }: Word, { vocabulary }: Tables, visible: Visible): boolean {
  return vocabulary.near(stem).some(({ term, faults }) => faults === 1 && visible.term(term));
}

function isNoun({ role }: Sense): boolean {
  return role === "noun";
}

/** A word of the home, as it is or without the letters that join it. */
function headOf(text: string, { lexicon, vocabulary }: Tables, visible: Visible) {
  for (let joint = 0; joint <= JOINT_MAX && text.length - joint >= SHORTEST_PART; joint++) {
    const head = text.slice(0, text.length - joint);
    for (const stem of [head, lexicon.stem(head)]) {
      const term = vocabulary.find(stem);
      if (term !== undefined && visible.term(term)) return { stem, text: head };
    }
  }
  return undefined;
}
