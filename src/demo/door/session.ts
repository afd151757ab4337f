/** One client on the websocket: its queue, its subscriptions, its commands. */

import type { RawData, WebSocket } from "ws";
import type { Command, Session } from "../commands/command.ts";
import { answered, checkMessage } from "../commands/command.ts";
import type { Premises } from "../commands/premises.ts";
import { strictText } from "../world/checks.ts";
import { errorOf, Fault, unauthorized } from "../world/fault.ts";
import type { User } from "../world/world.ts";

/** Home Assistant cuts off a client that has this many messages waiting. */
const maxPending = 4096;

const authMs = 10_000;

/** Normal closure; Home Assistant says nothing more about why. */
const normalClosure = 1000;

type Incoming = Readonly<Record<string, unknown>>;

export type SessionHandle = { close(): void };

/** Serves one socket until it closes; while `frozen` says so nothing is heard and nothing is said. */
export function serveSession(
  socket: WebSocket,
  premises: Premises,
  commands: ReadonlyMap<string, Command>,
  frozen: () => boolean,
): SessionHandle {
  const { world } = premises;
  const subscriptions = new Map<number, () => void>();
  let queue: string[] = [];
  let coalesce = false;
  let lastId = 0;

  const close = (): void => socket.close(normalClosure);

  const flush = (): void => {
    const messages = queue;
    queue = [];
    if (socket.readyState !== socket.OPEN || messages.length === 0) return;
    if (coalesce && messages.length > 1) socket.send(`[${messages.join(",")}]`);
    else for (const message of messages) socket.send(message);
  };

  const send = (json: string): void => {
    if (frozen() || socket.readyState !== socket.OPEN) return;
    if (queue.length === 0) queueMicrotask(flush);
    queue.push(json);
    if (queue.length <= maxPending) return;
    queue = [];
    stopAll();
    close();
  };

  const result = (id: number, value: unknown): void =>
    send(`{"id":${id},"type":"result","success":true,"result":${JSON.stringify(value ?? null)}}`);

  const fail = (id: unknown, thrown: unknown): void =>
    send(JSON.stringify({ id, type: "result", success: false, error: errorOf(thrown) }));

  const stopAll = (): void => {
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  };

  const handle = (session: Session, message: Incoming): void => {
    const { id, type } = message;
    if (typeof id !== "number" || !Number.isInteger(id) || typeof type !== "string") {
      fail(id ?? null, new Fault("invalid_format", "Message incorrectly formatted."));
      return;
    }
    if (id <= lastId) {
      fail(id, new Fault("id_reuse", "Identifier values have to increase."));
      return;
    }
    lastId = id;
    const command = commands.get(type);
    try {
      if (!command) throw new Fault("unknown_command", "Unknown command.");
      const checked = checkMessage(command, message);
      if (command.admin === true && !session.user.isAdmin) throw unauthorized();
      const value = command.run(session, checked, id);
      if (value instanceof Promise) {
        value.then(
          (late) => late !== answered && result(id, late),
          (thrown) => fail(id, thrown),
        );
      } else if (value !== answered) result(id, value);
    } catch (thrown) {
      fail(id, thrown);
    }
  };

  const begin = (user: User): ((message: unknown) => void) => {
    const session: Session = {
      premises,
      user,
      send,
      result,
      subscribe: (id, stop) => void subscriptions.set(id, stop),
      unsubscribe(id) {
        const stop = subscriptions.get(id);
        stop?.();
        return subscriptions.delete(id);
      },
      coalesce() {
        coalesce = true;
      },
    };
    return (message) => {
      const messages = Array.isArray(message) ? message : [message];
      for (const one of messages) handle(session, one as Incoming);
    };
  };

  let receive: ((message: unknown) => void) | undefined;

  const authenticate = (message: Incoming): void => {
    const user =
      typeof message["access_token"] === "string" ? premises.userOf(message["access_token"]) : undefined;
    const fault = authFault(message);
    if (user && !fault) {
      cancelAuth();
      receive = begin(user);
      socket.send(JSON.stringify({ type: "auth_ok", ha_version: world.version }));
      return;
    }
    socket.send(
      JSON.stringify({ type: "auth_invalid", message: fault ?? "Invalid access token or password" }),
    );
    close();
  };

  const cancelAuth = world.ticker.after(authMs, close);
  socket.on("message", (data: RawData) => {
    if (frozen()) return;
    const message = parse(data);
    if (message === undefined) close();
    else if (receive) receive(message);
    else authenticate(message as Incoming);
  });
  socket.on("ping", (data: Buffer) => {
    if (!frozen()) socket.pong(data);
  });
  socket.on("close", () => {
    cancelAuth();
    stopAll();
  });
  socket.on("error", () => socket.terminate());
  socket.send(JSON.stringify({ type: "auth_required", ha_version: world.version }));
  return { close };
}

function parse(data: RawData): unknown {
  try {
    const value: unknown = JSON.parse(String(data));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function authFault(message: Incoming): string | undefined {
  if (message["type"] !== "auth") {
    return `Auth message incorrectly formatted: not a valid value at 'type'. Got '${String(message["type"])}'`;
  }
  try {
    strictText(message["access_token"], "access_token");
    return undefined;
  } catch {
    return `Auth message incorrectly formatted: expected str at 'access_token'. Got ${String(message["access_token"])}`;
  }
}
