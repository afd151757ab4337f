/** The language of a home, out of Home Assistant's own words for it; small words and stems from libraries. */

import type { Concept, Language, Role } from "../language.ts";
import { compileLexicon, type Lexicon, type Sense } from "../lexicon.ts";
import { tokenise } from "../tokenise.ts";
import { english } from "./en.ts";
import { smallWordsOf } from "./small-words.ts";
import { stemmerFor } from "./stems.ts";

/** Key of Home Assistant's `frontend/get_translations` → text in the language. */
export type Translations = Readonly<Record<string, string>>;

const TITLE = /^component\.([a-z_]+)\.(?:title|entity_component\._\.name)$/;
const CLASS = /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.name$/;
const SERVICE = /^component\.([a-z_]+)\.services\.[a-z_]+\.name$/;
const STATE = /^component\.[a-z_]+\.entity_component\.[a-z0-9_]+\.state\.[a-z0-9_]+$/;

/** Services of a domain that say a word, for it to be the word for the domain. */
const OFTEN = 3;

/** What people mean when they name them is rather something else. */
const NOT_MEANT: ReadonlySet<string> = new Set([
  "sensor",
  "binary_sensor",
  "number",
  "select",
  "text",
  "event",
]);

/**
 * `code` as Home Assistant has it (`de`, `pt-BR`, `zh-Hans`); `translations` its words in that language, `inEnglish` the
 * same in English, by which a word takes over what its English twin means.
 */
export async function homeLanguage(
  code: string,
  translations: Translations,
  inEnglish: Translations,
): Promise<Language> {
  const small = await smallWordsOf(code);
  const kinds = new Map(kindsIn(translations, inEnglish));
  // "alle" is no kind, though every service says it
  const isSmall = new Set(small);
  for (const [word, domain] of wordsOfServices(translations))
    if (!kinds.has(word) && !isSmall.has(word))
      kinds.set(word, { serves: new Map([[domain, 1]]), role: "noun", twins: [] });
  const done = [...wordsOf(translations, SERVICE), ...wordsOf(translations, STATE)];
  const concepts = [...kinds].map(([words, { serves, role, twins }]): Concept => {
    const shares = [...serves].map(([target, share]) => `${target} ${share}`);
    return { words, serves: shares.join(", "), role, twins };
  });
  return {
    code,
    borrowed: true,
    stem: await stemmerFor(code),
    soft: [...isSmall].filter((word) => !kinds.has(word)).join(" "),
    softPhrases: [...new Set(done)].filter((word) => !kinds.has(word)).join(", "),
    questions: "",
    units: "",
    concepts,
    alike: [],
    known: "",
  };
}

/** Words that stand in several services of one domain and in none of others: what these services are done to. */
function wordsOfServices(translations: Translations): ReadonlyMap<string, string> {
  const byWord = new Map<string, { readonly domains: Set<string>; times: number }>();
  for (const [key, text] of Object.entries(translations)) {
    const [, domain] = SERVICE.exec(key) ?? [];
    if (domain === undefined || NOT_MEANT.has(domain)) continue;
    for (const word of new Set(tokenise(text))) {
      const known = byWord.get(word) ?? { domains: new Set(), times: 0 };
      known.domains.add(domain);
      known.times++;
      byWord.set(word, known);
    }
  }
  const found = new Map<string, string>();
  for (const [word, { domains, times }] of byWord) {
    const [domain] = domains;
    if (domain !== undefined && domains.size === 1 && times >= OFTEN) found.set(word, domain);
  }
  return found;
}

type Kind = {
  readonly serves: Map<string, number>;
  readonly role: Role;
  /** Concepts of English. */
  readonly twins: readonly string[];
};

/** The word or words for a kind → what serves it. */
function kindsIn(translations: Translations, inEnglish: Translations): ReadonlyMap<string, Kind> {
  const lexicon = compileLexicon([english]);
  const kinds = new Map<string, Kind>();
  for (const [key, text] of Object.entries(translations)) {
    const target = targetOf(key);
    if (target === undefined) continue;
    const senses = sensesOf(inEnglish[key] ?? "", lexicon);
    for (const words of wordingsOf(text)) {
      const { serves, role, twins }: Kind = kinds.get(words) ?? {
        serves: new Map(),
        role: "hint",
        twins: [],
      };
      add(serves, target, senses);
      const isNoun = senses.length === 0 || senses.some((sense) => sense.role === "noun");
      const concepts = [...twins, ...senses.flatMap((sense) => [...sense.concepts])];
      kinds.set(words, { serves, role: isNoun ? "noun" : role, twins: concepts });
    }
  }
  return kinds;
}

/** `light`, or `binary_sensor.door`; undefined for what names no kind. */
function targetOf(key: string): string | undefined {
  const [, domain] = TITLE.exec(key) ?? [];
  if (domain !== undefined) return NOT_MEANT.has(domain) ? undefined : domain;
  const [, of, deviceClass] = CLASS.exec(key) ?? [];
  return deviceClass === undefined ? undefined : `${of}.${deviceClass}`;
}

/** "Licht/Lampe", "Lampe (Decke)": each by itself, without what is in brackets. */
function wordingsOf(text: string): readonly string[] {
  const parts = text.replace(/\([^)]*\)/g, "").split(/[/,;]/);
  return parts.map((part) => tokenise(part).join(" ")).filter((words) => words !== "");
}

function add(serves: Map<string, number>, target: string, senses: readonly Sense[]): void {
  const raise = (each: string, share: number) => serves.set(each, Math.max(share, serves.get(each) ?? 0));
  raise(target, 1);
  for (const sense of senses) for (const [each, share] of sense.serves) raise(each, share);
}

function sensesOf(twin: string, lexicon: Lexicon): readonly Sense[] {
  const words = tokenise(twin).map(lexicon.stem);
  return words.length === 0 ? [] : lexicon.senses(words.join(" ")).filter(({ role }) => role !== "soft");
}

function wordsOf(translations: Translations, keys: RegExp): readonly string[] {
  return Object.entries(translations).flatMap(([key, text]) => (keys.test(key) ? tokenise(text) : []));
}
