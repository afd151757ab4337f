/** What the log is told: where it goes, what is in it, who can read it. */

import { readFileSync, statSync } from "node:fs";
import { platform } from "node:os";
import { resolve } from "node:path";
import { Secret } from "../core/secret.ts";
import type { SettingValues } from "./read-settings.ts";

export type LogConfig = {
  readonly file: string | undefined;
  readonly rotates: boolean;
  readonly maxFiles: number;
  readonly securityEvents: boolean;
  readonly authAttempts: boolean;
  readonly failedRequests: boolean;
  readonly encrypts: boolean;
  /** 32 bytes in hex, of the file that LOG_ENCRYPTION_KEY names; undefined = none is named. */
  readonly key: Secret | undefined;
};

export function logConfig(values: SettingValues, faults: string[]): LogConfig {
  const encrypts = values.LOG_ENCRYPTION === "true";
  const { LOG_ENCRYPTION_KEY: path, LOG_FILE: file } = values;
  if (encrypts && path === undefined)
    faults.push("LOG_ENCRYPTION needs LOG_ENCRYPTION_KEY, a file with its key");
  return {
    file: file === undefined ? undefined : resolve(file),
    rotates: values.LOG_ROTATION !== "false",
    maxFiles: Number(values.LOG_MAX_FILES),
    securityEvents: values.LOG_SECURITY_EVENTS !== "false",
    authAttempts: values.LOG_AUTH_ATTEMPTS !== "false",
    failedRequests: values.LOG_FAILED_REQUESTS === "true",
    encrypts,
    key: path === undefined ? undefined : readKey(path, faults),
  };
}

const OTHERS = 0o077;

function readKey(path: string, faults: string[]): Secret | undefined {
  const fault = (text: string) => {
    faults.push(`LOG_ENCRYPTION_KEY ${text}`);
    return undefined;
  };
  try {
    if (platform() !== "win32" && (statSync(path).mode & OTHERS) !== 0)
      return fault("can be read by others than its owner; chmod 600 it");
    const key = keyIn(readFileSync(path));
    return key === undefined
      ? fault("must hold 32 bytes, as hex, base64 or raw; openssl rand -hex 32 makes them")
      : new Secret(key);
  } catch {
    return fault("cannot be read");
  }
}

function keyIn(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1").trim();
  if (/^[\da-f]{64}$/i.test(text)) return text.toLowerCase();
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, "base64").toString("hex");
  return bytes.length === 32 ? bytes.toString("hex") : undefined;
}
