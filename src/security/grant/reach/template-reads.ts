/** Which entities a template may read, as far as its text tells. */

import { isEntityId } from "../../../core/entity-id.ts";
import type { TargetKind } from "../../../hass/target-kinds.ts";
import { codeOf, type Token, tokensOf } from "./template-code.ts";
import { BoundNames, opensBlock } from "./template-names.ts";

/** Beside the entities whose whole ids stand in it. */
export type TemplateReads = {
  /** Every entity of these domains: `states.light`, or an id that is put together behind `light.`. */
  readonly domains: readonly string[];
  /** Areas, floors, labels, devices and integrations by id or name, in small letters. */
  readonly places: readonly PlaceRead[];
  /** Every entity of the home: `states | list`. */
  readonly everything: boolean;
  /** It may also read some that nobody can tell from the text: by a computed id, by a macro. */
  readonly unclear: boolean;
};

export type PlaceRead = { readonly kind: TargetKind | "integration"; readonly name: string };

// states('light.x') and its like, with the whole id as text
const READERS = wordsOf("states is_state state_attr is_state_attr has_value");
const PLACES: Readonly<Record<string, PlaceRead["kind"]>> = {
  area_entities: "area",
  floor_entities: "floor",
  label_entities: "label",
  device_entities: "device",
  integration_entities: "integration",
};
// the beginning of an id: 'light.' ~ name, "light.%s", 'light.{}'
const BEGINNING = /^([a-z0-9_]+)\.(?![a-z0-9_]+$)/;
const BLOCK_WORDS = wordsOf("if elif else endif for endfor set");

// Words of the language, and functions, filters and tests that see nothing of the house. Everything else may.
const BLIND = wordsOf(
  `and or not in is if elif else endif for endfor set true false none defined number string
  now utcnow today_at as_timestamp as_datetime as_local timedelta strptime time_since
  int float bool default d round abs min max sum average lower upper trim replace length count
  map select reject selectattr rejectattr list first last sort unique join attribute
  state attributes last_changed last_updated`,
);
// Filters that run another by its name: that has to stand there.
const BY_NAME = wordsOf("map select reject");
const BY_SECOND_NAME = wordsOf("selectattr rejectattr");
const BLIND_BY_NAME = new Set([
  ...wordsOf(
    `int float bool default round abs lower upper trim string replace length count list first last
    as_timestamp as_datetime as_local
    equalto eq ne lt le gt ge lessthan greaterthan in defined undefined none number true false search match`,
  ),
  ...["==", "!=", "<", ">", "<=", ">="],
]);

/** Nothing that a person wrote is longer. */
const LONGEST = 20_000;

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

export function templateReads(template: string): TemplateReads {
  if (template.length > LONGEST) return { domains: [], places: [], everything: true, unclear: true };
  const reading = new Reading(tokensOf(codeOf(template.toLowerCase())));
  return reading.read();
}

class Reading {
  readonly #tokens: readonly Token[];
  readonly #bound: BoundNames;
  readonly #domains = new Set<string>();
  readonly #places: PlaceRead[] = [];
  #everything = false;
  #unclear = false;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.#bound = new BoundNames(tokens);
  }

  read(): TemplateReads {
    for (let index = 0; index < this.#tokens.length; index++) {
      this.#bound.step(index);
      const { kind, value } = this.#tokens[index] ?? { kind: "sign", value: "" };
      if (kind === "text") {
        const [, beginning] = BEGINNING.exec(value) ?? [];
        if (beginning !== undefined) this.#domains.add(beginning);
      } else if (kind === "name" && !this.#is(index - 1, ".")) this.#name(index, value);
    }
    return {
      domains: [...this.#domains],
      places: this.#places,
      everything: this.#everything,
      unclear: this.#unclear,
    };
  }

  #name(index: number, name: string): void {
    if (this.#bound.isBeingBound(index) && name !== "states") return;
    const asFilter = this.#is(index - 1, "|");
    const asTest = this.#is(index - 1, "is") || (this.#is(index - 1, "not") && this.#is(index - 2, "is"));
    const isCalled = this.#is(index + 1, "(");
    if (opensBlock(this.#tokens, index)) this.#unclear ||= !BLOCK_WORDS.has(name);
    else if (asFilter || asTest) this.#unclear ||= !BLIND.has(name) || !this.#isNamed(index, name);
    else if (isCalled && READERS.has(name)) this.#unclear ||= !this.#isWholeId(index + 2);
    else if (isCalled && Object.hasOwn(PLACES, name)) this.#place(index + 2, PLACES[name]);
    else if (name === "states") this.#states(index);
    else this.#unclear ||= !(BLIND.has(name) || (this.#bound.has(name) && !isCalled));
  }

  /** `states.light.x` stands there for itself; of `states.light` every light is read, of `states` everything. */
  #states(index: number): void {
    const [, domain, dot, object, then] = this.#tokens.slice(index + 1, index + 6);
    const path = this.#tokens.slice(index, index + 5);
    if (this.#is(index + 1, ".") && domain?.kind === "name") {
      // with blanks between it would not be found as an id
      const isWhole = dot?.value === "." && object?.kind === "name" && then?.value !== "(" && isGlued(path);
      if (!isWhole) this.#domains.add(domain.value);
    } else if (this.#is(index + 1, "[") && isPlain(domain) && this.#is(index + 3, "]"))
      this.#domains.add(domain.value);
    else this.#everything = true;
  }

  #place(index: number, kind: PlaceRead["kind"] | undefined): void {
    const token = this.#tokens[index];
    // an integration may be named by the title of an entry, which is nowhere to be read
    if (kind === undefined || kind === "integration" || !isPlain(token) || !this.#is(index + 1, ")"))
      this.#unclear = true;
    if (kind !== undefined && isPlain(token)) this.#places.push({ kind, name: token.value.trim() });
  }

  #isWholeId(index: number): boolean {
    const token = this.#tokens[index];
    return isPlain(token) && isEntityId(token.value) && this.#endsArgument(index + 1);
  }

  /** Whether the filters and tests that it runs see nothing, too. */
  #isNamed(index: number, name: string): boolean {
    if (!this.#is(index + 1, "(")) return true;
    const first = index + 2;
    if (BY_NAME.has(name)) {
      const ofAttribute = name === "map" && this.#is(first, "attribute") && this.#is(first + 1, "=");
      return ofAttribute || this.#is(first, ")") || this.#isBlindText(first);
    }
    if (!BY_SECOND_NAME.has(name)) return true;
    if (!isPlain(this.#tokens[first]) || !this.#endsArgument(first + 1)) return false;
    return this.#is(first + 1, ")") || this.#is(first + 2, ")") || this.#isBlindText(first + 2);
  }

  #isBlindText(index: number): boolean {
    const token = this.#tokens[index];
    return isPlain(token) && BLIND_BY_NAME.has(token.value) && this.#endsArgument(index + 1);
  }

  #endsArgument(index: number): boolean {
    return this.#is(index, ",") || this.#is(index, ")");
  }

  /** A sign or a word, never a text. */
  #is(index: number, value: string): boolean {
    const token = this.#tokens[index];
    return token !== undefined && token.kind !== "text" && token.value === value;
  }
}

/** A text without escapes. */
function isPlain(token: Token | undefined): token is Token {
  return token?.kind === "text" && !token.value.includes("\\");
}

function isGlued(tokens: readonly Token[]): boolean {
  return tokens.every((token, index) => index === 0 || tokens[index - 1]?.end === token.at);
}
