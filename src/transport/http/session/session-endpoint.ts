/** `/mcp` in the 2025 era: sessions, each with a server of its own; plain calls are answered beside it. */

import { randomUUID } from "node:crypto";
import type { Request as ExpressRequest } from "express";
import { isJsonObject } from "../../../core/json.ts";
import type { Principal } from "../../../security/identity/principal.ts";
import { createDirectCalls, type DirectCalls } from "../../direct-calls.ts";
import type { Door, Road } from "../../door.ts";
import { canElicit } from "../../host-questions.ts";
import { isMessage, type JsonRpcMessage } from "../../json-rpc.ts";
import type { Exchange, Step } from "../exchange.ts";
import { refuse } from "../problems.ts";
import { sendWebResponse, webRequest } from "../web-exchange.ts";
import type { Opening } from "./kept-openings.ts";
import {
  type OnSubscribed,
  type ProtocolServer,
  revivedSession,
  type SdkSession,
  sdkSession,
} from "./sdk-v1.ts";
import { type LiveSession, type SessionBook, type SessionRules, sessionBook } from "./sessions.ts";

type Session = LiveSession & {
  readonly sdk: SdkSession;
  readonly calls: DirectCalls;
  /** The client says that it can put a question to its person. */
  readonly canAsk: boolean;
};

export type SessionEndpoint = { readonly step: Step; readonly sessions: SessionBook<Session> };

export type SessionParts = Pick<SessionRules<Session>, "store" | "now" | "most" | "onExcess"> & {
  readonly road: Road;
  /** The protocol server of one session. */
  readonly serverFor: (door: Door, onSubscribed: OnSubscribed) => ProtocolServer;
  readonly onOpened: (id: string, principal: Principal) => void;
  /** No sessions: every request stands alone. */
  readonly stateless: boolean;
  readonly onFault: (fault: unknown) => void;
};

export function sessionEndpoint(parts: SessionParts): SessionEndpoint {
  const { road, serverFor, stateless, onOpened, onFault, ...rules } = parts;
  const endSoon = (id: string) => void sessions.end(id).catch(onFault);
  const optionsFor = (id: string | undefined, door: Door) => ({
    id,
    server: serverFor(door, async (uris) => {
      if (id !== undefined) await sessions.subscribed(id, uris).catch(onFault);
    }),
    onEnded: () => id !== undefined && endSoon(id),
  });
  const sessions: SessionBook<Session> = sessionBook({
    ...rules,
    async revive(id, principal, opening) {
      const door = road.doorFor(principal);
      return asSession(await revivedSession(optionsFor(id, door), opening, door), opening);
    },
  });

  const alone = async (request: ExpressRequest, response: Exchange) => {
    const door = road.doorFor(response.locals.principal);
    const session = sdkSession(optionsFor(undefined, door));
    response.on("close", () => void session.close().catch(onFault));
    const answer = await session.fetch(webRequest(request, response), response.locals.message, door);
    await sendWebResponse(answer, response);
  };
  const open = async (request: ExpressRequest, response: Exchange, message: JsonRpcMessage) => {
    const { principal } = response.locals;
    if (!isWhole(message)) return refuse(request, response, NO_OPENING);
    const opening = openingOf(message);
    if (JSON.stringify(opening).length > MOST_OPENING) return refuse(request, response, LONG_OPENING);
    const id = randomUUID();
    const door = road.doorFor(principal);
    const sdk = sdkSession(optionsFor(id, door));
    const answer = await sdk.fetch(webRequest(request, response), message, door);
    if (answer.ok) {
      await sessions.add(id, principal, asSession(sdk, opening), opening);
      onOpened(id, principal);
    } else await sdk.close();
    await sendWebResponse(answer, response);
  };
  const inSession = async (request: ExpressRequest, response: Exchange, id: string) => {
    const { principal, message } = response.locals;
    const session = await sessions.find(id, principal);
    if (!session) return refuse(request, response, NO_SESSION);
    if (isOpening(message)) return refuse(request, response, HAS_BEGUN);
    const door = road.doorFor(principal);
    // what may have to ask while it runs needs the SDK's streams
    const asks = session.canAsk && (await door.hostAnswers());
    if (!asks && isUsual(request) && takesDirectly(session, message, door, response)) return;
    await sendWebResponse(await session.sdk.fetch(webRequest(request, response), message, door), response);
  };

  return {
    sessions,
    step(request, response) {
      const { message } = response.locals;
      const id = request.headers["mcp-session-id"];
      if (stateless) return alone(request, response);
      if (typeof id === "string") return inSession(request, response, id);
      if (isOpening(message)) return open(request, response, message);
      return refuse(request, response, NO_ID);
    },
  };
}

