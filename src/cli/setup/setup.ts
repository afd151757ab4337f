/** `hearthgate setup`: puts this server into the MCP clients of this machine. */

import { existsSync } from "node:fs";
import { readConfig } from "../../config/config.ts";
import { processClock } from "../../core/clock.ts";
import { Failure } from "../../core/failure.ts";
import { findGrant } from "../../security/grant/book/grant-file.ts";
import { readCommandLine } from "../command-line.ts";
import { carryOut, type Outcome, tell } from "./carry-out.ts";
import { CLIENT_NAMES, chosenClients, thisMachine } from "./chosen-clients.ts";
import { planEntry } from "./plan.ts";
import { reachableHome } from "./reachable-home.ts";
import { serverEntry } from "./server-entry.ts";

const USAGE = `hearthgate setup [CLIENT …] [--url URL] [--grant GRANT] [--demo] [--yes]   finds Home Assistant, tries its token, writes the server into the clients that are installed
CLIENT is one of ${CLIENT_NAMES}; without one all that are installed. The token comes from HASS_TOKEN or HASS_TOKEN_FILE, else it is asked for;
it is kept in HEARTHGATE_HOME, in no client's file. A home that was found in the network is asked about before
the token goes to it; with --yes or --json its address has to be given. What would be written is shown first; --yes asks nothing, --json prints for machines.`;

/** CONFIG_INVALID for other words, without a home, a token or a grant of that name; a client whose file cannot be read is told, and the others go on. */
export async function setup(args: readonly string[]): Promise<void> {
  const options = {
    url: { type: "string" },
    grant: { type: "string" },
    demo: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  } as const;
  const line = readCommandLine({ command: "setup", usage: USAGE, options }, args);
  if (!line) return;
  const { words, values: asking } = line;
  const { url, grant, demo } = asking;
  const machine = thisMachine();
  const clients = chosenClients(words, USAGE);
  const { homePath } = readConfig({ hass: false });
  // a client would show no more than a server that does not start
  if (grant !== undefined) findGrant(homePath, grant, processClock.now());
  const home = demo ? undefined : await reachableHome(url, asking);
  const server = serverEntry({ grant, env: home?.env ?? {}, demo });
  const installed = clients.filter(
    (client) => words.length > 0 || existsSync(client.marker(machine)) || existsSync(client.path(machine)),
  );
  if (installed.length === 0)
    throw new Failure("CONFIG_INVALID", "No MCP client was found on this machine.", {
      hint: `Install one, or name it: ${CLIENT_NAMES}.`,
    });
  const outcomes: Outcome[] = [];
  for (const client of installed)
    outcomes.push(
      await carryOut(planEntry(client, client.path(machine), client.entry(server)), {
        asking,
        homePath,
        remembers: true,
        ...(home ? { onAgreed: home.keepToken } : {}),
      }),
    );
  tell(asking, outcomes, { ...(home ? { home: home.url, version: home.version } : {}), server });
}
