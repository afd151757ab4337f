/** What an HTTP door is made of: the road, who may come, what is logged. */

import type { Config } from "../config/config.ts";
import type { HttpConfig } from "../config/http-config.ts";
import { forwardClock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { watchEndings } from "../security/identity/endings.ts";
import type { Identity } from "../security/identity/identity.ts";
import { openIdentity } from "../security/identity/open-identity.ts";
import type { Principal } from "../security/identity/principal.ts";
import type { Store } from "../store/store.ts";
import type { Road } from "../transport/door.ts";
import { type DoorLog, doorLog } from "../transport/http/door-log.ts";
import { shareParts } from "./process-parts.ts";
import { startRoad } from "./start.ts";

export type HttpParts = {
  readonly road: Road;
  readonly useToken: (token: Secret) => void;
  readonly identity: Identity;
  readonly store: Store;
  readonly log: DoorLog;
  /** `max_sessions` of the principal's grant. */
  readonly mostSessions: (principal: Principal) => number | undefined;
};

/** CONFIG_INVALID when state or grants cannot be opened. */
export async function httpParts(config: Config, http: HttpConfig): Promise<HttpParts> {
  const shared = shareParts(config, true);
  const [grants, store, logger] = await Promise.all([shared.grants(), shared.store(), shared.logger()]);
  const { jwt } = http;
  const road = startRoad(config, shared);
  const resource = http.publicUrl ?? "hearthgate";
  const identity = await openIdentity({
    store,
    grants,
    clock: forwardClock(),
    logger,
    accounts: road.accounts,
    settings: {
      issuer: resource,
      audience: resource,
      algorithm: jwt.algorithm,
      expirationMs: jwt.expirationMs,
      ...(jwt.secret === undefined ? {} : { secret: jwt.secret }),
      ...(jwt.previous === undefined ? {} : { previous: jwt.previous }),
      ...(jwt.secretFile === undefined ? {} : { secretFile: jwt.secretFile }),
    },
  });
  const log = doorLog(logger, config.log);
  tellEndings(store, log);
  return {
    road,
    useToken: road.useToken,
    identity,
    store,
    log,
    mostSessions: ({ grantId }) => grants.byId(grantId)?.limits.max_sessions,
  };
}

const TELL_EVERY_MS = 1_000;

/** Whether or not somebody comes meanwhile. */
function tellEndings(store: Store, log: DoorLog): void {
  const look = watchEndings(store);
  const tell = async () => {
    for (const { event, ...fields } of await look()) log.security(event, fields);
  };
  // state that cannot be read is said where somebody asks for it
  const tellIfPossible = () => void tell().catch(() => undefined);
  tellIfPossible();
  setInterval(tellIfPossible, TELL_EVERY_MS).unref();
}
