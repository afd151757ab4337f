/** One connection to Home Assistant that is kept up until it is closed. */

import { type Connection, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { Failure } from "../../core/failure.ts";
import type { Secret } from "../../core/secret.ts";
import type { House } from "../gateway.ts";
import type { WireConfig } from "../wire.ts";
import { ask, COMMAND_TIMEOUT_MS } from "./commands.ts";
import { startHeartbeat } from "./heartbeat.ts";
import { createPacer } from "./pacer.ts";
import type { Phases } from "./phase.ts";
import { openSocket, type SocketOptions } from "./socket.ts";
import { notConnected, tooOld } from "./unavailable.ts";
import { isSupported } from "./version.ts";

export type ConnectionOptions = Omit<SocketOptions, "timeoutMs" | "token"> & {
  /** The one of this moment. */
  readonly token: () => Secret;
  /** Loads the home anew after each connection, when Home Assistant says RUNNING. */
  readonly load: (live: Connection) => Promise<House>;
  /** What happened, for the log. */
  readonly report: (event: string, detail?: unknown) => void;
};

const RUNNING_POLL_MS = 250;
const RELOAD_MS = 1_000;
/** A home that takes longer to start is used as far as it is. */
const STARTS_FOR_MS = 8_000;

/** Starts connecting at once; `phases` always says what it is at. */
export function keepConnected(
  options: ConnectionOptions,
  phases: Phases,
): {
  /** Tries anew where it had given up. */
  again(): void;
  close(): void;
} {
  let connection: Connection | undefined;
  let stopHeartbeat: () => void = () => undefined;
  let closed = false;
  const pacer = createPacer();
  /** Grows with each connection made or lost: what an earlier one still loads no longer counts. */
  let epoch = 0;

  const load = async (live: Connection) => {
    if (closed) return live.close();
    const mine = ++epoch;
    const current = () => mine === epoch && !closed;
    try {
      if (!isSupported(live.haVersion)) {
        phases.enter({ name: "final", why: tooOld(live.haVersion) });
        return live.close();
      }
      if (phases.name === "lost") phases.start();
      const started = await untilRunning(live, phases, current);
      const house = current() && (await options.load(live));
      if (!house || !current()) return;
      phases.enter(runningOn(live, started ? house : { ...house, starting: true }));
      pacer.loaded();
      if (!started) await reloadWhenStarted(live, current);
    } catch (fault) {
      if (!current()) return;
      options.report("load_failed", { fault });
      phases.enter({ name: "lost", why: fault instanceof Failure ? fault : notConnected(fault) });
      setTimeout(() => live.reconnect(true), RELOAD_MS).unref();
    }
  };
  const reloadWhenStarted = async (live: Connection, current: () => boolean) => {
    await untilRunning(live, undefined, current);
    const house = current() && (await options.load(live));
    if (house && current()) phases.enter(runningOn(live, house));
  };
  const follow = (live: Connection) => {
    connection = live;
    live.addEventListener("ready", () => load(live));
    live.addEventListener("disconnected", () => {
      epoch++;
      pacer.ended();
      phases.lose();
    });
    stopHeartbeat = startHeartbeat(live, () => options.report("hass_half_open"));
    return load(live);
  };
  const connect = async (): Promise<void> => {
    try {
      const live = await connectOnce(options, phases, pacer, () => closed);
      if (closed) return live.close();
      await follow(live);
    } catch {
      if (closed || phases.name === "final") return;
      void connect();
    }
  };
  void connect();

  return {
    again() {
      if (closed || phases.name !== "final") return;
      stopHeartbeat();
      phases.start();
      void connect();
    },
    close() {
      closed = true;
      stopHeartbeat();
      connection?.close();
    },
  };
}

function runningOn(connection: Connection, house: House) {
  return { name: "running", connection, house } as const;
}

/** A connection that is logged in, after the pause that is due; `phases` says why there is none. */
function connectOnce(
  options: ConnectionOptions,
  phases: Phases,
  pacer: ReturnType<typeof createPacer>,
  isClosed: () => boolean,
): Promise<Connection> {
  return createConnection({
    auth: createLongLivedTokenAuth(options.url, ""), // the socket authenticates itself; the library never sees the token
    setupRetry: 0,
    createSocket: async () => {
      await pacer.pause();
      // invalid authentication, on which the library stops
      if (isClosed()) throw 2;
      return openSocketIn(phases, options);
    },
  });
}

/** Says in `phases` why a socket did not open. */
async function openSocketIn(phases: Phases, options: ConnectionOptions) {
  try {
    return await openSocket({ ...options, token: options.token(), timeoutMs: COMMAND_TIMEOUT_MS });
  } catch (fault) {
    const failure = fault instanceof Failure ? fault : notConnected(fault);
    if (failure.denial === "invalid_auth") {
      phases.enter({ name: "final", why: failure });
      // invalid authentication, on which the library stops; anything else it tries again
      throw 2;
    }
    if (phases.name !== "running") phases.enter({ name: "lost", why: failure });
    throw failure;
  }
}

/**
 * Resolves when Home Assistant says RUNNING (true), when the connection is no longer the `current` one, or after a while;
 * without `phases` it waits on.
 */
async function untilRunning(
  live: Connection,
  phases: Phases | undefined,
  current: () => boolean,
): Promise<boolean> {
  const began = performance.now();
  for (;;) {
    const config = (await ask(live, { type: "get_config" })) as Partial<WireConfig> | null;
    if (config?.state === "RUNNING" || !current()) return true;
    if (phases && performance.now() - began >= STARTS_FOR_MS) return false;
    phases?.start();
    await new Promise((resolve) => setTimeout(resolve, RUNNING_POLL_MS).unref());
  }
}
