/** `hearthgate tokens`: access tokens of agents, and who has logged in. */

import { parseArgs } from "node:util";
import { noSuchCommand, readCommandWords, type TokensCommand } from "./command-words.ts";
import { issue, revoke, rotate } from "./tokens-change.ts";
import { list } from "./tokens-list.ts";

const USAGE = `hearthgate tokens issue --grant GRANT [--label L] [--expires WHEN] [--narrow FILE]
                  issue --parent TOKEN [--label L] [--expires WHEN] [--narrow FILE]
                  rotate TOKEN [--overlap DURATION] [--expires WHEN]
                  revoke TOKEN | LOGIN [--reason TEXT]
                  revoke --jwt JTI [--reason TEXT]
                  list [--logins]
A token is named by id or label, a login by the id that list --logins shows. WHEN is never, 30d, or
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
  grant: { type: "string" },
  parent: { type: "string" },
  label: { type: "string" },
  expires: { type: "string" },
  narrow: { type: "string" },
  overlap: { type: "string" },
  reason: { type: "string" },
  jwt: { type: "string" },
} as const;

/** CONFIG_INVALID for anything that cannot be done; nothing is changed then. */
export async function tokens(args: readonly string[]): Promise<void> {
  const { positionals, values } = readCommandWords("tokens", USAGE, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  const [name = "", ...words] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw noSuchCommand("tokens", name, USAGE);
  await command({ words, values, usage: USAGE });
}
