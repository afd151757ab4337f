/** The floor of starting: a stdio server of the same SDK with one tool and nothing behind it. */

import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";

serveStdio(() => {
  const server = new Server({ name: "one", version: "0" }, { capabilities: { tools: {} } });
  const inputSchema = { type: "object" as const, properties: { text: { type: "string" } } };
  server.setRequestHandler("tools/list", async () => ({
    tools: [{ name: "echo", description: "Says it again.", inputSchema }],
  }));
  server.setRequestHandler("tools/call", async ({ params }) => ({
    content: [{ type: "text", text: JSON.stringify(params.arguments) }],
  }));
  return server;
});
process.stdin.on("end", () => process.exit(0));
