/** The grants that the owner made, in `grants.json`. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { Failure } from "../../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../../core/json.ts";
import { nearestTo } from "../../../core/nearest.ts";
import { quote } from "../../../core/text.ts";
import { KeyTwice, readJsonFile, writeJsonFile } from "../../../store/json-file.ts";
import { builtinGrant, looksBuiltIn } from "../model/builtins.ts";
import type { Grant } from "../model/grant.ts";
import type { Fault } from "../parse/fault.ts";
import { parseGrant, saveGrant } from "../parse/parse-grant.ts";
import { refuseWritable } from "./owned-file.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/** A grant of the file that does not hold any more: it is denied whole. */
export type BrokenGrant = { readonly id: string; readonly name: string; readonly faults: readonly Fault[] };
export type Grants = { readonly grants: readonly Grant[]; readonly broken: readonly BrokenGrant[] };

/** CONFIG_INVALID when the file is damaged: nothing is guessed. */
export function readGrants(homePath: string, now: number): Grants {
  const grants: Grant[] = [];
  const broken: BrokenGrant[] = [];
  const all = savedGrants(homePath);
  for (const saved of all) {
    const parsed = parseGrant(saved, now);
    const faults =
      "grant" in parsed ? [...undated(saved), ...namingFaults(parsed.grant, all)] : parsed.faults;
    if ("grant" in parsed && faults.length === 0) grants.push(parsed.grant);
    else broken.push({ id: idOf(saved), name: nameOf(saved), faults });
  }
  return { grants, broken };
}

const DATES: Readonly<Record<string, string>> = {
  expires_at: 'is missing; a grant of the file says when it ends, be it "never"',
  created_at: "is missing; a grant of the file says when it was made, as in 2027-01-31T18:00:00+01:00",
};

/** What `create` fills in must stand in the file: filled in at each start, a grant would never grow old. */
function undated(saved: unknown): readonly Fault[] {
  return Object.entries(DATES).flatMap(([path, message]): readonly Fault[] =>
    isJsonObject(saved) && saved[path] !== undefined ? [] : [{ code: "invalid_expiry", path, message }],
  );
}

/** A grant is named by its name or id everywhere: whichever names two things names neither. */
function namingFaults({ name, id }: Grant, all: readonly unknown[]): readonly Fault[] {
  const taken = (path: "name" | "id", message: string): Fault => ({ code: "invalid_grant", path, message });
  const faults: Fault[] = [];
  for (const [path, text] of [
    ["name", name],
    ["id", id],
  ] as const) {
    if (looksBuiltIn(text)) faults.push(taken(path, "belongs to a built-in grant; choose another"));
    else if (all.filter((each) => nameOf(each) === text || idOf(each) === text).length > 1)
      faults.push(taken(path, "another grant of the file has it too; change one of them"));
  }
  return faults;
}

/** By id or name, built-in ones first; CONFIG_INVALID when there is none or it does not hold. */
export function findGrant(homePath: string, nameOrId: string, now: number): Grant {
  // a damaged file is the owner's to mend before anything is opened, whatever the grant
  const { grants, broken } = readGrants(homePath, now);
  const builtin = builtinGrant(nameOrId);
  if (builtin) return builtin;
  const found = grants.find(({ id, name }) => id === nameOrId || name === nameOrId);
  if (found) return found;
  const fault = broken.find(({ id, name }) => id === nameOrId || name === nameOrId)?.faults[0];
  if (!fault) throw noSuchGrant(nameOrId, [...BUILTIN_NAMES, ...grants.map(({ name }) => name)]);
  throw new Failure("CONFIG_INVALID", `The grant does not hold: ${fault.path}: ${fault.message}.`, {
    hint: LIST,
  });
}

/** CONFIG_INVALID when the name or id is taken, or the file would be too large to be read again. */
export function addGrant(homePath: string, grant: Grant): void {
  const saved = savedGrants(homePath);
  const taken = saved.some((each) => nameOf(each) === grant.name || idOf(each) === grant.id);
  if (taken || looksBuiltIn(grant.name) || looksBuiltIn(grant.id)) {
    throw new Failure(
      "CONFIG_INVALID",
      "A grant of that name or id exists already, or one that looks like it.",
      {
        hint: "Choose another name.",
      },
    );
  }
  writeGrants(homePath, [...saved, saveGrant(grant)]);
}

