/** `hearthgate grants create`: one new grant, from a file or a preset, checked whole before anything is written. */

import { readFileSync, statSync } from "node:fs";
import { Failure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { addGrant } from "../security/grant/book/grant-file.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { type Fault, newFaults } from "../security/grant/parse/fault.ts";
import { findUnknownNames, type KnownHome } from "../security/grant/parse/home-names.ts";
import { parseGrant } from "../security/grant/parse/parse-grant.ts";
import {
  CREATED_LIMITS,
  expandPreset,
  PRESETS,
  type PresetChoices,
} from "../security/grant/parse/presets.ts";
import { unenforcedIn } from "../security/grant/parse/unenforced.ts";
import { type GrantsCommand, jsonOption, say } from "./grants-command.ts";
import { withHome } from "./home.ts";

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const FAULTS_SHOWN = 20;

export async function createGrant({ homePath, values }: GrantsCommand): Promise<void> {
  const input =
    values.from === undefined ? fromPreset(values) : { limits: CREATED_LIMITS, ...readInput(values.from) };
  const named = {
    ...input,
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values.expires === undefined ? {} : { expires_at: values.expires }),
  };
  const home = await homeToAsk(
    values.demo,
    withinDepth(() => mentionsPlaces(named)),
  );
  // a preset's services are ours: a home need not have them all
  const grant = parsed(named, values.from === undefined ? { ...home, services: {} } : home);
  if (grant.expires_at !== "never" && Date.parse(grant.expires_at) <= Date.now()) {
    throw new Failure(
      "CONFIG_INVALID",
      `The grant was not saved: it would have expired ${grant.expires_at}.`,
      {
        hint: 'Give expires_at a time to come, or "never".',
      },
    );
  }
  refuseUnenforced(grant);
  addGrant(homePath, grant);
  const unchecked = "why" in home ? { unchecked: `${UNCHECKED}: ${home.why}` } : {};
  const { id, name } = grant;
  if (values.json) {
    say(JSON.stringify({ id, name, ...unchecked }));
    return;
  }
  say(`${id} ${name}, expires ${grant.expires_at}`);
  if (unchecked.unchecked !== undefined) say(unchecked.unchecked);
  say(`See what it reaches: hearthgate grants preview ${id}`);
}

const UNCHECKED =
  "Its grammar was checked, not whether the entities, domains and services that it names exist: no home was asked";

/** A home as it was when it was asked, or why none was. */
type Asked = KnownHome | { readonly why: string };

/** Throws what keeps the home from answering where the grant cannot be read without it. */
async function homeToAsk(demo: boolean, needed: boolean): Promise<Asked> {
  try {
    return await withHome(demo, async ({ states, registries, services }) => ({
      states: new Map(states),
      registries,
      services,
    }));
  } catch (fault) {
    if (needed || !(fault instanceof Failure)) throw fault;
    return { why: fault.message };
  }
}

/** A limit that binds nobody is worse than none: its owner relies on it. */
function refuseUnenforced(grant: Grant): void {
  const message = "This version does not enforce it; leave it out.";
  const faults = unenforcedIn(grant).map((path): Fault => ({ code: "invalid_grant", path, message }));
  if (faults.length > 0) throw refused(faults);
}

function parsed(input: JsonObject, home: Asked) {
  const known = "why" in home ? undefined : home;
  const result = withinDepth(() => parseGrant(input, Date.now(), known?.registries));
  const faults = newFaults();
  if ("grant" in result && known) findUnknownNames(result.grant, known, faults);
  if ("grant" in result && faults.list.length === 0) return result.grant;
  throw refused("faults" in result ? result.faults : faults.list);
}

/** Values nested by the ten thousand exhaust the stack of whoever reads them. */
function withinDepth<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Failure("CONFIG_INVALID", "The grant was not saved: its values are nested too deep.", {
      cause,
    });
  }
}

function refused(faults: readonly Fault[]): Failure {
  const shown = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ code, path, message }) => `\n  ${path || "grant"}: ${code}: ${message}`);
  const more = faults.length > FAULTS_SHOWN ? `\n  and ${faults.length - FAULTS_SHOWN} more` : "";
  return new Failure("CONFIG_INVALID", `The grant was not saved:${shown.join("")}${more}`);
}

function readInput(path: string): JsonObject {
  let text: string;
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new RangeError();
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "--from: the file cannot be read, or is over 10 MB.", { cause });
  }
  return jsonOption("from", text) ?? {};
}

function fromPreset(values: GrantsCommand["values"]): JsonObject {
  const expanded = expandPreset(values.preset ?? "", choices(values));
  if (!expanded)
    throw new Failure("CONFIG_INVALID", `Give --from FILE, or --preset with one of ${PRESETS.join(", ")}.`);
  if ("faults" in expanded) throw refused(expanded.faults);
  return expanded.fields;
}

function choices(values: GrantsCommand["values"]): PresetChoices {
  const schedule = jsonOption("schedule", values.schedule);
  const entities = jsonOption("entities", values.entities) as PresetChoices["entities"];
  return {
    ...(values.area ? { areas: values.area } : {}),
    ...(schedule ? { schedule } : {}),
    ...(values.pin === undefined ? {} : { pin: values.pin }),
    ...(entities ? { entities } : {}),
  };
}

const PLACE_KEYS = new Set(["area", "floor", "label", "device"]);

/** Whether names have to be looked up in the home: then it must be reachable, and unknown ones are refused. */
function mentionsPlaces(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsPlaces);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => PLACE_KEYS.has(key) || mentionsPlaces(inner));
}
