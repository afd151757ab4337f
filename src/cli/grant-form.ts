/** A grant as its owner wants it saved: checked whole, and against the home where one answers. */

import { readFileSync, statSync } from "node:fs";
import { Failure } from "../core/failure.ts";
import { whyNot } from "../core/file-fault.ts";
import type { JsonObject } from "../core/json.ts";
import { nearestTo } from "../core/nearest.ts";
import type { Grant } from "../security/grant/model/grant.ts";
import { type Fault, newFaults } from "../security/grant/parse/fault.ts";
import { findUnknownNames, type KnownHome } from "../security/grant/parse/home-names.ts";
import { parseGrant, saveGrant } from "../security/grant/parse/parse-grant.ts";
import { unenforcedIn } from "../security/grant/parse/unenforced.ts";
import { CATALOGUE } from "../tools/catalogue.ts";
import { jsonGiven } from "./grants-command.ts";
import { withHome } from "./home.ts";

const MAX_FILE_BYTES = 10 * 1024 * 1024;
const FAULTS_SHOWN = 20;

export type CheckedForm = {
  readonly grant: Grant;
  /** What could not be checked, and why; undefined = all was. */
  readonly unchecked: string | undefined;
};

type Checking = {
  readonly demo: boolean;
  /** The services are ours, a home need not have them all. */
  readonly ownServices?: boolean;
  /** The form as it was saved: what the home has lost since does not keep its owner from changing the rest. */
  readonly before?: JsonObject;
};

/** CONFIG_INVALID with every fault at once: nothing is saved then. */
export async function checkedForm(
  input: JsonObject,
  { demo, ownServices = false, before }: Checking,
): Promise<CheckedForm> {
  const home = await homeToAsk(
    demo,
    withinDepth(() => mentionsPlaces(input)),
  );
  const grant = parsed(input, ownServices ? { ...home, services: {} } : home, before);
  if (grant.expires_at !== "never" && Date.parse(grant.expires_at) <= Date.now()) {
    throw new Failure(
      "CONFIG_INVALID",
      `The grant was not saved: it would have expired ${grant.expires_at}.`,
      { hint: 'Give expires_at a time to come, or "never".' },
    );
  }
  refuseUnenforced(grant);
  refuseMisspelt(grant);
  return { grant, unchecked: "why" in home ? `${UNCHECKED}: ${home.why}` : undefined };
}

/** What is said where no home was asked; the reason follows. */
export const UNCHECKED =
  "Its grammar was checked, not whether the entities, domains and services that it names exist: no home was asked";

/** A home as it was when it was asked, or why none was. */
type Asked = KnownHome | { readonly why: string };

/** Throws what keeps the home from answering where the grant cannot be read without it. */
export async function homeToAsk(demo: boolean, needed: boolean): Promise<Asked> {
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

/** A tool that is misspelt would be missing from the list, and nobody would know why. */
function refuseMisspelt({ tools = [] }: Grant): void {
  const faults = tools.flatMap((name): readonly Fault[] => {
    if (TOOL_NAMES.includes(name)) return [];
    const nearest = nearestTo(name, TOOL_NAMES);
    const message = `There is no tool ${name}; the nearest is ${nearest}.`;
    return nearest === undefined ? [] : [{ code: "unknown_name", path: "tools", message }];
  });
  if (faults.length > 0) throw refusedForm(faults);
}

const TOOL_NAMES = CATALOGUE.map(({ name }) => name);

/** A limit that binds nobody is worse than none: its owner relies on it. */
function refuseUnenforced(grant: Grant): void {
  const message = "This version does not enforce it; leave it out.";
  const faults = unenforcedIn(grant).map((path): Fault => ({ code: "invalid_grant", path, message }));
  if (faults.length > 0) throw refusedForm(faults);
}

function parsed(input: JsonObject, home: Asked, before: JsonObject | undefined) {
  const known = "why" in home ? undefined : home;
  const result = withinDepth(() => parseGrant(input, Date.now(), known?.registries));
  if ("faults" in result) throw refusedForm(result.faults);
  const lost = new Set(before && known ? unknownIn(before, known).map(({ message }) => message) : []);
  const faults = known
    ? unknownIn(saveGrant(result.grant), known).filter(({ message }) => !lost.has(message))
    : [];
  if (faults.length > 0) throw refusedForm(faults);
  return result.grant;
}

function unknownIn(form: JsonObject, home: KnownHome): readonly Fault[] {
  const faults = newFaults();
  const result = parseGrant(form, Date.now());
  if ("grant" in result) findUnknownNames(result.grant, home, faults);
  return faults.list;
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

/** Every fault in a line. */
export function refusedForm(faults: readonly Fault[], what: "grant" | "ceiling" = "grant"): Failure {
  const shown = faults
    .slice(0, FAULTS_SHOWN)
    .map(({ code, path, message }) => `\n  ${path || what}: ${code}: ${message}`);
  const more = faults.length > FAULTS_SHOWN ? `\n  and ${faults.length - FAULTS_SHOWN} more` : "";
  return new Failure("CONFIG_INVALID", `The ${what} was not saved:${shown.join("")}${more}`);
}

/** A JSON object out of a file, which was given as `name`; CONFIG_INVALID. */
export function readInput(path: string, name = "--from"): JsonObject {
  let text: string;
  try {
    if (statSync(path).size > MAX_FILE_BYTES) throw new RangeError("the file is over 10 MB");
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", `${name}: ${whyNot(cause)}.`, {
      hint: "Give a file of JSON that this user may read.",
      cause,
    });
  }
  return jsonGiven(name, text) ?? {};
}

const PLACE_KEYS = new Set(["area", "floor", "label", "device"]);

/** Whether names have to be looked up in the home: then it must be reachable, and unknown ones are refused. */
export function mentionsPlaces(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mentionsPlaces);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => PLACE_KEYS.has(key) || mentionsPlaces(inner));
}

/** What its owner should know of a grant that was saved. */
export function warnings({ approve_by, tools = [] }: Grant): readonly string[] {
  const unknown = tools.filter((name) => !TOOL_NAMES.includes(name));
  return [
    ...(unknown.length > 0 ? [`This version has no ${unknown.join(", ")}.`] : []),
    ...(approve_by?.includes("host") === true
      ? [
          "approve_by has host: whoever sits at the program that uses this grant says the owner's yes, and a program may say it by itself.",
        ]
      : []),
  ];
}
