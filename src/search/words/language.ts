/** What the search must know of a language: one value of this type per language. */

/**
 * What a word asks for. `noun`: must be served by what is found, as fully as a name. `verb`: must be served, but weighs
 * less. `act`: need not be served, but what can do it comes first; in a question it is a hint. `hint`: need not be
 * served; it only tips the scales between equals.
 */
export type Role = "noun" | "verb" | "act" | "hint";

/** Words of one meaning, with what serves it in a home. */
export type Concept = {
  /** Separated by commas; an entry may be several words; `a * b` are two with others between, `a` before any name. */
  readonly words: string;
  /**
   * Separated by commas: a domain (`light`), a device class in a domain (`cover.garage`) or in any (`*.battery`), each
   * with its share from 0 to 1 behind it when that is not 1. A domain with `unclassed` behind its share serves only where no
   * thing has the class that the domain has for it: an unclassed player is no TV beside a TV.
   */
  readonly serves: string;
  /** What serves it in a question, when that is something else. */
  readonly servesAsked?: string;
  /** `noun` unless said. */
  readonly role?: Role;
  /** Of a borrowed word: `words` of the concepts that its English twin has. */
  readonly twins?: readonly string[];
  /** Whether it is a word for any thing of its domain, so that one of that name may be the one that is meant by another. */
  readonly general?: boolean;
  /** Whether whatever is of its domain is one of these, by any name: a front door's lock that is called "Front door". */
  readonly embraces?: boolean;
  /** Whether free text may follow, e.g. the title of what is played: unknown words are then no names. */
  readonly freeText?: boolean;
};

/** Words for a state, with the things that are in it. */
export type StateWords = {
  /** Separated by commas. */
  readonly words: string;
  /** Separated by commas: a domain, a class in one or `*` for any, and behind it a state filter (`cover open`). */
  readonly are: string;
  /** Absent: they ask for all that is so. Else but beside a kind that has such a state, or as a filter alone. */
  readonly asks?: "beside" | "never";
};

/** Small words that show whether a query asks for things in a state; separated by spaces. */
export type StateAsking = {
  /** At the beginning: all things of that state. */
  readonly all: string;
  /** Of these, those that begin an order as well: "all lights off". */
  readonly every: string;
  /** Before a state: "are". */
  readonly links: string;
  /** Behind a particle they make it a word for a place: "on the tv". */
  readonly determiners: string;
  /** Before a link: "that". */
  readonly relatives: string;
  /** States that are part of verbs and stand before no noun: "on". */
  readonly particles: string;
  /** Before a particle: "turned" on. */
  readonly participles: string;
  /** Several without an ending: "people". */
  readonly many: string;
  /** States that are said like what is to be done: "open". */
  readonly orders: string;
};

/** What small words that are written in Chinese signs are made of. */
export type SmallSigns = {
  /** Each a small word of itself. */
  readonly alone: readonly string[];
  /** Behind several others: 里 of 这里 and 哪里. */
  readonly behind: readonly string[];
  /** Before several others, and no word of itself: 全 of 全部 and 全体. */
  readonly before: readonly string[];
  /** Before one of `behind`: 每 of 每当, 两 of 两者. */
  readonly leads: readonly string[];
  /** What says "home" of a person. */
  readonly home: readonly string[];
};

