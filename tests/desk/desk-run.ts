/** Several processes on one owner's folder, killed at random or left to their work; then whether every promise was kept. */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditParts, linesOf } from "../../src/audit/read-audit.ts";
import { verifyAudit } from "../../src/audit/verify.ts";
import { readGrants } from "../../src/security/grant/book/grant-file.ts";
import { LIMIT, type Promised } from "./rules.ts";

const WRITER = new URL("./writer.ts", import.meta.url).pathname;
const PAUSE_MS = 120;

export type DeskReport = {
  readonly kills: number;
  readonly promises: number;
  readonly faults: readonly string[];
};

/** Four writers; one is killed, another takes its place. */
export async function crashDesk(kills: number): Promise<DeskReport> {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-desk-"));
  const promised: Promised[] = [];
  const faults: string[] = [];
  let started = 0;
  const start = () => startWriter(home, `w${started++}`, promised, faults);
  const writers = Array.from({ length: 4 }, start);
  for (let killed = 0; killed < kills && faults.length === 0; killed++) {
    const at = Math.floor(Math.random() * writers.length);
    if (Math.random() < 0.75) await writers[at]?.spoken;
    await Bun.sleep(Math.random() * PAUSE_MS);
    await writers[at]?.kill();
    writers[at] = start();
  }
  await Promise.all(writers.map((writer) => writer.kill()));
  faults.push(...check(home, promised));
  return { kills: kills + writers.length, promises: promised.length, faults };
}

/** Eight writers, so many rounds each of at least four operations; nobody is killed. */
export async function crowdDesk(rounds: number): Promise<DeskReport> {
  const home = mkdtempSync(join(tmpdir(), "hearthgate-desk-"));
  const promised: Promised[] = [];
  const faults: string[] = [];
  const writers = Array.from({ length: 8 }, (_, at) => startWriter(home, `w${at}`, promised, faults, rounds));
  await Promise.all(writers.map((writer) => writer.ended()));
  faults.push(...check(home, promised));
  const kept = readGrants(home, Date.now()).grants.length;
  if (kept !== 8 * Math.min(3, rounds)) faults.push(`${kept} grants instead of ${8 * Math.min(3, rounds)}`);
  return { kills: 0, promises: promised.length, faults };
}

function startWriter(home: string, name: string, promised: Promised[], faults: string[], rounds?: number) {
  const words = rounds === undefined ? [] : [`${rounds}`];
  const child = Bun.spawn([process.execPath, WRITER, home, name, ...words], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const spoken = Promise.withResolvers<void>();
  const text = readAll(child.stdout, spoken.resolve);
  const complaint = new Response(child.stderr).text();
  const ended = async (signal: "SIGKILL" | null) => {
    await child.exited;
    // a line without its end was cut off: nobody was told
    for (const line of (await text).split("\n").slice(0, -1)) promised.push(JSON.parse(line));
    if (child.signalCode !== signal || (signal === null && child.exitCode !== 0))
      faults.push(`${name} ended by itself: ${await complaint}`);
  };
  return {
    spoken: spoken.promise,
    ended: () => ended(null),
    async kill() {
      child.kill("SIGKILL");
      await ended("SIGKILL");
    },
  };
}

async function readAll(stream: ReadableStream<Uint8Array>, spoken: () => void): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    spoken();
  }
  spoken();
  return text;
}

function check(home: string, promised: readonly Promised[]): readonly string[] {
  const ids = (word: Promised["said"]) =>
    promised.flatMap((each) => (each.said === word && "id" in each ? [each.id] : []));
  const { grants, broken } = readGrants(home, Date.now());
  const there = new Set(grants.map(({ id }) => id));
  const deleted = new Set(ids("deleted"));
  const parts = auditParts({ homePath: home });
  const audited = new Set(parts.flatMap(linesOf).map((line) => JSON.parse(line).call_id));
  const used = ids("used");
  return [
    ...broken.map(({ id }) => `grant ${id} does not hold`),
    // one whose deletion was under way when its writer was killed may be gone
    ...ids("granted")
      .filter((id) => !there.has(id) && !deleted.has(id) && !isLast(id, promised))
      .map((id) => `grant ${id} is lost`),
    ...[...deleted].filter((id) => there.has(id)).map((id) => `grant ${id} is back`),
    ...used.filter((id, at) => used.indexOf(id) !== at).map((id) => `yes ${id} was used twice`),
    ...ids("audited")
      .filter((id) => !audited.has(id))
      .map((id) => `audit line ${id} is lost`),
    ...verifyAudit(parts).broken.map(({ file, line, why }) => `audit ${file} ${line}: ${why}`),
    ...(promised.filter(({ said }) => said === "counted").length > LIMIT
      ? ["the counter is over its limit"]
      : []),
  ];
}

/** The deletion of the third last of a writer may have been done and not been told. */
function isLast(id: string, promised: readonly Promised[]): boolean {
  const [writer = "", round = ""] = id.split("-");
  return promised.some(
    (each) => "id" in each && each.said === "granted" && each.id === `${writer}-${Number(round) + 3}`,
  );
}
