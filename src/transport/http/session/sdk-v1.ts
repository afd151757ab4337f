/** The official SDK of the 2025 era, with sessions over HTTP: the only file that imports it. */

import { randomUUID } from "node:crypto";
import type { AuthInfo } from "@modelcontextprotocol/sdk/server/auth/types.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  type EventStore,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  type CallToolResult,
  ElicitResultSchema,
  ErrorCode,
  ListToolsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { HostQuestion } from "../../../security/approval/desk.ts";
import { callTool, reporter } from "../../call-tool.ts";
import type { Door } from "../../door.ts";
import { answerIn, canElicit, formOf } from "../../host-questions.ts";
import { INSTRUCTIONS } from "../../instructions.ts";
import { isMessage, type JsonRpcMessage } from "../../json-rpc.ts";
import { answerMethod, capabilitiesFor, isOffered } from "../../offers/answer-method.ts";
import { openSubscriptions, updateOf } from "../../offers/subscriptions.ts";
import type { CallFault } from "../../result.ts";
import type { Opening } from "./kept-openings.ts";
import { type OwedAnswers, owedAnswers } from "./owed-answers.ts";
import { type SessionEvents, sessionEvents } from "./session-events.ts";

const STREAM_OPENS_MS = 200;
/** A question lives no longer. */
const LONGEST_MS = 24 * 60 * 60_000;

/** One session: a server of its own behind one transport. */
export type SdkSession = {
  /** `message` is the body, parsed; `door` that of whoever sent it, as the request shows them. */
  fetch(request: Request, message: unknown, door: Door): Promise<Response>;
  close(): Promise<void>;
};

/** What speaks the protocol: the SDK's own server, or one that a framework has around it. */
export type ProtocolServer = {
  connect(transport: Transport): Promise<void>;
  sendResourceUpdated(params: { uri: string }): Promise<void>;
  close(): Promise<void>;
};

/** Hears all resources that the session is subscribed to, whenever they are others. */
export type OnSubscribed = (uris: readonly string[]) => Promise<void>;

export type SdkSessionOptions = {
  readonly server: ProtocolServer;
  /** undefined = no session: one request, then it is closed. */
  readonly id: string | undefined;
  /** The client ended it (DELETE). */
  readonly onEnded: () => void;
};

/** Waits for its `initialize`. */
export function sdkSession({ server, id, onEnded }: SdkSessionOptions): SdkSession {
  const events = sessionEvents();
  const owed = owedAnswers((request) => transport.closeSSEStream(request), events.forget);
  const eventStore = {
    ...events,
    storeEvent(streamId: string, message: JsonRpcMessage) {
      const stored = events.storeEvent(streamId, message);
      owed.stored(streamId, message);
      return stored;
    },
  };
  const transport = new WebStandardStreamableHTTPServerTransport({
    ...(id === undefined ? {} : { sessionIdGenerator: () => id }),
    onsessionclosed: onEnded,
    retryInterval: 2_000,
    // a session alone has streams that a client can come back to
    ...(id === undefined ? {} : { eventStore: eventStore as EventStore }),
  });
  // a framework may wait for the client's capabilities, which come with the first request
  const connecting = server.connect(transport as unknown as Transport);
  connecting.catch(() => undefined);
  return {
    async fetch(request, message, door) {
      const rest = await restOfStream(request, events, owed);
      if (rest) return rest;
      const messages = [message].flat().filter(isMessage);
      const answer = await owed.during(messages, () =>
        transport.handleRequest(request, {
          // the SDK hands it through to the handlers untouched
          authInfo: { token: "", clientId: "", scopes: [], extra: { door } },
          ...(message === undefined ? {} : { parsedBody: message }),
        }),
      );
      for (const { method, params } of messages)
        if (method === "notifications/cancelled") owed.giveUp(params?.["requestId"]);
      return answer;
    },
    close: () => server.close(),
  };
}

/** For a client that comes back to a stream on which nothing more will come: the library would keep it open for ever. */
async function restOfStream(
  request: Request,
  events: SessionEvents,
  owed: OwedAnswers,
): Promise<Response | undefined> {
  const after = request.method === "GET" ? request.headers.get("last-event-id") : null;
  const streamId = after === null ? undefined : await events.getStreamIdForEventId(after);
  if (after === null || streamId === undefined || !owed.isOver(streamId)) return undefined;
  const parts: string[] = [];
  await events.replayEventsAfter(after, {
    async send(eventId, message) {
      parts.push(`event: message\nid: ${eventId}\ndata: ${JSON.stringify(message)}\n\n`);
    },
  });
  const headers = { "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform" };
  return new Response(parts.join(""), { headers });
}

export function sdkServer1(
  door: Pick<Door, "version" | "onToolsChanged">,
  onSubscribed: OnSubscribed,
): Server {
  const server = new Server(
    { name: "hearthgate", title: "Hearthgate", version: door.version },
    { instructions: INSTRUCTIONS },
  );
  installMethods(server, { stays: true, onSubscribed });
  announceTools(server, door);
  return server;
}

