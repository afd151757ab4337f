#!/usr/bin/env node
/** The bin `hearthgate`: finds the command; alone it is `hearthgate stdio`. */

import { endWithFault } from "./start/process-life.ts";
import { VERSION } from "./version.ts";

const HELP = `hearthgate ${VERSION}: opens a Home Assistant home to AI assistants, one grant at a time

  hearthgate [stdio] [--demo]   serve MCP over stdin and stdout (what a host such as Claude Desktop starts)
  hearthgate serve [--demo]     serve MCP over HTTP with login, for an untrusted network (see docs/http.md)
  hearthgate http [--demo]      serve MCP over HTTP for a trusted network, or behind a proxy
  hearthgate demo               a tour of the demo house, as an assistant sees it
  hearthgate grants …            list, show, create, preview, explain, pause, resume, revoke, delete (grants alone prints how)
  hearthgate tokens …            issue, list, rotate, revoke: what agents show at the HTTP doors
  hearthgate keys …              generate, rotate, retire, revoke, list: what signs logins
  hearthgate approvals …         list, approve, deny, passphrase: what needs the owner's yes
  hearthgate audit …             tail, verify, export: who did what
  hearthgate backup|restore FILE  grants, tokens, keys, revocations in one file
  hearthgate doctor              what is wrong, why, and what to do about it
  hearthgate lockouts …          list, clear, block
  hearthgate kill on|off         nobody gets in
  hearthgate clock [accept]      after a clock that was wrong
  hearthgate --help | --version

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
  keys: async () => (await import("./cli/owner/keys.ts")).keys,
  kill: async () => (await import("./cli/owner/kill.ts")).kill,
  lockouts: async () => (await import("./cli/owner/lockouts.ts")).lockouts,
  tokens: async () => (await import("./cli/owner/tokens.ts")).tokens,
};

/** Each door is an entry of its own, which begins when it is imported; stdio never loads what the HTTP doors need. */
const DOORS: Readonly<Record<string, string>> = {
  stdio: "./stdio-server.js",
  http: "./http-server.js",
  serve: "./index.js",
};

async function openDoor(file: string, args: readonly string[]): Promise<void> {
  process.argv.splice(2, process.argv.length, ...args);
  await import(new URL(file, import.meta.url).href);
}

// `hearthgate tokens list | head`: whoever reads has had enough
process.stdout.on("error", (fault: NodeJS.ErrnoException) => process.exit(fault.code === "EPIPE" ? 0 : 1));

async function main(args: readonly string[]): Promise<void> {
  const [first = "stdio", ...rest] = args;
  if (first === "--help" || first === "-h") {
    process.stdout.write(HELP);
    return;
  }
  if (first === "--version") {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  const named = !first.startsWith("-");
  const door = DOORS[named ? first : "stdio"];
  if (door !== undefined) return openDoor(door, named ? rest : args);
  const command = COMMANDS[first];
  if (!command) {
    process.stderr.write(`hearthgate: no command "${first.slice(0, 40)}". hearthgate --help lists them.\n`);
    process.exitCode = 64;
    return;
  }
  await (await command())(rest);
}

main(process.argv.slice(2)).catch(endWithFault);
