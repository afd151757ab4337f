/** `hearthgate backup` and `restore`: the folder's grants, ceiling, credentials and revocations in one file. */

import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../../core/failure.ts";
import { isJsonObject, type JsonObject } from "../../core/json.ts";
import { readCeiling } from "../../security/grant/book/ceiling-file.ts";
import { readGrants } from "../../security/grant/book/grant-file.ts";
import { areRows, exportRows, importRows, type StateRow } from "../../security/identity/keep/state-rows.ts";
import { replaceFile } from "../../store/json-file.ts";
import { VERSION } from "../../version.ts";
import { onlyWord, readCommandWords } from "./command-words.ts";
import { answer, changeState, type OwnerState } from "./state.ts";

const USAGE = `hearthgate backup FILE    grants, ceiling, tokens, keys, revocations; whoever reads it can sign logins: keep it safe
hearthgate restore FILE   grants and ceiling as they were; of the rest what is missing. What was revoked stays revoked
--json prints for machines.`;

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
  const { path, json } = words("backup", args);
  await changeState(async ({ store, homePath }, changed) => {
    const rows = await exportRows(store);
    const files = await store.alone(() => filesIn(homePath));
    const created_at = new Date().toISOString();
    const content: Backup = { hearthgate_backup: 1, version: VERSION, created_at, files, rows };
    try {
      writeFileSync(path, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: "wx" });
    } catch (cause) {
      throw new Failure(
        "CONFIG_INVALID",
        "The backup cannot be written: the file is there already, or its folder is not.",
        {
          hint: "Give a file that is not there yet.",
          cause,
        },
      );
    }
    changed({ action: "state.backup", id: "backup" });
    const saved = { files: Object.keys(files), rows: rows.length };
    answer(json, saved, `Saved: ${saved.files.join(", ")} and ${rows.length} rows of the state.`);
  });
}

/** CONFIG_INVALID when the file is no backup, or its grants do not hold: nothing is changed then. */
export async function restore(args: readonly string[]): Promise<void> {
  const { path, json } = words("restore", args);
  const { files, rows } = readBackup(path);
  await changeState(async (state, changed) => {
    // first: a grant that was revoked must not be open for a moment
    const added = await importRows(state.store, rows, state.now);
    const written = await state.store.alone(() => writeFiles(files, state));
    changed({ action: "state.restore", id: "restore" });
    answer(
      json,
      { files: written, rows: added },
      `Restored: ${[...written, `${added} rows of the state`].join(", ")}.`,
    );
  });
}

function words(command: string, args: readonly string[]) {
  const { positionals, values } = readCommandWords(command, USAGE, () =>
    parseArgs({
      args: [...args],
      options: { json: { type: "boolean", default: false } },
      allowPositionals: true,
    }),
  );
  return { path: onlyWord("file", positionals, USAGE), json: values.json };
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

function writeFiles(files: JsonObject, { homePath }: OwnerState): readonly string[] {
  const written: string[] = [];
  for (const name of FILES) {
    const content = files[name];
    const path = join(homePath, name);
    if (typeof content !== "string" || (ONLY_IF_MISSING.has(name) && existsSync(path))) continue;
    replaceFile(path, Buffer.from(content, "base64"));
    written.push(name);
  }
  return written;
}

function readBackup(path: string): { readonly files: JsonObject; readonly rows: readonly StateRow[] } {
  let content: unknown;
  try {
    if (statSync(path).size > MOST_BYTES) throw new RangeError("over 100 MB");
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Failure("CONFIG_INVALID", "The file cannot be read, or is no backup; nothing was changed.", {
      cause,
    });
  }
  const { hearthgate_backup: format, files, rows } = isJsonObject(content) ? content : {};
  if (typeof format === "number" && format > 1)
    throw new Failure("CONFIG_INVALID", "The backup was made by a newer Hearthgate; nothing was changed.", {
      hint: "Update Hearthgate, then restore it.",
    });
  if (format !== 1 || !isJsonObject(files) || !areRows(rows))
    throw new Failure("CONFIG_INVALID", "The file is no backup, or is damaged; nothing was changed.");
  return { files, rows };
}
