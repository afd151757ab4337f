/** One GET of who the bearer is, from an address of one's choice. */

import { type Agent, type IncomingHttpHeaders, request } from "node:http";

export type Asking = {
  readonly host: string;
  readonly port: number;
  readonly localAddress: string;
  readonly bearer: string;
  readonly headers?: IncomingHttpHeaders;
  /** Keeps the connection; without it each call has its own. */
  readonly agent?: Agent;
};

/** The status; rejects when the connection breaks. */
export function askWho({ host, port, localAddress, bearer, headers, agent }: Asking): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host,
        port,
        localAddress,
        path: "/api/auth/session",
        headers: { Host: "localhost", Authorization: `Bearer ${bearer}`, ...headers },
        agent: agent ?? false,
      },
      (response) => {
        response.resume();
        response.on("end", () => resolve(response.statusCode ?? 0));
      },
    );
    asked.on("error", reject);
    asked.end();
  });
}
