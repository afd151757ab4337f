/** The websocket adapter: the Gateway port on home-assistant-js-websocket. */

import { type Connection, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import { Failure } from "../core/failure.ts";
import type { Secret } from "../core/secret.ts";
import type { Gateway, House, ServiceCall, ServiceResult } from "./gateway.ts";
import { commandFault, rejectedFailure } from "./hass-error.ts";
import { ask, COMMAND_TIMEOUT_MS, notConnected, subscribe } from "./link/commands.ts";
import { startHeartbeat } from "./link/heartbeat.ts";
import { renderOnce } from "./link/render.ts";
import { openSocket, redeem } from "./link/socket.ts";
import { isSupported, OLDEST } from "./link/version.ts";
import { createEntityMap } from "./live/entity-map.ts";
import { createSnapshot } from "./live/snapshot.ts";
import type { WireConfig, WireEntitiesEvent, WireExtracted } from "./wire.ts";

export type GatewayOptions = {
  /** `http://…` or `https://…` without a trailing slash. */
  readonly url: string;
  readonly token: Secret;
  readonly ca?: string;
  /** What happened to the connection, for the log: never foreign text, never a secret. */
  readonly onEvent?: (event: string, detail?: unknown) => void;
};

export type LiveGateway = Gateway & { close(): void };

/** How long a call waits for a home that is connecting or starting. */
const READY_WAIT_MS = 10_000;
/** How long a call waits when the connection was lost or refused a moment ago. */
const LOST_WAIT_MS = 2_500;
const RUNNING_POLL_MS = 250;
const RETRY_MS = [250, 1_000, 2_000, 5_000];

/** What the connection is at; `final` = no further attempt is made until the process starts again. */
type Phase =
  | { readonly name: "running"; readonly connection: Connection; readonly house: House }
  | { readonly name: "connecting" | "lost" | "final"; readonly why: Failure };

/** Starts connecting at once and keeps at it until `close`. */
export function connectGateway(options: GatewayOptions): LiveGateway {
  const map = createEntityMap();
  const report = options.onEvent ?? (() => undefined);
  const snapshot = createSnapshot((part, fault) => report("reload_failed", { part, fault }));
  let phase: Phase = { name: "connecting", why: notConnected() };
  let waiters: (() => void)[] = [];
  let connection: Connection | undefined;
  let stopHeartbeat: () => void = () => undefined;
  let applying: Promise<void> | undefined;
  let closed = false;
  let epoch = 0;

  const enter = (next: Phase) => {
    phase = next;
    report(
      `hass_${next.name}`,
      next.name === "running" ? { version: next.house.version } : { why: next.why.message },
    );
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  };
  const createSocket = () =>
    openSocket({ ...options, timeoutMs: COMMAND_TIMEOUT_MS, settled: () => applying }).catch(
      (failure: Failure) => {
        // 2 = invalid authentication, on which the library stops; anything else it tries again
        if (failure.denial === "invalid_auth") {
          enter({ name: "final", why: failure });
          throw 2;
        }
        if (phase.name !== "running") enter({ name: "lost", why: failure });
        throw failure;
      },
    );

  const load = async (live: Connection) => {
    const mine = ++epoch;
    const current = () => mine === epoch && !closed;
    try {
      if (!isSupported(live.haVersion)) {
        enter({ name: "final", why: tooOld(live.haVersion) });
        live.close();
        return;
      }
      if (phase.name === "lost") enter({ name: "connecting", why: starting() });
      await untilRunning(live, current);
      if (!current()) return;
      const [house] = await Promise.all([snapshot.load(live), subscribeStates(live)]);
      if (current()) enter({ name: "running", connection: live, house });
    } catch (fault) {
      if (!current()) return;
      report("load_failed", { fault });
      enter({ name: "lost", why: fault instanceof Failure ? fault : notConnected(fault) });
      setTimeout(() => live.reconnect(true), 1_000).unref();
    }
  };
  const untilRunning = async (live: Connection, current: () => boolean) => {
    for (;;) {
      const config = (await ask(live, { type: "get_config" })) as WireConfig;
      if (config.state === "RUNNING" || !current()) return;
      if (phase.name !== "connecting") enter({ name: "connecting", why: starting() });
      else phase = { name: "connecting", why: starting() };
      await new Promise((resolve) => setTimeout(resolve, RUNNING_POLL_MS).unref());
    }
  };
  const subscribeStates = async (live: Connection) => {
    map.expectWhole();
    let first: () => void = () => undefined;
    const loaded = new Promise<void>((resolve) => {
      first = resolve;
    });
    await subscribe(live, { type: "subscribe_entities" }, (event) => {
      applying = map.apply(event as WireEntitiesEvent);
      if (!applying) return first();
      applying = applying.then(() => {
        applying = undefined;
        first();
      });
    });
    await loaded;
  };
  const connect = async (attempt: number): Promise<void> => {
    try {
      const live = await createConnection({
        auth: createLongLivedTokenAuth(options.url, ""), // the socket authenticates itself; the library never sees the token
        setupRetry: 0,
        createSocket,
      });
      if (closed) return live.close();
      connection = live;
      live.addEventListener("ready", () => load(live));
      live.addEventListener("disconnected", () => {
        epoch++;
        if (phase.name !== "final") enter({ name: "lost", why: lost() });
      });
      stopHeartbeat = startHeartbeat(live, () => report("hass_half_open"));
      await load(live);
    } catch {
      if (closed || phase.name === "final") return;
      setTimeout(() => void connect(attempt + 1), RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
  };
  const running = () => {
    if (phase.name === "running") return phase;
    throw phase.why;
  };
  void connect(0);

  return {
    states: map.states,
    onChange: map.onChange,
    get connected() {
      return phase.name === "running";
    },
    get registries() {
      return snapshot.registries;
    },
    aliasesLoaded: () => snapshot.aliasesLoaded(),
    get services() {
      return snapshot.services;
    },
    get revision() {
      return snapshot.revision;
    },
    get house() {
      return running().house;
    },
    async ready(caller) {
      const started = performance.now();
      while (phase.name !== "running") {
        caller?.signal.throwIfAborted();
        const left =
          (phase.name === "connecting" ? READY_WAIT_MS : LOST_WAIT_MS) - (performance.now() - started);
        if (phase.name === "final" || left <= 0) throw phase.why;
        await wake(left, (resume) => waiters.push(resume), caller?.signal);
      }
    },
    callService: (call) => sendCall(() => running().connection, call),
    extractFromTarget: async (target) =>
      (await ask(running().connection, {
        type: "extract_from_target",
        target,
        expand_group: true,
      })) as WireExtracted,
    exposedToAssist: async () => snapshot.exposedToAssist(running().connection, map.states),
    renderTemplate: async (template, timeoutMs) => renderOnce(running().connection, template, timeoutMs),
    query: async (message) => ask(running().connection, message),
    close() {
      closed = true;
      stopHeartbeat();
      connection?.close();
    },
  };
}

/** Resolves after `ms`, on the next change of phase, or when the caller gave up. */
function wake(
  ms: number,
  enlist: (resume: () => void) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resume(), ms);
    const resume = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", resume);
      resolve();
    };
    enlist(resume);
    signal?.addEventListener("abort", resume, { once: true });
  });
}

