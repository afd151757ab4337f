/** Attacks an Express door from many addresses: the Bun and the number of attempts as arguments, a `LockoutReport` out. */

import { Agent, type IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { LockoutReport } from "../doors/lockout.ts";
import { askWho } from "./loopback-caller.ts";
import { openOwnedDoor } from "./owned-door.ts";

const [bun = "bun", attempts = "1000"] = process.argv.slice(2);
const ATTEMPTS = Number(attempts);
const AT_ONCE = 40;
/** The door answers on it, in the network of the good caller. */
const DOOR = "2001:db8:0:200::1";
const GOOD = "2001:db8:0:2ff::7";
const PAUSE_MS = 20;

const { port, run, close } = await openOwnedDoor(bun, {
  HOST: "::",
  ALLOW_PLAIN_HTTP: "true",
  // the lockout alone is asked
  RATE_LIMIT_MAX: "1000000",
});
const good = String(run("tokens", "issue", "--grant", "viewer")["token"]);

/** Wrong credentials, each of its own, many at once; how many were told that they are wrong. */
async function attack(
  count: number,
  from: (at: number) => string,
  headersAt: (at: number) => IncomingHttpHeaders = () => ({}),
): Promise<number> {
  let [next, told] = [0, 0];
  const attacker = async () => {
    for (let at = next++; at < count; at = next++) {
      const localAddress = from(at);
      const host = localAddress.includes(":") ? DOOR : "127.0.0.1";
      const headers = headersAt(at);
      const status = await askWho({ host, port, localAddress, bearer: `hg_wrong${at}`, headers });
      if (status !== 429) told++;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  return told;
}

let over = false;
const calls = { good: 0, missed: 0 };
async function live(): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  while (!over) {
    const status = await askWho({ host: DOOR, port, localAddress: GOOD, bearer: good, agent });
    if (status === 200) calls.good++;
    else calls.missed++;
    await sleep(PAUSE_MS);
  }
}

const hex = (number: number) => number.toString(16);
const living = live();
const one = await attack(AT_ONCE, () => "127.0.0.2");
const forwarded = await attack(
  ATTEMPTS,
  () => "127.0.0.3",
  (at) => ({ "x-forwarded-for": `198.51.${at >> 8}.${at & 255}` }),
);
const network = await attack(ATTEMPTS, (at) => `2001:db8:0:100::${hex(at + 1)}`);
run("lockouts", "clear", "all");
const block = await attack(ATTEMPTS, (at) => `2001:db8:0:1${hex(at & 255).padStart(2, "0")}::${hex(at + 1)}`);
over = true;
await living;
close();
const report: LockoutReport = { one, forwarded, network, block, ...calls };
process.stdout.write(JSON.stringify(report), () => process.exit());
