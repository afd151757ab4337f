/** A scripted Home Assistant: answers what a gateway asks at its start, else what the test says. */

import { type WebSocket, WebSocketServer } from "ws";
import { Secret } from "../../src/core/secret.ts";
import { connectGateway, type GatewayOptions, type LiveGateway } from "../../src/hass/live-gateway.ts";

export type Message = Readonly<Record<string, unknown>> & { readonly id: number; readonly type: string };

/** In place of an answer: none comes. */
export const HELD = Symbol("held");

/** In place of an answer: a refusal. */
export class Refusal extends Error {}

type Answer = (message: Message) => unknown;

export type FakeHass = {
  readonly url: string;
  /** Every message of every connection, logins among them, in order; a test may empty it. */
  readonly received: Message[];
  /** By type of command: what to answer. */
  readonly answers: Map<string, Answer>;
  /** What the first event of `subscribe_entities` names; undefined: it does not come. */
  first: Readonly<Record<string, unknown>> | undefined;
  /** Changes a frame before it leaves; `about` is the type of the command that it answers, else its own. */
  spoil: (frame: unknown, about: string) => unknown;
  /** Takes no token any more. */
  refusing: boolean;
  /** One frame on the newest connection, as it stands. */
  send(message: unknown): void;
  sendText(text: string): void;
  /** An event of the newest subscription of that type; `event_type` picks among `subscribe_events`. */
  event(type: string, event: unknown, eventType?: string): void;
  /** The first command that fits, past or future. */
  until(fits: (message: Message) => boolean): Promise<Message>;
  /** Resolves when the newest connection has ended. */
  gone(): Promise<void>;
  /** Cuts every connection without a word; `false`: and takes none from then on. */
  drop(goOn?: boolean): void;
  close(): void;
};

const HOME: Readonly<Record<string, unknown>> = {
  get_config: { state: "RUNNING", version: "2026.11.0", time_zone: "Europe/Berlin", language: "de" },
  "auth/current_user": { id: "u", name: "Alex", is_owner: true, is_admin: true },
  "config/entity_registry/list_for_display": { entity_categories: {}, entities: [] },
  "config/entity_registry/get_entries": {},
  "config/entity_registry/list": [],
  get_services: { light: { turn_on: { fields: {} } } },
  "config/floor_registry/list": [],
  "config/area_registry/list": [],
  "config/label_registry/list": [],
  "config/device_registry/list": [],
};

export async function startFakeHass(): Promise<FakeHass> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const received: Message[] = [];
  const sent: Message[] = [];
  const waiting = new Set<(message: Message) => void>();
  const answers = new Map<string, Answer>([
    ["call_service", () => ({ context: { id: "ctx" }, response: null })],
  ]);
  let newest: WebSocket | undefined;
  let taking = true;

  const frame = (socket: WebSocket, message: unknown, about: string) => {
    const spoilt = hass.spoil(message, about);
    if (spoilt !== undefined) socket.send(JSON.stringify(spoilt));
  };
  const reply = (socket: WebSocket, message: Message) => {
    const { id, type } = message;
    if (type === "auth")
      return frame(
        socket,
        hass.refusing ? { type: "auth_invalid" } : { type: "auth_ok", ha_version: "2026.11.0" },
        "auth",
      );
    if (type === "ping") return frame(socket, { id, type: "pong" }, type);
    const send = (rest: object) => frame(socket, { id, type: "result", ...rest }, type);
    try {
      const answer = answers.get(type);
      const result = answer ? answer(message) : (HOME[type] ?? null);
      if (result !== HELD) send({ success: true, result });
      if (type === "subscribe_entities" && hass.first)
        frame(socket, { id, type: "event", event: { a: hass.first } }, "states");
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      send({ success: false, error: { code: "not_allowed", message: fault.message } });
    }
  };
  const take = (socket: WebSocket, message: Message) => {
    received.push(message);
    sent.push(message);
    reply(socket, message);
    for (const wake of waiting) wake(message);
  };
  server.on("connection", (socket) => {
    if (!taking) return socket.terminate();
    newest = socket;
    frame(socket, { type: "auth_required", ha_version: "2026.11.0" }, "auth_required");
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      take(socket, message);
    });
  });
  const sendText = (text: string) => newest?.send(text);
  const send = (message: unknown) => sendText(JSON.stringify(message));
  const drop = (goOn = true) => {
    taking = goOn;
    for (const socket of server.clients) socket.terminate();
  };

  const hass: FakeHass = {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    received,
    answers,
    first: { "light.a": { s: "off", lc: 1 } },
    spoil: (message) => message,
    refusing: false,
    send,
    sendText,
    event(type, event, eventType) {
      const subscription = sent.findLast(
        (message) =>
          message.type === type && (eventType === undefined || message["event_type"] === eventType),
      );
      const message = { id: subscription?.id, type: "event", event };
      if (newest) frame(newest, message, eventType ?? `${type} event`);
    },
    until: (fits) => {
      const past = received.find(fits);
      if (past) return Promise.resolve(past);
      return new Promise((resolve) => {
        const wake = (message: Message) => {
          if (!fits(message)) return;
          waiting.delete(wake);
          resolve(message);
        };
        waiting.add(wake);
      });
    },
    gone: () => new Promise((resolve) => newest?.once("close", () => resolve())),
    drop,
    close() {
      drop(false);
      server.close();
    },
  };
  return hass;
}

/** What a test opened, to be closed after it. */
const opened: { close(): void }[] = [];

export function closeAll(): void {
  for (const each of opened.splice(0)) each.close();
}

export async function openHass(): Promise<FakeHass> {
  const hass = await startFakeHass();
  opened.push(hass);
  return hass;
}

export function openGateway(url: string, more: Partial<GatewayOptions> = {}): LiveGateway {
  const gateway = connectGateway({ url, token: new Secret("token"), ...more });
  opened.push(gateway);
  return gateway;
}

/** Resolves when `holds` does, which is looked at after each change of the home. */
export async function untilSo(gateway: LiveGateway, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const stop = gateway.onChange(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}
