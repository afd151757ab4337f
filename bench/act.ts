/** What acting costs, finding too: ours, a bare forwarder of the same SDK, the raw websocket call, in one runtime, interleaved in one run. */

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { atMost, type Figures, median } from "./figures.ts";
import { callTool, initialize, startThinClient } from "./stdio-client.ts";

export type ActPlan = {
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly light: string;
  /** For warming up beside the first. */
  readonly otherLight: string;
  readonly runtime: string;
  readonly pairs: number;
  readonly rounds: number;
  readonly callsPerRound: number;
  readonly warmUp: number;
  readonly rawLimit?: number;
  readonly say: (text: string) => void;
};

/** Each pair of processes is a throw of the dice of its own: the median is over the rounds of several. */
export async function measureAct(plan: ActPlan): Promise<Figures> {
  const rounds: Round[] = [];
  for (let pair = 1; pair <= plan.pairs; pair++) {
    plan.say(`act ${plan.label}: processes ${pair} of ${plan.pairs}`);
    rounds.push(...(await measurePair(plan)));
  }
  const name = `act ${plan.label}`;
  return {
    [`${name} ÷ bare forwarder`]: atMost(median(rounds.map((round) => round.ours / round.bare)), "×", 1.35),
    [`${name} ÷ raw call`]: atMost(median(rounds.map((round) => round.ours / round.raw)), "×", plan.rawLimit),
    [`bare forwarder ${plan.label} ÷ raw call`]: atMost(
      median(rounds.map((round) => round.bare / round.raw)),
      "×",
    ),
    [`find ${plan.label} ÷ bare call that does nothing`]: atMost(
      median(rounds.map((round) => round.find / round.nothing)),
      "×",
      1.5,
    ),
    [`find ${plan.label} ÷ forwarded call that changes nothing`]: atMost(
      median(rounds.map((round) => round.find / round.unchanged)),
      "×",
      1.5,
    ),
    [`find ${plan.label} median`]: atMost(median(rounds.map((round) => round.find)), "ms"),
    [`${name} median`]: atMost(median(rounds.map((round) => round.ours)), "ms"),
  };
}

type Round = Record<"ours" | "bare" | "raw" | "find" | "nothing" | "unchanged", number>;

async function measurePair(plan: ActPlan): Promise<readonly Round[]> {
  const env = { HASS_URL: plan.url, HASS_TOKEN: plan.token };
  const ours = startThinClient([plan.runtime, "dist/stdio-server.js"], {
    ...env,
    HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-bench-")),
  });
  const bare = startThinClient([plan.runtime, "dist/bench/bare-forwarder.js"], env);
  await initialize(ours);
  await initialize(bare);
  const raw = startRawCaller([plan.runtime, "dist/bench/raw-caller.js"], { ...env, LIGHT: plan.light });
  const toggle = (light: string) => ({ service: "light.toggle", target: { entity_id: [light] } });
  // lit by the first of its calls, which is not timed
  const lit = { service: "light.turn_on", target: { entity_id: [plan.light] } };
  const args = toggle(plan.light);
  const ways = {
    ours: timed(() => callTool(ours, "ha_call_service", args)),
    bare: timed(() => callTool(bare, "call", args)),
    raw: raw.times,
  };
  const finding = {
    find: timed(() => callTool(ours, "ha_search", { query: "kitchen lights" })),
    nothing: timed(() => callTool(bare, "nothing", {})),
    unchanged: timed(() => callTool(bare, "call", lit)),
  };
  // nothing is measured yet: the two servers warm up side by side, each on a light of its own
  const besides = timed(() => callTool(bare, "call", toggle(plan.otherLight)));
  await Promise.all([ways.ours(plan.warmUp), besides(plan.warmUp)]);
  await ways.raw(Math.round(plan.warmUp / RAW_SHARE));
  const acted: Omit<Round, keyof typeof finding>[] = [];
  for (let round = 0; round < plan.rounds; round++) acted.push(await measureRound(ways, plan.callsPerRound));
  await Promise.all([finding.find(plan.warmUp), finding.nothing(plan.warmUp)]);
  await finding.unchanged(plan.warmUp);
  const rounds: Round[] = [];
  for (const round of acted) rounds.push({ ...round, ...(await measureRound(finding, plan.callsPerRound)) });
  await ours.close();
  await bare.close();
  raw.close();
  return rounds;
}

/** So many calls one after the other, the time of each in ms. */
type Way = (calls: number) => Promise<readonly number[]>;

function timed(call: () => Promise<unknown>): Way {
  return async (calls) => {
    const times: number[] = [];
    while (times.length < calls) {
      const started = performance.now();
      await call();
      times.push(performance.now() - started);
    }
    return times;
  };
}

/** Medians of one round; the ways take turns block by block, so that the machine's noise hits them alike. */
async function measureRound<K extends string>(
  ways: Readonly<Record<K, Way>>,
  calls: number,
): Promise<Record<K, number>> {
  const names = Object.keys(ways) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let done = 0; done < calls; done += BLOCK) {
    // the first calls of a block still meet what the one before left behind
    for (const name of names) times[name].push(...(await ways[name](BLOCK + SETTLE)).slice(SETTLE));
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

const BLOCK = 40;
/** A loop around one message is compiled so many times sooner than a server: after some 2,000 calls. */
const RAW_SHARE = 1.5;
const SETTLE = 3;

function startRawCaller(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): { readonly times: Way; close(): void } {
  const child = spawn(program, args, { env: { PATH: process.env["PATH"] ?? "", ...env } });
  child.stderr.resume();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async times(calls) {
      child.stdin.write(`${calls}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("the raw caller ended");
      return JSON.parse(value) as number[];
    },
    close: () => child.stdin.end(),
  };
}
