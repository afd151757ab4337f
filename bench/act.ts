/** What acting costs: ours, a bare forwarder of the same SDK, and the raw websocket call, interleaved in one run. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { atMost, type Figures, median } from "./figures.ts";
import { callTool, initialize, startThinClient } from "./stdio-client.ts";

export type ActPlan = {
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly light: string;
  readonly runtime: string;
  readonly pairs: number;
  readonly rounds: number;
  readonly callsPerRound: number;
  readonly warmUp: number;
  readonly rawLimit?: number;
};

/** Each pair of processes is a throw of the dice of its own: the median is over the rounds of several. */
export async function measureAct(plan: ActPlan): Promise<Figures> {
  const rounds: Round[] = [];
  for (let pair = 0; pair < plan.pairs; pair++) rounds.push(...(await measurePair(plan)));
  const name = `act ${plan.label}`;
  return {
    [`${name} ÷ bare forwarder`]: atMost(median(rounds.map((round) => round.ours / round.bare)), "×", 1.35),
    [`${name} ÷ raw call`]: atMost(median(rounds.map((round) => round.ours / round.raw)), "×", plan.rawLimit),
    [`${name} median`]: atMost(median(rounds.map((round) => round.ours)), "ms"),
  };
}

type Round = Record<"ours" | "bare" | "raw", number>;

async function measurePair(plan: ActPlan): Promise<readonly Round[]> {
  const env = { HASS_URL: plan.url, HASS_TOKEN: plan.token };
  const ours = startThinClient([plan.runtime, "dist/stdio-server.js"], {
    ...env,
    HEARTHGATE_HOME: mkdtempSync(join(tmpdir(), "hearthgate-bench-")),
  });
  const bare = startThinClient([plan.runtime, "dist/bench/bare-forwarder.js"], env);
  await initialize(ours);
  await initialize(bare);
  const raw = await connectRaw(plan.url, plan.token);
  const args = { service: "light.toggle", target: { entity_id: [plan.light] } };
  const ways = {
    ours: () => callTool(ours, "ha_call_service", args),
    bare: () => callTool(bare, "call", args),
    raw: () => raw.call(plan.light),
  };
  for (let count = 0; count < plan.warmUp; count++) for (const way of Object.values(ways)) await way();
  const rounds: Round[] = [];
  for (let round = 0; round < plan.rounds; round++) rounds.push(await measureRound(ways, plan.callsPerRound));
  await ours.close();
  await bare.close();
  raw.close();
  return rounds;
}

/** Medians of one round; the ways take turns block by block, so that the machine's noise hits them alike. */
async function measureRound<K extends string>(
  ways: Readonly<Record<K, () => Promise<unknown>>>,
  calls: number,
): Promise<Record<K, number>> {
  const names = Object.keys(ways) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let done = 0; done < calls; done += BLOCK) {
    for (const name of names) {
      for (let count = 0; count < BLOCK + SETTLE; count++) {
        const started = performance.now();
        await ways[name]();
        // the first calls of a block still meet what the one before left behind
        if (count >= SETTLE) times[name].push(performance.now() - started);
      }
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

const BLOCK = 40;
const SETTLE = 3;

async function connectRaw(url: string, token: string) {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/websocket`, { perMessageDeflate: false });
  let done: () => void = () => undefined;
  let id = 0;
  await new Promise<void>((resolve) => {
    socket.on("message", (data) => {
      const message = JSON.parse(data.toString());
      if (message.type === "auth_required")
        socket.send(JSON.stringify({ type: "auth", access_token: token }));
      else if (message.type === "auth_ok") resolve();
      else if (message.id === id) done();
    });
  });
  return {
    call(light: string): Promise<void> {
      id++;
      socket.send(
        JSON.stringify({
          id,
          type: "call_service",
          domain: "light",
          service: "toggle",
          service_data: {},
          target: { entity_id: [light] },
        }),
      );
      return new Promise((resolve) => {
        done = resolve;
      });
    },
    close: () => socket.close(),
  };
}
