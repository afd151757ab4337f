/** Steps of a door behind a real server of this process: for what only shows over HTTP. */

import type { Express } from "express";
import type { Principal } from "../../../src/security/identity/principal.ts";
import type { DoorLog } from "../../../src/transport/http/door-log.ts";
import type { Step } from "../../../src/transport/http/exchange.ts";
import { type FrontParts, frontApp } from "../../../src/transport/http/front.ts";
import { listen } from "../../../src/transport/http/listener.ts";

export const SOMEBODY: Principal = { id: "t", grantId: "viewer", credential: "t" };

/** Another for each request. */
const REQUEST_ID = /("request_id":")[\da-f]{8}-[\da-f-]{27}/;

export type Served = { readonly url: string; readonly logged: string[]; close(): Promise<void> };

/** The front with `mcp` as the road; whoever comes is let in. */
export async function serveFront(mcp: Step, parts: Partial<FrontParts> = {}): Promise<Served> {
  const logged: string[] = [];
  const note =
    (name: string) =>
    (...what: readonly unknown[]) =>
      void logged.push(
        `${name} ${what.map((each) => JSON.stringify(each)).join(" ")}`.replace(REQUEST_ID, "$1R"),
      );
  const log: DoorLog = {
    auth: note("auth"),
    security: note("security"),
    failed: note("failed"),
    opened: note("failed"),
    protocol: note("protocol"),
    defect: (fault) => void logged.push(`defect ${fault}`),
    answered: () => undefined,
    limited: () => undefined,
    slow: () => undefined,
  };
  const app = frontApp({
    rules: {
      host: "127.0.0.1",
      publicUrl: undefined,
      allowedHosts: [],
      trustedProxies: [],
      tls: undefined,
      cors: undefined,
      rates: undefined,
      health: "public",
    },
    identity: undefined,
    log,
    ready: async () => false,
    authenticate(_, response, next) {
      response.locals.principal = SOMEBODY;
      next();
    },
    mcp,
    ...parts,
  });
  return { ...(await served(app)), logged };
}

async function served(app: Express) {
  const listener = await listen(app, { host: "127.0.0.1", port: 0, tls: undefined });
  return { url: `http://127.0.0.1:${listener.address.port}`, close: () => listener.close(0) };
}
