/** A Node process looked into while it runs: what is left on its heap after a collection. */

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createInterface } from "node:readline";

export type Inspected = {
  readonly url: string;
  /** Bytes, after everything that is not held was collected. */
  heap(): Promise<number>;
  fileDescriptors(): number;
  close(): void;
};

/** Waits until it serves and can be looked into. */
export async function startInspected(
  runtime: string,
  script: string,
  env: Readonly<Record<string, string>>,
): Promise<Inspected> {
  const child = spawn(runtime, ["--inspect=127.0.0.1:0", script], {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let inspector: string | undefined;
  for await (const line of createInterface({ input: child.stderr })) {
    inspector ??= /Debugger listening on (ws:\S+)/.exec(line)?.[1];
    const [url] = /https?:\/\/\S+\/mcp/.exec(line) ?? [];
    if (url === undefined || inspector === undefined) continue;
    child.stderr.resume();
    const ask = await openInspector(inspector);
    return {
      url,
      async heap() {
        await ask("HeapProfiler.collectGarbage");
        return Number((await ask("Runtime.getHeapUsage"))["usedSize"]);
      },
      fileDescriptors: () => readdirSync(`/proc/${child.pid}/fd`).length,
      close: () => child.kill(),
    };
  }
  throw new Error(`${script} does not serve`);
}

async function openInspector(address: string) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve, { once: true });
    socket.addEventListener("error", reject, { once: true });
  });
  const waiting = new Map<number, (result: Record<string, unknown>) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data));
    waiting.get(id)?.(result ?? {});
    waiting.delete(id);
  });
  let last = 0;
  return (method: string): Promise<Record<string, unknown>> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method }));
    });
}
