/** Rows of the vectors about what two callers of one door are listed, each bound to a test that does what it says. */

import { readConfig } from "../../../src/config/config.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { createLogger } from "../../../src/log/logger.ts";
import { builtinGrant } from "../../../src/security/grant/model/builtins.ts";
import { openIdentity } from "../../../src/security/identity/open-identity.ts";
import { issueToken } from "../../../src/security/identity/token/issue.ts";
import { shareParts } from "../../../src/start/process-parts.ts";
import { forDemo, startRoad } from "../../../src/start/start.ts";
import { memoryStore } from "../../../src/store/memory-store.ts";
import { serveOverExpress } from "../../../src/transport/express/serve.ts";
import { doorLog } from "../../../src/transport/http/door-log.ts";
import { ask, openSession } from "../../doors/exchange.ts";
import type { Outcome } from "../../security/grant/vector-cases.ts";

type RowTest = () => Promise<Outcome>;

const RULES = {
  host: "127.0.0.1",
  port: 0,
  tls: undefined,
  publicUrl: undefined,
  allowedHosts: [],
  trustedProxies: [],
  cors: undefined,
  health: "disabled",
  rates: undefined,
} as const;

/** The Express door in this process, on the demo house. */
async function openDoor() {
  const store = memoryStore(systemClock);
  const config = forDemo(readConfig({ hass: false }, {}));
  const shared = shareParts(config, true);
  const grants = {
    byId: builtinGrant,
    named: builtinGrant,
    forUser: () => [],
    all: () => [],
    ceiling: () => undefined,
  };
  const settings = { issuer: "i", audience: "a", algorithm: "HS256", expirationMs: 3_600_000 } as const;
  const identity = await openIdentity({
    ...{ store, grants, settings },
    clock: systemClock,
    accounts: async () => undefined,
  });
  const log = doorLog(createLogger("silent"), {
    securityEvents: false,
    authAttempts: false,
    failedRequests: false,
  });
  const road = startRoad(config, shared);
  const door = await serveOverExpress({
    ...{ rules: RULES, road, identity, store, log },
    mostSessions: () => undefined,
  });
  return {
    url: `http://127.0.0.1:${door.address.port}`,
    async issue(grantId: string) {
      const wish = { grantId, label: "", expiresAt: undefined, signs: false };
      return (await issueToken(store, wish, Date.now())).token;
    },
    async close() {
      await door.close();
      await road.close();
    },
  };
}

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list", params: {} };
const MODERN = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "vector", version: "0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};
const MODERN_HEADERS = { "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/list" };

/** The same grant over two sessions: what is listed, to the letter. */
async function twice(): Promise<Outcome> {
  const door = await openDoor();
  try {
    const lists: string[] = [];
    for (const token of [await door.issue("viewer"), await door.issue("viewer")]) {
      const session = await openSession(door.url, token);
      lists.push(
        (await ask(`${door.url}/mcp`, { token, session, body: LIST })).text.replace(/^id: .*$/m, ""),
      );
    }
    return lists[0] === lists[1] && lists[0]?.includes("ha_read") ? undefined : lists.join(" instead of ");
  } finally {
    await door.close();
  }
}

/** Two grants in turn: each gets its own list, which nobody else may keep. */
async function inTurn(): Promise<Outcome> {
  const door = await openDoor();
  try {
    const tokens = [await door.issue("operator"), await door.issue("viewer")];
    const body = { ...LIST, params: { _meta: MODERN } };
    const told: string[] = [];
    for (const token of [...tokens, ...tokens.toReversed()]) {
      const { json, text } = await ask(`${door.url}/mcp`, { token, body, headers: MODERN_HEADERS });
      const { cacheScope } = (json?.["result"] ?? {}) as { cacheScope?: string };
      told.push(`${cacheScope} ${text.includes('"ha_call_service"') ? "acts" : "reads"}`);
    }
    const wanted = "private acts, private reads, private reads, private acts";
    return told.join(", ") === wanted ? undefined : told.join(", ");
  } finally {
    await door.close();
  }
}

export const LIST_ROWS: readonly (readonly [string, RowTest])[] = [
  ["mcp-003", twice],
  ["mcp-004", inTurn],
];