const NO_SESSION = { status: 404, detail: "No such session; begin again with initialize.", code: -32_001 };
/** What a client says of itself is kept with the session. */
const MOST_OPENING = 16 * 1024;
const LONG_OPENING = { status: 400, detail: "clientInfo and capabilities are over 16 KiB; send less." };
const NO_OPENING = {
  status: 400,
  detail: "initialize wants an id, protocolVersion (text), capabilities and clientInfo (objects).",
};
const HAS_BEGUN = { status: 400, detail: "This session has begun already; begin another without its id." };
const NO_ID = { status: 400, detail: "No session: begin with initialize, and send its Mcp-Session-Id." };

function asSession(sdk: SdkSession, { capabilities }: Opening): Session {
  const calls = createDirectCalls();
  return {
    canAsk: canElicit(capabilities),
    sdk,
    calls,
    async close() {
      calls.close();
      await sdk.close();
    },
  };
}

/** A call of a tool that asks for nothing but its result. */
export function isPlainCall(message: unknown): boolean {
  if (!isMessage(message) || message.method !== "tools/call" || message.id === undefined) return false;
  return message.params?._meta === undefined;
}

function isOpening(message: unknown): message is JsonRpcMessage {
  return isJsonObject(message) && message["method"] === "initialize";
}

/** What is none the SDK would take for another message, or open a session that nobody is told of. */
function isWhole({ id, params }: JsonRpcMessage): boolean {
  return (
    id !== undefined &&
    typeof params?.["protocolVersion"] === "string" &&
    isJsonObject(params["capabilities"]) &&
    isJsonObject(params["clientInfo"])
  );
}

function openingOf({ params }: JsonRpcMessage): Opening {
  return {
    protocolVersion: String(params?.["protocolVersion"]),
    clientInfo: params?.["clientInfo"] ?? {},
    capabilities: params?.["capabilities"] ?? {},
  };
}

const VERSIONS: ReadonlySet<string> = new Set(["2025-03-26", "2025-06-18", "2025-11-25"]);

/** A POST with the headers that the protocol asks for; the SDK says what is wrong with any other. */
function isUsual({ method, headers }: ExpressRequest): boolean {
  const { accept = "", "mcp-protocol-version": version } = headers;
  return (
    method === "POST" &&
    accept.includes("application/json") &&
    accept.includes("text/event-stream") &&
    (version === undefined || VERSIONS.has(String(version)))
  );
}

/** Answered beside the SDK, as on stdio; the answer is one JSON body, which every client of the era must take. */
function takesDirectly({ calls }: Session, message: unknown, door: Door, response: Exchange): boolean {
  if (!isMessage(message)) return false;
  const isCall = isPlainCall(message);
  if (!isCall && message.method !== "notifications/cancelled") return false;
  const taken = calls.take(message, door, {
    async send(answer) {
      const body = JSON.stringify(answer);
      response.writeHead(200, {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": Buffer.byteLength(body),
      });
      response.end(body);
    },
    givenUp: () => void response.status(202).end(),
  });
  if (taken && !isCall) response.status(202).end();
  return taken;
}