function writeGrants(homePath: string, grants: readonly unknown[]): void {
  try {
    writeJsonFile(grantsPath(homePath), { version: 1, grants }, MAX_BYTES);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Failure("CONFIG_INVALID", "With this grants.json would be over 10 MB; nothing was saved.", {
      hint: "Say the same with domain scopes or selectors.",
      cause,
    });
  }
}

export type ChangedGrant = { readonly id: string; readonly name: string };

/**
 * Changes one grant of the file, named by id or name; undefined takes it out. CONFIG_INVALID for one that is built in,
 * not there, or named twice; nothing is written then.
 */
export function changeGrant(
  homePath: string,
  nameOrId: string,
  change: (saved: JsonObject) => JsonObject | undefined,
): ChangedGrant {
  const saved = savedGrants(homePath);
  const one = chosenIn(saved, nameOrId);
  const after = change(one);
  const grants = saved.flatMap((each) => (each !== one ? [each] : after === undefined ? [] : [after]));
  writeGrants(homePath, grants);
  return { id: idOf(one), name: nameOf(one) };
}

/** The grant that `changeGrant` would change, as it is saved. */
export function chosenGrant(
  homePath: string,
  nameOrId: string,
): ChangedGrant & { readonly saved: JsonObject } {
  const saved = chosenIn(savedGrants(homePath), nameOrId);
  return { id: idOf(saved), name: nameOf(saved), saved };
}

function chosenIn(saved: readonly unknown[], nameOrId: string): JsonObject {
  if (builtinGrant(nameOrId))
    throw new Failure("CONFIG_INVALID", "This grant is built in; it stays as it is.", {
      hint: "Make one of your own, and revoke the tokens of this one.",
    });
  const chosen = saved.filter((each) => idOf(each) === nameOrId || nameOf(each) === nameOrId);
  const [one] = chosen;
  if (chosen.length > 1)
    throw new Failure("CONFIG_INVALID", "Two grants have this name; name one by its id.", { hint: LIST });
  if (!isJsonObject(one)) throw noSuchGrant(nameOrId, saved.map(nameOf));
  return one;
}

const LIST = "hearthgate grants list names them all.";
const BUILTIN_NAMES = ["viewer", "operator", "editor", "admin"];

function noSuchGrant(wanted: string, names: readonly string[]): Failure {
  const nearest = nearestTo(wanted, names);
  const hint = nearest === undefined ? LIST : `The nearest is ${quote(nearest, 60)}; ${LIST}`;
  return new Failure("CONFIG_INVALID", "There is no grant of that name or id.", { hint });
}

function savedGrants(homePath: string): readonly unknown[] {
  let content: unknown;
  refuseWritable(grantsPath(homePath));
  try {
    content = readJsonFile(grantsPath(homePath), MAX_BYTES);
  } catch (cause) {
    if (!(cause instanceof KeyTwice)) throw damaged(cause);
    throw new Failure("CONFIG_INVALID", `grants.json: ${cause.message}`, {
      hint: "Nothing was changed; take one of the two out.",
    });
  }
  if (content === undefined) return [];
  if (typeof content === "object" && content !== null && "version" in content && content.version === 1) {
    if ("grants" in content && Array.isArray(content.grants)) return content.grants.map(withId);
  }
  if (isJsonObject(content) && typeof content["version"] === "number" && content["version"] > 1)
    throw new Failure("CONFIG_INVALID", "grants.json was written by a newer Hearthgate.", {
      hint: "Nothing was changed; update Hearthgate, or put back an older copy.",
    });
  throw damaged();
}

/** A grant that was written by hand without an id has the same one whenever it is read. */
function withId(saved: unknown): unknown {
  if (!isJsonObject(saved) || saved["id"] !== undefined || typeof saved["name"] !== "string") return saved;
  const digest = createHash("sha256").update(saved["name"]).digest("hex");
  return { id: `grt_${digest.slice(0, 12)}`, ...saved };
}

function damaged(cause?: unknown): Failure {
  return new Failure("CONFIG_INVALID", "grants.json is damaged or too large.", {
    hint: "Nothing was changed; put back the last good copy.",
    cause,
  });
}

/** Where the grants of this folder lie. */
export function grantsPath(homePath: string): string {
  return join(homePath, "grants.json");
}

function nameOf(saved: unknown): string {
  return typeof saved === "object" && saved !== null && "name" in saved ? String(saved.name) : "";
}

function idOf(saved: unknown): string {
  return typeof saved === "object" && saved !== null && "id" in saved ? String(saved.id) : "";
}
