/** What Home Assistant's texts in a language call the kinds of things. */

import type { Role } from "../language.ts";
import type { Lexicon } from "../lexicon.ts";
import { spelled } from "../normalise.ts";
import { entries, raise, raiseAll, type Sense, type Serving } from "../sense.ts";
import { isSpaceless, tokenise } from "../tokenise.ts";
import { english } from "./english/en.ts";
/** Key of Home Assistant's `frontend/get_translations` → text in the language. */
export type Translations = Readonly<Record<string, string>>;

const TITLE = /^component\.([a-z_]+)\.(?:title|entity_component\._\.name)$/;
/** Of a domain that has entities. */
const COMPONENT = /^component\.([a-z_]+)\.entity_component\./;
const CLASS = /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.name$/;
export const SERVICE = /^component\.[a-z_]+\.services\.[a-z_]+\.name$/;
export const STATE =
  /^component\.([a-z_]+)\.entity_component\.([a-z0-9_]+)\.(?:state_attributes\.[a-z0-9_]+\.)?state\.([a-z0-9_]+)$/;

/** What people mean when they name them is rather something else. */
const NOT_MEANT: ReadonlySet<string> = new Set([
  "sensor",
  "binary_sensor",
  "number",
  "select",
  "text",
  "event",
]);

/** The words in what kinds are called, as they are written. */
export function kindsWritten(translations: Translations): ReadonlySet<string> {
  const texts = Object.entries(translations).flatMap(([key, text]) =>
    TITLE.test(key) || CLASS.test(key) ? [text] : [],
  );
  return new Set(texts.flatMap((text) => spelled(text).match(/[\p{L}\p{M}]+/gu) ?? []));
}

/** What is said of things, of their kinds, states and services; not the names of integrations. */
export function ofThings(texts: Translations): Translations {
  const domains = new Set(Object.keys(texts).flatMap((key) => COMPONENT.exec(key)?.[1] ?? []));
  // of those that English has a word for
  const served = new Set(
    english.concepts.flatMap(({ serves }) => entries(serves).map((target) => /^[a-z_]+/.exec(target)?.[0])),
  );
  const isOfThing = (key: string) => {
    const [, domain] = TITLE.exec(key) ?? [];
    if (domain === undefined) return [CLASS, SERVICE, STATE].some((keys) => keys.test(key));
    return domains.has(domain) || served.has(domain);
  };
  return Object.fromEntries(Object.entries(texts).filter(([key]) => isOfThing(key)));
}

export type KindCalled = Serving & {
  readonly role: Role;
  /** Concepts of English. */
  readonly twins: readonly string[];
  readonly general: boolean;
  readonly embraces: boolean;
};

/** The word or words for a kind → what serves it. */
export function kindsIn(
  translations: Translations,
  inEnglish: Translations,
  lexicon: Lexicon,
): ReadonlyMap<string, KindCalled> {
  const kinds = new Map<string, KindCalled>();
  for (const [key, text, twin] of eachText(translations, inEnglish)) {
    const senses = sensesOf(twin, lexicon);
    const target = targetOf(key) ?? doneBy(key, senses);
    if (target === undefined) continue;
    for (const words of wordingsOf(text)) {
      const { role, twins, general, embraces, ...serving }: KindCalled = kinds.get(words) ?? {
        serves: new Map(),
        unclassed: new Set(),
        role: "hint",
        twins: [],
        general: false,
        embraces: false,
      };
      raise(serving, target, 1);
      for (const sense of senses) raiseAll(serving, sense);
      const isNoun = senses.length === 0 || senses.some((sense) => sense.role === "noun");
      const concepts = [...twins, ...senses.flatMap((sense) => [...sense.concepts])];
      kinds.set(words, {
        ...serving,
        role: isNoun ? "noun" : role,
        twins: concepts,
        general: general || senses.some((sense) => sense.general),
        embraces: embraces || senses.some((sense) => sense.embraces),
      });
    }
  }
  return kinds;
}

export function kindOf(role: Role, senses: readonly Sense[]): KindCalled {
  const serving: Serving = { serves: new Map(), unclassed: new Set() };
  for (const sense of senses) raiseAll(serving, sense);
  return {
    ...serving,
    role,
    twins: senses.flatMap((sense) => [...sense.concepts]),
    general: senses.some((sense) => sense.general),
    embraces: senses.some((sense) => sense.embraces),
  };
}

/** With its English twin; of "Heizen/Kühlen" each part with its own. */
function eachText(
  translations: Translations,
  inEnglish: Translations,
): readonly (readonly [key: string, text: string, twin: string])[] {
  return Object.entries(translations).flatMap(([key, text]) => {
    const twin = inEnglish[key] ?? "";
    const [parts, twins] = [text.split("/"), twin.split("/")];
    const isApart = STATE.test(key) && parts.length > 1 && parts.length === twins.length;
    return isApart
      ? parts.map((part, at) => [key, part, twins[at] ?? ""] as const)
      : [[key, text, twin] as const];
  });
}

/** `light`, or `binary_sensor.door`; undefined for what names no kind. */
function targetOf(key: string): string | undefined {
  const [, domain] = TITLE.exec(key) ?? [];
  if (domain !== undefined) return NOT_MEANT.has(domain) ? undefined : domain;
  const [, of, deviceClass] = CLASS.exec(key) ?? [];
  return deviceClass === undefined ? undefined : `${of}.${deviceClass}`;
}

/** "Riscaldamento" is what a thermostat does, and what people call it. */
function doneBy(key: string, senses: readonly Sense[]): string | undefined {
  const [, domain = "", deviceClass] = STATE.exec(key) ?? [];
  const isKind = ({ role, serves }: Sense) => role === "noun" && serves.get(domain) === 1;
  return deviceClass === "_" && senses.some(isKind) ? domain : undefined;
}

/** "Heizen": words for kinds, of which things are called by other forms ("Heizung"). */
export function doingsIn(
  translations: Translations,
  inEnglish: Translations,
  lexicon: Lexicon,
): readonly string[] {
  return eachText(translations, inEnglish).flatMap(([key, text, twin]) => {
    const isDone = !isSpaceless(text) && doneBy(key, sensesOf(twin, lexicon)) !== undefined;
    return isDone ? wordingsOf(text).filter((words) => !words.includes(" ")) : [];
  });
}

/** "Licht/Lampe", "Lampe (Decke)": each by itself, without what is in brackets. */
function wordingsOf(text: string): readonly string[] {
  const parts = text.replace(/\([^)]*\)/g, "").split(/[/,;]/);
  return parts.map((part) => tokenise(part).join(" ")).filter((words) => words !== "");
}

export function sensesOf(twin: string, lexicon: Lexicon): readonly Sense[] {
  const words = tokenise(twin).map(lexicon.stem);
  return words.length === 0 ? [] : lexicon.senses(words.join(" ")).filter(({ role }) => role !== "soft");
}
