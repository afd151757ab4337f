/** `npm run bench`: every figure as it is measured. `-- --json` one JSON object on stdout, `-- --short` a tenth of the rounds, `-- --full` three times as many, `-- --demo` without a real home. */

import { parseArgs } from "node:util";
import { openRealHome } from "../scripts/real-home.ts";
import { measureAct } from "./act.ts";
import { measureAnswers, measureChattySensor } from "./answers.ts";
import { measureApproval } from "./approve.ts";
import { measureCrash, measureFsync } from "./crash.ts";
import { measureDesk } from "./desk.ts";
import { measureConsent } from "./doors/consent.ts";
import { measureHttp } from "./doors/http.ts";
import { measureIdentity } from "./doors/identity.ts";
import { measureLockout } from "./doors/lockout.ts";
import { measureRotation } from "./doors/rotation.ts";
import { measureSlow } from "./doors/slow.ts";
import { measureSoak } from "./doors/soak.ts";
import { measureEvaluate } from "./evaluate.ts";
import type { Figures } from "./figures.ts";
import { measureHidden } from "./hidden.ts";
import { openReport } from "./report.ts";
import { findRuntimes, type Runtime } from "./runtimes.ts";
import { closeHouses, measureScale, openHouses } from "./scale.ts";
import { measureSearch } from "./search/scale.ts";
import { measureStart } from "./start.ts";
import { measureStore } from "./store.ts";
import { measureList, measureTokens } from "./tokens.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    short: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    demo: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const share = options.short ? 0.1 : options.full ? 3 : 1;
const times = (count: number) => Math.max(1, Math.round(count * share));
const isNamed = (part: string) => options.only?.split(",").includes(part) === true;
const wants = (part: string) => options.only === undefined || isNamed(part);
const { figures, say, add } = openReport(options.json);
let unmeasured = 0;

say("bundling");
await build();
const runtimes = Object.entries(findRuntimes());
const rounds = {
  // a process is quick or slow for its whole life, by a tenth: the median wants several of them
  pairs: Math.max(2, times(3)),
  // within one pair of processes rounds differ by less than the pairs do
  rounds: 3,
  callsPerRound: Math.max(80, times(160)),
  // small programs are compiled early, larger ones late: both are measured when they are
  warmUp: Math.max(200, times(2_500)),
  say,
};
// the doors want SQLite: a Node that has it
const httpRounds = {
  runtime: newestOf(findRuntimes()),
  calls: Math.max(400, times(1_200)),
  warmUp: Math.max(400, times(800)),
  // two minutes where it is asked for by name
  crowdSeconds: Math.max(5, isNamed("http") ? 120 : times(20)),
  say,
};
if (wants("store")) {
  say("store: each step, on Bun and on a Node with SQLite");
  add(measureStore(Object.fromEntries(runtimes.map(([label, { command }]) => [label, command]))));
}
await onStateAndDoors();
if (wants("tokens")) {
  add(measureList());
  add(await measureChattySensor());
}
for (const [label, { command }] of runtimes) {
  if (wants("start")) {
    const starts = Math.max(12, times(14));
    say(`start ${label}: ${starts} starts of each server`);
    add(await measureStart(label, command, starts));
  }
  if (wants("decide")) add(measureEvaluate(label, command));
}
await onDemoHouse();
if (wants("scale")) await onLargeHouses();
if (wants("search")) {
  say("search: homes of 1,000 to 50,000 entities");
  add(await measureSearch());
}
if (!options.demo && ["act", "tokens", "http"].some(wants)) await onRealHome();

const broken = Object.values(figures).filter((figure) => !figure.holds).length + unmeasured;
say(broken === 0 ? "all figures hold" : `${broken} figures do not hold`);
if (options.json) console.log(JSON.stringify(figures));
// a short run is a look, not a measurement: only the whole one judges
process.exit(broken > 0 && !options.short ? 1 : 0);

/** For what wants something of the machine that not every one has; what is missing counts as what does not hold. */
async function addIfPossible(name: string, measure: () => Promise<Figures>): Promise<void> {
  try {
    add(await measure());
  } catch (fault) {
    unmeasured++;
    say(`${name} cannot be measured here: ${fault instanceof Error ? fault.message : fault}`);
  }
}

/** What lasts, and who comes in: what takes minutes is whole only where it is asked for by name. */
async function onStateAndDoors(): Promise<void> {
  const whole = (part: string, count: number) => (isNamed(part) ? count : Math.max(20, times(count / 20)));
  const { runtime } = httpRounds;
  if (wants("identity")) {
    say("identity: who calls");
    add(measureIdentity(runtime));
  }
  if (wants("consent")) {
    say("consent: the pages of a person at a home of 10,000 entities");
    add(await measureConsent(times(10)));
  }
  if (wants("crash")) {
    const kills = whole("crash", 1_000);
    say(`crash: ${kills} times SIGKILL while four processes write`);
    add(await measureCrash(kills));
  }
  if (wants("approve")) {
    say("approve: what a question costs beside the person");
    add(await measureApproval(200));
  }
  if (wants("desk")) {
    const kills = whole("desk", 1_000);
    say(
      `desk: ${kills} times SIGKILL while four processes write grants, questions, audit; then eight at once`,
    );
    add(await measureDesk(kills, kills * 10));
  }
  if (wants("soak")) {
    const calls = isNamed("soak") ? 1_000_000 : times(100_000);
    add(await measureSoak(runtime, { calls, sessions: calls / 100, say }));
  }
  if (wants("fsync")) await addIfPossible("fsync", measureFsync);
  if (wants("lockout")) {
    const attempts = whole("lockout", 10_000);
    say(`lockout: three times ${attempts} wrong credentials`);
    await addIfPossible("lockout", () => measureLockout(runtime, attempts));
  }
  if (wants("slow")) {
    const seconds = Math.max(5, times(5));
    say(`slow: 1,000 slow connections, three ways, ${seconds} s each`);
    await addIfPossible("slow", () => measureSlow(runtime, seconds));
  }
}

