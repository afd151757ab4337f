/** The thinnest possible MCP client over stdio: what it costs is the same for every server measured. */

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

export type ThinClient = {
  readonly pid: number;
  request(method: string, params?: object): Promise<Record<string, unknown>>;
  notify(method: string): void;
  close(): Promise<void>;
};

export function startThinClient(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): ThinClient {
  const [program = "", ...args] = command;
  const child: ChildProcessWithoutNullStreams = spawn(program, args, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  child.stderr.resume();
  const waiting = new Map<number, (message: Record<string, unknown>) => void>();
  child.stdin.on("error", () => undefined); // said by the exit
  const ended = new Promise<Record<string, unknown>>((resolve) =>
    child.once("exit", (code) => resolve({ error: { message: `${args.join(" ")} ended with ${code}` } })),
  );
  void ended.then((fault) => {
    for (const answer of waiting.values()) answer(fault);
  });
  let rest = "";
  let lastId = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  return {
    pid: child.pid ?? 0,
    request(method, params = {}) {
      const id = ++lastId;
      if (child.exitCode !== null) return ended;
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    notify(method) {
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method })}\n`);
    },
    close() {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      child.stdin.end();
      return ended;
    },
  };
}

/** Throws when the server ends instead of answering. */
export async function initialize(client: ThinClient): Promise<void> {
  const { error } = await client.request("initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "0" },
  });
  if (error) throw new Error(`no server: ${JSON.stringify(error)}`);
  client.notify("notifications/initialized");
}

/** Calls a tool; throws on any kind of error, so that a failing call is never timed as a fast one. */
export async function callTool(
  client: ThinClient,
  name: string,
  args: object,
): Promise<{ structuredContent?: unknown; content: { text: string }[] }> {
  const { result, error } = (await client.request("tools/call", { name, arguments: args })) as {
    result?: { isError?: boolean; structuredContent?: unknown; content: { text: string }[] };
    error?: unknown;
  };
  if (!result || result.isError) throw new Error(`${name} failed: ${JSON.stringify(error ?? result)}`);
  return result;
}
