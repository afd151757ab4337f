/** Requests of tests to a door: JSON over fetch, bytes over a raw socket. */

import { connect } from "node:net";
import { connect as connectTls } from "node:tls";

export type Answered = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
};

export type Asking = {
  readonly method?: string;
  readonly token?: string;
  readonly session?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

export async function ask(url: string, asking: Asking = {}): Promise<Answered> {
  const response = await send(url, asking);
  return answeredBy(response.status, response.headers, await response.text());
}

/** The answer while it still comes. */
export function send(
  url: string,
  { method, token, session, headers, body, signal }: Asking,
): Promise<Response> {
  return fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      Accept: "application/json, text/event-stream",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(session === undefined ? {} : { "Mcp-Session-Id": session }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    redirect: "manual",
  });
}

export function answeredBy(status: number, headers: Headers, text: string): Answered {
  const data = /^data: (.+)$/m.exec(text)?.[1] ?? text;
  try {
    return { status, headers, text, json: JSON.parse(data) };
  } catch {
    return { status, headers, text, json: undefined };
  }
}

export const INITIALIZE = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "0" } },
} as const;

export function call(id: string | number, name: string, args: unknown = {}, meta?: unknown) {
  return {
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name, arguments: args, ...(meta === undefined ? {} : { _meta: meta }) },
  };
}

/** Opens a session; its id. */
export async function openSession(url: string, token: string): Promise<string> {
  const { status, headers, text } = await ask(`${url}/mcp`, { token, body: INITIALIZE });
  const id = headers.get("mcp-session-id");
  if (status !== 200 || id === null) throw new Error(`no session: ${status} ${text}`);
  await ask(`${url}/mcp`, {
    token,
    session: id,
    body: { jsonrpc: "2.0", method: "notifications/initialized" },
  });
  return id;
}

/**
 * Writes the parts one after the other, and reads until the other side ends, `quietMs` pass without a byte, or the `first`
 * answer is there. Latin-1, as headers are.
 */
export function speak(
  port: number,
  parts: readonly (string | Buffer)[],
  options: { readonly quietMs?: number; readonly tls?: boolean; readonly first?: boolean } = {},
): Promise<string> {
  const { quietMs = 1_500, tls = false, first = false } = options;
  return new Promise((resolve) => {
    const where = { port, host: "127.0.0.1" };
    const socket = tls ? connectTls({ ...where, rejectUnauthorized: false }) : connect(where);
    let heard = "";
    const done = () => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(quietMs, done);
    socket.on("data", (part: Buffer) => {
      heard += part.toString("latin1");
      if (first && isWhole(heard)) done();
    });
    socket.on("error", done);
    socket.on("close", done);
    for (const part of parts) socket.write(part);
  });
}

/** Whether the first answer is there with its body. */
function isWhole(heard: string): boolean {
  const length = /^content-length: *(\d+)\r$/im.exec(heard)?.[1];
  const start = heard.indexOf("\r\n\r\n");
  return length !== undefined && start >= 0 && heard.length >= start + 4 + Number(length);
}

/** The first answer in what was heard over a raw socket. */
export function firstAnswer(heard: string): Answered {
  const [head = "", ...rest] = heard.split("\r\n\r\n");
  const [line = "", ...lines] = head.split("\r\n");
  const headers = new Headers();
  for (const each of lines) {
    const at = each.indexOf(":");
    if (at > 0) headers.append(each.slice(0, at), each.slice(at + 1).trim());
  }
  const body = rest.join("\r\n\r\n");
  const length = headers.get("content-length");
  return answeredBy(
    Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1] ?? 0),
    headers,
    length === null ? body : body.slice(0, Number(length)),
  );
}
