/** The Express door: an untrusted network, JWT login and access tokens, both protocol eras. */

import { processClock } from "../../core/clock.ts";
import type { Identity } from "../../security/identity/identity.ts";
import type { Principal } from "../../security/identity/principal.ts";
import type { Store } from "../../store/store.ts";
import type { Road } from "../door.ts";
import type { DoorLog } from "../http/door-log.ts";
import type { Step } from "../http/exchange.ts";
import { type FrontRules, type FrontSteps, frontApp, handlers } from "../http/front.ts";
import { answers } from "../http/health.ts";
import { type Listener, type ListenRules, listen } from "../http/listener.ts";
import type { DoorLoad } from "../http/metrics.ts";
import { refuse } from "../http/problems.ts";
import type { OpenCounts } from "../http/rates.ts";
import { openStreams } from "../http/session/open-streams.ts";
import { type LoginSteps, loginStep, logoutStep, refreshStep, sessionStep } from "./login.ts";
import { mcpEndpoint } from "./mcp-endpoint.ts";

export type ServeParts = {
  readonly rules: FrontRules & ListenRules;
  readonly road: Road;
  readonly identity: Identity;
  readonly store: Store;
  readonly log: DoorLog;
  readonly mostSessions: (principal: Principal) => number | undefined;
  /** `/metrics`; undefined = it is not here. */
  readonly metrics?: Step | undefined;
  /** Where requests are counted, for all processes; undefined = each for itself. */
  readonly counts?: OpenCounts | undefined;
};

export type ServingDoor = Pick<Listener, "address" | "reloadTls"> & {
  readonly load: DoorLoad;
  close(): Promise<void>;
};

/** What remains of ten seconds is for the audit. */
const DRAIN_MS = 9_000;

/** CONFIG_INVALID when it cannot listen. */
export async function serveOverExpress(parts: ServeParts): Promise<ServingDoor> {
  const { rules, road, identity, store, log, mostSessions, metrics, counts } = parts;
  const mcp = mcpEndpoint({
    road,
    store,
    now: Date.now,
    most: mostSessions,
    onOpened: (id, { grantId }) => log.opened({ session_id: id, grant_id: grantId }),
    onExcess: ({ grantId, credential }) =>
      log.security("session_limit_reached", { grant_id: grantId, user: credential }),
    onFault: log.defect,
    onRefused: log.protocol,
  });
  const streams = openStreams(identity.stillHolds, mcp.sessions.sweep, log.defect);
  const oauth = await oauthDoor(parts);
  const app = frontApp({
    ...(oauth === undefined ? {} : { pages: oauth.pages }),
    rules,
    identity,
    log,
    ready: async () => road.state().connected && (await answers(store)),
    metrics,
    counts,
    mcp(request, response, next) {
      const refused = streams.watch(response);
      if (refused) return refuse(request, response, refused);
      const go = (fault?: unknown) => (fault === undefined ? mcp.step(request, response, next) : next(fault));
      return oauth ? oauth.stepUp(request, response, go) : go();
    },
    routes(express, steps) {
      authRoutes(express, steps, { identity, road, log, ...steps });
      oauth?.routes(express, steps);
    },
  });
  const listener = await listen(app, rules, log.slow);
  return {
    address: listener.address,
    reloadTls: listener.reloadTls,
    load: { sessions: mcp.sessions.size, streams: streams.size },
    async close() {
      streams.close();
      await mcp.endStreams();
      await listener.close(DRAIN_MS);
      await mcp.close();
    },
  };
}

/** Loaded where it is on: nobody else waits for it. */
async function oauthDoor({ rules, ...parts }: ServeParts) {
  const { oauth, publicUrl: issuer } = rules;
  if (oauth === undefined || issuer === undefined) return undefined;
  const { openOAuthDoor } = await import("./oauth/open-oauth-door.ts");
  return openOAuthDoor({ ...parts, issuer, clock: processClock });
}

function authRoutes(
  app: Parameters<NonNullable<Parameters<typeof frontApp>[0]["routes"]>>[0],
  steps: FrontSteps,
  parts: LoginSteps,
): void {
  app.post("/api/auth/login", ...handlers([...steps.open, loginStep(parts)]));
  app.post("/api/auth/refresh", ...handlers([...steps.known, refreshStep(parts)]));
  app.post("/api/auth/logout", ...handlers([...steps.known, logoutStep(parts)]));
  app.get("/api/auth/session", ...handlers([...steps.known, sessionStep]));
}
