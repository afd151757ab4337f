/** Which clients a command is about. */

import { homedir } from "node:os";
import { setupSettings } from "../../config/setup-settings.ts";
import { Failure } from "../../core/failure.ts";
import { nearestHint } from "../command-line.ts";
import { CLIENTS, type Machine, type McpClient, machineOf } from "./clients.ts";

export const CLIENT_NAMES = CLIENTS.map(({ id }) => id).join(", ");

export function thisMachine(): Machine {
  return machineOf(process.platform, homedir(), setupSettings().folders);
}

/** All without words. CONFIG_INVALID for a client that there is none of. */
export function chosenClients(words: readonly string[], usage: string): readonly McpClient[] {
  if (words.length === 0) return CLIENTS;
  return [...new Set(words)].map((word) => {
    const client = CLIENTS.find(({ id }) => id === word);
    if (client) return client;
    const hint = nearestHint(
      word,
      CLIENTS.map(({ id }) => id),
    );
    throw new Failure("CONFIG_INVALID", `There is no client ${word.slice(0, 30)}.${hint}\n${usage}`);
  });
}
