/** Every statement that runs on the file of the state; what comes from outside is always a parameter. */

import type { DatabaseSync, StatementSync } from "node:sqlite";

const LIVE = "(expires_at IS NULL OR expires_at > ?)";

/** Parameters in the order of the comments. */
const SQL = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  dataVersion: "PRAGMA data_version",
  /** key, now */
  get: `SELECT value, version, expires_at FROM rows WHERE key = ? AND ${LIVE}`,
  /** key: expired or not */
  counter: "SELECT value FROM rows WHERE key = ?",
  /** first key, key after the last, now */
  list: `SELECT key, value, version, expires_at FROM rows WHERE key >= ? AND key < ? AND ${LIVE} ORDER BY key`,
  /** key, namespace, value, version, end, now */
  insert: `INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
    value = excluded.value, version = excluded.version, expires_at = excluded.expires_at WHERE expires_at <= ?`,
  /** value, end, key, version, now */
  update: `UPDATE rows SET value = ?, version = version + 1, expires_at = ? WHERE key = ? AND version = ? AND ${LIVE}`,
  /** key, namespace, value, version, end */
  setCounter: `INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET
    value = excluded.value, version = version + 1, expires_at = excluded.expires_at`,
  /** key, now */
  remove: `DELETE FROM rows WHERE key = ? AND ${LIVE}`,
  /** namespace, now, at most */
  prune: `DELETE FROM rows WHERE rowid IN
    (SELECT rowid FROM rows WHERE namespace = ? AND expires_at <= ? ORDER BY expires_at LIMIT ?)`,
  /** namespace, keys to keep as a JSON list, how many */
  forgetSoonest: `DELETE FROM rows WHERE rowid IN (SELECT rowid FROM rows WHERE namespace = ?
    AND expires_at IS NOT NULL AND key NOT IN (SELECT value FROM json_each(?)) ORDER BY expires_at LIMIT ?)`,
  /** namespace */
  tally: "SELECT row_count FROM tallies WHERE namespace = ?",
  /** namespace */
  soonest: "SELECT min(expires_at) AS soonest FROM rows WHERE namespace = ? AND expires_at IS NOT NULL",
} as const;

export type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

export function prepareStatements(database: DatabaseSync): Statements {
  const prepared = Object.entries(SQL).map(([name, sql]) => [name, database.prepare(sql)] as const);
  return Object.fromEntries(prepared) as Record<keyof typeof SQL, StatementSync>;
}
