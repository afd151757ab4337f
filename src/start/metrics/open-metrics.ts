/** Metrics of an HTTP door: what is counted, what is looked at when somebody asks. */

import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { HttpConfig } from "../../config/http-config.ts";
import { DAY_MS, processClock } from "../../core/clock.ts";
import { createMetrics, type Metrics } from "../../metrics/metrics.ts";
import { listLockouts } from "../../security/identity/guard/lockout.ts";
import { readKillSwitch } from "../../security/identity/keep/kill-switch.ts";
import type { Store } from "../../store/store.ts";
import { VERSION } from "../../version.ts";

/** What is looked at when somebody asks. */
export type Watched = {
  readonly store: Store;
  readonly isConnected: () => boolean;
  readonly auditLagMs: () => number | undefined;
  readonly tls: HttpConfig["tls"];
};

export function openMetrics(door: string, { store, isConnected, auditLagMs, tls }: Watched): Metrics {
  const metrics = createMetrics(door, VERSION);
  const isUp = () =>
    store.revision().then(
      () => 1,
      () => 0,
    );
  metrics.watch("state_up", "1 while the state can be asked; else nobody is let in", isUp);
  metrics.watch("hass_connected", "1 while Home Assistant is connected", () => (isConnected() ? 1 : 0));
  metrics.watch("audit_lag_seconds", "How long the oldest line of the audit waits for the disk", () => {
    const lagMs = auditLagMs();
    return lagMs === undefined ? undefined : lagMs / 1_000;
  });
  metrics.watch("kill_switch", "1 while the owner has switched everything off", async () =>
    (await readKillSwitch(store))?.on === true ? 1 : 0,
  );
  metrics.watch("lockouts", "Addresses that are locked out now", async () => {
    const rows = await listLockouts(store, processClock.now());
    return rows.filter(({ lockedUntil }) => lockedUntil !== undefined).length;
  });
  if (tls) metrics.watch("certificate_days", "Days until the certificate ends", () => daysLeft(tls.certPath));
  return metrics;
}

function daysLeft(certPath: string): number {
  return (Date.parse(new X509Certificate(readFileSync(certPath)).validTo) - Date.now()) / DAY_MS;
}
