/** A person's own connection to Home Assistant, beside Hearthgate's. */

import { type Auth, createConnection, createLongLivedTokenAuth } from "home-assistant-js-websocket";
import type { HomeEvent } from "../../src/hass/gateway.ts";

export type UserSocket = {
  hear(eventType: string, listener: (event: HomeEvent) => void): Promise<void>;
  fire(eventType: string, data: object): Promise<void>;
  call(domain: string, service: string, service_data: object): Promise<void>;
  /** Kinds and clients of this user's refresh tokens. */
  logins(): Promise<readonly { readonly type: string; readonly client_id: string | null }[]>;
  /** Any command of Home Assistant's websocket, with its result. */
  ask(command: { readonly type: string } & Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
};

export async function openUserSocket(url: string, token: string): Promise<UserSocket> {
  const auth: Auth = createLongLivedTokenAuth(url, token);
  const connection = await createConnection({ auth });
  return {
    async hear(eventType, listener) {
      await connection.subscribeEvents<HomeEvent>(listener, eventType);
    },
    async fire(event_type, event_data) {
      await connection.sendMessagePromise({ type: "fire_event", event_type, event_data });
    },
    async call(domain, service, service_data) {
      await connection.sendMessagePromise({ type: "call_service", domain, service, service_data });
    },
    logins: () => connection.sendMessagePromise({ type: "auth/refresh_tokens" }),
    ask: (command) => connection.sendMessagePromise(command),
    close: () => connection.close(),
  };
}
