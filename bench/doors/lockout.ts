/** How many tries an attacker gets who has many addresses, and whether anybody else notices; in a network of its own. */

import { atLeast, atMost, type Figures } from "../figures.ts";

/** Attempts that were told their credential is wrong, by way of attack; `missed`: good calls meanwhile that were not served. */
export type LockoutReport = {
  readonly one: number;
  readonly forwarded: number;
  readonly network: number;
  readonly block: number;
  readonly good: number;
  readonly missed: number;
};

const ADDRESSES = ["ip link set lo up", "echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind"].concat(
  ["2001:db8:0:100::/56", "2001:db8:0:200::/56"].map((block) => `ip -6 route add local ${block} dev lo`),
);

/** `runtime`: a Node that has SQLite. Needs a Linux on which a network namespace may be made. */
export async function measureLockout(runtime: string, attempts: number): Promise<Figures> {
  const probe = `exec "${runtime}" dist/bench/lockout-probe.js "${process.execPath}" ${attempts}`;
  const child = Bun.spawn(["unshare", "-rn", "sh", "-ec", [...ADDRESSES, probe].join("; ")], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const said = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("the lockout could not be measured");
  const { one, forwarded, network, block, good, missed }: LockoutReport = JSON.parse(said);
  const tries = (name: string, value: number) => ({
    [`lockout, tries ${name}, ${attempts} attempts`]: atMost(value, "tries", one),
  });
  return {
    "lockout, tries of one address": atMost(one, "tries", 5),
    ...tries("with rotating X-Forwarded-For", forwarded),
    ...tries("from addresses of one /64", network),
    ...tries("from 256 /64s of one /56", block),
    "lockout, good calls from elsewhere": atLeast(good, "calls", 10),
    "lockout, good calls that were not served": atMost(missed, "calls", 0),
  };
}
