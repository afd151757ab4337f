/** An HTTP door for tests: the bundled server in its own process, on a demo house in this one. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode } from "../../scripts/newer-node.ts";
import type { AuditEvent } from "../../src/audit/event.ts";
import { type DemoHouse, startDemoHouse } from "../../src/demo/house.ts";
import { hearthgate } from "../cli/owner-home.ts";
import { processEnv } from "../process-env.ts";

export type DoorKind = "express" | "fastmcp";
export const DOORS: readonly DoorKind[] = ["express", "fastmcp"];

export type DoorOptions = {
  /** Express unless told. */
  readonly kind?: DoorKind;
  readonly env?: Readonly<Record<string, string>>;
  /** Grants as the file would have them. */
  readonly grants?: readonly Readonly<Record<string, unknown>>[];
  /** A folder that was there before; else a new one. */
  readonly home?: string;
  /** Command of the Node or Bun that it runs on; the newest Node unless told. */
  readonly runtime?: string;
  /** A house of another door; else one of its own, which ends with it. */
  readonly house?: DemoHouse;
};

export type TestDoor = {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly home: string;
  readonly house: DemoHouse;
  stderr(): string;
  stdout(): string;
  /** Exit code. */
  readonly ended: Promise<number>;
  /** The access token of a grant, or below another token. */
  issue(grant: string): Promise<string>;
  /** An owner's command on the door's folder; its answer as JSON. Throws with what it said when it fails. */
  run(...words: string[]): Promise<Readonly<Record<string, unknown>>>;
  signal(name: NodeJS.Signals): void;
  /** Resident memory, in bytes. */
  resident(): number;
  /** Ends the process at once; the house and the folder stay. */
  stop(): Promise<void>;
  close(): Promise<void>;
};

const STARTED = /hearthgate: serving (https?):\/\/([^/]+):(\d+)\/mcp/;
const START_MS = 15_000;
const BUNDLES: Readonly<Record<DoorKind, string>> = {
  express: "dist/index.js",
  fastmcp: "dist/http-server.js",
};

/** Rejects with what it said when it does not serve. */
export async function startDoor(options: DoorOptions = {}): Promise<TestDoor> {
  const house = options.house ?? (await startDemoHouse({ restless: false, lockMs: 0 }));
  const home = options.home ?? newHome(options.grants);
  const process = spawnDoor(options, home, house);
  const stop = async () => {
    process.child.kill("SIGKILL");
    await process.child.exited;
  };
  const close = async () => {
    await stop();
    if (options.house === undefined) await house.close();
  };
  const { scheme, port } = await served(process).catch(async (fault: unknown) => {
    await close();
    throw fault;
  });
  const { child } = process;
  const run = (...words: string[]) => ownersCommand(home, words, options.env);
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    pid: child.pid,
    home,
    house,
    stderr: process.stderr,
    stdout: process.stdout,
    ended: child.exited,
    run,
    issue: async (grant) => String((await run("tokens", "issue", "--grant", grant))["token"]),
    signal: (name) => child.kill(name),
    resident: () => residentOf(child.pid),
    stop,
    close,
  };
}

/** A start that must fail: exit code and stderr. */
export async function failedStart(
  options: DoorOptions,
): Promise<{ readonly code: number; readonly said: string }> {
  const house = options.house ?? (await startDemoHouse({ restless: false }));
  const { child, stderr } = spawnDoor(options, options.home ?? newHome(options.grants), house);
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  const code = await child.exited;
  clearTimeout(timer);
  if (options.house === undefined) await house.close();
  return { code, said: stderr() };
}

export function newHome(grants: DoorOptions["grants"] = []): string {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-door-"));
  if (grants.length === 0) return home;
  const dated = grants.map((grant) => ({ created_at: "2026-01-01T00:00:00Z", ...grant }));
  writeFileSync(join(home, "grants.json"), JSON.stringify({ version: 1, grants: dated }));
  return home;
}

/** What was written into the audit of a folder. */
export function auditIn(home: string): readonly AuditEvent[] {
  const at = join(home, "audit");
  const files = existsSync(at) ? readdirSync(at).sort() : [];
  const text = files.map((file) => readFileSync(join(at, file), "utf8")).join("");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

type Started = {
  readonly child: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly stderr: () => string;
  readonly stdout: () => string;
  /** Resolves when it has said more, or has ended. */
  readonly heard: () => Promise<void>;
};

function spawnDoor(options: DoorOptions, home: string, house: DemoHouse): Started {
  const child = Bun.spawn([options.runtime ?? node(), BUNDLES[options.kind ?? "express"]], {
    env: {
      ...processEnv(),
      HASS_URL: house.url,
      HASS_TOKEN: house.tokens.admin,
      HEARTHGATE_HOME: home,
      PORT: "0",
      LOG_LEVEL: "info",
      ...options.env,
    },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let said = "";
  let printed = "";
  const drain = async () => {
    for await (const part of child.stdout) printed += Buffer.from(part).toString();
  };
  void drain();
  let waiting: (() => void)[] = [];
  const wake = () => {
    for (const go of waiting) go();
    waiting = [];
  };
  const read = async () => {
    for await (const part of child.stderr) {
      said += Buffer.from(part).toString();
      wake();
    }
    await child.exited;
    wake();
  };
  void read();
  return {
    child,
    stderr: () => said,
    stdout: () => printed,
    heard: () => new Promise((resolve) => waiting.push(resolve)),
  };
}

async function served({ child, stderr, heard }: Started) {
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  try {
    for (;;) {
      const [, scheme, , port] = STARTED.exec(stderr()) ?? [];
      if (scheme !== undefined) return { scheme, port: Number(port) };
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the door did not start: ${stderr()}`);
      await heard();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function ownersCommand(
  home: string,
  words: readonly string[],
  { STORE: store }: DoorOptions["env"] = {},
): Promise<Readonly<Record<string, unknown>>> {
  const env = { ...processEnv(), ...(store === undefined ? {} : { STORE: store }) };
  const { out, err, code } = await hearthgate(home, [...words, "--json"], env);
  if (code !== 0) throw new Error(`hearthgate ${words.join(" ")}: ${err}`);
  return JSON.parse(out) as Readonly<Record<string, unknown>>;
}

function residentOf(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) * 1024;
}

function node(): string {
  const found = findNode();
  if (found === undefined) throw new Error("no Node here has node:sqlite; npm test fetches one");
  return found;
}
