/** What a grant may say and this version does not enforce. */

import { ENFORCED_LIMITS, type Grant } from "../model/grant.ts";

/**
 * Paths such as `limits.history_hours`. A grant with one is not saved, or its owner would rely on it; one that lies in the
 * file already is loaded with a warning.
 */
export function unenforcedIn(grant: Grant): readonly string[] {
  const { limits } = grant;
  return Object.keys(limits)
    .filter((name) => !ENFORCED_LIMITS.some((enforced) => enforced === name))
    .map((name) => `limits.${name}`);
}
