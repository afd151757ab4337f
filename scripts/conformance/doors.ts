/** Both HTTP doors on the fixtures, with the steps and credentials of production. */

import { systemClock } from "../../src/core/clock.ts";
import { createLogger } from "../../src/log/logger.ts";
import { builtinGrant } from "../../src/security/grant/model/builtins.ts";
import { openIdentity } from "../../src/security/identity/open-identity.ts";
import { issueToken } from "../../src/security/identity/token/issue.ts";
import { memoryStore } from "../../src/store/memory-store.ts";
import { serveOverExpress } from "../../src/transport/express/serve.ts";
import { serveOverFastmcp } from "../../src/transport/fastmcp/serve.ts";
import { doorLog } from "../../src/transport/http/door-log.ts";
import { fixtureRoad } from "../../tests/conformance/fixture-road.ts";

export type OpenDoor = {
  readonly name: string;
  /** Protocol revisions that the door speaks, each a requirement set of the suite. */
  readonly eras: readonly string[];
  readonly port: number;
  /** An access token that the door takes. */
  readonly token: string;
  close(): Promise<void>;
};

const GRANT = "viewer";
/** What the default allows in a minute the suite needs in seconds. */
const RATE = { windowMinutes: 1, max: 10_000 };
const RULES = {
  host: "127.0.0.1",
  port: 0,
  tls: undefined,
  publicUrl: undefined,
  allowedHosts: [],
  trustedProxies: [],
  cors: undefined,
  health: "public",
  stateless: false,
} as const;

/** Each on a free port of loopback, with a store of its own. */
export async function openDoors(): Promise<readonly OpenDoor[]> {
  const [express, fastmcp] = await Promise.all([doorParts(), doorParts()]);
  const rates = { address: RATE, credential: RATE };
  const first = await serveOverExpress({ ...express.parts, rules: { ...RULES, rates } });
  const { identity, ...parts } = fastmcp.parts;
  // as in production, rates are the proxy's
  const rules = { ...RULES, rates: undefined };
  const second = await serveOverFastmcp({ ...parts, rules, caller: { identity } });
  return [
    {
      name: "express",
      eras: ["2025-11-25", "2026-07-28"],
      port: first.address.port,
      token: express.token,
      close: first.close,
    },
    {
      name: "fastmcp",
      eras: ["2025-11-25"],
      port: second.address.port,
      token: fastmcp.token,
      close: second.close,
    },
  ];
}

async function doorParts() {
  const store = memoryStore(systemClock);
  const logger = createLogger("error");
  const identity = await openIdentity({
    store,
    grants: {
      byId: builtinGrant,
      named: builtinGrant,
      forUser: () => [],
      all: () => [],
      ceiling: () => undefined,
    },
    clock: systemClock,
    accounts: async () => undefined,
    settings: { issuer: "hearthgate", audience: "hearthgate", algorithm: "HS256", expirationMs: 3_600_000 },
  });
  const wish = { grantId: GRANT, label: "conformance", expiresAt: undefined, signs: false };
  const { token } = await issueToken(store, wish, systemClock.now());
  const log = doorLog(logger, { securityEvents: false, authAttempts: false, failedRequests: false });
  return { token, parts: { road: fixtureRoad(), store, identity, log, mostSessions: () => undefined } };
}
