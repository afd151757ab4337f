/** What the Express door costs: acting, cached reads, a crowd, each beside a bare server of the same SDK, in one run. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atLeast, atMost, type Figures, median } from "../figures.ts";
import { runCrowd } from "./crowd.ts";
import { type HttpCaller, logIn, openCaller, startHttpServer } from "./http-client.ts";

export type HttpPlan = {
  readonly label: string;
  readonly url: string;
  readonly token: string;
  readonly lights: readonly string[];
  /** A Node that has SQLite. */
  readonly runtime: string;
  readonly calls: number;
  readonly warmUp: number;
  readonly crowdSeconds: number;
  readonly say: (text: string) => void;
};

const GRANT = "bench";
const CONNECTIONS = 50;
const CROWD = 100;
const BLOCK = 40;
const MANY = 1_000_000;

/** JWT, grant, limits and audit are on; the limits are too high to be met. */
export async function measureHttp(plan: HttpPlan): Promise<Figures> {
  const { label, say } = plan;
  const env = { HASS_URL: plan.url, HASS_TOKEN: plan.token };
  const bare = await startHttpServer([plan.runtime, "dist/bench/bare-http.js"], env);
  const ours = await startHttpServer([plan.runtime, "dist/index.js"], {
    ...env,
    PORT: "0",
    HEARTHGATE_HOME: homeWithGrant(),
    RATE_LIMIT_MAX: String(MANY),
  });
  const jwt = await logIn(ours.url, plan.token, GRANT);
  try {
    say(`http ${label}: acting, one call after the other`);
    const acting = await measureActing(plan, await openCaller(ours.url, jwt), await openCaller(bare.url));
    say(`http ${label}: cached reads at ${CONNECTIONS} connections`);
    const reading = await measureReading(plan, [ours.url, jwt], bare.url);
    say(`http ${label}: ${CROWD} callers at once, ${plan.crowdSeconds} s`);
    const tokens = await inTurns(CROWD, () => logIn(ours.url, plan.token, GRANT));
    const crowd = await measureCrowd(plan, tokens, ours.url, bare.url);
    const memory = residentMegabytes(ours.pid) / residentMegabytes(bare.pid);
    return { ...acting, ...reading, ...crowd, [`http ${label}, memory ÷ bare`]: atMost(memory, "×", 1.2) };
  } finally {
    ours.close();
    bare.close();
  }
}

function homeWithGrant(): string {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-bench-"));
  const limits = {
    requests_per_minute: MANY,
    actions_per_minute: MANY,
    burst: MANY,
    concurrency: 1_000,
    max_sessions: 1_000,
  };
  const access = { read: ["*"], actions: ["light.*"] };
  const grants = [
    { id: GRANT, name: GRANT, access, limits, created_at: "2026-01-01T00:00:00Z", expires_at: "never" },
  ];
  writeFileSync(join(home, "grants.json"), JSON.stringify({ version: 1, grants }));
  return home;
}

async function measureActing(plan: HttpPlan, ours: HttpCaller, bare: HttpCaller): Promise<Figures> {
  const [light = ""] = plan.lights;
  const args = { service: "light.toggle", target: { entity_id: [light] } };
  const ways = [
    { call: () => ours.call("ha_call_service", args), times: [] as number[] },
    { call: () => bare.call("call", args), times: [] as number[] },
  ];
  for (let done = -plan.warmUp; done < plan.calls; done += BLOCK)
    for (const { call, times } of ways)
      for (let turn = 0; turn < BLOCK; turn++) {
        const started = performance.now();
        await call();
        if (done >= 0) times.push(performance.now() - started);
      }
  const [mine = 0, theirs = 1] = ways.map(({ times }) => median(times));
  return {
    [`http ${plan.label}, act ÷ bare forwarder`]: atMost(mine / theirs, "×", 1.3),
    [`http ${plan.label}, act median`]: atMost(mine, "ms"),
  };
}

/** Requests in a second, taken in turns. */
async function measureReading(
  plan: HttpPlan,
  [url, jwt]: readonly [string, string],
  bareUrl: string,
): Promise<Figures> {
  const [light = ""] = plan.lights;
  const mine = await inTurns(CONNECTIONS, () => openCaller(url, jwt));
  const theirs = await inTurns(CONNECTIONS, () => openCaller(bareUrl));
  const ratios: number[] = [];
  for (let round = -1; round < 7; round++) {
    const ours = await rateOf(mine, plan.calls, (caller) => caller.call("ha_read", { ids: [light] }));
    const bare = await rateOf(theirs, plan.calls, (caller) => caller.call("constant", {}));
    if (round >= 0) ratios.push(ours / bare);
  }
  return { [`http ${plan.label}, cached reads ÷ bare constant`]: atLeast(median(ratios), "×", 0.9) };
}

async function rateOf(
  callers: readonly HttpCaller[],
  calls: number,
  call: (caller: HttpCaller) => Promise<unknown>,
): Promise<number> {
  let left = calls;
  const started = performance.now();
  await Promise.all(
    callers.map(async (caller) => {
      while (left-- > 0) await call(caller);
    }),
  );
  return calls / (performance.now() - started);
}

/** Both servers carry their crowds at the same time: the memory of one is held against the other's. */
async function measureCrowd(
  { label, lights, runtime, crowdSeconds: seconds }: HttpPlan,
  tokens: readonly string[],
  url: string,
  bareUrl: string,
): Promise<Figures> {
  const [{ times, errors, wrong }] = await Promise.all([
    runCrowd(runtime, { url, tokens, seconds, reads: lights }),
    runCrowd(runtime, { url: bareUrl, tokens: tokens.map(() => null), seconds }),
  ]);
  times.sort((a, b) => a - b);
  const p99 = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
  const name = `http ${label}, ${CROWD} callers`;
  return {
    [`${name}, errors`]: atMost(errors, "calls", 0),
    [`${name}, answers of others`]: atMost(wrong, "calls", 0),
    [`${name}, p99 ÷ median`]: atMost(p99 / median(times), "×", 3),
    [`${name}, calls`]: atLeast(times.length, "calls", CROWD),
  };
}

async function inTurns<T>(count: number, make: () => Promise<T>): Promise<readonly T[]> {
  const made: T[] = [];
  while (made.length < count) made.push(await make());
  return made;
}

/** Linux says it in pages' kibibytes. */
function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}
