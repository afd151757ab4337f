/** The life of a process: what ends it, how long it may take to end, the exit code. */

/** A process whose host is gone ends within this time, whatever is open. */
const HOST_GONE_MS = 1_500;
/** sysexits.h, EX_CONFIG. */
const EXIT_CONFIG = 78;

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
  process.stderr.write(`hearthgate: ${known?.message ?? "could not start."}${hint}\n`);
  process.exit(known && "code" in known && known.code === "CONFIG_INVALID" ? EXIT_CONFIG : 1);
}
