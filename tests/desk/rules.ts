/** What the writers of the owner's folder count, and what they print when something was promised to them. */

import type { Counting } from "../../src/store/count-step.ts";
import { storeKey } from "../../src/store/namespaces.ts";

export type Promised =
  | { readonly said: "granted" | "deleted" | "answered" | "used" | "audited"; readonly id: string }
  | { readonly said: "counted" };

export const LIMIT = 500;

/** Its window is longer than any run: the limit is the whole. */
export const sharedWindow: Counting = {
  kind: "window",
  key: storeKey("usage", "desk", "shared"),
  limit: LIMIT,
  windowMs: 86_400_000,
  cooldownMs: 0,
  weight: 1,
};
