/** The fastmcp door: a trusted network, or a proxy before it that encrypts and bounds rates. */

import type { Identity } from "../../security/identity/identity.ts";
import type { Principal } from "../../security/identity/principal.ts";
import type { Store } from "../../store/store.ts";
import type { Road } from "../door.ts";
import type { DoorLog } from "../http/door-log.ts";
import type { Step } from "../http/exchange.ts";
import { type FrontRules, frontApp, MCP_METHODS } from "../http/front.ts";
import { answers } from "../http/health.ts";
import { type Listener, type ListenRules, listen } from "../http/listener.ts";
import type { DoorLoad } from "../http/metrics.ts";
import { refuse } from "../http/problems.ts";
import { openStreams } from "../http/session/open-streams.ts";
import { sessionEndpoint } from "../http/session/session-endpoint.ts";
import { areMessages, NO_MESSAGE } from "../json-rpc.ts";
import { fastmcpSession } from "./fastmcp-session.ts";

export type FastmcpParts = {
  readonly rules: FrontRules & ListenRules & { readonly stateless: boolean };
  readonly road: Road;
  readonly store: Store;
  readonly log: DoorLog;
  readonly mostSessions: (principal: Principal) => number | undefined;
  /** `/metrics`; undefined = it is not here. */
  readonly metrics?: Step | undefined;
  /** Access tokens; or the local caller, on loopback alone. */
  readonly caller: { readonly identity: Identity } | { readonly local: Principal };
};

/** What remains of ten seconds is for the audit. */
const DRAIN_MS = 9_000;

/** CONFIG_INVALID when it cannot listen. */
export async function serveOverFastmcp(
  parts: FastmcpParts,
): Promise<Pick<Listener, "address"> & { readonly load: DoorLoad; close(): Promise<void> }> {
  const { rules, road, store, log, caller, mostSessions, metrics } = parts;
  const identity = "identity" in caller ? caller.identity : undefined;
  const mcp = sessionEndpoint({
    road,
    store,
    now: Date.now,
    most: mostSessions,
    onOpened: (id, { grantId }) => log.opened({ session_id: id, grant_id: grantId }),
    onExcess: ({ grantId, credential }) =>
      log.security("session_limit_reached", { grant_id: grantId, user: credential }),
    serverFor: (door, onSubscribed) =>
      fastmcpSession(door, { stays: !rules.stateless, onSubscribed, log: log.protocol }),
    stateless: rules.stateless,
    onFault: log.defect,
  });
  const streams = openStreams(identity?.stillHolds ?? (async () => true), mcp.sessions.sweep, log.defect);
  const app = frontApp({
    rules,
    identity,
    log,
    ready: async () => road.state().connected && (await answers(store)),
    metrics,
    ...("local" in caller ? { authenticate: localStep(caller.local) } : {}),
    methods: rules.stateless ? ["POST"] : MCP_METHODS,
    mcp(request, response, next) {
      const refused = streams.watch(response);
      if (refused) return refuse(request, response, refused);
      if (request.method === "POST" && !areMessages(response.locals.message))
        return refuse(request, response, { status: 400, detail: NO_MESSAGE });
      return mcp.step(request, response, next);
    },
  });
  const listener = await listen(app, rules, log.slow);
  return {
    address: listener.address,
    load: { sessions: mcp.sessions.size, streams: streams.size },
    async close() {
      streams.close();
      await listener.close(DRAIN_MS);
      await mcp.sessions.close();
    },
  };
}

const FORWARDED =
  /^(?:x-forwarded|forwarded$|x-real-ip$|x-client-ip$|x-remote-|x-cluster-|x-origin|x-envoy-|x-azure-|x-amzn-|x-arr-|x-proxy|proxy-|cf-|cdn-|fastly-|fly-|ngrok-|tailscale-|true-client-ip$|via$)/;

/** A forwarded header means a proxy on this machine: behind it, anybody would be the local caller. */
function localStep(local: Principal): Step {
  return (request, response, next) => {
    if (Object.keys(request.headers).some((name) => FORWARDED.test(name)))
      return refuse(request, response, {
        status: 403,
        detail:
          "HTTP_AUTH=local serves this machine alone, and this request came through a proxy; use HTTP_AUTH=token.",
      });
    const { address, requestId } = response.locals;
    response.locals.principal = { ...local, address, requestId };
    return next();
  };
}
