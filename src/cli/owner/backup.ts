/** `hearthgate backup` and `restore`: the folder's grants, ceiling, credentials and revocations in one file. */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../core/failure.ts";
import { whyNot } from "../../core/file-fault.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { cleanLine, quote } from "../../core/text.ts";
import { hasPassphrase } from "../../security/approval/passphrase.ts";
import { readCeiling } from "../../security/grant/book/ceiling-file.ts";
import { readGrants } from "../../security/grant/book/grant-file.ts";
import { areRows, exportRows, importRows, type StateRow } from "../../security/identity/keep/state-rows.ts";
import { replaceFile } from "../../store/json-file.ts";
import { VERSION } from "../../version.ts";
import { readCommandLine } from "../command-line.ts";
import { onlyWord } from "./command-words.ts";
import { answer, changeState } from "./state.ts";

const USAGES = {
  backup: `hearthgate backup FILE    grants, ceiling, tokens, keys, revocations; whoever reads it can sign logins: keep it safe
What people allowed to OAuth clients is not in it: after a restore these ask anew.
--json prints for machines.`,
  restore: `hearthgate restore FILE   grants and ceiling as they were; of the rest what is missing. What was revoked stays revoked
Into an empty folder: nobody knows there what was revoked after the backup was made. Revoke it again.
--json prints for machines.`,
} as const;

/** Files that people own. */
const FILES = ["grants.json", "ceiling.json", "approvals.passphrase.json"] as const;
/** Never written over: an old passphrase could be one that others came to know. */
const ONLY_IF_MISSING: ReadonlySet<string> = new Set(["approvals.passphrase.json"]);
const MOST_BYTES = 100 * 1024 * 1024;

type Backup = {
  readonly hearthgate_backup: 1;
  readonly version: string;
  readonly created_at: string;
  /** Name to content, base64. */
  readonly files: Readonly<Record<string, string>>;
  readonly rows: readonly StateRow[];
};

/** CONFIG_INVALID when the file is there already, or cannot be written. */
export async function backup(args: readonly string[]): Promise<void> {
  const line = words("backup", args);
  if (!line) return;
  const { path, json } = line;
  await changeState(async ({ store, homePath }, changed) => {
    const rows = await exportRows(store);
    const files = await store.alone(() => filesIn(homePath));
    const created_at = new Date().toISOString();
    const content: Backup = { hearthgate_backup: 1, version: VERSION, created_at, files, rows };
    try {
      writeFileSync(path, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: "wx" });
    } catch (cause) {
      throw new Failure("CONFIG_INVALID", `The backup cannot be written: ${whyNot(cause)}.`, {
        hint: "Give a file that is not there yet, in a folder with room that you may write.",
        cause,
      });
    }
    changed({ action: "state.backup", id: "backup" });
    const saved = { files: Object.keys(files), rows: rows.length };
    answer(json, saved, `Saved: ${saved.files.join(", ")} and ${rows.length} rows of the state.`);
  });
}

/** CONFIG_INVALID when the file is no backup, or its grants do not hold: nothing is changed then. */
export async function restore(args: readonly string[]): Promise<void> {
  const line = words("restore", args);
  if (!line) return;
  const { path, json } = line;
  const { files, rows, made_at } = readBackup(path);
  refuseDamaged(files);
  await changeState(async (state, changed) => {
    // first: a grant that was revoked must not be open for a moment
    const { added, credentials } = await importRows(state.store, rows, state.now);
    const written = await state.store.alone(() => writeFiles(files, state.homePath));
    changed({ action: "state.restore", id: "restore" });
    answer(
      json,
      { files: written, rows: added, credentials, made_at },
      `Restored: ${[...written, `${added} rows of the state`].join(", ")}.${credentials === 0 ? "" : afterwards(made_at)}`,
    );
  });
}

