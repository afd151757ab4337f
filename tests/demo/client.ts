/** A bare websocket client for Home Assistant's protocol: sends what it is told, keeps what arrives. */

import { WebSocket } from "ws";

export type Message = Readonly<Record<string, unknown>>;

export type Client = {
  /** Every message received, frames of several taken apart, in order. */
  readonly received: Message[];
  /** How many messages each frame held. */
  readonly frames: number[];
  send(type: string, rest?: Message): number;
  sendRaw(text: string): void;
  /** The result (or pong) of one command. */
  command(type: string, rest?: Message): Promise<Message>;
  /** The first event of a subscription that fits, past or future. */
  event(fits: (event: Message) => boolean): Promise<Message>;
  /** Code of the close frame. */
  readonly closed: Promise<number>;
  close(): void;
};

// a large house on a busy machine takes its time
const patienceMs = 30_000;

export async function connect(url: string, token: string): Promise<Client> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/websocket`);
  const received: Message[] = [];
  const frames: number[] = [];
  const waiting = new Set<(message: Message) => boolean>();
  let lastId = 0;

  const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
  const wait = (fits: (message: Message) => boolean): Promise<Message> => {
    const already = received.find(fits);
    if (already) return Promise.resolve(already);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error("nothing came")), patienceMs);
      const take = (message: Message): boolean => {
        if (!fits(message)) return false;
        clearTimeout(timer);
        resolve(message);
        return true;
      };
      waiting.add(take);
    });
  };
  socket.on("message", (data) => {
    const parsed: unknown = JSON.parse(String(data));
    const messages = (Array.isArray(parsed) ? parsed : [parsed]) as Message[];
    frames.push(messages.length);
    for (const message of messages) {
      received.push(message);
      for (const take of waiting) if (take(message)) waiting.delete(take);
    }
  });

  await new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", resolve);
  });
  await wait(({ type }) => type === "auth_required");
  socket.send(JSON.stringify({ type: "auth", access_token: token }));
  const answer = await wait(({ type }) => type === "auth_ok" || type === "auth_invalid");
  if (answer["type"] !== "auth_ok") throw new Error(String(answer["message"]));

  const send: Client["send"] = (type, rest = {}) => {
    lastId += 1;
    socket.send(JSON.stringify({ id: lastId, type, ...rest }));
    return lastId;
  };
  return {
    received,
    frames,
    send,
    sendRaw: (text) => socket.send(text),
    command(type, rest) {
      const id = send(type, rest);
      return wait((message) => message["id"] === id && message["type"] !== "event");
    },
    event: async (fits) =>
      (await wait(({ type, event }) => type === "event" && fits(event as Message)))["event"] as Message,
    closed,
    close: () => socket.close(),
  };
}

/** The error of a failed result, or undefined. */
export function errorOf(result: Message): Message | undefined {
  return result["error"] as Message | undefined;
}

export function resultOf<Value = Message>(result: Message): Value {
  if (result["success"] !== true) throw new Error(JSON.stringify(result["error"]));
  return result["result"] as Value;
}
