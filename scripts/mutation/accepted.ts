/** Mutants that no test can tell from the original, each with the reason; the list is reviewed and stays short. */

import type { Mutant } from "./mutators.ts";

type Accepted = Pick<Mutant, "file" | "lineText" | "mutated"> & { readonly reason: string };

const ACCEPTED: readonly Accepted[] = [
  {
    file: "src/security/grant/reach/indirect.ts",
    lineText: 'if (!reach) return deny(17, "indirect_opaque", entityOf(root));',
    mutated: '"mutated"',
    reason: "the closure of every root was asked for, and is there: the line satisfies the compiler",
  },
  {
    file: "src/home/read/overview.ts",
    lineText: "if (JSON.stringify(page).length <= BUDGET) return page;",
    mutated: "JSON.stringify(page).length < BUDGET",
    reason: "one character more or less of a budget that is a round number",
  },
  {
    file: "src/security/grant/evaluate/open-call.ts",
    lineText: "if (selectors.length === 0) return false;",
    mutated: ";",
    reason: "a short cut: no rules deny nobody",
  },
  {
    file: "src/security/grant/scope/selectors.ts",
    lineText: "if (tests.length === 1 && only) return only;",
    mutated: ";",
    reason: "a short cut: one test says what all of one say",
  },
  {
    file: "src/security/grant/target/references.ts",
    lineText: "if (Object.hasOwn(TARGET_KINDS, key))",
    mutated: "true",
    reason: "keys of no kind are left out by collectIds, too",
  },
  {
    file: "src/registry/validate.ts",
    lineText: "const asGiven = v.safeParse(schema, raw ?? {}, { abortEarly: true });",
    mutated: "false",
    reason: "says whether it fits, at once or after a look at everything",
  },
  {
    file: "src/security/grant/book/grant-book.ts",
    lineText: "if (current === mark) return;",
    mutated: ";",
    reason: "a short cut: a file that did not change says the same when it is read again",
  },
  {
    file: "src/security/identity/guard/lockout.ts",
    lineText: 'const [, kind = "", name = ""] = key.split(":");',
    mutated: "kind",
    reason: "every key has three parts: the default satisfies the compiler",
  },
  {
    file: "src/home/act/judge.ts",
    lineText: "if (unused.length === 0) return data;",
    mutated: ";",
    reason: "a short cut: nothing unused leaves a copy of everything",
  },
];

export function isAccepted({ file, lineText, mutated }: Mutant): boolean {
  return ACCEPTED.some(
    (each) => each.file === file && each.lineText === lineText && each.mutated === mutated,
  );
}
