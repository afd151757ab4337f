/** The body of a request: bounded, not compressed, JSON of a sane shape. */

import type { Request } from "express";
import { shapeFault } from "../../core/json-shape.ts";
import { PARSE_ERROR } from "../json-rpc.ts";
import { type Budget, bytesIn } from "./body-budget.ts";
import type { Exchange, Problem, Step } from "./exchange.ts";
import { refuse } from "./problems.ts";

export const BODY_MAX_BYTES = 1024 * 1024;
/** Messages of one POST; the protocol dropped batches in 2025-06-18, older clients may still send them. */
const MOST_MESSAGES = 50;

/** Fills `raw` and `message`. 413, 415 or 400 for what is none. */
export const readBody: Step = async (request, response, next) => {
  const { locals } = response;
  if (request.method !== "POST") return next();
  const refused = headerFault(request);
  if (refused) return close(request, response, refused);
  const raw = await collect(request, bytesIn(locals.address));
  if ("status" in raw) return close(request, response, raw);
  locals.raw = raw;
  if (raw.length === 0) return next();
  const text = textOf(raw);
  if (text === undefined) return refuse(request, response, { ...NO_JSON, detail: "The body is not UTF-8." });
  const fault = shapeFault(text);
  if (fault) return refuse(request, response, { status: 400, detail: fault });
  try {
    locals.message = JSON.parse(text);
  } catch {
    return refuse(request, response, NO_JSON);
  }
  if (Array.isArray(locals.message) && (locals.message.length > MOST_MESSAGES || locals.message.length === 0))
    return refuse(request, response, {
      status: 400,
      detail: `A batch holds 1 to ${MOST_MESSAGES} messages.`,
    });
  return next();
};

/** Of a body that was refused. */
const LINGER_MS = 2_000;
const LINGER_BYTES = 16 * BODY_MAX_BYTES;

const TOO_LARGE: Problem = { status: 413, detail: "The body is over 1 MiB; send less." };
const NO_JSON: Problem = { status: 400, detail: "The body is not JSON.", code: PARSE_ERROR };
const CROWDED: Problem = {
  status: 429,
  detail: "Too much is being sent from this address at once; send less, or wait.",
  headers: { "Retry-After": "5" },
};

/** RFC 8259 section 8.1: JSON between systems is UTF-8. */
function textOf(raw: Buffer): string | undefined {
  try {
    return UTF8.decode(raw);
  } catch {
    return undefined; // the caller says so
  }
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function headerFault({ headers }: Request): Problem | undefined {
  if (Number(headers["content-length"] ?? 0) > BODY_MAX_BYTES) return TOO_LARGE;
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity")
    return {
      status: 415,
      detail: "The body is compressed; send it as it is.",
      headers: { "Accept-Encoding": "identity" },
    };
  const type = headers["content-type"];
  const has = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  if (has && !/^application\/json\s*(?:;|$)/i.test(type ?? ""))
    return { status: 415, detail: "Content-Type must be application/json." };
  return undefined;
}

/** Rejects when the client goes away. */
function collect(request: Request, budget: Budget): Promise<Buffer | Problem> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const release = () => {
      budget.take(-bytes);
      bytes = 0;
      parts.length = 0;
      request.off("data", onData).off("end", onEnd).off("error", reject).off("close", onClose);
    };
    const done = (outcome: Buffer | Problem) => {
      release();
      resolve(outcome);
    };
    const stop = (problem: Problem) => {
      request.pause();
      done(problem);
    };
    const onData = (part: Buffer) => {
      bytes += part.length;
      const fits = budget.take(part.length);
      parts.push(part);
      if (bytes > BODY_MAX_BYTES) stop(TOO_LARGE);
      else if (!fits) stop(CROWDED);
    };
    const onEnd = () => done(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts));
    const onClose = () => {
      release();
      reject(new Error("the client went away"));
    };
    request.on("data", onData).on("end", onEnd).on("error", reject).on("close", onClose);
  });
}

/**
 * The answer first; then the rest is thrown away for a moment, and the connection ends. One that ends with bytes that
 * nobody read takes the answer with it: a proxy that still writes would say 502 (RFC 9112 section 9.6).
 */
function close(request: Request, response: Exchange, problem: Problem): void {
  refuse(request, response, problem);
  let bytes = 0;
  const end = () => {
    if (!request.complete) request.socket.destroy();
  };
  const timer = setTimeout(end, LINGER_MS).unref();
  request.on("data", (part: Buffer) => {
    bytes += part.length;
    if (bytes > LINGER_BYTES) end();
  });
  request.once("close", () => clearTimeout(timer));
  request.resume();
}
