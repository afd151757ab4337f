/** Mutants that no test can tell from the original, each with the reason; the list is reviewed and stays short. */

import type { Mutant } from "./mutators.ts";

type Accepted = Pick<Mutant, "file" | "original" | "mutated"> & { readonly reason: string };

export const ACCEPTED: readonly Accepted[] = [];

export function isAccepted({ file, original, mutated }: Mutant): boolean {
  return ACCEPTED.some(
    (each) => each.file === file && each.original === original && each.mutated === mutated,
  );
}
