/** The log of this process: stderr, or the file that the configuration names. */

import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";

/** CONFIG_INVALID when LOG_FILE cannot be written. */
export async function openLog({ log, logLevel }: Pick<Config, "log" | "logLevel">): Promise<Logger> {
  const { createLogger } = await import("../log/logger.ts");
  const { file } = log;
  if (file === undefined) return createLogger(logLevel);
  const { openLogFile } = await import("../log/log-file.ts");
  return createLogger(logLevel, await openLogFile({ ...log, file }));
}
