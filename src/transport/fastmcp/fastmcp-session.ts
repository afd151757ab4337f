/** A session of fastmcp: the only file that imports it. */

import { FastMCPSession, type Logger } from "fastmcp";
import type { Door } from "../door.ts";
import {
  announceTools,
  installMethods,
  type OnSubscribed,
  type ProtocolServer,
} from "../http/session/sdk-v1.ts";
import { INSTRUCTIONS } from "../instructions.ts";
import { capabilitiesFor } from "../offers/answer-method.ts";

type SessionManner = {
  /** There is somebody to be told of changes. */
  readonly stays: boolean;
  readonly onSubscribed: OnSubscribed;
  readonly log: (message: string) => void;
};

/**
 * fastmcp keeps the session (pings, roots); the list and the calls are ours, so that they are the same at
 * every door: its own would advertise free-form objects as closed, and answer bad arguments as protocol errors.
 */
export function fastmcpSession(door: Door, { stays, onSubscribed, log }: SessionManner): ProtocolServer {
  const session = new FastMCPSession({
    name: "hearthgate",
    title: "Hearthgate",
    version: door.version as `${number}.${number}.${number}`,
    instructions: INSTRUCTIONS,
    logger: quietLogger(log),
    hasTools: true,
    tools: [],
    prompts: [],
    resources: [],
    resourcesTemplates: [],
    roots: { enabled: false },
    ping: { enabled: false },
    transportType: "httpStream",
  });
  installMethods(session.server, { stays, onSubscribed });
  announceTools(session.server, door);
  for (const method of ["logging/setLevel", "completion/complete"])
    session.server.removeRequestHandler(method);
  // an error of a session is the transport's; without a listener it would end the process
  session.on("error", ({ error }) => log(error.message));
  return {
    sendResourceUpdated: (params) => session.server.sendResourceUpdated(params),
    connect: (transport) => session.connect(naming(transport, capabilitiesFor({ stays }))),
    close: () => session.close(),
  };
}

type Transport = Parameters<ProtocolServer["connect"]>[0];

/** fastmcp names what it could do itself to every client; what is there is what the other doors have. */
function naming(transport: Transport, capabilities: ReturnType<typeof capabilitiesFor>): Transport {
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    const opening = "result" in message && message.result["capabilities"] !== undefined;
    return send(
      opening
        ? {
            ...message,
            result: { ...message.result, capabilities },
          }
        : message,
      options,
    );
  };
  return transport;
}

/** Its default logger writes to stdout. */
function quietLogger(log: (message: string) => void): Logger {
  const quiet = () => undefined;
  const loud = (...parts: unknown[]) => log(parts.map(String).join(" "));
  return { debug: quiet, info: quiet, log: quiet, warn: quiet, error: loud };
}
