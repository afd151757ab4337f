/** `hearthgate tokens`: access tokens of agents, and who has logged in. */

import { readCommandLine } from "../command-line.ts";
import type { TokensCommand } from "./command-words.ts";
import { issue, revoke, rotate } from "./tokens-change.ts";
import { list } from "./tokens-list.ts";

const USAGE = `hearthgate tokens issue --grant GRANT [--label L] [--expires WHEN] [--narrow FILE]
                  issue --parent TOKEN [--label L] [--expires WHEN] [--narrow FILE]
                  rotate TOKEN [--overlap DURATION] [--expires WHEN]
                  revoke TOKEN | LOGIN | CONSENT [--reason TEXT]
                  revoke --jwt JTI [--reason TEXT]
                  revoke --client CLIENT_ID [--reason TEXT]
                  list [--logins | --oauth]   access tokens, who has logged in, or what people allowed to OAuth clients
A token is named by id or label, a login or consent by the id that hearthgate tokens list shows. WHEN is never, 30d, or
2027-01-31T18:00:00+01:00 (without it 90 days); an overlap is 24h without it, and 0 ends the old token at once.
FILE is an access as grants have it (read, actions, …): what it leaves out is closed. --json prints for machines.`;

const COMMANDS: Readonly<Record<string, (command: TokensCommand) => Promise<void>>> = {
  issue,
  list,
  rotate,
  revoke,
};

const OPTIONS = {
  json: { type: "boolean", default: false },
  logins: { type: "boolean", default: false },
  oauth: { type: "boolean", default: false },
  grant: { type: "string" },
  parent: { type: "string" },
  label: { type: "string" },
  expires: { type: "string" },
  narrow: { type: "string" },
  overlap: { type: "string" },
  reason: { type: "string" },
  jwt: { type: "string" },
  client: { type: "string" },
} as const;

/** CONFIG_INVALID for anything that cannot be done; nothing is changed then. */
export async function tokens(args: readonly string[]): Promise<void> {
  const form = { command: "tokens", usage: USAGE, names: Object.keys(COMMANDS), options: OPTIONS };
  const line = readCommandLine(form, args);
  if (!line) return;
  await COMMANDS[line.name]?.({ words: line.words, values: line.values, usage: USAGE });
}
