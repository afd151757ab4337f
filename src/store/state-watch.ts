/** What became of the state's files under a process that has them open. */

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { APPLICATION_ID } from "./migrations/migrations.ts";

/** SQLite makes the others; all three are the state (https://sqlite.org/wal.html). */
const BESIDE = ["", "-wal", "-shm"] as const;

/** `path` is open. Each call looks: what was done to the files, in words behind "state.db was"; undefined = nothing. */
export function watchStateFile(path: string): () => string | undefined {
  const opened = BESIDE.map((end) => idOf(path + end));
  return () => {
    try {
      if (BESIDE.some((end, at) => idOf(path + end) !== opened[at])) return "moved or replaced";
      return isOurs(path) ? undefined : "overwritten";
    } catch (fault) {
      const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
      // callers can use up the descriptors for a while: that says nothing of the file
      return code === "EMFILE" || code === "ENFILE" ? undefined : "moved, or may not be read any more";
    }
  };
}

function idOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.dev} ${stat.ino}` : "none";
}

// https://sqlite.org/fileformat.html#the_database_header
const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";
const WAL = 2;
const WRITE_FORMAT_AT = 18;
const READ_FORMAT_AT = 19;
const APPLICATION_ID_AT = 68;

/** By its header; pages further on are SQLite's to judge when it reads them. */
function isOurs(path: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, "r");
  try {
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return false;
  } finally {
    closeSync(file);
  }
  const applicationId = header.readUInt32BE(APPLICATION_ID_AT);
  return (
    header.toString("latin1", 0, MAGIC.length) === MAGIC &&
    header[WRITE_FORMAT_AT] === WAL &&
    header[READ_FORMAT_AT] === WAL &&
    // a new file has it in the log alone until the first checkpoint
    (applicationId === APPLICATION_ID || applicationId === 0)
  );
}
