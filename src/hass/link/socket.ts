/** One authenticated websocket to Home Assistant, in the form home-assistant-js-websocket takes (`createSocket`). */

import type { HaWebSocket } from "home-assistant-js-websocket";
import { WebSocket as NodeWebSocket } from "ws";
import { Failure } from "../../core/failure.ts";
import type { Secret } from "../../core/secret.ts";
import { decodeSliced, parseSliced } from "./sliced-json.ts";

export type SocketOptions = {
  /** `http://…` or `https://…` without a trailing slash. */
  readonly url: string;
  readonly token: Secret;
  /** PEM of a private certificate authority. */
  readonly ca?: string;
  /** Until the socket is open and authenticated. */
  readonly timeoutMs: number;
  /** What must be done before the next frame may be handed on: see `Sliced`. */
  readonly settled: () => Promise<void> | undefined;
};

/** Frames longer than this are parsed in slices. */
const SLICED_FROM_BYTES = 200_000;
const CLOSE_GRACE_MS = 1_000;

/**
 * A big part of a frame (`result` or `event`) that was parsed in slices. The library parses every frame itself in one
 * piece, so it is handed a short frame with a ticket in its place.
 */
export type Sliced = { readonly slicedTicket: number };

let lastTicket = 0;
const sliced = new Map<number, unknown>();

/** The value itself, or what the ticket stands for; a ticket can be redeemed once. */
export function redeem(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("slicedTicket" in value)) return value;
  const ticket = Number(value.slicedTicket);
  if (!sliced.has(ticket)) return value;
  const whole = sliced.get(ticket);
  sliced.delete(ticket);
  return whole;
}

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
  return new NodeWebSocket(address, {
    perMessageDeflate: false,
    maxPayload: 512 * 1024 * 1024,
    handshakeTimeout: options.timeoutMs,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
}

function authenticate(raw: NodeWebSocket, options: SocketOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, hint: string, details: { denial?: string; cause?: unknown } = {}) => {
      done();
      reject(new Failure("HASS_UNAVAILABLE", message, { hint, ...details }));
    };
    const timer = setTimeout(
      () =>
        fail(
          "Home Assistant did not answer in time.",
          "Check that HASS_URL points to Home Assistant itself.",
        ),
      options.timeoutMs,
    );
    const onMessage = (data: { toString(): string }) => {
      const message = readAuthMessage(data.toString());
      if (message?.type === "auth_required") {
        raw.send(JSON.stringify({ type: "auth", access_token: options.token.reveal() }));
      } else if (message?.type === "auth_ok") {
        done();
        resolve(message.ha_version ?? "");
      } else if (message?.type === "auth_invalid") {
        fail(
          "Home Assistant refused the token.",
          "Put a valid long-lived access token into HASS_TOKEN and start again.",
          {
            denial: "invalid_auth",
          },
        );
      } else {
        fail("What answers at HASS_URL does not speak Home Assistant's protocol.", "Check HASS_URL.");
      }
    };
    const onError = (cause: unknown) => fail(...unreachable(cause), { cause });
    const onClose = () => fail("Home Assistant closed the connection during login.", "Try again shortly.");
    const done = () => {
      clearTimeout(timer);
      raw.off("message", onMessage);
      raw.off("close", onClose);
      // stays: an "error" event without a listener would end the process
      raw.off("error", onError);
      raw.on("error", () => raw.terminate());
    };
    raw.on("message", onMessage);
    raw.on("error", onError);
    raw.on("close", onClose);
  });
}

function readAuthMessage(text: string): { type?: unknown; ha_version?: string } | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null ? message : undefined;
  } catch {
    return undefined;
  }
}

/** The sentence and the hint for a socket that did not open. */
function unreachable(cause: unknown): [string, string] {
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message : "";
  if (code === "ECONNREFUSED")
    return ["Home Assistant is not running, or not at HASS_URL (connection refused).", "Try again shortly."];
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return ["The host name in HASS_URL is not known.", "Check HASS_URL."];
  if (/CERT|SSL|TLS|self.signed/i.test(code + message)) {
    return [
      "Home Assistant's certificate is not trusted.",
      "Use HASS_CA_PATH for a private certificate authority.",
    ];
  }
  const status = /Unexpected server response: (\d+)/.exec(message)?.[1];
  if (status === "502" || status === "503") return ["Home Assistant is starting.", "Try again shortly."];
  if (status) return [`What answers at HASS_URL is not Home Assistant (HTTP ${status}).`, "Check HASS_URL."];
  return ["Home Assistant cannot be reached.", "Check HASS_URL and the network; try again shortly."];
}

/** The socket as the library sees it: frames in order, the big ones sliced, closing that never hangs. */
function facade(raw: NodeWebSocket, haVersion: string, settled: SocketOptions["settled"]) {
  const listeners = { message: new Set<Listener>(), close: new Set<Listener>() };
  const waiting: Uint8Array[] = [];
  let draining = false;

  const hand = (data: string) => {
    for (const listener of listeners.message) listener({ data });
  };
  const handSliced = async (bytes: Uint8Array) => {
    const frame = await parseSliced(await decodeSliced(bytes));
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      hand(JSON.stringify(withTickets(message)));
      await settled();
    }
  };
  const drain = async () => {
    draining = true;
    for (let bytes = waiting.shift(); bytes !== undefined; bytes = waiting.shift()) {
      if (bytes.length > SLICED_FROM_BYTES) await handSliced(bytes);
      else hand(new TextDecoder().decode(bytes));
    }
    draining = false;
  };
  raw.on("message", (data: Buffer) => {
    if (!draining && data.length <= SLICED_FROM_BYTES) return hand(data.toString());
    waiting.push(data);
    // a frame that cannot be parsed means the stream is broken: start anew
    if (!draining) drain().catch(() => raw.terminate());
  });
  raw.on("close", (code: number) => {
    waiting.length = 0;
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

function withTickets(message: unknown): unknown {
  if (typeof message !== "object" || message === null) return message;
  const short: Record<string, unknown> = { ...message };
  for (const key of ["result", "event"]) {
    if (typeof short[key] !== "object" || short[key] === null) continue;
    lastTicket++;
    sliced.set(lastTicket, short[key]);
    short[key] = { slicedTicket: lastTicket } satisfies Sliced;
  }
  return short;
}
