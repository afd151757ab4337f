/** The stdio door's side of MCP: both protocol eras over this process's stdin and stdout. */

import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { type Door, mcpServer } from "../mcp-server.ts";
import { LineTransport } from "./line-transport.ts";

/** Serves until stdin closes; `onClosed` then has 2 s to end the process. */
export function serveOverStdio(door: Door, onClosed: () => void): void {
  const transport = new LineTransport(process.stdin, process.stdout);
  serveStdio(() => mcpServer(door), { transport: watched(transport, onClosed) });
}

/** The SDK takes `onclose` for itself; the door hears of it too. */
function watched(transport: LineTransport, onClosed: () => void): LineTransport {
  const close = transport.close.bind(transport);
  let told = false;
  transport.close = async () => {
    await close();
    if (!told) onClosed();
    told = true;
  };
  return transport;
}
