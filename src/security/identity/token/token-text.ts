/** The text of an access token: `hg_<8 id>_<32 random bytes in base62><6 check characters>`. */

import { hash, randomBytes, randomInt } from "node:crypto";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 8;
const SECRET_BYTES = 32;
// 62^43 > 2^256
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const FORM = /^hg_([0-9A-Za-z]{8})_[0-9A-Za-z]{43}([0-9A-Za-z]{6})$/;

/** A new one, known to nobody yet. */
export function newTokenText(id: string): string {
  const body = `hg_${id}_${newSecret()}`;
  return body + checkOf(body);
}

export function newTokenId(): string {
  return Array.from({ length: ID_LENGTH }, () => DIGITS[randomInt(DIGITS.length)]).join("");
}

/** 32 random bytes in base62. */
export function newSecret(): string {
  return base62(randomBytes(SECRET_BYTES), SECRET_LENGTH);
}

/** Whether a text means to be an access token at all. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith("hg_");
}

/** Its id; undefined for anything that was never issued, a slip of the keyboard included. */
export function tokenIdIn(text: string): string | undefined {
  const [, id, check] = FORM.exec(text) ?? [];
  return check === checkOf(text.slice(0, -CHECK_LENGTH)) ? id : undefined;
}

/** What is kept of a token: SHA-256, hex. Its 256 random bits need no slow hash. */
export function tokenHash(text: string): string {
  return hash("sha256", text);
}

function checkOf(body: string): string {
  return base62(Buffer.from(hash("sha256", body), "hex").subarray(0, 6), CHECK_LENGTH);
}

/** The lowest digits, as many as asked for. */
function base62(bytes: Buffer, length: number): string {
  let number = BigInt(`0x${bytes.toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < length; digit++) {
    text = `${DIGITS[Number(number % 62n)]}${text}`;
    number /= 62n;
  }
  return text;
}
