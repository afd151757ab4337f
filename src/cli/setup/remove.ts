/** `hearthgate remove`: takes this server out of the MCP clients of this machine. */

import { readConfig } from "../../config/config.ts";
import { readCommandLine } from "../command-line.ts";
import { say } from "../grants-command.ts";
import { carryOut, type Outcome, tell } from "./carry-out.ts";
import { CLIENT_NAMES, chosenClients, thisMachine } from "./chosen-clients.ts";
import { changes, planRemoval } from "./plan.ts";
import { tokenFilesIn } from "./token-file.ts";
import { readWritten } from "./written.ts";

const USAGE = `hearthgate remove [CLIENT …] [--yes]   takes the server out of the clients again; a file that nobody changed since is put back byte for byte
CLIENT is one of ${CLIENT_NAMES}. --json prints for machines.`;

/** CONFIG_INVALID for other words. */
export async function remove(args: readonly string[]): Promise<void> {
  const options = {
    yes: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  } as const;
  const line = readCommandLine({ command: "remove", usage: USAGE, options }, args);
  if (!line) return;
  const machine = thisMachine();
  const { homePath } = readConfig({ hass: false });
  const outcomes: Outcome[] = [];
  for (const client of chosenClients(line.words, USAGE)) {
    const path = client.path(machine);
    const written = readWritten(homePath, path);
    const plan = planRemoval(client, path, written);
    if (written || "fault" in plan || changes(plan))
      outcomes.push(await carryOut(plan, { asking: line.values, homePath, remembers: false }));
  }
  const tokens = tokenFilesIn(homePath);
  tell(line.values, outcomes, { tokens });
  if (tokens.length > 0 && !line.values.json)
    say(
      `What setup kept as token is still there, for clients that may use it: ${tokens.join(", ")}. Delete it when none does, and the token in your profile of Home Assistant.`,
    );
}
