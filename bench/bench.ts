/** `npm run bench`: every figure in one table. `-- --json` one JSON object, `-- --short` a tenth of the rounds, `-- --full` three times as many, `-- --demo` without a real home. */

import { parseArgs } from "node:util";
import { openRealHome } from "../scripts/real-home.ts";
import { measureAct } from "./act.ts";
import { measureEvaluate } from "./evaluate.ts";
import { type Figures, printTable } from "./figures.ts";
import { findRuntimes } from "./runtimes.ts";
import { measureScale } from "./scale.ts";
import { measureSearch } from "./search-scale.ts";
import { measureStart } from "./start.ts";
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
const wants = (part: string) => options.only === undefined || options.only.split(",").includes(part);
const say = (text: string) => {
  if (!options.json) console.log(text);
};

await build();
const runtimes = findRuntimes();
const figures: Figures = {};
if (wants("tokens")) Object.assign(figures, measureList());
if (wants("start")) Object.assign(figures, await measureStart(commands(), Math.max(12, times(50))));
if (wants("decide")) Object.assign(figures, measureEvaluate(commands()));
const demo = await startHouseProcess();
const rounds = {
  // a process is quick or slow for its whole life, by a tenth: the median wants many of them
  pairs: Math.max(2, times(10)),
  rounds: 5,
  callsPerRound: Math.max(80, times(160)),
  // small programs are compiled early, larger ones late: both are measured when they are
  warmUp: Math.max(200, times(3_000)),
};
if (wants("act")) {
  for (const [label, { command }] of Object.entries(runtimes)) {
    Object.assign(
      figures,
      await measureAct({
        label: `demo, ${label}`,
        url: demo.url,
        token: demo.token,
        light: "light.hall",
        runtime: command,
        ...rounds,
      }),
    );
  }
}
if (wants("tokens"))
  Object.assign(
    figures,
    await measureTokens({ label: "demo", url: demo.url, token: demo.token, light: "light.hall" }),
  );
demo.stop();
if (wants("scale")) Object.assign(figures, await measureScale(runtimes, times(40_000)));
if (wants("search")) Object.assign(figures, await measureSearch());
if (!options.demo && (wants("act") || wants("tokens"))) await onRealHome();

if (options.json) console.log(JSON.stringify(figures));
else printTable(figures);
const broken = Object.values(figures).filter((figure) => !figure.holds).length;
say(broken === 0 ? "all figures hold" : `${broken} figures do not hold`);
// a short run is a look, not a measurement: only the whole one judges
process.exit(broken > 0 && !options.short ? 1 : 0);

async function onRealHome(): Promise<void> {
  const home = await openRealHome();
  try {
    const light = "light.ceiling_lights";
    for (const [label, { command }] of wants("act") ? Object.entries(runtimes) : []) {
      const rawLimit = label === "node 20" ? 1.8 : 1.6;
      Object.assign(
        figures,
        await measureAct({ label: `real, ${label}`, ...home, light, runtime: command, rawLimit, ...rounds }),
      );
    }
    if (wants("tokens"))
      Object.assign(figures, await measureTokens({ label: "real", ...home, light: "light.bed_light" }));
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

function commands(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(runtimes).map(([label, { command }]) => [label, command]));
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
      "bench/servers/raw-caller.ts",
      "bench/servers/one-tool.ts",
      "bench/servers/connect-probe.ts",
      "bench/servers/evaluate-probe.ts",
      "bench/servers/search-memory-probe.ts",
    ],
    outdir: "dist/bench",
    target: "node",
    format: "esm",
    minify: true,
  });
  if (own.exitCode !== 0 || !built.success) throw new Error("the build failed");
}
