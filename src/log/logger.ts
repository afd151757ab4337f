/** The logger: JSON lines on stderr or in a file, never on stdout, redacted. */

import { type DestinationStream, pino } from "pino";
import type { JsonObject } from "../core/json.ts";
import { redact } from "./redact.ts";

export type Logger = {
  debug(event: string, fields?: JsonObject): void;
  info(event: string, fields?: JsonObject): void;
  warn(event: string, fields?: JsonObject): void;
  error(event: string, fields?: JsonObject): void;
};

/** `level`: debug, info, warn, error or silent. Keys of a line: timestamp, level, event, then the fields. */
export function createLogger(level: string, to: DestinationStream = toStderr()): Logger {
  const lines = pino(
    {
      level,
      base: null,
      messageKey: "event",
      timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  const write =
    (at: "debug" | "info" | "warn" | "error") =>
    (event: string, fields: JsonObject = {}) => {
      if (lines.isLevelEnabled(at)) lines[at](redact(fields), event);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

export function toStderr(): DestinationStream {
  const stderr = pino.destination({ fd: 2, sync: true });
  // whoever read it may be gone: the server goes on
  stderr.on("error", () => undefined);
  return stderr;
}
