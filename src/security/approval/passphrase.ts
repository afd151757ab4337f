/** The owner's passphrase, without which no command says yes. */

import { join } from "node:path";
import { Failure } from "../../core/failure.ts";
import { readJsonFile, writeJsonFile } from "../../store/json-file.ts";
import { storeKey } from "../../store/namespaces.ts";
import type { Store } from "../../store/store.ts";
import { hashPinSync, pinFits } from "../grant/restrict/pin-hash.ts";
import { pinLock } from "../grant/restrict/pin-lock.ts";

/** A file of its own, so that an owner who forgot it can take it away by hand. */
const FILE = "approvals.passphrase.json";
const MOST_BYTES = 1_000;
const TRIES = storeKey("pin", "owner", "passphrase");
const SHORTEST = 8;

export function hasPassphrase(homePath: string): boolean {
  return readHash(homePath) !== undefined;
}

/** Replaces the one before. INPUT_INVALID for a short one. */
export function setPassphrase(homePath: string, passphrase: string): void {
  if (passphrase.length < SHORTEST)
    throw new Failure("INPUT_INVALID", `A passphrase has at least ${SHORTEST} characters.`);
  writeJsonFile(join(homePath, FILE), { hash: hashPinSync(passphrase.normalize("NFC")) }, MOST_BYTES);
}

/** PERMISSION_DENIED for a wrong one, and for a while after five of them. Takes about 0.1 s. */
export async function checkPassphrase(
  { store, homePath, now }: { readonly store: Store; readonly homePath: string; readonly now: number },
  passphrase: string,
): Promise<void> {
  const { found } = await store.count({ now, countings: [pinLock(TRIES)] }, "acknowledged");
  const waitMs = found[0]?.refusal?.retryAfterMs ?? 0;
  if (waitMs > 0)
    throw new Failure("PERMISSION_DENIED", "There were too many wrong passphrases.", {
      hint: `It is read again in ${Math.ceil(waitMs / 60_000)} minutes.`,
    });
  const hash = readHash(homePath);
  if (hash === undefined || !(await pinFits(passphrase.normalize("NFC"), hash)))
    throw new Failure("PERMISSION_DENIED", "The passphrase is wrong; nothing was answered.", {
      hint: `Whoever forgot it deletes ${FILE} in HEARTHGATE_HOME and sets another.`,
    });
  await store.remove(TRIES, "acknowledged");
}

function readHash(homePath: string): string | undefined {
  let kept: unknown;
  try {
    kept = readJsonFile(join(homePath, FILE), MOST_BYTES);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${FILE} in HEARTHGATE_HOME is damaged.`, {
      hint: "Delete it and set the passphrase again.",
      cause,
    });
  }
  if (typeof kept !== "object" || kept === null || !("hash" in kept)) return undefined;
  return typeof kept.hash === "string" ? kept.hash : undefined;
}
