/** What the steps of an HTTP door hand on about one request. */

import type { Request, Response } from "express";
import type { Principal } from "../../security/identity/principal.ts";

/** A refusal, before it has the form of an answer. */
export type Problem = {
  readonly status: number;
  /** One sentence, ours: what, and what to do next. */
  readonly detail: string;
  /** JSON-RPC code on the MCP endpoint; −32600 unless told. */
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/** In `response.locals`; each step fills in its own. */
export type ExchangeLocals = {
  /** Ours, new for each request: in its log lines, and in the answer as X-Request-Id. */
  requestId: string;
  /** Client address after trusted proxies. */
  address: string;
  /** Whether the client spoke TLS, to us or to a trusted proxy. */
  encrypted: boolean;
  /** The body as it came. */
  raw: Buffer;
  /** The body as JSON; undefined where there is none. */
  message: unknown;
  principal: Principal;
  /** Where people look: how a refusal is shown to them. */
  showProblem: ((problem: Problem) => void) | undefined;
};

export type Exchange = Response<unknown, ExchangeLocals>;
export type Step = (
  request: Request,
  response: Exchange,
  next: (fault?: unknown) => void,
) => void | Promise<void>;
