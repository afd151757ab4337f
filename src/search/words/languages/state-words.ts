/** What a language says of things that are in a state, out of Home Assistant's texts in it and in English. */

import { aTurn } from "../../../core/turns.ts";
import { segmentsOf } from "../icu.ts";
import type { StateWords } from "../language.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { type Alignment, align } from "./alignment.ts";
import { english } from "./english/en.ts";
import { englishStates } from "./english/en-states.ts";

type Texts = Readonly<Record<string, string>>;

/** A text that says a state: of an entity, of a condition, of what sets something off. */
const STATE = /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.state\.([a-z0-9_-]+)$/;
const BECOMES = /^component\.[a-z_]+\.(?:conditions|triggers)\.[a-z_]+\.name$/;
const SWITCHING =
  /\.services\.(?:turn_on|turn_off|toggle|media_(?:play|pause|play_pause|stop|next_track|previous_track))\.name$/;
const ON_OFF = /^component\.(?:light|switch|fan)\.entity_component\._\.state\.(?:on|off)$/;
const SERVICE = /^component\.[a-z_]+\.services\.[a-z_]+\.name$/;

/** Less sure, a word says no state. */
const SHARE = 0.55;
/** Seen less, a word may stand there by chance. */
const OFTEN = 2;

type Means = {
  readonly code: string;
  readonly stem: (word: string) => string;
  /** Words that decide nothing or are kinds: never a state. */
  readonly isOther: (word: string) => boolean;
  /** The same of a stem of English. */
  readonly isEnglishKind: (stem: string) => boolean;
};

type StatesOf = {
  readonly states: readonly StateWords[];
  readonly deeds: string;
  readonly switching: string;
  readonly deedStates: readonly StateWords[];
};

/** `texts` in the language and in English, by the same keys. */
export async function stateWords(texts: Texts, inEnglish: Texts, means: Means): Promise<StatesOf> {
  const { stem, code } = means;
  const written = new Map<string, Set<string>>();
  const pairsOf = (isMeant: (key: string) => boolean) =>
    Object.entries(texts).flatMap(([key, text]) => {
      const twin = inEnglish[key];
      if (twin === undefined || !isMeant(key)) return [];
      const own = wordsIn(text, code);
      for (const word of own) written.set(stem(word), (written.get(stem(word)) ?? new Set()).add(word));
      return [{ own: own.map(stem), english: tokenise(twin).map(english.stem) }];
    });
  const said = await align(pairsOf((key) => STATE.test(key) || BECOMES.test(key)));
  await aTurn();
  const done = await align(pairsOf((key) => SERVICE.test(key)));
  await aTurn();
  const learn = (alignment: Alignment, often: number) =>
    [...alignment].flatMap(([stemmed, meanings]): StateWords[] => {
      const are = stateMeant(meanings, often, means.isEnglishKind);
      const words = [...(written.get(stemmed) ?? [])].filter((word) => !means.isOther(word));
      return are === undefined || words.length === 0 ? [] : [{ words: words.join(", "), are }];
    });
  const services = Object.entries(texts).filter(([key]) => SERVICE.test(key));
  return {
    states: [...named(texts), ...twinsOf(texts, inEnglish), ...learn(said, OFTEN)],
    deeds: [...new Set(services.flatMap(([, text]) => wordsIn(text, code)))].join(" "),
    switching: services
      .flatMap(([key, text]) => (SWITCHING.test(key) ? wordsIn(text, code) : []))
      .concat(Object.entries(texts).flatMap(([key, text]) => (ON_OFF.test(key) ? wordsIn(text, code) : [])))
      .filter((word) => !means.isOther(word))
      .join(" "),
    deedStates: learn(done, OFTEN),
  };
}

/** "Offen" of a door is on. */
export function named(texts: Texts): readonly StateWords[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    const [, domain, deviceClass = "_", state] = STATE.exec(key) ?? [];
    const words = tokenise(withoutEnding(text)).join(" ");
    if (domain === undefined || state === undefined || words === "") return [];
    const target = deviceClass === "_" ? domain : `${domain}.${deviceClass}`;
    return [{ words: isSpaceless(text) ? text : words, are: `${target} ${state}` }];
  });
}

/** "Bloccato/a", "Éteint(e)": another ending of the same word. */
function withoutEnding(text: string): string {
  return text.replace(/(?<=\p{L})(?:\/-?\p{L}{1,2}\b|\(-?\p{L}{1,2}\))/gu, "");
}

/** What English calls open is open wherever English says so. */
function twinsOf(texts: Texts, inEnglish: Texts): readonly StateWords[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    const twin = STATE.test(key) ? tokenise(inEnglish[key] ?? "").join(" ") : "";
    const are = ENGLISH.get(twin);
    return are === undefined ? [] : [{ words: withoutEnding(text).replaceAll(",", " "), are }];
  });
}

/** Word → what is in that state. */
const ENGLISH: ReadonlyMap<string, string> = new Map(
  englishStates.flatMap(({ words, are }) => words.split(", ").map((word) => [word, are] as const)),
);

/** The state that a word mostly stands for; English may have several words for it. */
function stateMeant(
  meanings: ReadonlyMap<string, number>,
  often: number,
  isKind: (stem: string) => boolean,
): string | undefined {
  const counts = new Map<string, number>();
  let [all, times] = [0, 0];
  for (const [word, count] of meanings) {
    times += count;
    // what is always said of one kind is not the kind ("Update verfügbar")
    if (!isKind(word)) all += count;
    const are = ENGLISH.get(word);
    if (are !== undefined) counts.set(are, (counts.get(are) ?? 0) + count);
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best && Math.round(times) >= often && best[1] >= SHARE * all ? best[0] : undefined;
}

/** Of a script without spaces the words that a dictionary finds. */
function wordsIn(text: string, code: string): readonly string[] {
  if (!isSpaceless(text)) return tokenise(text);
  return segmentsOf(text.toLowerCase(), code).filter((word) => /^\p{L}/u.test(word));
}
