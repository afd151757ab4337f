/** One meaning of a word. */

import type { Role } from "./language.ts";

/** The share of a domain whose things are of a kind by their class, where any has that: an unclassed player is no TV beside a TV. */
export const IF_NO_CLASS = 0.6;

/** What a word or phrase means: its role, with what serves it (`domain` or `domain.class` → share). */
export type Sense = {
  readonly role: Role | "soft";
  readonly serves: ReadonlyMap<string, number>;
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

/** Where a device class without a domain may occur. */
const MEASURING_DOMAINS = ["sensor", "binary_sensor", "number"];

/** What is separated by commas. */
export function entries(text: string): string[] {
  return text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
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

/** `domain.class` of what but tells how something is. */
export const SENSING = /^(?:sensor|binary_sensor|number)\./;
