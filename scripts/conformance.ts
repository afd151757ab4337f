/** `npm run test:conformance`: the official conformance suite against both HTTP doors, in every era they speak, and the authorization server. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { authorizationResults } from "./conformance/authorization.ts";
import { type OpenDoor, openDoors } from "./conformance/doors.ts";
import { openRelay } from "./conformance/relay.ts";
import { type Check, expectedChecks, verdictOf } from "./conformance/verdict.ts";

const SUITE = dirname(fileURLToPath(import.meta.resolve("@modelcontextprotocol/conformance/package.json")));
const EXPECTED = join(import.meta.dir, "..", "tests", "conformance");

type Tally = { passed: number; failed: number; expected: number };

function row(
  door: string,
  era: string,
  scenario: string,
  outcome: string,
  notes: readonly string[] = [],
): void {
  const columns = [door.padEnd(8), era, scenario.padEnd(45), outcome.padEnd(10)];
  console.log(`${columns.join("  ")}  ${notes.join("; ")}`.trimEnd());
}

function strings(file: string, key: string): readonly string[] {
  const parsed = Bun.YAML.parse(readFileSync(file, "utf8"));
  const list = (parsed as Readonly<Record<string, unknown>>)[key];
  if (!Array.isArray(list)) throw new Error(`${file}: no list called ${key}`);
  return list.map(String);
}

/** Scenario → its checks. A folder is called `server-<scenario>-<time>`; it is empty when the scenario broke off. */
function resultsIn(folder: string): ReadonlyMap<string, readonly Check[]> {
  const finished = readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, "checks.json")));
  return new Map(
    finished.map((name) => [
      name.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, ""),
      JSON.parse(readFileSync(join(folder, name, "checks.json"), "utf8")) as Check[],
    ]),
  );
}

async function runSuite(url: string, era: string, baseline: string, folder: string): Promise<boolean> {
  const args = ["server", "--url", url, "--requirements", era, "--expected-failures", baseline, "-o", folder];
  const child = Bun.spawn([process.execPath, join(SUITE, "dist", "index.js"), ...args], {
    stdout: "ignore",
    stderr: "ignore",
  });
  return (await child.exited) === 0;
}

async function tryEra(door: OpenDoor, era: string, url: string): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, expected: 0 };
  const baseline = join(EXPECTED, `expected-${door.name}-${era}.yml`);
  const expected = expectedChecks(strings(baseline, "server"));
  const scored = strings(join(SUITE, "requirements", `${era}.yaml`), "server");
  const folder = mkdtempSync(join(tmpdir(), "hearthgate-conformance-"));
  try {
    const isGood = await runSuite(url, era, baseline, folder);
    const results = resultsIn(folder);
    for (const scenario of new Set([...scored, ...expected.keys()])) {
      const { outcome, notes } = verdictOf(results.get(scenario) ?? [], expected.get(scenario) ?? new Set());
      tally[outcome]++;
      row(door.name, era, scenario, outcome, notes);
    }
    for (const [scenario, checks] of results) {
      if (scored.includes(scenario)) continue;
      const { outcome } = verdictOf(checks, new Set());
      row(door.name, era, scenario, "not scored", [outcome === "passed" ? "passes" : "fails"]);
    }
    if (!isGood && tally.failed === 0) {
      tally.failed++;
      row(door.name, era, "(all)", "failed", ["the suite itself reports a failure"]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return tally;
}

const total: Tally = { passed: 0, failed: 0, expected: 0 };
for (const door of await openDoors()) {
  const relay = await openRelay(door.port, door.token);
  for (const era of door.eras) {
    const { passed, failed, expected } = await tryEra(door, era, relay.url);
    total.passed += passed;
    total.failed += failed;
    total.expected += expected;
  }
  relay.close();
  await door.close();
}
/** Scenarios that must have results, or the suite broke off. */
const AUTHORIZATION = ["authorization-server-metadata-endpoint", "authorization-code-grant"];
const results = await authorizationResults(join(SUITE, "dist", "index.js"));
for (const scenario of AUTHORIZATION) {
  const checks = results.get(`authorization-server-${scenario}`) ?? [];
  const { outcome, notes } = verdictOf(checks, new Set());
  total[outcome]++;
  row("express", "authorization", scenario, outcome, notes);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.expected} expected to fail`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
