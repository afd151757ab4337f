/** A program of a package in its own process, until it says where it serves. */

import { findNode } from "../../scripts/newer-node.ts";

const STARTED = /hearthgate: serving (https?):\/\/[^/]+:(\d+)\/mcp/;
const START_MS = 20_000;

export type Served = {
  readonly scheme: string;
  readonly port: number;
  /** What it said until it served. */
  readonly said: string;
  stop(): Promise<void>;
};

/** The Node that the packages ask for. */
export function nodeCommand(): string {
  const node = findNode();
  if (node === undefined) throw new Error("there is no Node with SQLite: npm run test:packages brings one");
  return node;
}

/** Throws with what it said when it ends before it serves. */
export async function startServed(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Served> {
  const child = Bun.spawn([...command], { cwd, env, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  const reader = child.stderr.getReader();
  const decoder = new TextDecoder();
  let said = "";
  for (;;) {
    const { value, done } = await reader.read();
    said += decoder.decode(value, { stream: true });
    const [, scheme, port] = STARTED.exec(said) ?? [];
    if (scheme !== undefined) {
      clearTimeout(timer);
      const stop = async () => {
        await reader.cancel();
        child.kill("SIGTERM");
        await child.exited;
      };
      return { scheme, port: Number(port), said, stop };
    }
    if (done) throw new Error(`${command.join(" ")} did not serve:\n${said}`);
  }
}

/** A program that ends by itself. */
export async function ranIn(
  command: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly said: string }> {
  const child = Bun.spawn([...command], { cwd, env, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  return { code, said: out + err };
}
