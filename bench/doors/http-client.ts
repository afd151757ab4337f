/** The thinnest possible MCP client over HTTP: what it costs is the same for every server measured. */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type HttpServer = {
  /** The MCP endpoint. */
  readonly url: string;
  readonly pid: number;
  close(): void;
};

/** Waits for the line on stderr that says where it serves. */
export async function startHttpServer(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<HttpServer> {
  const [program = "", ...args] = command;
  const child: ChildProcess = spawn(program, args, {
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  if (!child.stderr) throw new Error("no stderr");
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const [url] = /https?:\/\/\S+\/mcp/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stderr.resume();
    return { url, pid: child.pid ?? 0, close: () => child.kill() };
  }
  throw new Error(`${args.join(" ")} does not serve: ${said.join(" ")}`);
}

export type HttpCaller = {
  /** The result of a tool; throws on any kind of error, so that a failing call is never timed as a fast one. */
  call(name: string, args: object): Promise<{ readonly structuredContent?: unknown }>;
};

/** A session of its own. */
export async function openCaller(url: string, token?: string): Promise<HttpCaller> {
  const headers: Record<string, string> = {
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  let lastId = 0;
  const send = async (message: object) => {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(message) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 300)}`);
    return { response, text };
  };
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "0" },
  };
  const { response } = await send({ jsonrpc: "2.0", id: ++lastId, method: "initialize", params });
  headers["Mcp-Session-Id"] = response.headers.get("mcp-session-id") ?? "";
  headers["MCP-Protocol-Version"] = "2025-11-25";
  await send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return {
    async call(name, args) {
      const id = ++lastId;
      const { text } = await send({
        jsonrpc: "2.0",
        id,
        method: "tools/call",
        params: { name, arguments: args },
      });
      const json = text.startsWith("{") ? text : text.slice(text.indexOf("data:") + 5);
      const { id: answered, result } = JSON.parse(json);
      if (answered !== id || !result || result.isError)
        throw new Error(`${name} failed: ${text.slice(0, 300)}`);
      return result;
    },
  };
}

/** A JWT for a Home Assistant token. */
export async function logIn(url: string, token: string, grant: string): Promise<string> {
  const response = await fetch(new URL("/api/auth/login", url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, grant }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`login: ${response.status} ${text}`);
  return String(JSON.parse(text).token);
}
