/** What Home Assistant hears of us: events on its bus, each switchable, for the owner's own automations. */

import type { JsonObject } from "../core/json.ts";
import type { HomeEvents } from "../hass/gateway.ts";
import type { Logger } from "../log/logger.ts";

export const HOME_EVENTS = [
  "suspicious_origin",
  "token_revoked",
  "session_limit_reached",
  "flood_protection",
  "approval_requested",
  "kill_switch",
  "pin_locked",
  "session_connected",
  "auth_failure",
  "denied",
] as const;

export type HomeEventName = (typeof HOME_EVENTS)[number];

type Told = { readonly name: HomeEventName; readonly data: JsonObject };

/** Strangers cause some of them: Home Assistant's recorder is not theirs to fill. */
const MOST_A_MINUTE = 10;

export type HomeEventFeed = {
  /** The same logger, heard. */
  heard(logger: Logger): Logger;
  /** From now on events go out; before, and where our token is no administrator's, they are in the log alone. */
  connect(events: Pick<HomeEvents, "fire">, isAdmin: () => boolean): void;
};

/** `names`: the events that are switched on. `now` in milliseconds since 1970. */
export function feedHomeEvents(names: ReadonlySet<string>, now: () => number): HomeEventFeed {
  const sent = new Map<string, number[]>();
  let home: { readonly events: Pick<HomeEvents, "fire">; readonly isAdmin: () => boolean } | undefined;
  const tell = ({ name, data }: Told) => {
    if (!home?.isAdmin() || !names.has(name)) return;
    const recent = (sent.get(name) ?? []).filter((at) => now() - at < 60_000);
    if (recent.length >= MOST_A_MINUTE) return;
    sent.set(name, [...recent, now()]);
    // it is in the log; the home may be away
    home.events.fire(`hearthgate_${name}`, data).catch(() => undefined);
  };
  const hear = (event: string, fields: JsonObject = {}) => {
    const told = TOLD[event]?.(fields);
    if (told) tell(told);
  };
  return {
    heard: ({ debug, info, warn, error }) => {
      const also =
        (write: Logger["debug"]): Logger["debug"] =>
        (event, fields) => {
          write(event, fields);
          hear(event, fields);
        };
      return { debug: also(debug), info: also(info), warn: also(warn), error: also(error) };
    },
    connect(events, isAdmin) {
      home = { events, isAdmin };
    },
  };
}

/** Event of the log → event of the home, without what a listener need not know. */
const TOLD: Readonly<Record<string, (fields: JsonObject) => Told | undefined>> = {
  suspicious_origin: ({ grant_id, ip, value }) => ({
    name: "suspicious_origin",
    data: { grant_id: grant_id ?? null, origin: value, source_ip: ip },
  }),
  revoked: ({ kind, id }) =>
    kind === "token" || kind === "grant"
      ? { name: "token_revoked", data: kind === "grant" ? { grant_id: id } : { token_id: id } }
      : undefined,
  session_limit_reached: ({ grant_id, user }) => ({
    name: "session_limit_reached",
    data: { grant_id, label: user },
  }),
  session_connected: ({ session_id, grant_id }) => ({
    name: "session_connected",
    data: { session_id, grant_id },
  }),
  flood_protection: ({ ip, what }) => ({ name: "flood_protection", data: { source_ip: ip, what } }),
  kill_switch: ({ on }) => ({ name: "kill_switch", data: { on } }),
  auth_failed: ({ ip, reason }) => ({ name: "auth_failure", data: { source_ip: ip, error_code: reason } }),
  failure({ call_id, code, denial }) {
    if (denial === "pin_locked") return { name: "pin_locked", data: { call_id } };
    return code === "PERMISSION_DENIED"
      ? { name: "denied", data: { call_id, denial: denial ?? null } }
      : undefined;
  },
};
