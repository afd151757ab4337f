/** The body of a request: bounded, not compressed, JSON of a sane shape. */

import type { Request } from "express";
import { PARSE_ERROR } from "../json-rpc.ts";
import type { Exchange, Step } from "./exchange.ts";
import { shapeFault } from "./json-shape.ts";
import { type Problem, refuse } from "./problems.ts";

export const BODY_MAX_BYTES = 1024 * 1024;
/** Messages of one POST; the protocol dropped batches in 2025-06-18, older clients may still send them. */
const MOST_MESSAGES = 50;

/** Fills `raw` and `message`. 413, 415 or 400 for what is none. */
export const readBody: Step = async (request, response, next) => {
  const { locals } = response;
  if (request.method !== "POST") return next();
  const refused = headerFault(request);
  if (refused) return close(request, response, refused);
  const raw = await collect(request);
  if (raw === undefined) return close(request, response, TOO_LARGE);
  locals.raw = raw;
  if (raw.length === 0) return next();
  const text = raw.toString("utf8");
  const fault = shapeFault(text);
  if (fault) return refuse(request, response, { status: 400, detail: fault });
  try {
    locals.message = JSON.parse(text);
  } catch {
    return refuse(request, response, { status: 400, detail: "The body is not JSON.", code: PARSE_ERROR });
  }
  if (Array.isArray(locals.message) && (locals.message.length > MOST_MESSAGES || locals.message.length === 0))
    return refuse(request, response, {
      status: 400,
      detail: `A batch holds 1 to ${MOST_MESSAGES} messages.`,
    });
  return next();
};

const TOO_LARGE: Problem = { status: 413, detail: "The body is over 1 MiB; send less." };

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

/** undefined = too large. Rejects when the client goes away. */
function collect(request: Request): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on("data", (part: Buffer) => {
      bytes += part.length;
      if (bytes > BODY_MAX_BYTES) {
        parts.length = 0;
        request.pause();
        resolve(undefined);
      } else parts.push(part);
    });
    request.on("end", () => resolve(Buffer.concat(parts)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client went away")));
  });
}

/** Nobody reads the rest: the connection ends with the answer. */
function close(request: Request, response: Exchange, problem: Problem): void {
  refuse(request, response, { ...problem, headers: { ...problem.headers, Connection: "close" } });
}
