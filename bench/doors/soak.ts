/** What a door keeps of calls and sessions that are over. */

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startDemoHouse } from "../../src/demo/house.ts";
import { atMost, type Figures } from "../figures.ts";
import { openCaller } from "./http-client.ts";
import { startInspected } from "./inspected.ts";

const AT_ONCE = 16;
/** Before the first look: code is compiled, caches are as full as they get. */
const WARM_UP_CALLS = 3_000;
const WARM_UP_SESSIONS = 100;
const PER_CALLS = 100_000;

export type SoakPlan = {
  readonly calls: number;
  readonly sessions: number;
  readonly say: (line: string) => void;
};

export async function measureSoak(runtime: string, { calls, sessions, say }: SoakPlan): Promise<Figures> {
  const house = await startDemoHouse({ restless: false });
  const home = mkdtempSync(join(tmpdir(), "hearthgate-soak-"));
  const env = { HEARTHGATE_HOME: home, PORT: "0", LOG_LEVEL: "error", RATE_LIMIT_ENABLED: "false" };
  writeFileSync(join(home, "grants.json"), JSON.stringify({ version: 1, grants: [GRANT] }), { mode: 0o600 });
  const token = tokenOf(runtime, env);
  const door = await startInspected(runtime, "dist/index.js", {
    ...env,
    HASS_URL: house.url,
    HASS_TOKEN: house.tokens.admin,
  });
  const makeCalls = async (count: number) => {
    const callers = await Promise.all(Array.from({ length: AT_ONCE }, () => openCaller(door.url, token)));
    await inParallel((index) => callOf(callers[index % AT_ONCE], index))(count);
  };
  const makeSessions = inParallel(async (index) => callOf(await openCaller(door.url, token), index));
  try {
    await makeSessions(WARM_UP_SESSIONS);
    await makeCalls(WARM_UP_CALLS);
    const [heap, files] = [await door.heap(), door.fileDescriptors()];
    say(`soak: ${calls} calls`);
    await makeCalls(calls);
    const afterCalls = await door.heap();
    say(`soak: ${sessions} sessions`);
    await makeSessions(sessions);
    const [afterSessions, filesAfter] = [await door.heap(), door.fileDescriptors()];
    const grownMb = (to: number, from: number) => (to - from) / 1_048_576;
    return {
      "soak, heap per 100,000 calls": atMost(
        grownMb(afterCalls, heap) * (PER_CALLS / calls),
        "MB",
        // what is left of one look to the next is more than a short run makes
        calls < PER_CALLS ? undefined : 1,
      ),
      "soak, heap per 1,000 sessions": atMost(grownMb(afterSessions, afterCalls) * (1_000 / sessions), "MB"),
      "soak, file descriptors more than before": atMost(filesAfter - files, "files", AT_ONCE),
    };
  } finally {
    door.close();
    await house.close();
  }
}

function tokenOf(runtime: string, env: Readonly<Record<string, string>>): string {
  const words = ["tokens", "issue", "--grant", "soak", "--json"];
  const { stdout } = Bun.spawnSync([runtime, "dist/cli.js", ...words], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  return String(JSON.parse(stdout.toString()).token);
}

async function callOf(caller: Awaited<ReturnType<typeof openCaller>> | undefined, index: number) {
  await caller?.call(index % 2 === 0 ? "ha_read" : "ha_search", index % 2 === 0 ? READ : SEARCH);
}

const GRANT = {
  id: "grt_soak",
  name: "soak",
  created_at: "2026-01-01T00:00:00Z",
  expires_at: "never",
  access: { read: ["*"] },
  limits: { concurrency: 2 * AT_ONCE, max_sessions: 2 * AT_ONCE },
};
const READ = { ids: ["light.hall"] };
const SEARCH = { query: "kitchen lights" };

function inParallel(work: (index: number) => Promise<void>): (count: number) => Promise<void> {
  return async (count) => {
    let next = 0;
    const worker = async () => {
      while (next < count) await work(next++);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
}