/** What comes to a folder that knows nothing of them may have been revoked in another one. */
function afterwards(made_at: string): string {
  return ` Tokens and logins that were not here stand again, and so do those that were revoked elsewhere after ${made_at}: look at hearthgate tokens list, tokens list --logins.`;
}

function words(command: keyof typeof USAGES, args: readonly string[]) {
  const options = { json: { type: "boolean", default: false } } as const;
  const usage = USAGES[command];
  const line = readCommandLine({ command, usage, options }, args);
  return line && { path: onlyWord("file", line.words, usage), json: line.values.json };
}

function filesIn(homePath: string): Readonly<Record<string, string>> {
  // a damaged file is no backup
  readGrants(homePath, Date.now());
  readCeiling(homePath);
  const there = FILES.filter((name) => existsSync(join(homePath, name)));
  return Object.fromEntries(
    there.map((name) => [name, readFileSync(join(homePath, name)).toString("base64")]),
  );
}

function writeFiles(files: JsonObject, homePath: string): readonly string[] {
  const written: string[] = [];
  for (const name of FILES) {
    const content = files[name];
    const path = join(homePath, name);
    if (typeof content !== "string" || (ONLY_IF_MISSING.has(name) && existsSync(path))) continue;
    try {
      replaceFile(path, Buffer.from(content, "base64"));
    } catch (cause) {
      const after = written.length === 0 ? "" : ` ${written.join(", ")} was put back already.`;
      throw new Failure("CONFIG_INVALID", `${name} could not be put back: ${whyNot(cause)}.${after}`, {
        hint: "What stands in HEARTHGATE_HOME otherwise is as it was; restore again when that is mended.",
        cause,
      });
    }
    written.push(name);
  }
  return written;
}

/** What is put in place is read first as it would be there. */
function refuseDamaged(files: JsonObject): void {
  const damaged = Object.keys(files).find((name) => !isWhole(name, files[name]));
  if (damaged !== undefined)
    throw new Failure(
      "CONFIG_INVALID",
      `The backup is damaged at ${quote(damaged, 60)}; nothing was changed.`,
      {
        hint: "Take an earlier backup.",
      },
    );
  const homePath = mkdtempSync(join(tmpdir(), "hearthgate-restore-"));
  try {
    writeFiles(files, homePath);
    readGrants(homePath, Date.now());
    readCeiling(homePath);
    hasPassphrase(homePath);
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    throw new Failure("CONFIG_INVALID", `The backup does not hold, nothing was changed: ${cause.message}`, {
      hint: "Take an earlier backup.",
      cause,
    });
  } finally {
    rmSync(homePath, { recursive: true, force: true });
  }
}

function isWhole(name: string, content: unknown): boolean {
  if (!FILES.some((each) => each === name) || typeof content !== "string") return false;
  return Buffer.from(content, "base64").toString("base64") === content;
}

type Saved = {
  readonly files: JsonObject;
  readonly rows: readonly StateRow[];
  readonly made_at: string;
};

function readBackup(path: string): Saved {
  let content: unknown;
  try {
    if (statSync(path).size > MOST_BYTES) throw new RangeError("the file is over 100 MB");
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    const why = cause instanceof SyntaxError ? "it is no backup, or half of one" : whyNot(cause);
    throw new Failure("CONFIG_INVALID", `The backup cannot be read: ${why}; nothing was changed.`, {
      hint: "Give a file that hearthgate backup wrote.",
      cause,
    });
  }
  const { hearthgate_backup: format, files, rows, created_at } = isJsonObject(content) ? content : {};
  if (typeof format === "number" && format > 1)
    throw new Failure("CONFIG_INVALID", "The backup was made by a newer Hearthgate; nothing was changed.", {
      hint: "Update Hearthgate, then restore it.",
    });
  if (format !== 1 || !isJsonObject(files) || !areRows(rows))
    throw new Failure("CONFIG_INVALID", "The file is no backup, or is damaged; nothing was changed.");
  return { files, rows, made_at: typeof created_at === "string" ? cleanLine(created_at, 40) : "it was made" };
}