export type Language = {
  /** BCP 47, e.g. `en`. */
  readonly code: string;
  /** Known by Home Assistant's words for kinds alone: what is none of them decides nothing. */
  readonly borrowed?: boolean;
  /** A word without its plural or case ending; applied to names and queries alike, so it need only be consistent. */
  stem(word: string): string;
  /** Of a word whose ending two others may have, the stem of the rarer one: "movies" is no "movy". */
  otherStem?(word: string): string | undefined;
  /** Words that may match a name but need not: articles, courtesies, question words; separated by spaces. */
  readonly soft: string;
  /** Of those that are a kind but for their marks, how they are written with these: "đến" is no "đèn". */
  readonly smallAsWritten?: readonly string[];
  /** Several words that are soft only together, separated by commas. */
  readonly softPhrases: string;
  /** Words that make a question when they come first; separated by spaces. */
  readonly questions: string;
  /** Units that make the number before them a value instead of part of a name; separated by spaces. */
  readonly units: string;
  readonly concepts: readonly Concept[];
  readonly states: readonly StateWords[];
  readonly stateAsking?: StateAsking;
  /** Of a language without it: what is done, as written; none of these asks for a state. Separated by spaces. */
  readonly deeds?: string;
  /** Those of them that switch a thing on or off. */
  readonly switching?: string;
  /** And what is done, with what is then so: "öffnen", open. */
  readonly deedStates?: readonly StateWords[];
  /**
   * Words that come before a place ("in"), between them and it ("the"), and before the number of one ("zone"); each
   * separated by spaces.
   */
  readonly places?: {
    readonly prepositions: string;
    readonly determiners: string;
    readonly numbered: string;
    /** Before an owner ("of"). */
    readonly owning: string;
    /** Words for all floors above the lowest over ground, and for that one. */
    readonly upper: string;
    readonly lower: string;
    /** Words in names of floors, from those under ground up. */
    readonly storeys?: readonly string[];
    /** Words that count the things of a kind, from the first. */
    readonly ordinals: string;
    /** Small words that tell one thing from another right before its kind: "back". */
    readonly sides: string;
  };
  /** Of another language than English: what things do that are called by other forms of it, separated by commas. */
  readonly doings?: string;
  /** What begins a further wish ("tell me"), separated by commas. */
  readonly afterthoughts?: string;
  /** What begins that of all which is not meant ("except"), separated by commas; `sole`: but beside a word for all. */
  readonly exceptions?: { readonly always: string; readonly sole: string };
  /** Of another language than English: whether an order begins with what is to be done; absent where nobody can tell. */
  readonly deedsFirst?: boolean | undefined;
  /** Words between a thing and that of which it is ("of"); separated by spaces. */
  readonly joints?: string;
  /** Endings of a word: of an owner before what it has, of a place in which something is; `named`: of what things and states are called. */
  readonly endings?: {
    readonly owner: readonly string[];
    readonly place: readonly string[];
    readonly named: readonly string[];
  };
  /** Of a script without spaces: what stands right behind a kind ("を"); separated by spaces. */
  readonly particles?: string;
  /** Words between two things that are both asked for; separated by spaces. */
  readonly conjunctions?: string;
  /** Of things in which it is warmer or colder than in their room: what is measured in them is not measured there; separated by spaces. */
  readonly vessels?: string;
  /** Words of what people are who are at home, folded. */
  readonly home?: readonly string[];
  /** Small words behind which stands in what ("w ogrodzie", "w tym roku"), at what time alone ("um"), and in how long ("dans"); separated by spaces. */
  readonly leading?: Readonly<Record<"within" | "at" | "until", string>>;
  /** Whether it writes every noun with a capital. */
  readonly hasCapitals?: boolean;
  /** What is said of anything anywhere: no name of a place. Separated by spaces. */
  readonly everyday?: string;
  /** What it says for colours, halves and thanks, folded, in some of their forms: no name of a place either. */
  readonly manner?: readonly string[];
  /** The same for a house, as of the whole home. */
  readonly houses?: readonly string[];
  /** Whether the form of a word tells that something is in it, or what stands behind it. */
  readonly byCase?: boolean;
  readonly smallSigns?: SmallSigns;
  /**
   * Words for nearly the same place or object, each line separated by commas; they find each other with less weight. What stands
   * behind `>` is found by them and finds none.
   */
  readonly alike: readonly string[];
  /** Other everyday words of homes: never taken for a misspelling of another word; separated by spaces. */
  readonly known: string;
};
