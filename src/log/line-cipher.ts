/** Lines of a log that only the owner of a key can read: AES-256-GCM, each line for itself. */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { DestinationStream } from "pino";
import type { Secret } from "../core/secret.ts";

/** Before each line; authenticated with it. */
const MARK = "hglog1:";
const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `key`: 32 bytes in hex. */
export function encryptLine(line: string, key: Secret): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, Buffer.from(key.reveal(), "hex"), nonce);
  cipher.setAAD(Buffer.from(MARK));
  const sealed = Buffer.concat([nonce, cipher.update(line, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return MARK + sealed.toString("base64");
}

export function isEncrypted(line: string): boolean {
  return line.startsWith(MARK);
}

/** undefined = it was changed, cut short, or written with another key. */
export function decryptLine(line: string, key: Secret): string | undefined {
  const text = line.slice(MARK.length);
  const sealed = Buffer.from(text, "base64");
  // what is no base64 would be passed over
  if (sealed.toString("base64") !== text) return undefined;
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(key.reveal(), "hex"), nonce);
  decipher.setAAD(Buffer.from(MARK));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch {
    // whoever changed it, or has another key, learns nothing more
    return undefined;
  }
}

/** What is written to it arrives there encrypted, line by line. */
export function encrypting(to: DestinationStream, key: Secret): DestinationStream {
  return {
    write(line) {
      to.write(`${encryptLine(line.replace(/\n$/, ""), key)}\n`);
    },
  };
}
