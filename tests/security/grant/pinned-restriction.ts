/** Hashes the plain PIN of a restriction, as saving it would. */

import type { Restriction } from "../../../src/security/grant/model/grant.ts";
import { hashPinSync } from "../../../src/security/grant/restrict/pin-hash.ts";

const FAST = 1000;

export function pinned(restriction: Restriction): Restriction {
  const { pin, ...params } = restriction.params;
  if (pin === undefined) return restriction;
  return {
    ...restriction,
    params: { ...params, pin_hash: hashPinSync(String(pin), Buffer.alloc(16, 1), FAST) },
  };
}
