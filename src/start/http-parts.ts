/** What an HTTP door is made of: the road, who may come, what is logged. */

import type { Config } from "../config/config.ts";
import { givenSettings } from "../config/given-settings.ts";
import type { HttpConfig } from "../config/http-config.ts";
import { processClock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import type { Identity } from "../security/identity/identity.ts";
import { leaveNotice } from "../security/identity/keep/notices.ts";
import { openIdentity } from "../security/identity/open-identity.ts";
import type { Principal } from "../security/identity/principal.ts";
import { isRedis } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import type { Road } from "../transport/door.ts";
import { type DoorLog, doorLog } from "../transport/http/door-log.ts";
import type { OpenCounts } from "../transport/http/rates.ts";
import type { DoorMetrics, Measured, Measuring } from "./metrics/measured-door.ts";
import { shareParts } from "./process-parts.ts";
import { startRoad } from "./start.ts";

export type HttpParts = {
  readonly road: Road;
  readonly useToken: (token: Secret) => void;
  readonly identity: Identity;
  readonly store: Store;
  readonly log: DoorLog;
  /** undefined = nobody may ask. */
  readonly metrics: DoorMetrics | undefined;
  /** Where the requests of all processes on the state are counted; undefined = each counts its own. */
  readonly counts: OpenCounts | undefined;
  /** `max_sessions` of the principal's grant. */
  readonly mostSessions: (principal: Principal) => number | undefined;
};

/** CONFIG_INVALID when state or grants cannot be opened. */
export async function httpParts(
  config: Config,
  http: HttpConfig,
  door: "http" | "serve",
): Promise<HttpParts> {
  const shared = shareParts(config, true);
  const [grants, store, logger] = await Promise.all([shared.grants(), shared.store(), shared.logger()]);
  const { jwt } = http;
  await leaveNotice(
    store,
    door,
    { pid: process.pid, marks: givenSettings().marks },
    {
      now: Date.now(),
      homePath: config.homePath,
    },
  );
  const opened = startRoad(config, shared);
  const measured = await measuredDoor({ opened, door, http, store }, doorLog(logger, config.log));
  const { road, metrics } = measured;
  const log = noticing(measured.log, store);
  const resource = http.publicUrl ?? "hearthgate";
  const identity = await openIdentity({
    store,
    grants,
    clock: processClock,
    logger,
    accounts: road.accounts,
    onEnding: ({ event, ...fields }) => log.security(event, fields),
    settings: {
      issuer: resource,
      audience: resource,
      ...(http.oauth === undefined ? {} : { resource: `${resource}/mcp` }),
      algorithm: jwt.algorithm,
      expirationMs: jwt.expirationMs,
      ...(jwt.secret === undefined ? {} : { secret: jwt.secret }),
      ...(jwt.previous === undefined ? {} : { previous: jwt.previous }),
      ...(jwt.secretFile === undefined ? {} : { secretFile: jwt.secretFile }),
    },
  });
  noticeInTime(identity);
  metrics?.onWrong(identity.failed);
  return {
    road,
    useToken: road.useToken,
    identity,
    store,
    log,
    metrics,
    counts: await openCounts(config, store),
    mostSessions: ({ grantId }) => grants.byId(grantId)?.limits.max_sessions,
  };
}

/** Nobody loads what counts for nothing. */
async function measuredDoor(parts: Measuring, log: DoorLog): Promise<Measured> {
  if (parts.http.metrics === undefined) return { road: parts.opened, log, metrics: undefined };
  return (await import("./metrics/measured-door.ts")).measuredDoor(parts, log, parts.http.metrics);
}

async function openCounts({ store: setting }: Config, store: Store): Promise<OpenCounts | undefined> {
  if (!isRedis(setting)) return undefined;
  return (await import("../store/redis/rate-store.ts")).sharedRates(store);
}

/** What the owner should find though nobody reads the log. */
function noticing(log: DoorLog, store: Store): DoorLog {
  return {
    ...log,
    security(event, fields) {
      log.security(event, fields);
      const address = event === "undeclared_proxy" ? fields["ip"] : undefined;
      if (typeof address !== "string") return;
      // the log has it where the state cannot be written
      leaveNotice(store, "undeclared_proxy", { address }, { now: Date.now() }).catch(() => undefined);
    },
  };
}

const NOTICE_EVERY_MS = 1_000;

function noticeInTime({ notice }: Identity): void {
  // state that cannot be read is said where somebody asks for it
  setInterval(() => void notice().catch(() => undefined), NOTICE_EVERY_MS).unref();
}
