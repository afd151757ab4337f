/** Express's request and response as the web's, which the SDKs speak. */

import type { Request as ExpressRequest } from "express";
import type { Exchange } from "./exchange.ts";

const HEARTBEAT_MS = 15_000;
/** What nobody reads is kept for so long: what more is said meanwhile is kept too. */
const STALLED_MS = 60_000;

/** Aborted when the client goes away. The body is not there: it has been read and is handed on as JSON. */
export function webRequest(request: ExpressRequest, response: Exchange): Request {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers))
    for (const each of [value].flat())
      if (each !== undefined && !name.startsWith(":")) headers.append(name, each);
  headers.delete("content-length");
  const { raw } = response.locals;
  const hasBody = request.method === "POST" && raw !== undefined && raw.length > 0;
  return new Request(`http://localhost${request.path}`, {
    method: request.method,
    headers,
    signal: gone.signal,
    ...(hasBody ? { body: new Uint8Array(raw) } : {}),
  });
}

/** Streams as they come, with a comment each `heartbeatMs`; a slow client holds the stream back, one that reads nothing ends it. */
export async function sendWebResponse(
  answer: Response,
  response: Exchange,
  { heartbeatMs = HEARTBEAT_MS, stalledMs = STALLED_MS } = {},
): Promise<void> {
  response.status(answer.status);
  // whether the connection stays is between the client and this server (RFC 9110 section 7.6.1)
  for (const [name, value] of answer.headers) if (name !== "connection") response.setHeader(name, value);
  if (answer.body === null) {
    response.end();
    return;
  }
  if (/^text\/event-stream/.test(answer.headers.get("content-type") ?? "")) {
    // nginx holds a stream back otherwise
    response.setHeader("X-Accel-Buffering", "no");
    response.flushHeaders();
    beat(response, heartbeatMs);
  }
  const reader = answer.body.getReader();
  response.on("close", () => void reader.cancel().catch(() => undefined));
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (response.writableEnded || response.destroyed) break;
    if (!response.write(part.value)) await drained(response, stalledMs);
  }
  response.end();
}

/** Proxies end what is silent. The parts of a stream are whole events, so that a comment fits between any two. */
function beat(response: Exchange, everyMs: number): void {
  const timer = setInterval(() => {
    if (!response.writableEnded && !response.writableNeedDrain) response.write(":\n\n");
  }, everyMs);
  timer.unref();
  response.on("close", () => clearInterval(timer));
}

function drained(response: Exchange, stalledMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => void response.destroy(), stalledMs).unref();
    const go = () => {
      clearTimeout(stalled);
      response.off("drain", go);
      response.off("close", go);
      resolve();
    };
    response.on("drain", go);
    response.on("close", go);
  });
}
