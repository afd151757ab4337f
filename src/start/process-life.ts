/** The life of a process: what ends it, how long it may take to end, what is said of a fault, the exit code. */

import { givenSecrets } from "../config/given-secrets.ts";
import { withoutSecretText } from "../core/sensitive.ts";

/** A process whose host is gone ends within this time, whatever is open. */
const HOST_GONE_MS = 1_500;
/** sysexits.h, EX_CONFIG. */
const EXIT_CONFIG = 78;
const HIDDEN = "[redacted]";
const MOST_SAID = 500;

export type Life = {
  /** How long `close` may take. */
  readonly graceMs: number;
  /** On SIGHUP, instead of ending. */
  readonly reload?: () => void;
};

/**
 * Ends the process on SIGTERM, SIGINT, SIGHUP, and when the returned function is called: `close` first. Hosts that do not
 * wait after closing stdin are no reason to lose the last line of the audit.
 */
export function liveUntilEnded(
  close: () => Promise<void>,
  life: Life = { graceMs: HOST_GONE_MS },
): () => void {
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), life.graceMs).unref();
    void close().finally(() => process.exit(0));
  };
  // whoever read what we say may be gone: that is no reason to go too
  process.stderr.on("error", () => undefined);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, end);
  process.on("SIGHUP", life.reload ?? end);
  return end;
}

/** Says the fault on stderr and ends the process: 78 for a configuration that does not hold, else 1. */
export function endWithFault(thrown: unknown): never {
  const known = thrown instanceof Error ? thrown : undefined;
  const hint = known && "hint" in known && typeof known.hint === "string" ? ` ${known.hint}` : "";
  process.stderr.write(`hearthgate: ${withoutSecrets(known?.message ?? "could not start.")}${hint}\n`);
  process.exit(known && "code" in known && known.code === "CONFIG_INVALID" ? EXIT_CONFIG : 1);
}

/**
 * Node by itself would print the error whole, with whatever a library hung on it, and its report names the environment.
 * To be called first, by each entry point.
 */
export function hideInCrashes(): void {
  if (process.listenerCount("uncaughtException") > 0) return;
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
  keepReportsClean();
}

function end(thrown: unknown): void {
  process.stderr.write(`hearthgate: ended by a fault of its own: ${told(thrown)}\n`);
  process.exit(1);
}

/** Name, message and places; neither what else the error holds nor its cause. */
function told(thrown: unknown): string {
  if (!(thrown instanceof Error)) return short(String(thrown));
  const places = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [`${thrown.name}: ${short(thrown.message)}`, ...places.map(short)].join("\n");
}

/** Without what looks like a secret, and what the settings say is one. */
function withoutSecrets(text: string): string {
  let clean = text;
  for (const secret of givenSecrets()) clean = clean.replaceAll(secret, HIDDEN);
  return withoutSecretText(clean, HIDDEN);
}

/** Cut last: half a secret would not be known. */
function short(text: string): string {
  const clean = withoutSecrets(text);
  return clean.length > MOST_SAID ? `${clean.slice(0, MOST_SAID)}…` : clean;
}

/** `--report-on-fatalerror` and its like write a file where the engine itself gives up. */
function keepReportsClean(): void {
  const { report } = process;
  // Bun has none
  if (report === undefined) return;
  if ("excludeEnv" in report) report.excludeEnv = true;
  else Object.assign(report, { reportOnFatalError: false, reportOnSignal: false });
}
