/** Every websocket command the house answers; anything else is `unknown_command`. */

import type { Command } from "./command.ts";
import { coreCommands } from "./core.ts";
import { entityWriteCommands } from "./entity-writes.ts";
import { historyCommands } from "./history.ts";
import { interfaceCommands } from "./interface.ts";
import { registryListCommands } from "./registry-lists.ts";
import { registryWriteCommands } from "./registry-writes.ts";
import { relatedCommands } from "./related.ts";
import { sentenceCommands } from "./sentences.ts";
import { entityCommands } from "./subscribe-entities.ts";
import { userCommands } from "./user.ts";

export function commandTable(version: string): ReadonlyMap<string, Command> {
  return new Map(
    Object.entries({
      ...coreCommands(version),
      ...entityCommands,
      ...registryListCommands,
      ...registryWriteCommands,
      ...entityWriteCommands,
      ...relatedCommands,
      ...historyCommands,
      ...interfaceCommands,
      ...userCommands,
      ...sentenceCommands,
    }),
  );
}
