/** The owner of a real Home Assistant, who sets traps and looks whether they sprang. */

import type { TestHome } from "../e2e/homes.ts";
import { until } from "../until.ts";

export type State = {
  readonly entity_id: string;
  readonly state: string;
  readonly last_changed: string;
  readonly attributes: Readonly<Record<string, unknown>>;
};

export type Owner = {
  rest(method: string, path: string, body?: unknown): Promise<unknown>;
  call(service: string, data: object): Promise<unknown>;
  states(): Promise<readonly State[]>;
  stateOf(id: string): Promise<State | undefined>;
  /** A command of the websocket; throws what it says. */
  command(message: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
};

export async function openOwner({ url, token }: Pick<TestHome, "url" | "token">): Promise<Owner> {
  const rest: Owner["rest"] = async (method, path, body) => {
    const response = await fetch(`${url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const socket = await openSocket(url, token);
  return {
    rest,
    call: (service, data) => rest("POST", `services/${service.replace(".", "/")}`, data),
    states: async () => (await rest("GET", "states")) as readonly State[],
    stateOf: async (id) => (await rest("GET", `states/${id}`).catch(() => undefined)) as State | undefined,
    command: socket.command,
    close: socket.close,
  };
}

type Message = {
  readonly id?: number;
  readonly type: string;
  readonly success?: boolean;
  readonly result?: unknown;
  readonly error?: unknown;
};

async function openSocket(url: string, token: string): Promise<Pick<Owner, "command" | "close">> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/websocket`);
  const waiting = new Map<number, (message: Message) => void>();
  let ids = 0;
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("error", () => reject(new Error("no websocket")));
    socket.addEventListener("message", ({ data }) => {
      const message: Message = JSON.parse(String(data));
      if (message.type === "auth_required")
        socket.send(JSON.stringify({ type: "auth", access_token: token }));
      else if (message.type === "auth_ok") resolve();
      else if (message.type === "auth_invalid") reject(new Error("the owner's token is not valid"));
      else waiting.get(message.id ?? 0)?.(message);
    });
  });
  return {
    async command(message) {
      const id = ++ids;
      const answer = await new Promise<Message>((resolve) => {
        waiting.set(id, resolve);
        socket.send(JSON.stringify({ ...message, id }));
      });
      waiting.delete(id);
      if (answer.success !== true) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    },
    close: () => socket.close(),
  };
}

/** `kind.name` to its configuration: what somebody set up at home. */
export type Traps = Readonly<Record<string, object>>;

const PATHS: Readonly<Record<string, string>> = {
  automation: "automation",
  script: "script",
  scene: "scene",
};

/** Sets up automations, scripts and scenes by the names they shall have; resolves when Home Assistant has them. */
export async function setTraps(owner: Owner, traps: Traps): Promise<void> {
  for (const [id, config] of Object.entries(traps)) {
    const [kind = "", name = ""] = id.split(".");
    const named = kind === "scene" ? { id: name, name } : { alias: name };
    await owner.rest("POST", `config/${PATHS[kind]}/config/${name}`, { ...named, ...config });
  }
  await until(async () => {
    const there = await Promise.all(Object.keys(traps).map((id) => owner.stateOf(id)));
    return there.every((state) => state !== undefined && state.state !== "unavailable");
  });
}

export async function removeTraps(owner: Owner, traps: Traps): Promise<void> {
  for (const id of Object.keys(traps)) {
    const [kind = "", name = ""] = id.split(".");
    await owner.rest("DELETE", `config/${PATHS[kind]}/config/${name}`);
  }
  await until(async () => {
    const there = await Promise.all(Object.keys(traps).map((id) => owner.stateOf(id)));
    return there.every((state) => state === undefined || state.state === "unavailable");
  });
}
