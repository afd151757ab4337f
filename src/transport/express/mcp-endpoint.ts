/** `/mcp` of the Express door: each request goes to the SDK of its era. */

import type { Step } from "../http/exchange.ts";
import { refuse } from "../http/problems.ts";
import { sdkServer1 } from "../http/session/sdk-v1.ts";
import { isPlainCall, type SessionParts, sessionEndpoint } from "../http/session/session-endpoint.ts";
import { sendWebResponse, webRequest } from "../http/web-exchange.ts";
import { areMessages, NO_MESSAGE } from "../json-rpc.ts";
import { isLegacyHttp, modernHttp } from "../sdk-server.ts";

export type McpEndpoint = {
  readonly step: Step;
  readonly sessions: ReturnType<typeof sessionEndpoint>["sessions"];
  /** Ends what would stay open for ever; answers to what was asked may still come. */
  endStreams(): Promise<void>;
  close(): Promise<void>;
};

export type McpParts = Omit<SessionParts, "serverFor" | "stateless"> & {
  /** What the protocol's library says of what it did not take. */
  readonly onRefused: (fault: unknown) => void;
};

export function mcpEndpoint(parts: McpParts): McpEndpoint {
  const { road, onRefused } = parts;
  const modern = modernHttp(onRefused);
  const legacy = sessionEndpoint({ ...parts, serverFor: sdkServer1, stateless: false });
  return {
    sessions: legacy.sessions,
    async step(request, response, next) {
      const { message, principal } = response.locals;
      if (request.method === "POST" && !areMessages(message))
        return refuse(request, response, { status: 400, detail: NO_MESSAGE });
      // a plain call within a session can only be of the 2025 era, which has sessions
      const isKnown = request.headers["mcp-session-id"] !== undefined && isPlainCall(message);
      if (isKnown || (await isLegacyHttp(webRequest(request, response), message)))
        return legacy.step(request, response, next);
      const answer = await modern.fetch(webRequest(request, response), message, road.doorFor(principal));
      await sendWebResponse(answer, response);
    },
    endStreams: modern.endStreams,
    async close() {
      await legacy.sessions.close();
      await modern.close();
    },
  };
}
