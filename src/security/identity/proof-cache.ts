/** Proofs of this process, so that a credential that comes again costs a digest. */

import { hash } from "node:crypto";
import type { Proof } from "./proof.ts";

/** `refreshed`: what the near end of a login was answered with; null = nothing is to be had. */
export type KnownProof = { readonly proof: Proof; refreshed?: string | null };

export type ProofCache = {
  /** What was proven while everything was as it is now; nothing else is remembered then. */
  find(digest: string, mark: string, now: number): KnownProof | undefined;
  keep(digest: string, mark: string, proof: Proof): KnownProof;
};

const MOST = 1_000;

/** SHA-256: the credential itself is kept nowhere. */
export function digestOf(credential: string): string {
  return hash("sha256", credential, "base64");
}

export function openProofCache(): ProofCache {
  const known = new Map<string, KnownProof>();
  let current = "";
  const turnTo = (mark: string) => {
    if (mark === current) return;
    known.clear();
    current = mark;
  };
  return {
    find(digest, mark, now) {
      turnTo(mark);
      const found = known.get(digest);
      if (found === undefined || now < found.proof.until) return found;
      known.delete(digest);
      return undefined;
    },
    keep(digest, mark, proof) {
      turnTo(mark);
      const oldest = known.size >= MOST ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      const kept: KnownProof = { proof };
      known.set(digest, kept);
      return kept;
    },
  };
}
