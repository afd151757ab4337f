/** Which names of a template are its own: bound by `for` or `set`, where they are bound for certain. */

import type { Token } from "./template-code.ts";

/** From a `for` or `if` to its end. */
type Frame = {
  readonly word: string;
  readonly names: Set<string>;
  /** What each of the branches before set. */
  readonly branches: ReadonlySet<string>[];
  hasElse: boolean;
};

type Binding = { readonly word: "for" | "set"; readonly names: readonly string[]; readonly until: number };

/**
 * Walks along with the tokens. Outside its loop, or set in one branch alone, a name may be a function of Home Assistant's:
 * Jinja finds that one then.
 */
export class BoundNames {
  readonly #tokens: readonly Token[];
  readonly #frames: Frame[] = [frameOf("")];
  /** Bound when their value has been read: that may use the same name. */
  #coming: Binding | undefined;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  has(name: string): boolean {
    return this.#frames.some(({ names }) => names.has(name));
  }

  /** Whether the name at this place is being bound. */
  isBeingBound(index: number): boolean {
    return this.#coming !== undefined && index < this.#coming.until;
  }

  /** Every token in turn. */
  step(index: number): void {
    const { kind, value } = this.#tokens[index] ?? { kind: "sign", value: "" };
    if (kind === "sign") {
      if (value === ";" || value === "$") this.#bind();
      else if ("([{".includes(value)) this.#depth++;
      else if (")]}".includes(value)) this.#depth--;
    } else if (kind === "name") {
      // for x in xs if x …
      if (value === "if" && this.#coming?.word === "for" && this.#depth === 0) this.#bind();
      if (opensBlock(this.#tokens, index)) this.#open(value, index);
    }
  }

  #open(word: string, index: number): void {
    if (word === "for" || word === "if") this.#frames.push(frameOf(word));
    if (word === "for" || word === "set") this.#coming = bindingAt(this.#tokens, index, word);
    if (word === "else" || word === "elif") this.#branch(word === "else");
    if (word === "endfor" || word === "endif") this.#close();
  }

  #bind(): void {
    for (const name of this.#coming?.names ?? []) this.#frames.at(-1)?.names.add(name);
    this.#coming = undefined;
    this.#depth = 0;
  }

  #branch(isElse: boolean): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    frame.branches.push(new Set(frame.names));
    frame.names.clear();
    frame.hasElse ||= isElse;
  }

  #close(): void {
    const frame = this.#frames.length > 1 ? this.#frames.pop() : undefined;
    if (frame?.word !== "if" || !frame.hasElse) return;
    for (const name of frame.names)
      if (frame.branches.every((branch) => branch.has(name))) this.#frames.at(-1)?.names.add(name);
  }
}

function frameOf(word: string): Frame {
  return { word, names: new Set(), branches: [], hasElse: false };
}

/** Whether it is the first word of a `{% %}`. */
export function opensBlock(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  const mark = before !== undefined && "+-".includes(before.value) ? tokens[index - 2] : before;
  return mark?.kind === "sign" && mark.value === ";";
}

/** `for a, b in`, `set a =`; anything else binds nothing here. */
function bindingAt(tokens: readonly Token[], begin: number, word: "for" | "set"): Binding | undefined {
  const names: string[] = [];
  for (let index = begin + 1; tokens[index]?.kind === "name"; index += 2) {
    names.push(tokens[index]?.value ?? "");
    const next = tokens[index + 1]?.value;
    if (next === (word === "for" ? "in" : "=")) return { word, names, until: index + 1 };
    if (next !== ",") return undefined;
  }
  return undefined;
}
