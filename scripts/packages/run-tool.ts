/** Runs a program to its end. */

/** What it said. Throws with that when it failed. */
export function runTool(command: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...command], {
    env: { ...process.env, ...env },
    stdin: "ignore",
  });
  const said = `${stdout}${stderr}`;
  if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}:\n${said}`);
  return said;
}
