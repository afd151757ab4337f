/** Single kinds of events, heard again after each connection. */

import type { Connection } from "home-assistant-js-websocket";
import type { HomeEvent } from "../gateway.ts";
import { subscribe } from "../link/commands.ts";
import { idOf, objectOf } from "../wire-values.ts";

type Listener = (event: HomeEvent) => void;

export type EventFeed = {
  /** From now on and after each connection. Home Assistant lets administrators alone hear most kinds. */
  listen(eventType: string, listener: Listener): void;
  /** Never rejects: what cannot be heard is told to `onFault`. */
  follow(connection: Connection): Promise<void>;
};

export function feedEvents(onFault: (eventType: string, fault: unknown) => void): EventFeed {
  const listeners = new Map<string, Listener>();
  let current: Connection | undefined;
  const hear = async (connection: Connection, eventType: string) => {
    try {
      await subscribe(connection, { type: "subscribe_events", event_type: eventType }, (event) => {
        if (connection === current) listeners.get(eventType)?.(homeEvent(event));
      });
    } catch (fault) {
      onFault(eventType, fault);
    }
  };
  return {
    listen(eventType, listener) {
      listeners.set(eventType, listener);
      if (current) void hear(current, eventType);
    },
    async follow(connection) {
      current = connection;
      await Promise.all([...listeners.keys()].map((eventType) => hear(connection, eventType)));
    },
  };
}

/** An event whose cause cannot be read has none: nobody has said anything. */
function homeEvent(event: unknown): HomeEvent {
  const { data, context } = objectOf(event);
  const { id, user_id } = objectOf(context);
  return { data: objectOf(data), context: { id: idOf(id) ?? "", user_id: idOf(user_id) ?? null } };
}
