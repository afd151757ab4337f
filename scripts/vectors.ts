/** `npm run test:vectors`: the grant vectors; `GRANT_VECTORS=FILE` runs another file of the same form. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { WireServices } from "../src/hass/wire.ts";
import {
  type Outcome,
  type Row,
  runRead,
  runRestriction,
  runServiceCall,
} from "../tests/security/grant/vector-cases.ts";
import { BOUND } from "../tests/security/grant/vector-table.ts";
import { runProxy } from "../tests/transport/http/proxy-rows.ts";

const VECTORS = "shared/vectors/grants.json";
const SERVICES = "shared/reference/ha-dumps/services-2026.11.0.json";

/** Looks beside the repository and beside every folder above it. */
function findUpwards(path: string): string | undefined {
  for (let folder = resolve(import.meta.dir, ".."); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

function fileOrExit(what: string, path: string | undefined): string {
  if (path !== undefined && existsSync(path)) return path;
  console.error(`vectors: ${path ?? `${what}, looked for beside this repository and above,`} is not there`);
  process.exit(1);
}

const vectorsFile = fileOrExit(VECTORS, process.env["GRANT_VECTORS"] ?? findUpwards(VECTORS));
const servicesFile = fileOrExit(SERVICES, findUpwards(SERVICES));
const services: WireServices = JSON.parse(readFileSync(servicesFile, "utf8"));
const sections: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(vectorsFile, "utf8"));

function bound(row: Row): Promise<Outcome> | undefined {
  return BOUND.get(row.id)?.(services);
}

const RUNNERS: Readonly<Record<string, (row: Row) => Promise<Outcome> | undefined>> = {
  service_calls: (row) => runServiceCall(row, services),
  reads: (row) => runRead(row, services),
  restrictions: (row) => runRestriction(row, services),
  tokens_network: (row) => runProxy(row) ?? bound(row),
  mcp: bound,
};

const skipped: string[] = [];
let passed = 0;
let failed = 0;
for (const [section, run] of Object.entries(RUNNERS)) {
  const rows = sections[section];
  for (const row of (Array.isArray(rows) ? rows : []) as readonly Row[]) {
    const running = run(row);
    if (!running) {
      skipped.push(row.id);
      continue;
    }
    const outcome = await running.catch((error: unknown) => `threw ${String(error)}`);
    if (outcome === undefined) passed++;
    else {
      failed++;
      const wanted = [row["ours"] ?? row["expected"], row["code"]].filter(Boolean).join(" ");
      console.log(
        `${row.id}: wanted ${wanted}, got ${outcome}${row["note"] ? ` (${String(row["note"])})` : ""}`,
      );
    }
  }
}
for (const id of skipped) console.log(`${id}: not run, waits for a test`);
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
