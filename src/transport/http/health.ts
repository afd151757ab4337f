/** `/health` and `/ready`: a status and nothing else. */

import type { Express, Request, Response } from "express";
import { parseAddress } from "../../core/address.ts";
import type { TrustedProxies } from "./client-address.ts";

export type HealthRules = {
  readonly visibility: "public" | "restricted" | "disabled";
  /** Whether Home Assistant is connected and the state answers. */
  readonly ready: () => Promise<boolean>;
  readonly trusted: TrustedProxies;
};

/** Probes come by address, whatever Host they send. */
export function healthRoutes(app: Express, { visibility, ready, trusted }: HealthRules): void {
  if (visibility === "disabled") return;
  // whoever comes through a proxy is not the proxy
  const isNear = (request: Request, response: Response): boolean => {
    const { address = "" } = response.locals;
    if (request.headers["x-forwarded-for"] !== undefined && !trusted.has(request.socket.remoteAddress ?? ""))
      return false;
    return parseAddress(address)?.range() === "loopback" || trusted.has(address);
  };
  const answer = (response: Response, good: boolean) =>
    response
      .status(good ? 200 : 503)
      .set("Cache-Control", "no-store")
      .json({ status: good ? "ok" : "unavailable" });
  app.get("/health", (request, response, next) => {
    if (visibility !== "public" && !isNear(request, response)) return next();
    answer(response, true);
  });
  app.get("/ready", async (request, response, next) => {
    if (visibility !== "public" && !isNear(request, response)) return next();
    answer(response, await ready());
  });
}

/** A state that cannot be asked shows no revocation: nobody is let in meanwhile. */
export function answers(state: { revision(): Promise<number> }): Promise<boolean> {
  return state.revision().then(
    () => true,
    () => false,
  );
}
