/** One meaning of a word. */

import type { Role } from "./language.ts";

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
