/** A door whose road and log are counted, with the place where the counts are asked for. */

import type { HttpConfig, MetricsConfig } from "../../config/http-config.ts";
import type { Store } from "../../store/store.ts";
import type { DoorLog } from "../../transport/http/door-log.ts";
import type { Step } from "../../transport/http/exchange.ts";
import { type DoorLoad, metricsStep, serveMetrics } from "../../transport/http/metrics.ts";
import type { OpenRoad } from "../start.ts";
import { measuredLog } from "./measured-log.ts";
import { measuredRoad } from "./measured-road.ts";
import { openMetrics } from "./open-metrics.ts";

export type DoorMetrics = {
  /** For the door itself; undefined = it has a port of its own. */
  readonly step: Step | undefined;
  /** What hears of a wrong token: the address that showed it. */
  onWrong(heard: (address: string) => Promise<unknown>): void;
  /** Counts what the door has open, and serves at METRICS_PORT where there is one. CONFIG_INVALID when it cannot. */
  begin(load: DoorLoad): Promise<void>;
};

export type Measuring = {
  readonly opened: OpenRoad;
  readonly door: string;
  readonly http: HttpConfig;
  readonly store: Store;
};

export type Measured = {
  readonly road: OpenRoad;
  readonly log: DoorLog;
  readonly metrics: DoorMetrics | undefined;
};

export function measuredDoor(
  { opened, door, http, store }: Measuring,
  log: DoorLog,
  { host, port, token }: MetricsConfig,
): Measured {
  const metrics = openMetrics(door, {
    store,
    isConnected: () => opened.state().connected,
    auditLagMs: opened.auditLagMs,
    tls: http.tls,
  });
  let heard: (address: string) => Promise<unknown> = async () => undefined;
  const atDoor = metricsStep(metrics, { token, onWrong: (address) => heard(address) });
  return {
    road: measuredRoad(opened, metrics),
    log: measuredLog(log, metrics),
    metrics: {
      step: port === undefined ? atDoor : undefined,
      onWrong(listener) {
        heard = listener;
      },
      async begin({ sessions, streams }) {
        metrics.watch("sessions", "Sessions that are live in this process", sessions);
        metrics.watch("streams", "Answers that are open now", streams);
        if (port === undefined) return;
        const { address } = await serveMetrics(metrics, { host, port, token });
        process.stderr.write(`hearthgate: metrics at http://${host}:${address.port}/metrics\n`);
      },
    },
  };
}
