/** The steps from an empty file to the format of this version. */

import type { DatabaseSync } from "node:sqlite";
import { ROWS } from "./0001-rows.ts";

/** In order, never changed once released: the file's `user_version` is how many of them it has had. */
const MIGRATIONS: readonly string[] = [ROWS];

/** The format that this version reads and writes. */
export const FORMAT = MIGRATIONS.length;

/** `HrGt`: tells our file from another program's. */
export const APPLICATION_ID = 0x48_72_47_74;

/** All steps that are missing or none. Throws what SQLite says, also that another process is at it. */
export function migrate(database: DatabaseSync): void {
  // also when nothing is missing: a file that cannot be written must be found out now
  database.exec("BEGIN IMMEDIATE");
  try {
    const format = readNumber(database, "user_version");
    for (const migration of MIGRATIONS.slice(format)) database.exec(migration);
    if (format < FORMAT) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${FORMAT}`);
    }
    database.exec("COMMIT");
  } catch (fault) {
    database.exec("ROLLBACK");
    throw fault;
  }
}

export function readNumber(database: DatabaseSync, pragma: "user_version" | "application_id"): number {
  return Number(database.prepare(`PRAGMA ${pragma}`).get()?.[pragma]);
}
