/** The floor of acting: a one-tool stdio server of the same SDK that only sends the call on. */

import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { WebSocket } from "ws";

const { HASS_URL = "", HASS_TOKEN = "" } = process.env;

type Reply = (message: { success: boolean; result?: unknown; error?: unknown }) => void;

const connected = new Promise<(message: object) => Promise<unknown>>((resolve) => {
  const socket = new WebSocket(`${HASS_URL.replace(/^http/, "ws")}/api/websocket`, {
    perMessageDeflate: false,
  });
  const waiting = new Map<number, Reply>();
  let lastId = 0;
  const send = (message: object) =>
    new Promise((done, fail) => {
      const id = ++lastId;
      waiting.set(id, (reply) => (reply.success ? done(reply.result) : fail(reply.error)));
      socket.send(JSON.stringify({ id, ...message }));
    });
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type === "auth_required")
      socket.send(JSON.stringify({ type: "auth", access_token: HASS_TOKEN }));
    else if (message.type === "auth_ok") resolve(send);
    else waiting.get(message.id)?.(message);
  });
});

const inputSchema = {
  type: "object" as const,
  properties: { service: { type: "string" }, target: { type: "object" }, data: { type: "object" } },
};

serveStdio(() => {
  const server = new Server({ name: "bare", version: "0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", async () => ({
    tools: [{ name: "call", description: "Calls a service.", inputSchema }],
  }));
  server.setRequestHandler("tools/call", async ({ params }) => {
    const {
      service = "",
      target,
      data,
    } = (params.arguments ?? {}) as { service?: string; target?: object; data?: object };
    const [domain, name] = service.split(".");
    await (await connected)({
      type: "call_service",
      domain,
      service: name,
      service_data: data ?? {},
      target,
    });
    return { content: [{ type: "text", text: "ok" }], structuredContent: { ok: true } };
  });
  return server;
});
process.stdin.on("end", () => process.exit(0));
