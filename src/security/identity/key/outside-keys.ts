/** Secrets that the environment brings: never written anywhere. */

import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { Failure } from "../../../core/failure.ts";
import { Secret } from "../../../core/secret.ts";
import { isShortSecret, secretFault } from "./secret-check.ts";

export type LoginKey = { readonly kid: string; readonly key: KeyObject };

/** `until`: milliseconds since 1970 until which it verifies; absent = as long as it is there. */
type VerifyingSecret = LoginKey & { readonly until?: number };

/** Of two that are the same key the later one in `verifies` counts; `version` changes with them. */
export type OutsideKeys = {
  current(now: number): {
    readonly signs: LoginKey | undefined;
    readonly verifies: readonly VerifyingSecret[];
  };
  version(now: number): number;
};

export type OutsideSecrets = {
  readonly secret?: Secret | undefined;
  readonly previous?: Secret | undefined;
  /** Read again when it changed; what it holds goes before `secret`. */
  readonly secretFile?: string | undefined;
};

/** Events of a secret, for the log. */
export type OnSecret = (event: "jwt_secret_short" | "jwt_secret_unusable", fields: { name: string }) => void;

const LOOK_EVERY_MS = 1_000;
/** No JWT lives longer. */
const OVERLAP_MS = 72 * 3_600_000;
const MOST_RETIRED = 5;

/** CONFIG_INVALID for a secret that is too short or known to everybody. */
export function openOutsideKeys({ secret, previous, secretFile }: OutsideSecrets, on: OnSecret): OutsideKeys {
  const before = keyOf("JWT_SECRET_PREVIOUS", previous, on);
  let version = 0;
  let mark = secretFile === undefined ? "" : markOf(secretFile);
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** What the file held before: nobody is logged out by a new secret. */
  let retired: readonly VerifyingSecret[] = [];
  let signs = keyOf("JWT_SECRET", secretFile === undefined ? secret : readSecret(secretFile), on);
  const look = (now: number) => {
    if (secretFile === undefined || now - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now;
    const current = markOf(secretFile);
    if (current === mark) return;
    mark = current;
    try {
      const fresh = keyOf("JWT_SECRET", readSecret(secretFile), on);
      if (signs && signs.kid !== fresh?.kid)
        retired = [{ ...signs, until: now + OVERLAP_MS }, ...retired].slice(0, MOST_RETIRED);
      signs = fresh;
      version++;
    } catch {
      // the last good one stays; the log has why
      on("jwt_secret_unusable", { name: "JWT_SECRET_FILE" });
    }
  };
  return {
    version(now) {
      look(now);
      return version;
    },
    current(now) {
      look(now);
      const verifies = [...retired, before, signs].filter((key) => key !== undefined);
      return { signs, verifies };
    },
  };
}

function keyOf(name: string, secret: Secret | undefined, on: OnSecret): LoginKey | undefined {
  if (secret === undefined) return undefined;
  const text = secret.reveal();
  const fault = secretFault(text);
  if (fault !== undefined)
    throw new Failure("CONFIG_INVALID", `Configuration: ${name} ${fault}.`, {
      hint: "openssl rand -base64 48 makes a good one.",
    });
  if (isShortSecret(text)) on("jwt_secret_short", { name });
  // every process that has the secret gives it the same name, which tells nothing of it
  const digest = createHmac("sha256", text).update("kid").digest("base64url");
  return { kid: `env-${digest.slice(0, 12)}`, key: createSecretKey(Buffer.from(text)) };
}

function readSecret(path: string): Secret {
  try {
    return new Secret(readFileSync(path, "utf8").trim());
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "Configuration: JWT_SECRET_FILE cannot be read.", { cause });
  }
}

function markOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}` : "none";
}
