/** One meaning of a word. */

import type { Concept, Role } from "./language.ts";

/** What a word or phrase means: its role, with what serves it (`domain` or `domain.class` → share). */
export type Sense = {
  readonly role: Role | "soft";
  readonly serves: ReadonlyMap<string, number>;
  /** Domains of these that serve only where no thing has a class that serves as fully. */
  readonly unclassed: ReadonlySet<string>;
  /** The same in a question. */
  readonly servesAsked: ReadonlyMap<string, number>;
  readonly freeText: boolean;
  readonly general: boolean;
  readonly embraces: boolean;
  /** What tells one concept from another, in whichever language it is said. */
  readonly concepts: readonly string[];
  /** Of the home's language, from Home Assistant's own words. */
  readonly borrowed: boolean;
};

const NOTHING_SERVES: ReadonlyMap<string, number> = new Map();
/** What a small word means. */
export const SOFT: Sense = {
  role: "soft",
  serves: NOTHING_SERVES,
  unclassed: new Set(),
  servesAsked: NOTHING_SERVES,
  freeText: false,
  general: false,
  embraces: false,
  concepts: [],
  borrowed: false,
};

/** Where a device class without a domain may occur. */
const MEASURING_DOMAINS = ["sensor", "binary_sensor", "number"];

/** What is separated by commas. */
export function entries(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

/** What says in such a list that a domain serves by things without a class. */
const UNCLASSED = "unclassed";

/** "media_player 0.6 unclassed": the domains that are marked so. */
export function unclassedOf(text: string): ReadonlySet<string> {
  const marked = entries(text).map((entry) => entry.split(" "));
  return new Set(marked.flatMap(([target = "", , mark]) => (mark === UNCLASSED ? [target] : [])));
}

/** "light, *.door 0.5": each with its share. */
export function servesOf(text: string): ReadonlyMap<string, number> {
  const serves = new Map<string, number>();
  for (const entry of entries(text)) {
    const [target = "", share = "1"] = entry.split(" ");
    const deviceClass = target.startsWith("*.") ? target.slice(1) : undefined;
    const targets =
      deviceClass === undefined ? [target] : MEASURING_DOMAINS.map((domain) => `${domain}${deviceClass}`);
    for (const each of targets) serves.set(each, Number(share));
  }
  return serves;
}

/** What all words of a concept mean. */
export function senseOf({ words, twins = [], ...concept }: Concept): Sense {
  const { role = "noun", freeText = false, general = false, embraces = false, servesAsked } = concept;
  const serves = servesOf(concept.serves);
  const kinds = { serves, servesAsked: servesAsked === undefined ? serves : servesOf(servesAsked) };
  const concepts = twins.length === 0 ? [words] : [...new Set([words, ...twins])];
  const unclassed = unclassedOf(concept.serves);
  return { role, freeText, general, embraces, borrowed: false, concepts, unclassed, ...kinds };
}

/** `domain.class` of what but tells how something is. */
export const SENSING = /^(?:sensor|binary_sensor|number)\./;

/** What serves one of several meanings, while they are put together. */
export type Serving = { readonly serves: Map<string, number>; readonly unclassed: Set<string> };

export function raiseAll(serving: Serving, { serves, unclassed }: Sense): void {
  for (const [target, share] of serves) raise(serving, target, share, unclassed.has(target));
}

/** The higher of two shares stays, with its mark. */
export function raise(
  { serves, unclassed }: Serving,
  target: string,
  share: number,
  isUnclassed = false,
): void {
  if (share <= (serves.get(target) ?? 0)) return;
  serves.set(target, share);
  if (isUnclassed) unclassed.add(target);
  else unclassed.delete(target);
}

/** As `servesOf` and `unclassedOf` read it. */
export function textOf({ serves, unclassed }: Serving): string {
  const mark = (target: string) => (unclassed.has(target) ? ` ${UNCLASSED}` : "");
  return [...serves].map(([target, share]) => `${target} ${share}${mark(target)}`).join(", ");
}
