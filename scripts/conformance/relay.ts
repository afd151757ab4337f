/** Adds an access token to the requests of a client that cannot send one. */

import { createServer, request as requestOf } from "node:http";
import type { AddressInfo } from "node:net";

export type Relay = { readonly url: string; close(): void };

/** On loopback, to a door on loopback; Host, Origin and every other header go on as they came. */
export async function openRelay(port: number, token: string): Promise<Relay> {
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const onward = requestOf({
      host: "127.0.0.1",
      port,
      method,
      path: url,
      headers: { ...headers, authorization: `Bearer ${token}` },
    });
    onward.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
