/** A folder of an owner, the commands on it as they are typed, a door that runs on it. */

import { expect } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forwardClock } from "../../src/core/clock.ts";
import { openGrantBook } from "../../src/security/grant/book/grant-book.ts";
import { openIdentity } from "../../src/security/identity/open-identity.ts";
import { openStore } from "../../src/store/open-store.ts";
import type { CommandEnd, CommandStart } from "./warm-commands.ts";

export function home(): string {
  return mkdtempSync(join(tmpdir(), "hearthgate-test-"));
}

/** Words that serve until they are ended: each wants a process of its own. */
const DOOR_WORDS: ReadonlySet<string | undefined> = new Set([undefined, "--demo", "stdio", "serve", "http"]);

let ending: Promise<unknown> = Promise.resolve();
let warm: ((start: CommandStart) => Promise<CommandEnd>) | undefined;

/** `hearthgate` with these words, on Bun, which has `node:sqlite` whatever Node the machine has; one runs at a time. */
export function hearthgate(
  homePath: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<CommandEnd> {
  const env = { PATH: process.env["PATH"] ?? "", HEARTHGATE_HOME: homePath, ...environment };
  // where the user's folder is, is asked once
  if (DOOR_WORDS.has(args[0]) || "HOME" in environment) return inItsOwnProcess({ args, env });
  warm ??= openWarm();
  const run = warm;
  const end = ending.then(() => run({ args, env }));
  ending = end.catch(() => undefined);
  return end;
}

async function inItsOwnProcess({ args, env }: CommandStart): Promise<CommandEnd> {
  const child = Bun.spawn([process.execPath, "src/cli.ts", ...args], { env, stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { out, err, code };
}

/** A process that is ready for the next command; it ends with this one. */
function openWarm() {
  let heard: (end: CommandEnd) => void = () => undefined;
  let failed: (fault: Error) => void = () => undefined;
  const child = Bun.spawn([process.execPath, "tests/cli/warm-commands.ts"], {
    env: { PATH: process.env["PATH"] ?? "" },
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    ipc: (end: CommandEnd) => heard(end),
    onExit: () => failed(new Error("the process of the commands has ended")),
  });
  child.unref();
  return (start: CommandStart) =>
    new Promise<CommandEnd>((resolve, reject) => {
      heard = resolve;
      failed = reject;
      child.send(start);
    });
}

export async function json(homePath: string, ...args: string[]) {
  const { out, err, code } = await hearthgate(homePath, [...args, "--json"]);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

/** The running door that the owner's commands work on. */
/** `admin`: id of the only user whom Home Assistant knows; it does not say who there is without. */
export async function openDoor(homePath: string, admin?: string) {
  const clock = forwardClock();
  const store = await openStore("sqlite", homePath, clock);
  const grants = openGrantBook(homePath, Date.now, {
    onDamage: () => undefined,
    onUnenforced: () => undefined,
  });
  const identity = await openIdentity({
    store,
    clock,
    grants,
    accounts: async () =>
      admin === undefined
        ? undefined
        : new Map([[admin, { id: admin, isActive: true, localOnly: false, isPrivileged: true }]]),
    settings: { issuer: "i", audience: "a", algorithm: "HS256", expirationMs: 3_600_000 },
  });
  const ask = async (token: string) => {
    const answer = await identity.authenticate({ authorization: `Bearer ${token}`, address: "10.0.0.9" });
    return "refusal" in answer ? answer.refusal.reason : "ok";
  };
  return { identity, store, ask };
}
