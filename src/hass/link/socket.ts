/** One authenticated websocket to Home Assistant, in the form home-assistant-js-websocket takes (`createSocket`). */

import type { HaWebSocket } from "home-assistant-js-websocket";
import { WebSocket as NodeWebSocket } from "ws";
import { createFrames, type FrameOptions } from "./frames.ts";
import { authenticate, type HassCredentials } from "./login.ts";

export type SocketOptions = HassCredentials &
  Pick<FrameOptions, "settled"> & {
    /** `http://…` or `https://…` without a trailing slash. */
    readonly url: string;
    /** PEM of a private certificate authority. */
    readonly ca?: string;
  };

const CLOSE_GRACE_MS = 1_000;

type Listener = (event: { data?: string; code?: number }) => void;

/**
 * Opens and authenticates. HASS_UNAVAILABLE with the cause in words; `denial: "invalid_auth"` when Home Assistant refused
 * the token (asking again would only raise its lockout).
 */
export async function openSocket(options: SocketOptions): Promise<HaWebSocket> {
  const raw = openRaw(options);
  try {
    const version = await authenticate(raw, options);
    raw.send('{"id":1,"type":"supported_features","features":{"coalesce_messages":1}}');
    return facade(raw, version, options.settled) as unknown as HaWebSocket; // the part of the type that the library uses
  } catch (failure) {
    raw.terminate();
    throw failure;
  }
}

// `ws` without permessage-deflate: compression costs 0.3–0.7 ms a call, and the global WebSocket of Node always offers it.
function openRaw(options: SocketOptions): NodeWebSocket {
  const address = `${options.url.replace(/^http/, "ws")}/api/websocket`;
  const socket = new NodeWebSocket(address, {
    perMessageDeflate: false,
    maxPayload: 512 * 1024 * 1024,
    handshakeTimeout: options.timeoutMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  socket.on("unexpected-response", (request, response) => {
    const { location } = response.headers;
    const fault = new Error(`Unexpected server response: ${response.statusCode}`);
    socket.emit("error", location === undefined ? fault : Object.assign(fault, { location }));
    request.destroy();
  });
  return socket;
}

/** The socket as the library sees it; its closing never hangs. */
function facade(raw: NodeWebSocket, haVersion: string, settled: SocketOptions["settled"]) {
  const listeners = { message: new Set<Listener>(), close: new Set<Listener>() };
  const frames = createFrames({
    hand(data) {
      for (const listener of listeners.message) listener({ data });
    },
    settled,
    onBroken: () => raw.terminate(),
  });
  raw.on("message", frames.receive);
  raw.on("close", (code: number) => {
    frames.clear();
    for (const listener of listeners.close) listener({ code });
  });

  return {
    haVersion,
    OPEN: NodeWebSocket.OPEN,
    get readyState() {
      return raw.readyState;
    },
    send: (text: string) => raw.send(text),
    close: () => {
      raw.close();
      // a half-open connection never answers the closing frame
      setTimeout(() => raw.terminate(), CLOSE_GRACE_MS).unref();
    },
    addEventListener: (type: "message" | "close", listener: Listener) => listeners[type].add(listener),
    removeEventListener: (type: "message" | "close", listener: Listener) => listeners[type].delete(listener),
  };
}
