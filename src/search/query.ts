/** What is asked of the search, as it is told. */

export const HIT_KINDS = ["entity", "area", "floor", "device", "label"] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** Every filter that is given must hold; in a list any one. Words may be missing: then the filters alone decide. */
export type SearchQuery = {
  readonly text?: string;
  readonly domain?: readonly string[];
  /** Ids, names or aliases. */
  readonly area?: readonly string[];
  /** Ids, names or aliases. */
  readonly floor?: readonly string[];
  /** Ids or names. */
  readonly label?: readonly string[];
  readonly device_class?: readonly string[];
  readonly kind?: readonly HitKind[];
  /** `on`, `!=off`, `>50`, `<=21.5`, `unavailable`; INPUT_INVALID when it cannot be read. */
  readonly state?: string;
  readonly changedWithinSeconds?: number;
  /** 1 to 50. */
  readonly limit: number;
  /** How many of the best are left out, being known already. */
  readonly offset?: number;
  /** Id of the area the caller is in: its entities come first among equals. */
  readonly homeArea?: string;
  /** Whether nothing is hidden from the caller: then empty areas, floors and labels may be found too. */
  readonly seesAll?: boolean;
  /** Whether the caller may not know the device class of an entity: then it is found by none. */
  readonly hidesClass?: (id: string) => boolean;
};

/** What does something, with its words: entities, and dashboards, which are found by these alone. */
export type Body = {
  readonly kind: "entity" | "dashboard";
  readonly id: string;
  readonly name: string;
  readonly texts: readonly string[];
  /** Of the things that it deals with. */
  readonly domains: ReadonlySet<string>;
};

export type Hit = {
  readonly kind: HitKind | "dashboard";
  readonly id: string;
  /** About 0 to 1; comparable within one answer only. */
  readonly score: number;
  /** Whether its name is what the words say. */
  readonly whole: boolean;
};

export type IndexAnswer = {
  /** `exact`: the first hit is what the words say, as written; `none`: a word is served by nothing that fits otherwise. */
  readonly match: "exact" | "close" | "none";
  /** Best first; empty when `match` is `none`. */
  readonly hits: readonly Hit[];
  /** How many fit; that many or more when `totalIs` is `at_least`. */
  readonly total: number;
  readonly totalIs: "exact" | "at_least";
  /** Whether the words say nothing but a kind, or where the things are that the filters are for: then all of them are meant. */
  readonly byKind?: boolean;
  /** With `none` alone: whether no word says anything. */
  readonly saysNothing?: boolean;
  /** With `none` alone: what comes nearest, best first: entity ids, `area:ID` and the like for other kinds. */
  readonly nearest?: readonly string[];
  /** With `none` alone: the one filter (or all places, or all) without which there would be something, with the first of it and how many. */
  readonly tooMany?: {
    readonly filters: readonly (
      | "device_class"
      | "state"
      | "label"
      | "floor"
      | "area"
      | "domain"
      | "changedWithinSeconds"
    )[];
    readonly hits: readonly Hit[];
    readonly total: number;
  };
  /** Words that name something which the first hit is not: it may be another thing that is asked for as well. */
  readonly left?: readonly string[];
  /** With `none` alone: the words of the query that nothing fits beside the others, as they are in it, folded. */
  readonly unmet?: readonly string[];
};
