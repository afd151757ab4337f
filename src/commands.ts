/** Finds the command that was typed; alone it is `hearthgate stdio`. */

import { VERSION } from "./version.ts";

const HELP = `hearthgate ${VERSION}: opens a Home Assistant home to AI assistants, one grant at a time

  hearthgate [stdio] [--demo]   serve MCP over stdin and stdout (what a host such as Claude Desktop starts)
  hearthgate serve [--demo]     serve MCP over HTTP with login, for an untrusted network (see docs/http.md)
  hearthgate http [--demo]      serve MCP over HTTP for a trusted network, or behind a proxy
  hearthgate demo               a tour of the demo house, as an assistant sees it
  hearthgate setup|remove [CLIENT …]  puts the server into Claude, Cursor, VS Code and others, or takes it out again
  hearthgate grants …            list, show, create, edit, restrict, preview, explain, test, pause, resume, revoke, delete, ceiling
  hearthgate tokens …            issue, list, rotate, revoke: what agents show at the HTTP doors
  hearthgate keys …              generate, rotate, retire, revoke, list: what signs logins
  hearthgate approvals …         list, approve, deny, passphrase: what needs the owner's yes
  hearthgate audit …             tail, verify, export: who did what
  hearthgate logs decrypt FILE   reads a log that was written with LOG_ENCRYPTION
  hearthgate backup|restore FILE  grants, tokens, keys, revocations in one file
  hearthgate doctor              what is wrong, why, and what to do about it
  hearthgate lockouts …          list, clear, block
  hearthgate kill on|off         nobody gets in
  hearthgate clock [accept]      after a clock that was wrong
  hearthgate --help | --version; help COMMAND, or --help behind any command, tells more of it

Settings come from the environment; HASS_URL and HASS_TOKEN are enough. --demo needs none: it brings its own house.
`;

type Command = (args: readonly string[]) => void | Promise<void>;

const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  approvals: async () => (await import("./cli/owner/approvals.ts")).approvals,
  audit: async () => (await import("./cli/owner/audit.ts")).audit,
  backup: async () => (await import("./cli/owner/backup.ts")).backup,
  restore: async () => (await import("./cli/owner/backup.ts")).restore,
  clock: async () => (await import("./cli/owner/clock.ts")).clock,
  doctor: async () => (await import("./cli/doctor/doctor.ts")).doctor,
  demo: async () => (await import("./cli/demo.ts")).demo,
  grants: async () => (await import("./cli/owner/grants/grants.ts")).grants,
  logs: async () => (await import("./cli/logs.ts")).logs,
  keys: async () => (await import("./cli/owner/keys.ts")).keys,
  kill: async () => (await import("./cli/owner/kill.ts")).kill,
  lockouts: async () => (await import("./cli/owner/lockouts.ts")).lockouts,
  setup: async () => (await import("./cli/setup/setup.ts")).setup,
  remove: async () => (await import("./cli/setup/remove.ts")).remove,
  tokens: async () => (await import("./cli/owner/tokens.ts")).tokens,
};

/** Serves at the door `stdio`, `serve` or `http`. */
export type OpenDoor = (name: string, args: readonly string[]) => Promise<void>;

/** What a door says of itself; its settings come from the environment. */
const DOOR_HELP: Readonly<Record<string, string>> = {
  stdio: `hearthgate stdio [--demo]   serves MCP over stdin and stdout: what a host such as Claude Desktop starts
HASS_URL and HASS_TOKEN name the home, HEARTHGATE_GRANT the grant (operator unless told). --demo brings its own house.`,
  serve: `hearthgate serve [--demo]   serves MCP over HTTP with logins and access tokens, for an untrusted network
HASS_URL and HASS_TOKEN name the home; docs/http.md has the other settings, step by step. --demo brings its own house.`,
  http: `hearthgate http [--demo]   serves MCP over HTTP for a trusted network, or behind a proxy
HASS_URL and HASS_TOKEN name the home; docs/http.md has the other settings, step by step. --demo brings its own house.`,
};

async function startDoor(name: string, args: readonly string[], open: OpenDoor): Promise<void> {
  // what a host starts begins at once
  if (args.some((arg) => arg !== "--demo")) {
    const { readCommandLine } = await import("./cli/command-line.ts");
    const options = { demo: { type: "boolean" } } as const;
    const line = readCommandLine({ command: name, usage: DOOR_HELP[name] ?? "", options }, args);
    if (!line) return;
    if (line.words.length > 0) return refuse(line.words[0] ?? "", [], `${name} takes no words`);
  }
  await open(name, args);
}

/** Exit code 64: EX_USAGE of sysexits.h. */
async function refuse(word: string, names: readonly string[], what = "no command"): Promise<void> {
  const { nearestHint } = await import("./cli/command-line.ts");
  const hint = nearestHint(word, names);
  process.stderr.write(`hearthgate: ${what} "${word.slice(0, 40)}".${hint} hearthgate --help lists them.\n`);
  process.exitCode = 64;
}

const ASKS_HELP: ReadonlySet<string> = new Set(["--help", "-h", "help"]);
const ASKS_VERSION: ReadonlySet<string> = new Set(["--version", "-v", "version"]);

/** CONFIG_INVALID with what does not hold in them; what they say is on stdout and stderr, the exit code in `process.exitCode`. */
export async function runCommand(args: readonly string[], open: OpenDoor): Promise<void> {
  const [first = "stdio", ...rest] = args;
  // `hearthgate help grants create` is `hearthgate grants create --help`
  if (ASKS_HELP.has(first) && rest[0] !== undefined && !ASKS_HELP.has(rest[0]))
    return runCommand([...rest, "--help"], open);
  if (ASKS_HELP.has(first)) {
    process.stdout.write(HELP);
    return;
  }
  if (ASKS_VERSION.has(first)) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const named = !first.startsWith("-");
  const name = named ? first : "stdio";
  if (Object.hasOwn(DOOR_HELP, name)) return startDoor(name, named ? rest : args, open);
  const command = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (!command) return refuse(first, [...Object.keys(DOOR_HELP), ...Object.keys(COMMANDS)]);
  await (await command())(rest);
}
