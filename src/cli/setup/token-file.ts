/** Where setup keeps a token of Home Assistant: in HEARTHGATE_HOME, in no client's file. */

import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "../../core/failure.ts";
import { whyNot } from "../../core/file-fault.ts";
import type { Secret } from "../../core/secret.ts";
import { makeFolder } from "../../store/folder.ts";
import { replaceFile } from "../../store/json-file.ts";

const PREFIX = "hass-token-";

/** Each home has one: another home's server must not be shown it. */
export function tokenFileOf(homePath: string, url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  const place = `${hostname}:${port || (protocol === "https:" ? 443 : 80)}${pathname.replace(/\/$/, "")}`;
  return join(homePath, `${PREFIX}${place.replace(/[^\w.-]/g, "_")}`);
}

/** In a file of its own: clients' files are shown, shared and synchronised. CONFIG_INVALID when it cannot. */
export function keepToken(path: string, token: Secret): void {
  try {
    makeFolder(dirname(path));
    replaceFile(path, `${token.reveal()}\n`);
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `The token cannot be kept: ${whyNot(cause)}.`, {
      hint: "Make HEARTHGATE_HOME writable, or give the token as HASS_TOKEN_FILE.",
      cause,
    });
  }
}

/** Their paths. */
export function tokenFilesIn(homePath: string): readonly string[] {
  if (!existsSync(homePath)) return [];
  return readdirSync(homePath)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(homePath, name));
}