/** While it is connected the client hears that its list is another now. */
export function announceTools(server: Server, door: Pick<Door, "onToolsChanged">): void {
  whenClosed(
    server,
    door.onToolsChanged(() => void server.sendToolListChanged().catch(() => undefined)),
  );
}

function whenClosed(server: Server, run: () => void): void {
  const { onclose } = server;
  server.onclose = () => {
    run();
    onclose?.();
  };
}

/**
 * Ours in place of whatever the server would list and call by itself, for each request with the door of its own: a session
 * outlives the address and the token that it was opened with.
 */
export function installMethods(
  server: Server,
  { stays, onSubscribed }: { readonly stays: boolean; readonly onSubscribed: OnSubscribed },
): void {
  // a framework that does not know of them would keep notifications back
  server.registerCapabilities(capabilitiesFor({ stays }));
  const subscriptions = openSubscriptions(
    (uri, ended) => void server.sendResourceUpdated(updateOf(uri, ended)).catch(() => undefined),
    onSubscribed,
  );
  whenClosed(server, subscriptions.close);
  server.setRequestHandler(ListToolsRequestSchema, async (_, extra) => ({
    tools: (await doorIn(extra).tools()).map(({ effects: _, ...tool }) => ({ ...tool })),
  }));
  // not setRequestHandler: what is wrong with a call is the registry's to say, as for a call that goes past the SDK
  server.removeRequestHandler("tools/call");
  server.fallbackRequestHandler = async ({ method, params = {} }, extra) => {
    if (isOffered(method, { subscribes: stays })) {
      const context = {
        progress: reporter(params._meta?.progressToken, (notification) =>
          extra.sendNotification(notification),
        ),
        signal: extra.signal,
      };
      const answer = await answerMethod(doorIn(extra), { method, params }, context, subscriptions);
      if ("fault" in answer) throw faultOf(answer.fault);
      return answer.result;
    }
    if (method !== "tools/call")
      throw faultOf({ code: ErrorCode.MethodNotFound, message: "Method not found" });
    const ask = canElicit(server.getClientCapabilities())
      ? async ({ text }: HostQuestion) =>
          answerIn(
            await extra.sendRequest(
              { method: "elicitation/create", params: formOf(text) },
              ElicitResultSchema,
              {
                signal: extra.signal,
                timeout: LONGEST_MS,
              },
            ),
          )
      : undefined;
    const outcome = await callTool(doorIn(extra), params, {
      progress: reporter(params._meta?.progressToken, (notification) => extra.sendNotification(notification)),
      signal: extra.signal,
      askHost: ask,
    });
    if ("fault" in outcome) throw faultOf(outcome.fault);
    return outcome.result as CallToolResult;
  };
}

/** An McpError puts its code into the message: the client is told ours as it is. */
function faultOf({ code, message, data }: CallFault): Error {
  return Object.assign(new Error(message), { code, ...(data === undefined ? {} : { data }) });
}

function doorIn({ authInfo }: { readonly authInfo?: AuthInfo }): Door {
  const door = authInfo?.extra?.["door"];
  if (door === undefined) throw new Error("a request without a door");
  return door as Door;
}

/** Takes up a session that was opened elsewhere, or before a restart: the opening is played to it again. */
export async function revivedSession(
  options: SdkSessionOptions,
  opening: Opening,
  door: Door,
): Promise<SdkSession> {
  const session = sdkSession(options);
  const initialize: JsonRpcMessage = {
    jsonrpc: "2.0",
    id: 0,
    method: "initialize",
    params: openingParams(opening),
  };
  await (await session.fetch(played(initialize), initialize, door)).body?.cancel();
  const initialized: JsonRpcMessage = { jsonrpc: "2.0", method: "notifications/initialized" };
  await session.fetch(played(initialized, options.id), initialized, door);
  const wanted = new Set(opening.subscribed);
  // the client's stream opens meanwhile
  setTimeout(() => void followAgain(session, options, wanted, door).catch(() => undefined), STREAM_OPENS_MS);
  return {
    ...session,
    fetch(request, message, by) {
      for (const { method, params } of [message].flat().filter(isMessage))
        if (method === "resources/unsubscribe") wanted.delete(String(params?.["uri"]));
      return session.fetch(request, message, by);
    },
  };
}

/** What changed while nobody followed it is not known: each is told once. What may no more be followed is, too, and read so. */
async function followAgain(
  session: SdkSession,
  { id, server }: SdkSessionOptions,
  wanted: ReadonlySet<string>,
  door: Door,
): Promise<void> {
  for (const uri of wanted) {
    const again: JsonRpcMessage = {
      jsonrpc: "2.0",
      // one that a request of the client under way has would take its answer
      id: `again-${randomUUID()}`,
      method: "resources/subscribe",
      params: { uri },
    };
    await (await session.fetch(played(again, id), again, door)).text();
    if (wanted.has(uri)) await server.sendResourceUpdated({ uri });
  }
}

function openingParams({ subscribed: _, ...params }: Opening) {
  return params;
}

function played(message: JsonRpcMessage, session?: string): Request {
  return new Request("http://localhost/mcp", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json, text/event-stream",
      ...(session === undefined ? {} : { "Mcp-Session-Id": session }),
    },
    body: JSON.stringify(message),
  });
}
