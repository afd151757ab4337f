/** PINs, stored as salted hashes. */

import { pbkdf2, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);

// OWASP's figure for PBKDF2-HMAC-SHA256; older hashes keep the count they were made with.
const ITERATIONS = 600_000;
// A stored hash is input: a huge count would hang the process.
const MAX_ITERATIONS = 2_000_000;
const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const FORM = /^pbkdf2_sha256\$([1-9]\d{0,6})\$([\w-]{22})\$([\w-]{43})$/;

/** `pbkdf2_sha256$<iterations>$<salt>$<digest>`, base64url without padding. Blocks for about 0.1 s: for saving a grant. */
export function hashPinSync(
  pin: string,
  salt: Buffer = randomBytes(SALT_BYTES),
  iterations = ITERATIONS,
): string {
  const digest = pbkdf2Sync(pin, salt, iterations, DIGEST_BYTES, "sha256");
  return `pbkdf2_sha256$${iterations}$${salt.toString("base64url")}$${digest.toString("base64url")}`;
}

/** A damaged or foreign hash fits no PIN. Takes about 0.1 s, off the main thread. */
export async function pinFits(pin: string, hash: string): Promise<boolean> {
  const parts = FORM.exec(hash);
  const iterations = Number(parts?.[1]);
  if (!parts || pin === "" || iterations > MAX_ITERATIONS) return false;
  const expected = Buffer.from(parts[3] ?? "", "base64url");
  const digest = await derive(
    pin,
    Buffer.from(parts[2] ?? "", "base64url"),
    iterations,
    DIGEST_BYTES,
    "sha256",
  );
  return expected.length === digest.length && timingSafeEqual(expected, digest);
}

/** Whether a text is a hash as `hashPin` writes it. */
export function isPinHash(text: string): boolean {
  return FORM.test(text) && Number(FORM.exec(text)?.[1]) <= MAX_ITERATIONS;
}
