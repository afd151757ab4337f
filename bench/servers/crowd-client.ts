/** Many callers at once, each with a session, a connection and a token of its own: a `Crowd` as JSON in, a `CrowdReport` out. */

import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import type { Crowd, CrowdReport } from "../doors/crowd.ts";

const crowd: Crowd = JSON.parse(await text(process.stdin));
const { hostname, port, pathname } = new URL(crowd.url);
const report: CrowdReport = { times: [], errors: 0, wrong: 0 };

/** A caller and its connection. */
type Caller = { readonly headers: Record<string, string>; readonly agent: Agent };
type Posted = { readonly headers: IncomingHttpHeaders; readonly body: string };

function post({ headers, agent }: Caller, message: object): Promise<Posted> {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  return new Promise((resolve, reject) => {
    const asked = request(
      { agent, hostname, port, path: pathname, method: "POST", headers },
      async (response) => resolve({ headers: response.headers, body: await text(response) }),
    );
    asked.on("error", reject);
    asked.end(body);
  });
}

async function open(token: string | null): Promise<Caller> {
  const headers: Caller["headers"] = {
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
  };
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "bench", version: "0" },
  };
  const caller = { headers, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
  const opened = await post(caller, { id: 0, method: "initialize", params });
  headers["Mcp-Session-Id"] = String(opened.headers["mcp-session-id"]);
  headers["MCP-Protocol-Version"] = params.protocolVersion;
  await post(caller, { method: "notifications/initialized" });
  return caller;
}

/** Asks for something of its own where it can: an answer that is another's would show it. */
async function walk(caller: Caller, number: number, until: number): Promise<void> {
  for (let turn = 1; performance.now() < until; turn++) {
    const nonce = `sensor.caller_${number}_turn_${turn}`;
    const params = crowd.reads
      ? { name: "ha_read", arguments: { ids: [...crowd.reads, nonce] } }
      : { name: "constant", arguments: {} };
    const started = performance.now();
    try {
      const { body } = await post(caller, { id: turn, method: "tools/call", params });
      report.times.push(performance.now() - started);
      const { id, result } = JSON.parse(body.slice(body.indexOf("{")));
      if (!result || result.isError) report.errors++;
      else if (
        id !== turn ||
        (crowd.reads && !JSON.stringify(result.structuredContent).includes(`"${nonce}"`))
      )
        report.wrong++;
    } catch {
      report.errors++;
    }
  }
}

const callers: Caller[] = [];
for (const token of crowd.tokens) callers.push(await open(token));
const until = performance.now() + crowd.seconds * 1_000;
await Promise.all(callers.map((caller, number) => walk(caller, number, until)));
process.stdout.write(JSON.stringify(report), () => process.exit());
