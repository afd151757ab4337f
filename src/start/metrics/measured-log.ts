/** The log of a door, what is told to which is counted as well, whether or not it is written. */

import type { Metrics } from "../../metrics/metrics.ts";
import type { DoorLog } from "../../transport/http/door-log.ts";

export function measuredLog(log: DoorLog, metrics: Metrics): DoorLog {
  return {
    ...log,
    auth(event, fields) {
      if (event === "auth_failed") metrics.authFailed(fields.reason ?? "unknown");
      log.auth(event, fields);
    },
    security(event, fields) {
      if (event === "locked_out") metrics.lockedOut();
      log.security(event, fields);
    },
    answered(status) {
      metrics.answered(status);
      log.answered(status);
    },
    limited(by, grantId) {
      metrics.limited(by, grantId);
      log.limited(by, grantId);
    },
    slow() {
      metrics.timedOut("request");
      log.slow();
    },
  };
}