async function onDemoHouse(): Promise<void> {
  const { url, token, stop } = await startHouseProcess();
  const [light, otherLight] = ["light.hall", "light.kitchen_counter"];
  for (const [label, { command }] of wants("act") ? runtimes : [])
    add(
      await measureAct({
        label: `demo, ${label}`,
        url,
        token,
        light,
        otherLight,
        runtime: command,
        ...rounds,
      }),
    );
  if (wants("act")) {
    say("refusing what is hidden and what is missing");
    add(await measureHidden(url, token, times(400)));
  }
  if (wants("tokens")) {
    const plan = { label: "demo", url, token, light };
    add(await measureTokens(plan));
    add(await measureAnswers(plan));
  }
  if (wants("http")) add(await measureHttp({ label: "demo", url, token, lights: [light], ...httpRounds }));
  if (wants("rotation")) {
    const rotations = Math.max(3, times(20));
    // two minutes where it is asked for by name
    const everyMs = isNamed("rotation") ? 6_000 : 1_000;
    say(`rotation: ${rotations} rotations of the keys under load, each ${everyMs / 1000} s`);
    add(await measureRotation({ url, token, runtime: httpRounds.runtime, rotations, everyMs }));
  }
  stop();
}

async function onLargeHouses(): Promise<void> {
  say("scale: homes of 10,000 and 50,000 entities");
  const houses = await openHouses();
  for (const [label, runtime] of runtimes) {
    say(`scale ${label}`);
    add(await measureScale(label, runtime, houses, times(20_000)));
  }
  await closeHouses(houses);
}

async function onRealHome(): Promise<void> {
  say("a real Home Assistant starts");
  const home = await openRealHome();
  try {
    const [light, otherLight] = ["light.ceiling_lights", "light.bed_light"];
    for (const [label, { command }] of wants("act") ? runtimes : []) {
      const rawLimit = label === "node 20" ? 1.8 : 1.6;
      // a real home takes its time, which hardly differs from one process to the next
      const plan = {
        ...rounds,
        pairs: Math.max(2, times(2)),
        warmUp: Math.max(200, times(1_000)),
        label: `real, ${label}`,
        ...home,
        light,
        otherLight,
        runtime: command,
        rawLimit,
      };
      add(await measureAct(plan));
    }
    if (wants("tokens")) {
      const plan = { label: "real", ...home, light: otherLight };
      add(await measureTokens(plan));
      add(await measureAnswers(plan));
    }
    const crowdSeconds = Math.max(5, times(15));
    if (wants("http"))
      add(await measureHttp({ label: "real", ...home, lights: [light], ...httpRounds, crowdSeconds }));
  } finally {
    home.stop();
  }
}

/** Home Assistant is never in the process that measures it. */
async function startHouseProcess() {
  const child = Bun.spawn([process.execPath, "dist/bench/demo-house.js"], { stdin: "pipe", stdout: "pipe" });
  const { value } = await child.stdout.getReader().read();
  const { url, token } = JSON.parse(new TextDecoder().decode(value));
  return { url: String(url), token: String(token), stop: () => child.kill() };
}

/** The servers that ours are held against are bundled like ours. */
async function build(): Promise<void> {
  const own = Bun.spawnSync([process.execPath, "run", "scripts/build.ts"], {
    stdout: "ignore",
    stderr: "inherit",
  });
  const built = await Bun.build({
    entrypoints: [
      "bench/servers/demo-house.ts",
      "bench/servers/bare-forwarder.ts",
      "bench/servers/bare-http.ts",
      "bench/servers/crowd-client.ts",
      "bench/servers/store-probe.ts",
      "bench/servers/identity-probe.ts",
      "bench/servers/lockout-probe.ts",
      "bench/servers/slow-probe.ts",
      "bench/servers/raw-caller.ts",
      "bench/servers/one-tool.ts",
      "bench/servers/connect-probe.ts",
      "bench/servers/evaluate-probe.ts",
      "bench/servers/search-memory-probe.ts",
    ],
    outdir: "dist/bench",
    naming: { entry: "[name].js" },
    target: "node",
    format: "esm",
    minify: true,
  });
  if (own.exitCode !== 0 || !built.success) throw new Error("the build failed");
}

function newestOf(found: Readonly<Record<string, Runtime>>): string {
  const [, newest] = Object.entries(found).findLast(([label]) => label.startsWith("node")) ?? [];
  return newest?.command ?? "node";
}
