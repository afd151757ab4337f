/** The log of this process: stderr, or the file that the configuration names. */

import type { Config } from "../config/config.ts";
import type { Logger } from "../log/logger.ts";

/** CONFIG_INVALID when LOG_FILE cannot be written. */
export async function openLog({ log, logLevel }: Pick<Config, "log" | "logLevel">): Promise<Logger> {
  const { createLogger, toStderr } = await import("../log/logger.ts");
  const { file, encrypts, key } = log;
  if (file === undefined && !encrypts) return createLogger(logLevel);
  const to =
    file === undefined
      ? toStderr()
      : await (await import("../log/log-file.ts")).openLogFile({ ...log, file });
  if (!encrypts || key === undefined) return createLogger(logLevel, to);
  const { encrypting } = await import("../log/line-cipher.ts");
  return createLogger(logLevel, encrypting(to, key));
}
