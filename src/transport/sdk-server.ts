/** The official server SDK (both protocol eras): the only file that imports it. */

import {
  createMcpHandler,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
  type ServerResult,
  type Transport,
} from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { AskHost } from "../security/approval/desk.ts";
import { callTool, reporter } from "./call-tool.ts";
import type { Door } from "./door.ts";
import { answerIn, canElicit, END_MS, formOf } from "./host-questions.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import type { JsonRpcMessage } from "./json-rpc.ts";
import { answerMethod, isOffered, OFFERED } from "./offers/answer-method.ts";

/** One server for one connection, or for one request, which hears of no changes. */
export function sdkServer(door: Door, { announces }: { readonly announces: boolean }): Server {
  const server = listServer(door, announces);
  // not setRequestHandler: the SDK would hold each call and its answer against its own schemas three times; the registry
  // checks the arguments, the tool its answer
  server.fallbackRequestHandler = async ({ method, params = {} }, { mcpReq }) => {
    if (isOffered(method)) return offered(door, method, params, mcpReq);
    if (method !== "tools/call")
      throw new ProtocolError(ProtocolErrorCode.MethodNotFound, "Method not found");
    const host = mcpReq.envelope === undefined ? hostNow(server, mcpReq) : hostLater(params, mcpReq);
    const outcome = await callTool(door, params, {
      progress: reporter(mcpReq._meta?.progressToken, mcpReq.notify),
      askHost: host?.ask,
      get signal() {
        return mcpReq.signal;
      },
    });
    const question = host?.put?.();
    if (question) return question as ServerResult;
    if ("fault" in outcome) throw new ProtocolError(outcome.fault.code, outcome.fault.message);
    return outcome.result as ServerResult;
  };
  return server;
}

async function offered(
  door: Door,
  method: string,
  params: JsonObject,
  mcpReq: McpRequest,
): Promise<ServerResult> {
  const context = {
    progress: reporter(mcpReq._meta?.progressToken, mcpReq.notify),
    get signal() {
      return mcpReq.signal;
    },
  };
  const answer = await answerMethod(door, { method, params }, context);
  if ("fault" in answer) throw new ProtocolError(answer.fault.code, answer.fault.message, answer.fault.data);
  return answer.result as ServerResult;
}

type McpRequest = ServerContext["mcpReq"];

type Host = {
  readonly ask: AskHost;
  /** The result that puts the question, where one is to be answered later. */
  readonly put?: () => InputRequiredResult | undefined;
};

/** The 2025 era: a request of ours while the call runs. */
function hostNow(server: Server, { elicitInput, signal }: McpRequest): Host | undefined {
  if (!canElicit(server.getClientCapabilities())) return undefined;
  return {
    async ask({ text, lifetimeMs }) {
      try {
        return answerIn(await elicitInput(formOf(text), { signal, timeout: lifetimeMs + END_MS }));
      } catch {
        // an error or the end of the question is no answer
        return answerIn(undefined);
      }
    },
  };
}

const KEY = "approval";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

/** The 2026 era: the question is the result of the call, and its answer comes with the call sent again. */
function hostLater(params: JsonObject, mcpReq: McpRequest): Host | undefined {
  // of several calls some would run twice
  const several = isJsonObject(params["arguments"]) && "calls" in params["arguments"];
  if (several || !canElicit(capabilitiesIn(mcpReq))) return undefined;
  let put: InputRequiredResult | undefined;
  return {
    async ask({ text, state }) {
      const said = inputResponse(mcpReq.inputResponses, KEY);
      if (said.kind === "elicit" && mcpReq.requestState<string>() === state) return said.action;
      put = inputRequired({
        inputRequests: { [KEY]: inputRequired.elicit(formOf(text)) },
        requestState: state,
      });
      return "later";
    },
    put: () => put,
  };
}

function capabilitiesIn({ envelope }: McpRequest): unknown {
  return (envelope as JsonObject | undefined)?.[CAPABILITIES];
}

/** Answers everything but calls. */
function listServer(door: Door, announces: boolean): Server {
  const server = new Server(
    { name: "hearthgate", title: "Hearthgate", version: door.version },
    {
      capabilities: { tools: announces ? { listChanged: true } : {}, ...OFFERED },
      instructions: INSTRUCTIONS,
    },
  );
  server.setRequestHandler("tools/list", async () => ({
    tools: (await door.tools()).map(({ effects: _, ...tool }) => tool as Wire<typeof tool>),
  }));
  return server;
}

/** The SDK's type asks for mutable objects; ours are frozen by type only. */
type Wire<T> = { -readonly [K in keyof T]: T[K] };

/** A transport that the SDK takes over: it sets the three callbacks. */
export type MessageTransport = {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JsonRpcMessage) => void;
  start(): Promise<void>;
  close(): Promise<void>;
  send(message: JsonRpcMessage): Promise<void>;
};

/** Serves one connection of one process; `onLegacy` hears that it opened in the 2025 era. */
export function serveConnection(door: Door, transport: MessageTransport, onLegacy: () => void): void {
  serveStdio(
    ({ era }) => {
      if (era === "legacy") onLegacy();
      const server = sdkServer(door, { announces: true });
      const stop = door.onToolsChanged(() => void server.sendToolListChanged().catch(() => undefined));
      server.onclose = stop;
      return server;
    },
    { transport: transport as unknown as Transport }, // the same shape, with messages as we type them
  );
}

/** The 2026 era over HTTP: every request stands alone. */
export type ModernHttp = {
  fetch(request: Request, message: unknown, door: Door): Promise<Response>;
  close(): Promise<void>;
};

export function modernHttp(onFault: (fault: unknown) => void): ModernHttp {
  const handler = createMcpHandler(({ authInfo }) => authInfo?.extra?.["server"] as Server, {
    legacy: "reject",
    onerror: (fault) => isRefusal(fault) || onFault(fault),
  });
  return {
    fetch(request, message, door) {
      // a method that nobody handles is HTTP's 404, which the SDK says only where nothing would take it
      const server = isCall(message) ? sdkServer(door, { announces: false }) : listServer(door, false);
      // the SDK hands it through to the factory untouched; who calls was found out before
      const authInfo = { token: "", clientId: "", scopes: [], extra: { server } };
      return handler.fetch(request, { authInfo, ...(message === undefined ? {} : { parsedBody: message }) });
    },
    close: handler.close,
  };
}

function isCall(message: unknown): boolean {
  return isJsonObject(message) && (message["method"] === "tools/call" || isOffered(message["method"]));
}

/** The SDK reports what it refused beside what went wrong in it; the client has been told, and may not fill our log. */
function isRefusal(fault: Error): boolean {
  return fault instanceof ProtocolError || /^Rejected |^Unsupported Media Type/.test(fault.message);
}

/** Whether a request is of the 2025 era, as the SDK itself would route it. */
export function isLegacyHttp(request: Request, message: unknown): Promise<boolean> {
  return isLegacyRequest(request, message);
}
