/** What a test costs its own process: a bound on it holds on a busy machine too. */

/** Milliseconds of CPU since `began`, which `process.cpuUsage()` gave; threads of the runtime count. */
export function workMsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000;
}
