/** A process that dies of what nobody foresaw says so on stderr, without a secret, whatever is at hand; in Node's own report too. */

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findNode } from "../../../scripts/newer-node.ts";
import { type DemoHouse, startDemoHouse } from "../../../src/demo/house.ts";
import { processEnv } from "../../process-env.ts";
import { until } from "../../until.ts";
import { DOORS, startDoor } from "../door.ts";
import { ask, call, openSession } from "../exchange.ts";

setDefaultTimeout(90_000);

const CRASHING = join(import.meta.dir, "crashing.mjs");
const KINDS = ["thrown", "rejected", "a text", "fatal"] as const;
const JWT_SECRET = `canary-jwt-secret-${"x7Qm".repeat(10)}`;
const METRICS_TOKEN = `canary-metrics-${"k3Zp".repeat(10)}`;
const GRANT = { id: "grt_canary", name: "canary", expires_at: "never", access: { read: ["*"] } };

const METRICS_TOKEN_FILE = join(reportFolder(), "metrics-token");
writeFileSync(METRICS_TOKEN_FILE, `${METRICS_TOKEN}\n`);

let house: DemoHouse;
beforeAll(async () => {
  house = await startDemoHouse({ restless: false });
});
afterAll(() => house.close());

/** What Node is told to write wherever a process dies. */
function watched(kind: (typeof KINDS)[number], reports: string): Readonly<Record<string, string>> {
  const options = [
    `--import ${CRASHING}`,
    "--report-uncaught-exception",
    "--report-on-fatalerror",
    `--report-directory=${reports}`,
    ...(kind === "fatal" ? ["--max-old-space-size=120"] : []),
  ];
  return { NODE_OPTIONS: options.join(" "), CRASH_KIND: kind };
}

function reportsIn(folder: string): string[] {
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
}

/** What it said of its end; a report of Node's there where the engine died. */
function judge(
  kind: (typeof KINDS)[number],
  said: string,
  reports: readonly string[],
  secrets: readonly string[],
) {
  expect(said).toContain(
    kind === "fatal" ? "heap out of memory" : "hearthgate: ended by a fault of its own: ",
  );
  expect(reports).toHaveLength(kind === "fatal" ? 1 : 0);
  const written = [said, ...reports].join("\n");
  expect(secrets.filter((secret) => written.includes(secret))).toEqual([]);
}

function reportFolder(): string {
  return mkdtempSync(join(tmpdir(), "hearthgate-crash-"));
}

test.each(DOORS.flatMap((door) => KINDS.map((kind) => [door, kind] as const)))(
  "the %s door: %s",
  async (door, kind) => {
    const reports = reportFolder();
    const served = await startDoor({
      kind: door,
      house,
      grants: [GRANT],
      env: { JWT_SECRET, METRICS_TOKEN_FILE, ...watched(kind, reports) },
    });
    await until(async () => (await ask(`${served.url}/ready`)).status === 200);
    const token = await served.issue("grt_canary");
    const session = await openSession(served.url, token);
    const waiting = { entity_id: "input_text.note", state: "never", timeout_s: 30 };
    const underWay = ask(`${served.url}/mcp`, { token, session, body: call(1, "ha_wait", waiting) });
    underWay.catch(() => undefined);
    await Bun.sleep(200);
    served.signal("SIGUSR2");
    expect(await served.ended).not.toBe(0);
    const secrets = [house.tokens.admin, JWT_SECRET, METRICS_TOKEN, token, token.split("_")[2] ?? token];
    judge(kind, served.stderr() + served.stdout(), reportsIn(reports), secrets);
    await served.close();
  },
);

const NODE = findNode() ?? "node";
const BUN = [process.execPath, "--preload", CRASHING];
const STARTS = [
  ["the stdio door", KINDS, [NODE, "dist/stdio-server.js"]],
  ["a command of the owner's", KINDS, [NODE, "dist/cli.js", "doctor"]],
  // its engine writes no report
  ["the stdio door on Bun", KINDS.slice(0, 3), [...BUN, "dist/stdio-server.js"]],
] as const;

test.each(STARTS.flatMap(([name, kinds, words]) => kinds.map((kind) => [name, kind, words] as const)))(
  "%s: %s",
  async (_, kind, words) => {
    const reports = reportFolder();
    const child = Bun.spawn([...words], {
      env: {
        ...processEnv(),
        HASS_URL: house.url,
        HASS_TOKEN: house.tokens.admin,
        HEARTHGATE_HOME: reportFolder(),
        STORE: "memory",
        JWT_SECRET,
        METRICS_TOKEN_FILE,
        CRASH_AT_ONCE: "1",
        ...watched(kind, reports),
      },
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    const [out, said, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ]);
    expect(code).not.toBe(0);
    judge(kind, out + said, reportsIn(reports), [house.tokens.admin, JWT_SECRET, METRICS_TOKEN]);
  },
);
