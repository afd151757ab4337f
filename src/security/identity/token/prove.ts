/** Finds the access token that a caller shows. */

import { timingSafeEqual } from "node:crypto";
import type { Store } from "../../../store/store.ts";
import { type Credential, readCredential } from "./credential.ts";
import { type Fallen, type Standing, standingOf } from "./standing.ts";
import { tokenHash, tokenIdIn } from "./token-text.ts";

export type ProvenToken = Standing & { readonly credential: Credential };
export type UnprovenToken =
  | Fallen
  | { readonly unknown: "malformed_token" | "unknown_token" | "wrong_secret" };

const NO_HASH = "0".repeat(64);

/** An unknown id takes as long as a wrong secret. */
export async function proveToken(
  store: Store,
  text: string,
  now: number,
): Promise<ProvenToken | UnprovenToken> {
  const id = tokenIdIn(text);
  if (id === undefined) return { unknown: "malformed_token" };
  const credential = await readCredential(store, id);
  const fits = timingSafeEqual(
    Buffer.from(tokenHash(text), "hex"),
    Buffer.from(credential?.hash ?? NO_HASH, "hex"),
  );
  if (credential === undefined) return { unknown: "unknown_token" };
  if (!fits) return { unknown: "wrong_secret" };
  const standing = await standingOf(store, credential, now);
  return "fallen" in standing ? standing : { ...standing, credential };
}

/** For a stream that is open already: does the token of this id still stand? */
export async function tokenStands(store: Store, id: string, now: number): Promise<boolean> {
  const credential = await readCredential(store, id);
  return credential !== undefined && !("fallen" in (await standingOf(store, credential, now)));
}
