/** Ports on loopback for servers that must be told theirs before they start. */

import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what Linux and macOS give to connections that go out: nobody else is handed one meanwhile. */
const FIRST = 12_000;
const LAST = 32_000;
const TRIES = 100;
const given = new Set<number>();

/** Free now, and not given before in this process. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`none of ${TRIES} ports between ${FIRST} and ${LAST} is free on 127.0.0.1`);
}

/** On every address: a server may take them all. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
