/** Good callers of an Express door while slow ones hold a thousand connections: the Bun and the seconds as arguments, a `SlowReport` out. */

import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { SlowReport } from "../doors/slow.ts";
import { askWho } from "./loopback-caller.ts";
import { openOwnedDoor } from "./owned-door.ts";

const [bun = "bun", seconds = "15"] = process.argv.slice(2);
const CONNECTIONS = "1000";
const GOOD_CALLERS = 10;
/** A credential may ask 120 times a minute. */
const PAUSE_MS = 600;

/** What is sent slowly: headers, a body; what is read slowly: answers. */
const WAYS = {
  headers: ["-H"],
  body: ["-B", "-f", "application/json", "-s", "4096"],
  reading: ["-X", "-w", "1", "-y", "2", "-n", "5", "-z", "1", "-k", "1"],
};

const { port, run, close } = await openOwnedDoor(bun);
const bearers = Array.from({ length: GOOD_CALLERS }, () =>
  String(run("tokens", "issue", "--grant", "viewer")["token"]),
);
const report: SlowReport = {};
for (const [way, flags] of Object.entries(WAYS)) report[way] = await underAttack(flags);
close();
process.stdout.write(JSON.stringify(report), () => process.exit());

async function underAttack(flags: readonly string[]): Promise<SlowReport[string]> {
  const url = `http://127.0.0.1:${port}/mcp`;
  const common = ["-c", CONNECTIONS, "-r", "500", "-i", "2", "-l", seconds, "-u", url];
  const attacker = spawn("slowhttptest", [...common, ...flags], { stdio: "ignore" });
  const ended = new Promise((resolve) => attacker.on("exit", resolve));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const calls = { good: 0, missed: 0 };
  const live = async (bearer: string) => {
    while (!over) {
      // a connection each: the slow ones must not be in its way
      const asked = askWho({ host: "127.0.0.1", port, localAddress: "127.0.0.9", bearer });
      const status = await asked.catch(() => 0);
      if (status === 200) calls.good++;
      else calls.missed++;
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all(bearers.map(live));
  return calls;
}
