/** The websocket adapter: the Gateway port on home-assistant-js-websocket. */

import type { Secret } from "../core/secret.ts";
import type { Gateway, HomeEvents } from "./gateway.ts";
import { sendCall } from "./link/call-service.ts";
import { ask } from "./link/commands.ts";
import { type ConnectionOptions, keepConnected } from "./link/connection.ts";
import { type Phase, trackPhases } from "./link/phase.ts";
import { renderOnce } from "./link/render.ts";
import { checkConfig, fetchJson, fetchPicture } from "./link/rest.ts";
import { createEntityMap } from "./live/entity-map.ts";
import { feedEvents } from "./live/event-feed.ts";
import { extractedFrom } from "./live/extracted.ts";
import { createSnapshot } from "./live/snapshot.ts";
import { feedStates } from "./live/state-feed.ts";

export type GatewayOptions = Pick<ConnectionOptions, "url" | "ca"> & {
  readonly token: Secret;
  /** What happened to the connection, for the log: never foreign text, never a secret. */
  readonly onEvent?: (event: string, detail?: unknown) => void;
};

export type LiveGateway = Gateway & {
  readonly events: HomeEvents;
  /** For the next connection; at once where the one before was refused. */
  useToken(token: Secret): void;
  close(): void;
};

/** Starts connecting at once and keeps at it until `close`. */
export function connectGateway({ onEvent, ...home }: GatewayOptions): LiveGateway {
  const report = onEvent ?? (() => undefined);
  let { token } = home;
  const map = createEntityMap();
  const feed = feedStates(map);
  const snapshot = createSnapshot((part, fault) => report("reload_failed", { part, fault }));
  const events = feedEvents((eventType, fault) => report("events_unheard", { eventType, fault }));
  const phases = trackPhases((phase) => report(`hass_${phase.name}`, detailOf(phase)));
  const link = keepConnected(
    {
      ...home,
      token: () => token,
      report,
      settled: feed.settled,
      load: async (live) =>
        (await Promise.all([snapshot.load(live), feed.follow(live), events.follow(live)]))[0],
    },
    phases,
  );
  const connection = () => phases.running().connection;

  return {
    states: map.states,
    onChange: map.onChange,
    ready: phases.ready,
    get connected() {
      return phases.name === "running";
    },
    get registries() {
      return snapshot.registries;
    },
    aliasesLoaded: snapshot.aliasesLoaded,
    get services() {
      return snapshot.services;
    },
    get revision() {
      return snapshot.revision;
    },
    get house() {
      return phases.running().house;
    },
    callService: (call) => sendCall(connection, call),
    extractFromTarget: async (target) =>
      extractedFrom(await ask(connection(), { type: "extract_from_target", target, expand_group: true })),
    exposedToAssist: async () => snapshot.exposedToAssist(connection(), map.states),
    renderTemplate: async (template, timeoutMs) => renderOnce(connection(), template, timeoutMs),
    events: {
      listen: events.listen,
      async fire(event_type, event_data) {
        await ask(connection(), { type: "fire_event", event_type, event_data });
      },
    },
    picture: (entityId) => fetchPicture(entityId, { ...home, token }),
    async query(message) {
      const live = connection();
      if (message.type === "config/core/check_config") return checkConfig({ ...home, token });
      // no websocket command tells what a scene sets
      if (message.type !== "scene/config") return ask(live, message);
      const id = map.states.get(String(message["entity_id"]))?.attributes["id"];
      if (typeof id !== "string") return {};
      const config = await fetchJson(`config/scene/config/${encodeURIComponent(id)}`, { ...home, token });
      return { config };
    },
    useToken(fresh) {
      token = fresh;
      link.again();
    },
    close: link.close,
  };
}

function detailOf(phase: Phase) {
  return phase.name === "running"
    ? { version: phase.house.version }
    : { why: phase.why.message, hint: phase.why.hint };
}
