/** The floor of HTTP: sessions of the same SDK on the same Express, one tool that sends the call on, one that answers a constant. */

import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import express from "express";
import { openHomeSocket } from "./home-socket.ts";

const connected = openHomeSocket();
const inputSchema = { type: "object" as const };
const CONSTANT = { content: [{ type: "text", text: "ok" }], structuredContent: { ok: true } };

function serverOf(): Server {
  const server = new Server({ name: "bare", version: "0" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: ["call", "constant"].map((name) => ({ name, description: "For measuring.", inputSchema })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    if (params.name === "constant") return CONSTANT;
    const { service = "", target } = (params.arguments ?? {}) as { service?: string; target?: object };
    const [domain, name] = service.split(".");
    await (await connected)({ type: "call_service", domain, service: name, service_data: {}, target });
    return CONSTANT;
  });
  return server;
}

const sessions = new Map<string, StreamableHTTPServerTransport>();
const app = express();
app.use(express.json());
app.all("/mcp", async (request, response) => {
  const known = sessions.get(String(request.headers["mcp-session-id"]));
  const transport =
    known ??
    new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: true,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
  if (!known) await serverOf().connect(transport as Parameters<Server["connect"]>[0]);
  await transport.handleRequest(request, response, request.body);
});
const listener = app.listen(0, "127.0.0.1", () =>
  process.stderr.write(`serving http://127.0.0.1:${(listener.address() as AddressInfo).port}/mcp\n`),
);
