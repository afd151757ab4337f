/** The official server SDK (both protocol eras): the only file that imports it. */

import {
  createMcpHandler,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  isLegacyRequest,
  type McpRequestContext,
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
import { answerMethod, capabilitiesFor, isOffered } from "./offers/answer-method.ts";
import { LISTEN, openListening } from "./offers/listening.ts";
import { openSubscriptions, type Subscriptions, updateOf } from "./offers/subscriptions.ts";

/** One server for one connection, or for one request; `subscriptions` where the era has requests for them. */
function sdkServer(door: Door, subscriptions?: Subscriptions): Server {
  const server = listServer(door);
  // not setRequestHandler: the SDK would hold each call and its answer against its own schemas three times; the registry
  // checks the arguments, the tool its answer
  server.fallbackRequestHandler = async ({ method, params = {} }, { mcpReq }) => {
    if (isOffered(method, { subscribes: subscriptions !== undefined }))
      return offered(door, { method, params }, mcpReq, subscriptions);
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
  asked: { readonly method: string; readonly params: JsonObject },
  mcpReq: McpRequest,
  subscriptions: Subscriptions | undefined,
): Promise<ServerResult> {
  const context = {
    progress: reporter(mcpReq._meta?.progressToken, mcpReq.notify),
    get signal() {
      return mcpReq.signal;
    },
  };
  const answer = await answerMethod(door, asked, context, subscriptions);
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
function listServer(door: Door): Server {
  const server = new Server(
    { name: "hearthgate", title: "Hearthgate", version: door.version },
    { capabilities: capabilitiesFor({ stays: true }), instructions: INSTRUCTIONS },
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
      const subscriptions = openSubscriptions(
        (uri, ended) => void server.sendResourceUpdated(updateOf(uri, ended)).catch(() => undefined),
      );
      const server = sdkServer(door, era === "legacy" ? subscriptions : undefined);
      const stop = door.onToolsChanged(() => void server.sendToolListChanged().catch(() => undefined));
      server.onclose = () => {
        stop();
        subscriptions.close();
      };
      return server;
    },
    { transport: transport as unknown as Transport }, // the same shape, with messages as we type them
  );
}

/** The 2026 era over HTTP: every request stands alone. */
export type ModernHttp = {
  fetch(request: Request, message: unknown, door: Door): Promise<Response>;
  /** Ends what would stay open for ever; answers to what was asked may still come. */
  endStreams(): Promise<void>;
  close(): Promise<void>;
};

export function modernHttp(onFault: (fault: unknown) => void): ModernHttp {
  const serverOf = ({ authInfo }: McpRequestContext) => authInfo?.extra?.["server"] as Server;
  const onerror = (fault: Error) => isRefusal(fault) || onFault(fault);
  const handler = createMcpHandler(serverOf, { legacy: "reject", onerror });
  const listening = new Set<() => Promise<void>>();
  return {
    async fetch(request, message, door) {
      const open = isListen(message)
        ? await openStream(message, door, request, () =>
            createMcpHandler(serverOf, { legacy: "reject", onerror }),
          )
        : undefined;
      if (open && "fault" in open) return Response.json({ jsonrpc: "2.0", id: open.id, error: open.fault });
      if (open) listening.add(open.close);
      void open?.ended.then(() => listening.delete(open.close));
      // a method that nobody handles is HTTP's 404, which the SDK says only where nothing would take it
      const server = isCall(message) ? sdkServer(door) : listServer(door);
      // the SDK hands it through to the factory untouched; who calls was found out before
      const authInfo = { token: "", clientId: "", scopes: [], extra: { server } };
      const parsedBody = open?.message ?? message;
      const answer = await (open?.handler ?? handler).fetch(request, {
        authInfo,
        ...(parsedBody === undefined ? {} : { parsedBody }),
      });
      open?.start();
      return open ? whenEnded(answer, () => void open.close()) : answer;
    },
    async endStreams() {
      await Promise.all([...listening].map((end) => end()));
    },
    close: handler.close,
  };
}

function whenEnded({ status, headers, body }: Response, run: () => void): Response {
  return new Response(body?.pipeThrough(new TransformStream({ flush: run })), { status, headers });
}

function isListen(message: unknown): message is JsonRpcMessage {
  return isJsonObject(message) && message["method"] === LISTEN && message["id"] !== undefined;
}

type Handler = ReturnType<typeof createMcpHandler>;

/** A stream has a handler of its own: what the SDK tells one it tells every stream of the same handler, whoever listens. */
async function openStream(
  message: JsonRpcMessage,
  door: Door,
  { signal }: Request,
  handlerFor: () => Handler,
) {
  const handler = handlerFor();
  const context = { progress: () => undefined, signal };
  const listening = await openListening(message, door, context, {
    updated: ({ uri, ...params }) => handler.bus.publish({ kind: "resource_updated", uri, params }),
    over: () => void close(),
  });
  if ("fault" in listening) return { id: message.id, fault: listening.fault };
  const stopTools = door.onToolsChanged(() => handler.notify.toolsChanged());
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const close = async () => {
    listening.close();
    stopTools();
    end();
    await handler.close();
  };
  signal.addEventListener("abort", () => void close(), { once: true });
  if (signal.aborted) void close();
  return { handler, message: listening.message, start: listening.start, close, ended };
}

function isCall(message: unknown): boolean {
  return (
    isJsonObject(message) &&
    (message["method"] === "tools/call" || isOffered(message["method"], { subscribes: false }))
  );
}

/** The SDK reports what it refused beside what went wrong in it; the client has been told, and may not fill our log. */
function isRefusal(fault: Error): boolean {
  return fault instanceof ProtocolError || /^Rejected |^Unsupported Media Type/.test(fault.message);
}

/** Whether a request is of the 2025 era, as the SDK itself would route it. */
export function isLegacyHttp(request: Request, message: unknown): Promise<boolean> {
  return isLegacyRequest(request, message);
}
