/** What stands between us and the demo house: counts what is asked, changes answers, goes down in the middle. */

import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";

export type Relay = {
  readonly url: string;
  /** `POST /auth/token`, in order; with its form where it had one. */
  readonly asked: { readonly what: string; readonly form: URLSearchParams }[];
  /** Paths that are cut off without an answer; `/api/websocket` too. */
  readonly down: Set<string>;
  /** By path, what becomes of an answer. */
  readonly changed: Map<string, (body: string) => { readonly status?: number; readonly body: string }>;
  close(): Promise<void>;
};

export async function startRelay(target: string): Promise<Relay> {
  const { hostname, port } = new URL(target);
  const asked: Relay["asked"] = [];
  const down: Relay["down"] = new Set();
  const changed: Relay["changed"] = new Map();
  const server = createServer(async (incoming, answer) => {
    const path = incoming.url ?? "/";
    let body = "";
    for await (const part of incoming) body += String(part);
    asked.push({ what: `${incoming.method} ${path}`, form: new URLSearchParams(body) });
    if (down.has(path)) return void incoming.socket.destroy();
    const onward = request({ hostname, port, path, method: incoming.method, headers: incoming.headers });
    onward.on("response", async (response) => {
      let text = "";
      for await (const part of response) text += String(part);
      const { status, body: said } = changed.get(path)?.(text) ?? { body: text };
      answer
        .writeHead(status ?? response.statusCode ?? 500, { "content-type": "application/json" })
        .end(said);
    });
    onward.on("error", () => incoming.socket.destroy());
    onward.end(body);
  });
  server.on("upgrade", (incoming, socket, head) => {
    asked.push({ what: "UPGRADE /api/websocket", form: new URLSearchParams() });
    if (down.has("/api/websocket")) return void socket.destroy();
    const onward = connect(Number(port), hostname, () => {
      const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}`);
      onward.write(`GET ${incoming.url} HTTP/1.1\r\n${headers.join("\r\n")}\r\n\r\n`);
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    ...{ asked, down, changed },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