async function sendCall(connected: () => Connection, call: ServiceCall): Promise<ServiceResult> {
  const connection = connected();
  try {
    const result = await connection.sendMessagePromise<{ context: { id: string }; response?: unknown }>({
      type: "call_service",
      domain: call.domain,
      service: call.service,
      service_data: call.data,
      ...(call.entityIds ? { target: { entity_id: call.entityIds } } : {}),
      ...(call.returnResponse ? { return_response: true } : {}),
    });
    const whole = redeem(result) as typeof result;
    return { contextId: whole.context.id, response: whole.response };
  } catch (rejection) {
    const fault = commandFault(rejection);
    if (fault.kind === "rejected") throw rejectedFailure(`run ${call.domain}.${call.service}`, fault.error);
    if (fault.kind === "unsent") throw notConnected(rejection);
    throw new Failure("OUTCOME_UNKNOWN", "The connection to Home Assistant broke after the call was sent.", {
      hint: "It may have happened: read the state before repeating.",
      cause: rejection,
    });
  }
}

const lost = () =>
  new Failure("HASS_UNAVAILABLE", "The connection to Home Assistant was lost.", {
    hint: "Try again shortly.",
  });
const starting = () =>
  new Failure("HASS_UNAVAILABLE", "Home Assistant is starting.", { hint: "Try again in some seconds." });
const tooOld = (version: string) =>
  new Failure(
    "HASS_UNAVAILABLE",
    `Home Assistant ${version} is older than ${OLDEST}, the oldest that Hearthgate works with.`,
    {
      hint: "Update Home Assistant.",
    },
  );
