/** Replaces Home Assistant's token in a running process: on SIGHUP the file of HASS_TOKEN_FILE is read again. */

import { readFileSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { Secret } from "../core/secret.ts";

/** What is no token leaves the one before in use, and is said. */
export function rereadToken({ hassTokenFile }: Config, use: (token: Secret) => void): void {
  if (hassTokenFile === undefined) return;
  const text = read(hassTokenFile);
  if (text !== undefined && /^[\x21-\x7e]+$/.test(text)) use(new Secret(text));
  else
    process.stderr.write(
      "hearthgate: HASS_TOKEN_FILE cannot be read, or holds no token; the old token stays in use.\n",
    );
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined; // the caller says so
  }
}
