/** Opens the file that state is kept in, or says why it cannot be used. */

import { chmodSync, closeSync, existsSync, openSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Failure } from "../core/failure.ts";
import { makeFolder } from "./folder.ts";
import { APPLICATION_ID, FORMAT, migrate, readNumber } from "./migrations/migrations.ts";
import { isBusy, isDamaged, whileBusy } from "./sqlite-fault.ts";

const RESTORE =
  "Stop Hearthgate, move state.db, state.db-wal and state.db-shm away and restore a backup; without one the next start begins afresh, with no tokens, keys and revocations.";

/**
 * In WAL mode, at this version's format, checked; the file 0600, a folder that is made 0700. CONFIG_INVALID when this
 * Node has no `node:sqlite`, when the file or folder cannot be written, or when the file is damaged, newer or another
 * program's: it is left as it is then.
 */
export async function openDatabase(path: string, busyTimeoutMs: number): Promise<DatabaseSync> {
  const sqlite = await importSqlite();
  makePrivate(path);
  let opened: DatabaseSync | undefined;
  try {
    const database = new sqlite.DatabaseSync(path);
    opened = database;
    database.exec("PRAGMA busy_timeout = 0");
    await whileBusy(busyTimeoutMs, () => checkFile(database, path));
    await whileBusy(busyTimeoutMs, () => useWal(database));
    // a Mac's fsync ends in the drive's cache; elsewhere this does nothing
    database.exec("PRAGMA synchronous = NORMAL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    await whileBusy(busyTimeoutMs, () => migrate(database));
    return database;
  } catch (fault) {
    opened?.close();
    throw fault instanceof Failure ? fault : openingFailure(path, fault);
  }
}

async function importSqlite(): Promise<typeof import("node:sqlite")> {
  try {
    return await import("node:sqlite");
  } catch (cause) {
    throw new Failure(
      "CONFIG_INVALID",
      `State is kept through node:sqlite, which Node ${process.version} lacks.`,
      {
        hint: "Use Node 22.13 or newer, or set STORE=memory: then tokens, revocations and counters end with the process.",
        cause,
      },
    );
  }
}

/** SQLite gives what it makes beside the file the rights of the file. */
function makePrivate(path: string): void {
  try {
    makeFolder(dirname(path));
    closeSync(openSync(path, "a", 0o600));
    for (const file of [path, `${path}-wal`, `${path}-shm`])
      if (existsSync(file) && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch (cause) {
    throw openingFailure(path, cause);
  }
}

function checkFile(database: DatabaseSync, path: string): void {
  const format = readNumber(database, "user_version");
  const tables = Number(database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()?.["tables"]);
  if (tables > 0 && readNumber(database, "application_id") !== APPLICATION_ID)
    throw new Failure("CONFIG_INVALID", `${nameOf(path)} belongs to another program.`, {
      hint: "Move it away, or set HEARTHGATE_HOME to a folder of its own.",
    });
  if (format > FORMAT)
    throw new Failure(
      "CONFIG_INVALID",
      `${nameOf(path)} was written by a newer Hearthgate (format ${format}, this one reads ${FORMAT}).`,
      { hint: "Update Hearthgate, or restore a backup that this version wrote." },
    );
  const checked = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  if (checked !== "ok") throw damaged(path, checked);
}

function useWal(database: DatabaseSync): void {
  const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.["journal_mode"];
  if (mode !== "wal")
    throw new Failure("CONFIG_INVALID", "The file system of HEARTHGATE_HOME cannot share state.db.", {
      hint: "Set HEARTHGATE_HOME to a folder on a local disk, not a network share.",
    });
}

function openingFailure(path: string, cause: unknown): Failure {
  if (isDamaged(cause)) return damaged(path, cause);
  if (isBusy(cause))
    return new Failure("CONFIG_INVALID", `${nameOf(path)} is locked by another program.`, {
      hint: "End what holds it open, e.g. a backup or a database browser, and start again.",
      cause,
    });
  return new Failure("CONFIG_INVALID", `${nameOf(path)} cannot be opened for writing.`, {
    hint: "HEARTHGATE_HOME must be a folder on a disk with room that this user may write to; STORE=memory needs none.",
    cause,
  });
}

function damaged(path: string, cause: unknown): Failure {
  return new Failure("CONFIG_INVALID", `${nameOf(path)} is damaged or no database.`, {
    hint: RESTORE,
    cause,
  });
}

function nameOf(path: string): string {
  return `HEARTHGATE_HOME/${basename(path)}`;
}
