/** Requests that carry a signature: HArvest's text, and one that covers the request. */

import { createHmac, hash, timingSafeEqual } from "node:crypto";
import { Failure } from "../../../core/failure.ts";
import { storeKey } from "../../../store/namespaces.ts";
import type { Store } from "../../../store/store.ts";

/** Headers as they came, and what the second text covers. */
export type RequestSignature = {
  readonly timestamp?: string | undefined;
  readonly nonce?: string | undefined;
  /** Lower-case hex over the first text, or `v2=` and lower-case hex over the second. */
  readonly signature?: string | undefined;
  readonly method: string;
  /** Path with query, as it was requested. */
  readonly target: string;
  readonly body: Uint8Array;
};

export type SignatureFault = {
  readonly fault: "signature_required" | "signature_invalid" | "timestamp_skew";
  /** A guess at the secret. */
  readonly counts: boolean;
};

export const LEAST_SIGNING_SECRET = 16;

const AHEAD_S = 5;
const BEHIND_S = 60;
/** Longer than a timestamp can be good for, from 5 s ahead to 60 s behind. */
const REMEMBERED_MS = 66_000;
const TIMESTAMP = /^\d{1,12}$/;
const NONCE = /^[!-~]{1,200}$/;
const SIGNATURE = /^(v2=)?([0-9a-f]{64})$/;
// A token's id has eight characters: no first text begins like this, so that neither passes for the other.
const SECOND = "v2:";

/**
 * undefined = signed by who holds the secret, now, once. `now` in milliseconds since 1970. RATE_LIMITED when no more
 * nonces can be remembered.
 */
export async function signatureFault(
  store: Store,
  key: { readonly tokenId: string; readonly secret: string | undefined },
  request: RequestSignature | undefined,
  now: number,
): Promise<SignatureFault | undefined> {
  const { timestamp, nonce, signature } = request ?? {};
  const nothing = timestamp === undefined && nonce === undefined && signature === undefined;
  if (request === undefined || nothing || key.secret === undefined)
    return { fault: "signature_required", counts: false };
  if (key.secret.length < LEAST_SIGNING_SECRET)
    throw new Failure("DEFECT", `A signing secret has at least ${LEAST_SIGNING_SECRET} characters.`);
  const [, second, hex = ""] = SIGNATURE.exec(signature ?? "") ?? [];
  const separable = second === undefined || !nonce?.includes(":");
  const formed = hex !== "" && TIMESTAMP.test(timestamp ?? "") && NONCE.test(nonce ?? "") && separable;
  const first = `${key.tokenId}:${timestamp}:${nonce}`;
  const text = second === undefined ? first : SECOND + coveringText(first, request);
  const expected = createHmac("sha256", key.secret).update(text).digest();
  const given = Buffer.from(formed ? hex : "0".repeat(64), "hex");
  if (!timingSafeEqual(expected, given) || !formed) return { fault: "signature_invalid", counts: true };
  const ageSeconds = now / 1000 - Number(timestamp);
  if (ageSeconds < -AHEAD_S || ageSeconds > BEHIND_S) return { fault: "timestamp_skew", counts: false };
  const unused = await store.take(storeKey("nonce", key.tokenId, nonce ?? ""), REMEMBERED_MS, "counted");
  return unused ? undefined : { fault: "signature_invalid", counts: false };
}

function coveringText(first: string, { method, target, body }: RequestSignature): string {
  return `${first}:${method.toUpperCase()}:${target}:${hash("sha256", body)}`;
}
