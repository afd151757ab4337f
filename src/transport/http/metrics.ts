/** `/metrics`, for whoever may look: behind a token of its own where there is one. */

import { createHash, timingSafeEqual } from "node:crypto";
import express from "express";
import type { Secret } from "../../core/secret.ts";
import type { Step } from "./exchange.ts";
import { hostsFor } from "./hosts.ts";
import { type Listener, listen } from "./listener.ts";
import { refuse } from "./problems.ts";
import { securityHeaders } from "./security-headers.ts";

/** Prometheus's text. */
export type MetricsText = { readonly contentType: string; text(): Promise<string> };

/** What a door has open now. */
export type DoorLoad = { readonly sessions: () => number; readonly streams: () => number };

export type MetricsRules = {
  /** METRICS_TOKEN; undefined = whoever reaches the port. */
  readonly token: Secret | undefined;
  /** A wrong one came. */
  readonly onWrong?: (address: string) => Promise<unknown>;
};

export function metricsStep({ contentType, text }: MetricsText, { token, onWrong }: MetricsRules): Step {
  return async (request, response) => {
    const shown = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
    if (token !== undefined && (shown === undefined || !isSame(shown, token.reveal()))) {
      if (shown !== undefined) await onWrong?.(response.locals.address);
      return refuse(request, response, {
        status: 401,
        detail: "Send Authorization: Bearer with METRICS_TOKEN.",
        headers: { "WWW-Authenticate": "Bearer" },
      });
    }
    response
      .set("Cache-Control", "no-store")
      .type(contentType)
      .send(await text());
  };
}

/** On a port of its own, without TLS. CONFIG_INVALID when it cannot listen. */
export async function serveMetrics(
  metrics: MetricsText,
  { host, port, token }: { readonly host: string; readonly port: number; readonly token: Secret | undefined },
): Promise<Listener> {
  const app = express();
  app.disable("x-powered-by");
  app.use(securityHeaders(false));
  const hosts = hostsFor({ host, publicUrl: undefined, allowedHosts: [], corsOrigins: [] });
  // a page whose name points here could read them in a browser of this machine
  app.use((request, response, next) => {
    if (token !== undefined || hosts.allowsHost(request.headers.host)) return next();
    response.status(403).json({ status: 403, title: "By that name they want METRICS_TOKEN." });
  });
  app.get("/metrics", metricsStep(metrics, { token }) as unknown as express.RequestHandler);
  app.use((_, response) => void response.status(404).json({ status: 404, title: "They are at /metrics." }));
  return listen(app, { host, port, tls: undefined });
}

function isSame(shown: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(shown), digest(token));
}
