/** The floor of acting, finding: a stdio server of the same SDK that only sends a call on, or does nothing. */

import { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { openHomeSocket } from "./home-socket.ts";

const connected = openHomeSocket();

const inputSchema = {
  type: "object" as const,
  properties: { service: { type: "string" }, target: { type: "object" }, data: { type: "object" } },
};

const DONE = { content: [{ type: "text" as const, text: "ok" }], structuredContent: { ok: true } };

serveStdio(() => {
  const server = new Server({ name: "bare", version: "0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", async () => ({
    tools: [
      { name: "call", description: "Calls a service.", inputSchema },
      { name: "nothing", description: "Does nothing.", inputSchema },
    ],
  }));
  server.setRequestHandler("tools/call", async ({ params }) => {
    if (params.name === "nothing") return DONE;
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
    return DONE;
  });
  return server;
});
process.stdin.on("end", () => process.exit(0));
